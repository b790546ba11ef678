package dev.pipette.engine.load.apply;

import static dev.pipette.engine.load.apply.RowOutputs.ORDINAL;

import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.schema.MergeStrategy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/**
 * A merge that deletes the rows that have the primary key or the merge key of an arriving one, with what is nested in them, and
 * inserts the arriving ones.
 */
record DeleteInsertRows(ResourceLoad resource, MergeStrategy.DeleteInsert strategy, WriteTools tools)
        implements TableWrite {
    @Override
    public Arrivals arrive(LeftOut loadedBefore) {
        KeyedRows keyed = new KeyedRows(tools, resource);
        LeftOut winners = isKeyed() ? keyed.winners(loadedBefore, ORDINAL.desc()) : loadedBefore;
        LeftOut living = keyed.deleting(winners).map(winners::and).orElse(winners);
        Optional<Table<Record>> same = keyed.same(living);
        LeftOut left = same.map(living::and).orElse(living);
        LeftOut changed = same.map(winners::and).orElse(winners);
        if (!tools.isThere(resource.table())) {
            return Arrivals.replacing(left, Map.of(), 0, same);
        }
        if (strategy.mergeKey().isEmpty()) {
            return replacingByKey(keyed, changed, left, same);
        }
        long updated = isKeyed() ? keyed.countThere(left) : 0;
        Map<String, Long> deleted = tools.delete().where(resource, replaced(keyed, loadedBefore, same));
        return Arrivals.replacing(left, deleted, updated, same);
    }

    /** The key is looked up once: for the count, for what is nested, and for whether there is anything to delete. */
    private Arrivals replacingByKey(KeyedRows keyed, LeftOut changed, LeftOut left, Optional<Table<Record>> same) {
        Table<Record> matched = keyed.matched(changed);
        if (tools.session().dsl().fetchCount(matched) == 0) {
            return Arrivals.replacing(left, Map.of(), 0, same);
        }
        Map<String, Long> deleted =
                tools.delete().where(resource, keyed.hasKeyOf(changed), matched, KeyedRows.MATCHED_ID);
        return Arrivals.replacing(left, deleted, keyed.countMatched(matched, left), same);
    }

    private boolean isKeyed() {
        return !strategy.primaryKey().isEmpty();
    }

    /** The rows with a merge key or a primary key that arrives, without those that stay. */
    private Condition replaced(KeyedRows keyed, LeftOut loadedBefore, Optional<Table<Record>> same) {
        Condition matched = keyed.hasKeyOf(strategy.mergeKey(), loadedBefore);
        if (isKeyed()) {
            matched = matched.or(keyed.hasKeyOf(loadedBefore));
        }
        return same.isEmpty() ? matched : matched.andNot(keyed.hasKeyOf(same.get()));
    }

    @Override
    public List<Field<Object>> comparedBy() {
        return RowFields.columns(strategy.keys());
    }

    @Override
    public Optional<Condition> takesAway() {
        return tools.arriving(resource.table()).map(rows -> {
            KeyedRows keyed = new KeyedRows(tools, resource);
            Condition byMergeKey =
                    strategy.mergeKey().isEmpty() ? null : keyed.hasKeyOf(strategy.mergeKey(), LeftOut.NONE);
            if (!isKeyed()) {
                return java.util.Objects.requireNonNull(byMergeKey);
            }
            Condition byKey = keyed.hasKeyOf(LeftOut.NONE);
            return byMergeKey == null ? byKey : byKey.or(byMergeKey);
        });
    }
}
