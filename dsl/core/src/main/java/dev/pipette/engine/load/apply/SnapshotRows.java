package dev.pipette.engine.load.apply;

import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.MergeStrategy;
import dev.pipette.schema.SystemColumns;
import dev.pipette.text.Units;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;

/** A merge that takes the arriving rows for all that there are: it updates and inserts, and deletes or marks what is missing. */
record SnapshotRows(ResourceLoad resource, MergeStrategy.Snapshot strategy, WriteTools tools) implements TableWrite {
    private static final Field<String> ID = RowFields.text(SystemColumns.ROW_ID);

    @Override
    public Arrivals arrive(LeftOut loadedBefore) {
        // first, as an arriving row may have what is unique in one that goes
        Map<String, Long> gone = without(new KeyedRows(tools, resource).hasNoArriving());
        return new RowUpdate(tools, resource).apply(loadedBefore).withDeleted(gone);
    }

    @Override
    public Map<String, Long> nothingArrived() {
        return without(noCondition());
    }

    /** Takes rows away; the missing ones are looked for once. */
    private Map<String, Long> without(Condition missing) {
        if (!tools.isThere(resource.table())) {
            return Map.of();
        }
        Table<Record> gone = tools.session()
                .temporary(
                        "missing", select(ID).from(tools.in(resource.table())).where(living().and(missing)));
        long number = tools.session().dsl().fetchCount(gone);
        if (number == 0) {
            return Map.of();
        }
        check(number);
        return strategy.mark()
                .map(mark -> Map.of(resource.table(), marked(RowFields.column(mark), missing)))
                .orElseGet(() -> tools.delete().where(resource, missing, gone, ID));
    }

    /** Refuses a load that would take too many rows away, which looks like a source that did not give all of them. */
    private void check(long gone) {
        long all = tools.session()
                .dsl()
                .fetchCount(selectOne().from(tools.in(resource.table())).where(living()));
        if ((double) gone / all > strategy.mostDeleted()) {
            String share = percent((double) gone / all);
            throw new PipetteException(
                    ErrorCode.CHECK_FAILED,
                    "the snapshot of resource " + resource.name() + " has no row for " + Units.number(gone) + " of the "
                            + Units.number(all) + " rows of table " + tools.dataset() + "." + resource.table() + " ("
                            + share + "), and would "
                            + (strategy.mark().isPresent() ? "mark them as deleted" : "delete them")
                            + "; up to " + percent(strategy.mostDeleted())
                            + " are allowed. Nothing was loaded. Check that the source gave all rows; if it did, allow it"
                            + " with snapshot(..).allowDeleting(" + allowing(gone, all)
                            + ") (--allow-deleting " + allowing(gone, all) + ").");
        }
    }

    private static String percent(double share) {
        return Units.number(Math.round(share * 100)) + " %";
    }

    /** The smallest share with two digits that allows this number of rows to go. */
    private static BigDecimal allowing(long gone, long all) {
        return BigDecimal.valueOf(gone).divide(BigDecimal.valueOf(all), 2, RoundingMode.CEILING);
    }

    /** The rows that are not marked as deleted. */
    private Condition living() {
        return strategy.mark()
                .filter(column -> tools.existing().getOrDefault(resource.table(), List.of()).stream()
                        .anyMatch(there -> there.is(column)))
                .map(column -> RowFields.column(column).isNull())
                .orElse(noCondition());
    }

    private long marked(Field<Object> mark, Condition missing) {
        Field<Object> now = inline(tools.loadedAt().atOffset(ZoneOffset.UTC))
                .cast(SQLDataType.TIMESTAMPWITHTIMEZONE)
                .coerce(Object.class);
        return tools.session()
                .update(
                        tools.in(resource.table()),
                        Map.of(mark, now),
                        null,
                        mark.isNull().and(missing));
    }

    @Override
    public List<Field<Object>> comparedBy() {
        return RowFields.columns(resource.mergeKey());
    }

    /** A row that another load brought meanwhile is missing here. */
    @Override
    public Optional<Condition> takesAway() {
        return Optional.of(noCondition());
    }
}
