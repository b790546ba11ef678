package dev.pipette.schema;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * How the rows of a resource change its table.
 *
 * <pre>{@code
 * String manner = switch (resource.writeDisposition()) {
 *   case WriteDisposition.Append _ -> "adds rows";
 *   case WriteDisposition.Replace _ -> "replaces all rows";
 *   case WriteDisposition.TruncateAndInsert _ -> "replaces all rows, and locks readers out";
 *   case WriteDisposition.ReplaceWhere part -> "replaces the rows with " + part.part();
 *   case WriteDisposition.Merge merge -> "replaces rows by " + merge.keys();
 * };
 * }</pre>
 */
public sealed interface WriteDisposition {
    /** Adds the rows to those that are there. */
    record Append() implements WriteDisposition {}

    /** Puts the rows in the place of all that are there, nested tables included; also when there are none. */
    record Replace() implements WriteDisposition {}

    /**
     * The same as {@link Replace}, which truncates the tables: faster where they are large, and nobody reads them while the load
     * runs.
     */
    record TruncateAndInsert() implements WriteDisposition {}

    /**
     * Puts the rows in the place of those of a window, nested tables included; also when there are none. A row outside of the
     * window is refused.
     *
     * @param part which rows
     */
    record ReplaceWhere(RowWindow part) implements WriteDisposition {}

    /**
     * Puts rows in the place of those that they match.
     *
     * @param strategy how
     * @param rules what is asked for beside it
     */
    record Merge(MergeStrategy strategy, MergeRules rules) implements WriteDisposition {
        /** Refuses rules that the strategy cannot follow. */
        public Merge {
            Objects.requireNonNull(strategy, "strategy");
            Objects.requireNonNull(rules, "rules");
            boolean byContent = strategy instanceof MergeStrategy.Scd2;
            if (strategy.keys().isEmpty() && !byContent) {
                throw new PipetteException(ErrorCode.BAD_USAGE, "merge needs at least one key column: merge(\"id\").");
            }
            if (strategy.primaryKey().isEmpty()
                    && ((rules.skipUnchanged() && !byContent)
                            || rules.dedupSort().isPresent())) {
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        (rules.dedupSort().isPresent() ? "dedupSort(..)" : "skipUnchanged()")
                                + " needs a primary key, by which a row is known: " + withPrimaryKey(strategy) + ".");
            }
        }

        private static String withPrimaryKey(MergeStrategy strategy) {
            String mergeKey =
                    strategy.keys().stream().map(key -> '"' + key + '"').collect(Collectors.joining(", "));
            return (strategy instanceof MergeStrategy.Scd2 ? "scd2" : "deleteInsert") + "(\"id\")"
                    + (mergeKey.isEmpty() ? "" : ".mergeKey(" + mergeKey + ")");
        }

        /** Merges with nothing beside the strategy. */
        public Merge(MergeStrategy strategy) {
            this(strategy, MergeRules.NONE);
        }

        /**
         * Merges with the strategy {@link MergeStrategy.DeleteInsert}.
         *
         * @param keys source names of the key's columns, at least one
         */
        public Merge(List<String> keys) {
            this(new MergeStrategy.DeleteInsert(keys));
        }
    }

    /**
     * A disposition without what it needs to know: its word.
     *
     * <pre>{@code
     * load.disposition() == WriteDisposition.Kind.MERGE;
     * load.disposition().toString();   // "merge"
     * }</pre>
     */
    enum Kind {
        APPEND,
        REPLACE,
        REPLACE_WHERE,
        MERGE;

        /** The word: {@code append}, {@code replace-where}. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Its word. */
    default Kind kind() {
        return switch (this) {
            case Append append -> Kind.APPEND;
            case Replace replace -> Kind.REPLACE;
            case TruncateAndInsert truncate -> Kind.REPLACE;
            case ReplaceWhere part -> Kind.REPLACE_WHERE;
            case Merge merge -> Kind.MERGE;
        };
    }

    /** The name in dlt's schema document, which has none for a window: a merge without a key, to which dlt appends. */
    default String dltName() {
        return kind() == Kind.REPLACE_WHERE ? Kind.MERGE.toString() : kind().toString();
    }

    /** The part of the table that is replaced; empty for all dispositions but {@link ReplaceWhere}. */
    default Optional<RowWindow> window() {
        return this instanceof ReplaceWhere(RowWindow window) ? Optional.of(window) : Optional.empty();
    }

    /** Whether rows are taken away whatever arrives. Resources that fill one table do so once, together. */
    default boolean clears() {
        return kind() == Kind.REPLACE || kind() == Kind.REPLACE_WHERE;
    }

    /** Whether a merge deletes all rows that have the values of an arriving row in some columns. */
    default boolean takesGroups() {
        return this instanceof Merge merge
                && merge.strategy() instanceof MergeStrategy.DeleteInsert groups
                && !groups.mergeKey().isEmpty();
    }

    /** The columns by which arriving rows are matched with those that are there; none where they are not. */
    default List<String> keys() {
        return switch (this) {
            case Append append -> List.of();
            case Replace replace -> List.of();
            case TruncateAndInsert truncate -> List.of();
            case ReplaceWhere part -> List.of();
            case Merge merge -> merge.strategy().keys();
        };
    }

    /** The columns that identify a row of a merge; none for the others. */
    default List<String> primaryKey() {
        return this instanceof Merge merge ? merge.strategy().primaryKey() : List.of();
    }

    /** What a merge is asked for beside its strategy; nothing for the others. */
    default MergeRules rules() {
        return this instanceof Merge merge ? merge.rules() : MergeRules.NONE;
    }

    /** Whether a merge takes the arriving rows for all that there are, so that those that did not arrive are affected. */
    default boolean takesAllRows() {
        return this instanceof Merge merge
                && switch (merge.strategy()) {
                    case MergeStrategy.Snapshot _ -> true;
                    case MergeStrategy.Scd2 versions -> versions.mergeKey().isEmpty();
                    case MergeStrategy.DeleteInsert _, MergeStrategy.Upsert _, MergeStrategy.InsertOnly _ -> false;
                };
    }

    /** Whether rows that did not arrive are not to be there after the load: of the table, of a part of it, or of a group. */
    default boolean takesOthersAway() {
        return switch (this) {
            case Append _ -> false;
            case Replace _, TruncateAndInsert _, ReplaceWhere _ -> true;
            case Merge merge ->
                switch (merge.strategy()) {
                    case MergeStrategy.DeleteInsert byKeys -> !byKeys.mergeKey().isEmpty();
                    case MergeStrategy.Upsert _, MergeStrategy.InsertOnly _ -> false;
                    case MergeStrategy.Snapshot _, MergeStrategy.Scd2 _ -> true;
                };
        };
    }

    /** How a merge keeps the history of rows; empty where none is kept. */
    default Optional<MergeStrategy.Scd2> versions() {
        return this instanceof Merge merge && merge.strategy() instanceof MergeStrategy.Scd2 versions
                ? Optional.of(versions)
                : Optional.empty();
    }

    /** The columns, beside the keys, whose values decide what happens to a row. */
    default Set<String> deciding() {
        Set<String> columns = rules().deciding();
        versions().flatMap(MergeStrategy.Scd2::rowVersion).ifPresent(columns::add);
        window().map(RowWindow::column).ifPresent(columns::add);
        return columns;
    }

    /** The column that a merge adds to the root table to mark rows as deleted. */
    default Optional<String> mark() {
        return this instanceof Merge merge && merge.strategy() instanceof MergeStrategy.Snapshot snapshot
                ? snapshot.mark()
                : Optional.empty();
    }

    /** Whether a row takes the place of one with the same key that an earlier load brought, so that nothing is left of it. */
    default boolean laterRowsWin() {
        return this instanceof Merge merge
                && switch (merge.strategy()) {
                    case MergeStrategy.DeleteInsert _, MergeStrategy.Upsert _, MergeStrategy.Snapshot _ -> true;
                    case MergeStrategy.InsertOnly _, MergeStrategy.Scd2 _ -> false;
                };
    }

    /** The same disposition, where days begin in a time zone. */
    default WriteDisposition inZone(ZoneId zone) {
        return this instanceof ReplaceWhere(RowWindow part) ? new ReplaceWhere(part.inZone(zone)) : this;
    }

    /** The same disposition with other names of its columns. */
    default WriteDisposition named(UnaryOperator<String> naming) {
        return switch (this) {
            case Append append -> append;
            case Replace replace -> replace;
            case TruncateAndInsert truncate -> truncate;
            case ReplaceWhere(RowWindow window) -> new ReplaceWhere(window.named(naming));
            case Merge(MergeStrategy strategy, MergeRules rules) ->
                new Merge(strategy.named(naming), rules.named(naming));
        };
    }
}
