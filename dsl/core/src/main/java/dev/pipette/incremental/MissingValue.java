package dev.pipette.incremental;

/** What happens to a row that has no value, or null, in the cursor's column (dlt's {@code on_cursor_value_missing}). */
public enum MissingValue {
    /** The load stops and names the row (the default). */
    RAISE,
    /** The row is loaded each time that it is read; the cursor does not see it. */
    INCLUDE,
    /** The row is not loaded. */
    EXCLUDE
}
