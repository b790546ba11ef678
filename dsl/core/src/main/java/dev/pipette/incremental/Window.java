package dev.pipette.incremental;

/**
 * The part of a cursor's values that a backfill loads: {@code from} and what is above it, below {@code to}.
 *
 * <pre>{@code
 * new Window<>(LocalDate.parse("2025-01-01"), LocalDate.parse("2025-02-01")).contains(LocalDate.parse("2025-01-31"));
 * // true
 * }</pre>
 *
 * @param <C> the type in which values are compared
 * @param from the lowest value that is loaded
 * @param to the lowest value above {@code from} that is not loaded
 */
public record Window<C extends Comparable<? super C>>(C from, C to) {
    /** Whether a value is loaded. */
    public boolean contains(C value) {
        return CursorKind.compare(value, from) >= 0 && CursorKind.compare(value, to) < 0;
    }

    /** The bounds as text, by which the same window is known again. */
    public Window<String> text() {
        return new Window<>(from.toString(), to.toString());
    }

    boolean endsBeforeItBegins() {
        return CursorKind.compare(from, to) > 0;
    }

    @Override
    public String toString() {
        return "from " + from + " to " + to;
    }
}
