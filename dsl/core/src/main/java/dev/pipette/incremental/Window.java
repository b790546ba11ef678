package dev.pipette.incremental;

/**
 * The part of a cursor's values that a backfill loads: from one value to another, whose own rows are left out unless the
 * cursor says {@link Cursor#includingEnd()}.
 *
 * <pre>{@code
 * Window<LocalDate> january = new Window<>(LocalDate.parse("2025-01-01"), LocalDate.parse("2025-02-01"));
 * }</pre>
 *
 * @param <C> the type in which values are compared
 * @param from where it begins
 * @param to where it ends
 */
public record Window<C extends Comparable<? super C>>(C from, C to) {
    /** The bounds as text, by which the same window is known again. */
    public Window<String> text() {
        return new Window<>(from.toString(), to.toString());
    }

    /** Whether the end comes before the start, the way in which the cursor goes. */
    boolean endsBeforeItBegins(LastValue lastValue) {
        return lastValue != LastValue.CUSTOM && lastValue.isBeyond(from, to);
    }

    @Override
    public String toString() {
        return "from " + from + " to " + to;
    }
}
