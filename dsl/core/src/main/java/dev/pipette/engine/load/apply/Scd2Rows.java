package dev.pipette.engine.load.apply;

import static dev.pipette.engine.load.apply.RowOutputs.DISTINCT;
import static dev.pipette.engine.load.apply.RowOutputs.ORDINAL;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.selectDistinct;
import static org.jooq.impl.DSL.selectOne;

import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.schema.MergeStrategy;
import dev.pipette.schema.SystemColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/**
 * A merge that keeps the history of rows. Each version has an id of its own, so that nested rows belong to exactly one
 * version, also where a row comes back as it was before. That a row continues is found by its content, or by its version
 * column, and never by its id: ids that dlt made, and rows from before a column was added, match as well.
 *
 * <p>Rows are counted among the active versions: a version is updated where one with the same primary key takes its place,
 * and deleted where it is only retired.
 */
record Scd2Rows(ResourceLoad resource, MergeStrategy.Scd2 strategy, WriteTools tools) implements TableWrite {
    /** Versions of rows of files that are loaded again are retired where their rows changed, and never taken away. */
    @Override
    public Map<String, Long> clear() {
        return Map.of();
    }

    /**
     * What continues, and what does not. Rows at the boundary of a cursor that an earlier load brought are rows that
     * arrive: their versions continue.
     */
    @Override
    public Arrivals arrive(LeftOut loadedBefore) {
        KeyedRows keyed = new KeyedRows(tools, resource);
        LeftOut winners = winners(keyed);
        LeftOut deleting = keyed.deleting(winners).map(winners::and).orElse(winners);
        if (!tools.isThere(resource.table())) {
            return Arrivals.replacing(deleting, Map.of(), 0, Optional.empty());
        }
        Versions versions = new Versions(resource, strategy, tools);
        versions.begin();
        Optional<Table<Record>> withKey = versions.withKey(deleting);
        Table<Record> continuing = versions.continuing(withKey, deleting);
        Table<Record> same =
                tools.session().temporary("unchanged", selectDistinct(ORDINAL).from(continuing));
        LeftOut left = deleting.and(same);
        Condition considered = considered(keyed);
        Condition ends = versions.isActive().and(considered).and(hasNo(continuing));
        versions.checkOrder(considered, ends);
        long updated = withKey.map(pairs -> keyed.countMatched(pairs, left))
                .orElseGet(() -> isKeyed() ? count(keyed, versions, left) : 0);
        return Arrivals.replacing(left, Map.of(resource.table(), versions.retire(ends)), updated, Optional.of(same));
    }

    @Override
    public Map<String, Long> nothingArrived() {
        if (!strategy.mergeKey().isEmpty() || !tools.isThere(resource.table())) {
            return Map.of();
        }
        Versions versions = new Versions(resource, strategy, tools);
        versions.begin();
        versions.checkOrder(noCondition(), versions.isActive());
        return Map.of(resource.table(), versions.retire(versions.isActive()));
    }

    private boolean isKeyed() {
        return !strategy.primaryKey().isEmpty();
    }

    /** One row of each key, or of each content. */
    private LeftOut winners(KeyedRows keyed) {
        return isKeyed()
                ? keyed.winners(LeftOut.NONE, ORDINAL.desc())
                : LeftOut.NONE.andFollowed(tools.session(), keyed.rows(), identity());
    }

    private List<Field<?>> identity() {
        List<Field<?>> identity = new ArrayList<>();
        strategy.rowVersion().ifPresent(column -> {
            identity.addAll(RowFields.columns(strategy.mergeKey()));
            identity.add(RowFields.column(column));
        });
        return identity.isEmpty() && resource.distinctBy() != null ? List.of(DISTINCT) : identity;
    }

    /** Which versions the load may retire: those of arriving keys, or all. */
    private Condition considered(KeyedRows keyed) {
        if (strategy.mergeKey().isEmpty()) {
            return noCondition();
        }
        Condition arrives = keyed.hasKeyOf(strategy.mergeKey(), LeftOut.NONE);
        boolean areOtherKeys = isKeyed() && !Set.copyOf(strategy.mergeKey()).equals(Set.copyOf(strategy.primaryKey()));
        return areOtherKeys ? arrives.or(keyed.hasKeyOf(LeftOut.NONE)) : arrives;
    }

    private Condition hasNo(Table<Record> continuing) {
        Field<String> id = RowFields.of(tools.in(resource.table()), RowFields.text(SystemColumns.ROW_ID));
        return notExists(selectOne()
                .from(continuing.as("continuing"))
                .where(KeyedRows.qualified("continuing", SameRows.THERE_ID).eq(id)));
    }

    /** How many arriving rows take the place of an active version. */
    private long count(KeyedRows keyed, Versions versions, LeftOut left) {
        return tools.session()
                .dsl()
                .fetchCount(selectDistinct(KeyedRows.qualified(KeyedRows.ARRIVING, ORDINAL))
                        .from(keyed.rows().as(KeyedRows.ARRIVING))
                        .join(keyed.target())
                        .on(keyed.same(KeyedRows.ARRIVING))
                        .where(versions.isActive())
                        .and(left.without(KeyedRows.qualified(KeyedRows.ARRIVING, ORDINAL))));
    }

    @Override
    public List<Field<?>> comparedBy() {
        List<Field<?>> compared = new ArrayList<>(RowFields.columns(strategy.keys()));
        if (!isKeyed()) {
            compared.add(resource.distinctBy() == null ? ORDINAL : DISTINCT);
        }
        return compared;
    }

    /** What a later load began or ended must not be ended before it. */
    @Override
    public Optional<Condition> takesAway() {
        return strategy.mergeKey().isEmpty()
                ? Optional.of(noCondition())
                : tools.arriving(resource.table()).map(rows -> considered(new KeyedRows(tools, resource)));
    }

    @Override
    public Condition isOfLaterLoad(String loadId) {
        return new Versions(resource, strategy, tools).isOfLaterLoad(TableWrite.super.isOfLaterLoad(loadId));
    }
}
