package dev.pipette.engine.load.apply;

import static dev.pipette.engine.load.apply.RowOutputs.DISTINCT;
import static org.jooq.impl.DSL.inline;

import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.schema.MergeStrategy;
import dev.pipette.schema.RowWindow;
import dev.pipette.schema.SystemColumns;
import dev.pipette.schema.WriteDisposition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;

/** How the rows of one resource change its tables: what a write disposition does. */
sealed interface TableWrite
        permits AppendRows,
                ReplaceRows,
                TruncateRows,
                ReplaceWhereRows,
                DeleteInsertRows,
                UpsertRows,
                InsertOnlyRows,
                SnapshotRows,
                Scd2Rows {
    /**
     * The way of a resource.
     *
     * @param replacing whether a replace takes the old rows away; not where rows of another resource of the same package
     *     have done so before
     */
    static TableWrite of(ResourceLoad resource, WriteTools tools, boolean replacing) {
        return switch (resource.disposition()) {
            case WriteDisposition.Append() -> new AppendRows(resource, tools);
            case WriteDisposition.Replace() -> new ReplaceRows(resource, tools, replacing);
            case WriteDisposition.TruncateAndInsert() -> new TruncateRows(resource, tools, replacing);
            case WriteDisposition.ReplaceWhere(RowWindow window) ->
                new ReplaceWhereRows(resource, window, tools, replacing);
            case WriteDisposition.Merge merge ->
                switch (merge.strategy()) {
                    case MergeStrategy.DeleteInsert strategy -> new DeleteInsertRows(resource, strategy, tools);
                    case MergeStrategy.Upsert _ -> new UpsertRows(resource, tools);
                    case MergeStrategy.InsertOnly _ -> new InsertOnlyRows(resource, tools);
                    case MergeStrategy.Snapshot strategy -> new SnapshotRows(resource, strategy, tools);
                    case MergeStrategy.Scd2 strategy -> new Scd2Rows(resource, strategy, tools);
                };
        };
    }

    /** The resource whose rows it writes. */
    ResourceLoad resource();

    /** What it works with. */
    WriteTools tools();

    /** Takes rows away whatever the arriving ones hold; the numbers of rows by the names of the tables. */
    default Map<String, Long> clear() {
        return tools().delete().files(resource());
    }

    /**
     * Decides which arriving rows are inserted, and makes room for them. Called where the rows are staged.
     *
     * @param loadedBefore rows that an earlier load brought already
     */
    default Arrivals arrive(LeftOut loadedBefore) {
        return Arrivals.inserted(loadedBefore.andFollowed(tools().session(), tools().roots(resource()), comparedBy()));
    }

    /** What it does where no row arrived; the numbers of rows that it took away. */
    default Map<String, Long> nothingArrived() {
        return Map.of();
    }

    /** What arriving rows are compared by; nothing where each is loaded. */
    default List<? extends Field<?>> comparedBy() {
        return resource().distinctBy() == null ? List.of() : List.of(DISTINCT);
    }

    /** The columns of the root table by which rows that are there are matched with arriving ones. */
    default List<String> matchedBy() {
        return resource().mergeKey();
    }

    /** Which of the rows that are there it takes away or changes; empty where it touches none. */
    Optional<Condition> takesAway();

    /** Which of the rows that are there a later load changed. */
    default Condition isOfLaterLoad(String loadId) {
        return RowFields.text(SystemColumns.LOAD_ID).gt(inline(loadId));
    }

    /** Which of the rows that are there have the key of an arriving one; empty where none arrived to be compared. */
    static Optional<Condition> withKeyOfArriving(ResourceLoad resource, WriteTools tools) {
        return tools.arriving(resource.table())
                .map(rows -> new KeyedRows(tools, resource).hasKeyOf(resource.mergeKey(), LeftOut.NONE));
    }
}
