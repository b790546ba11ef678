package dev.pipette.schema;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * How a merge puts arriving rows in the place of those that are there.
 *
 * <pre>{@code
 * orders.write(new WriteDisposition.Merge(new MergeStrategy.DeleteInsert(List.of("id"))));   // as orders.merge("id")
 * }</pre>
 */
public sealed interface MergeStrategy {
    /** The columns by which arriving rows are matched with those that are there. */
    List<String> keys();

    /** The same strategy with other names of its columns. */
    MergeStrategy named(UnaryOperator<String> naming);

    /**
     * Deletes the rows that have the key of an arriving row, nested rows included, and inserts the arriving ones; of
     * several arriving rows with one key the last wins. (dlt's {@code delete-insert}.)
     *
     * @param keys the key's columns, at least one
     */
    record DeleteInsert(List<String> keys) implements MergeStrategy {
        /** Copies the keys and refuses an empty list. */
        public DeleteInsert {
            keys = List.copyOf(keys);
            if (keys.isEmpty()) {
                throw new PipetteException(ErrorCode.BAD_USAGE, "merge needs at least one key column: merge(\"id\").");
            }
        }

        @Override
        public DeleteInsert named(UnaryOperator<String> naming) {
            return new DeleteInsert(keys.stream().map(naming).toList());
        }
    }
}
