package dev.pipette.schema;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What every merge can be asked for beside its strategy.
 *
 * <pre>{@code
 * orders.merge("id").hardDelete("deleted").dedupSort("updated_at").skipUnchanged();
 * }</pre>
 *
 * @param hardDelete the column that says which arriving rows only delete the row with their key: those where it is true, or,
 *     where it is no boolean, has a value
 * @param dedupSort which of several arriving rows with one key is loaded; by default the one that arrived last
 * @param skipUnchanged whether a row that is there with the same values, nested ones included, stays as it is
 */
public record MergeRules(Optional<String> hardDelete, Optional<DedupSort> dedupSort, boolean skipUnchanged) {
    /** Nothing beside the strategy. */
    public static final MergeRules NONE = new MergeRules(Optional.empty(), Optional.empty(), false);

    /** The columns, beside the key, whose values decide what happens to a row. */
    public Set<String> deciding() {
        Set<String> columns = new LinkedHashSet<>();
        hardDelete.ifPresent(columns::add);
        dedupSort.map(DedupSort::column).ifPresent(columns::add);
        return columns;
    }

    /** The same with other names of the columns. */
    public MergeRules named(UnaryOperator<String> naming) {
        return new MergeRules(
                hardDelete.map(naming),
                dedupSort.map(sort -> new DedupSort(naming.apply(sort.column()), sort.wins())),
                skipUnchanged);
    }

    /** The same with a column that deletes. */
    public MergeRules withHardDelete(String column) {
        return new MergeRules(Optional.of(column), dedupSort, skipUnchanged);
    }

    /** The same with a column that decides which row wins. */
    public MergeRules withDedupSort(DedupSort sort) {
        return new MergeRules(hardDelete, Optional.of(sort), skipUnchanged);
    }

    /** The same that leaves rows with the same values as they are. */
    public MergeRules withSkipUnchanged() {
        return new MergeRules(hardDelete, dedupSort, true);
    }
}
