package dev.pipette.schema;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.util.List;

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
     * Deletes the rows that have the key of an arriving row, nested rows included, and inserts the arriving ones; of
     * several arriving rows with one key the last wins. (dlt's merge with the delete-insert strategy.)
     *
     * @param keys source names of the key's columns, at least one
     */
    record Merge(List<String> keys) implements WriteDisposition {
        /** Copies the keys and refuses an empty list. */
        public Merge {
            keys = List.copyOf(keys);
            if (keys.isEmpty()) {
                throw new PipetteException(ErrorCode.BAD_USAGE, "merge needs at least one key column: merge(\"id\").");
            }
        }
    }

    /** The name in dlt's schema document. */
    default String dltName() {
        return switch (this) {
            case Append append -> "append";
            case Replace replace -> "replace";
            case Merge merge -> "merge";
        };
    }
}
