package dev.pipette.incremental;

import com.google.errorprone.annotations.CheckReturnValue;
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
 */
@CheckReturnValue
public record Cursor<C extends Comparable<? super C>>(String path, Optional<CursorKind> kind, Optional<C> start) {
    /** A cursor whose values have this type. */
    public static <C extends Comparable<? super C>> Cursor<C> of(String path, Class<C> type) {
        return new Cursor<C>(path, Optional.of(CursorKind.of(type)), Optional.empty());
    }

    /** A cursor that takes the type of the first value it sees. */
    public static Cursor<String> untyped(String path) {
        return new Cursor<String>(path, Optional.empty(), Optional.empty());
    }

    /** Begins the first load at this value; rows below it are left out. */
    public Cursor<C> startingAt(C value) {
        return new Cursor<C>(path, kind, Optional.of(value));
    }
}
