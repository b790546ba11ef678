package dev.pipette.testing;

import dev.pipette.testing.content.StateValues;

/**
 * Assertions about an incremental cursor.
 *
 * <pre>{@code
 * assertThat(pipeline.state()).cursor("daily_stats", "date").isAt("2025-12-23");
 * // expected cursor date of daily_stats to be at 2025-12-23, but it is at 2025-12-22.
 * }</pre>
 */
public class CursorAssert extends PipetteAssert<CursorAssert, CursorAssert.Position> {
    /** Where a cursor is. */
    public record Position(String resource, String path, Object value) {}

    /** Makes assertions about a cursor. */
    public CursorAssert(Position actual) {
        super(actual, CursorAssert.class);
    }

    /** Checks where it is: a number, a date, a time, or any of them as text; an instant equals itself at any offset. */
    public CursorAssert isAt(Object value) {
        isNotNull();
        return check(
                StateValues.sameCursor(value, actual.value()),
                () -> Failures.cursorElsewhere(actual.resource(), actual.path(), value, actual.value()));
    }
}
