package dev.pipette.schema;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * How the rows of a resource change its table.
 *
 * <pre>{@code
 * String manner = switch (resource.writeDisposition()) {
 *   case WriteDisposition.Append _ -> "adds rows";
 *   case WriteDisposition.Replace _ -> "replaces all rows";
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
     * Puts rows in the place of those that they match.
     *
     * @param strategy how
     */
    record Merge(MergeStrategy strategy) implements WriteDisposition {
        public Merge {
            Objects.requireNonNull(strategy, "strategy");
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
        MERGE;

        /** The name in dlt's schema document. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Its word. */
    default Kind kind() {
        return switch (this) {
            case Append append -> Kind.APPEND;
            case Replace replace -> Kind.REPLACE;
            case Merge merge -> Kind.MERGE;
        };
    }

    /** The name in dlt's schema document. */
    default String dltName() {
        return kind().toString();
    }

    /** The columns by which arriving rows are matched with those that are there; none where they are not. */
    default List<String> keys() {
        return switch (this) {
            case Append append -> List.of();
            case Replace replace -> List.of();
            case Merge(MergeStrategy strategy) -> strategy.keys();
        };
    }

    /** The same disposition with other names of its columns. */
    default WriteDisposition named(UnaryOperator<String> naming) {
        return switch (this) {
            case Append append -> append;
            case Replace replace -> replace;
            case Merge(MergeStrategy strategy) -> new Merge(strategy.named(naming));
        };
    }
}
