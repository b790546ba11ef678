package dev.pipette.incremental;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.pipette.ErrorCode;
import dev.pipette.PipetteException;
import java.util.Optional;

/**
 * The column by which a resource knows what is new: rows below the highest loaded value are left out, and of the rows
 * that have exactly this value only those that were not loaded yet are appended.
 *
 * <pre>{@code
 * Cursor<Instant> updated = Cursor.of("updated_at", Instant.class).startingAt(Instant.parse("2025-01-01T00:00:00Z"));
 * }</pre>
 *
 * @param <C> the type in which values are compared: {@link java.time.Instant}, {@link java.time.LocalDate},
 *     {@link java.time.LocalDateTime}, {@link Long}, {@link java.math.BigDecimal} or {@link String}
 * @param path the source name of the column; dots lead into objects
 * @param kind how values are compared; empty to tell it from the first value
 * @param start where the first load begins, that value included; empty to take every row
 * @param window the part that a backfill loads; empty to go on from the committed value
 */
@CheckReturnValue
public record Cursor<C extends Comparable<? super C>>(
        String path, Optional<CursorKind> kind, Optional<C> start, Optional<Window<C>> window) {
    /** A cursor whose values have this type. */
    public static <C extends Comparable<? super C>> Cursor<C> of(String path, Class<C> type) {
        return new Cursor<C>(path, Optional.of(CursorKind.of(type)), Optional.empty(), Optional.empty());
    }

    /** A cursor that takes the type of the first value it sees. */
    public static Cursor<String> untyped(String path) {
        return new Cursor<String>(path, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Begins the first load at this value; rows below it are left out. */
    public Cursor<C> startingAt(C value) {
        return new Cursor<C>(path, kind, Optional.of(value), window);
    }

    /**
     * Loads the rows from one value up to another, that one excluded, and nothing else: the committed value of the
     * cursor, and what is known of the rows at it, stay as they are (dlt's {@code initial_value} with {@code end_value}).
     *
     * <p>Merged rows replace those of their key. Appended rows are appended: a backfill of a window that was loaded
     * before loads its rows again, unless the run has a {@link dev.pipette.Pipeline#runKey(String)}.
     *
     * <pre>{@code
     * events.incremental(cursor("day", LocalDate.class).backfill(LocalDate.parse("2025-01-01"), LocalDate.parse("2025-02-01")));
     * }</pre>
     *
     * <p>The bounds of a cursor without a type are text that is read in the type of the column: a date stands for its
     * midnight, and a time without an offset is in UTC where the column holds instants.
     *
     * @throws PipetteException BAD_USAGE when it would end before it begins
     */
    public Cursor<C> backfill(C from, C to) {
        Window<C> asked = new Window<>(from, to);
        boolean backwards = kind.isPresent()
                ? asked.endsBeforeItBegins()
                : CursorKind.untyped(asked.text())
                        .filter(Window::endsBeforeItBegins)
                        .isPresent();
        if (backwards) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "a backfill " + asked + " of cursor '" + path + "' ends before it begins. Swap the two.");
        }
        return new Cursor<C>(path, kind, start, Optional.of(asked));
    }
}
