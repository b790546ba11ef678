package dev.pipette.plan;

import java.util.Optional;

/**
 * A column of a table as the load would leave it.
 *
 * @param name as the destination has it
 * @param type the destination's name of the type
 * @param change what the load would do to it
 * @param typeBefore the type that it has now; empty for a new column
 * @param nullable whether it takes NULL
 * @param isSystem whether Pipette or dlt adds it to every table
 */
public record PlannedColumn(
        String name, String type, Change change, Optional<String> typeBefore, boolean nullable, boolean isSystem) {
    /** What happens to a column. */
    public enum Change {
        /** It stays as it is. */
        NONE,
        /** It is added, or made with its table. */
        NEW,
        /** It gets a type that holds more. */
        WIDENED
    }

    /** The column and its type, as people read them: {@code price decimal(38, 9) not null}. */
    @Override
    public String toString() {
        return name + " " + type + (nullable ? "" : " not null");
    }
}
