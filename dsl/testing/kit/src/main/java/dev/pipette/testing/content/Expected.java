package dev.pipette.testing.content;

import org.jspecify.annotations.Nullable;

/** Expected values that no column can hold: equal to no value that was read, and shown with the reason. */
sealed interface Expected {
    /**
     * A value that is none of the column's type.
     *
     * @param value as it was written
     * @param reason such as {@code is not a date}
     */
    record Unfit(Object value, String reason) implements Expected {
        @Override
        public String toString() {
            return Cells.text(value) + " (which " + reason + ")";
        }
    }

    /** A value for a column that the table does not have. */
    record NoColumn(@Nullable Object value) implements Expected {
        @Override
        public String toString() {
            return Cells.text(value);
        }
    }
}
