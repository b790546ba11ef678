package dev.pipette.engine.load.apply;

import static dev.pipette.engine.load.apply.RowOutputs.DISTINCT;

import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.schema.MergeStrategy;
import dev.pipette.schema.WriteDisposition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/** How the rows of one resource change its tables: what a write disposition does. */
sealed interface TableWrite permits AppendRows, ReplaceRows, DeleteInsert {
    /**
     * The way of a resource.
     *
     * @param delete takes rows of its tables away
     * @param replacing whether a replace takes the old rows away; not where rows of another resource of the same package
     *     have done so before
     */
    static TableWrite of(ResourceLoad resource, NestedDelete delete, boolean replacing) {
        return switch (resource.disposition()) {
            case WriteDisposition.Append() -> new AppendRows(resource, delete);
            case WriteDisposition.Replace() -> new ReplaceRows(resource, delete, replacing);
            case WriteDisposition.Merge(MergeStrategy.DeleteInsert(List<String> keys)) ->
                new DeleteInsert(resource, keys, delete);
        };
    }

    /** The resource whose rows it writes. */
    ResourceLoad resource();

    /** Takes rows away whatever the arriving ones hold; the numbers of rows by the names of the tables. */
    Map<String, Long> clear();

    /**
     * Takes the rows away in whose place arriving ones come.
     *
     * @param rows the arriving rows of the root table
     * @param wanted which of them are loaded
     */
    default Map<String, Long> makeRoom(Table<Record> rows, Condition wanted) {
        return Map.of();
    }

    /** What arriving rows are the same by, of which only the last is loaded; nothing where all are. */
    default List<? extends Field<?>> sameBy() {
        return resource().distinctBy() == null ? List.of() : List.of(DISTINCT);
    }

    /** The columns of the root table by which rows that are there are matched with arriving ones. */
    default List<String> matchedBy() {
        return List.of();
    }

    /**
     * Which of the rows that are there it takes away; empty where it takes none.
     *
     * @param rows the arriving rows of the root table; null where they are not staged
     */
    Optional<Condition> takesAway(@Nullable Table<Record> rows);
}
