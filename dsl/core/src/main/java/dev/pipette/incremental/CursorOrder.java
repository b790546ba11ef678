package dev.pipette.incremental;

import static dev.pipette.incremental.CursorKind.DECIMAL;
import static dev.pipette.incremental.CursorKind.LOCAL_TIMESTAMP;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** The order of a cursor's values, and their places in it. */
final class CursorOrder {
    private CursorOrder() {}

    @SuppressWarnings("unchecked") // both are of one kind
    static int compare(Comparable<?> one, Comparable<?> other) {
        if (one.getClass() != other.getClass()) {
            return compareWider(one, other);
        }
        if (one instanceof String text && other instanceof String otherText) {
            int at = 0;
            int end = Math.min(text.length(), otherText.length());
            while (at < end && text.charAt(at) == otherText.charAt(at)) {
                at++;
            }
            if (at < end && Character.isSurrogate(text.charAt(at)) != Character.isSurrogate(otherText.charAt(at))) {
                return Character.isSurrogate(text.charAt(at)) ? 1 : -1;
            }
        }
        return ((Comparable<Object>) one).compareTo(other);
    }

    /** Compares an integer with a decimal number, or a date, which is its midnight, with a timestamp. */
    private static int compareWider(Comparable<?> one, Comparable<?> other) {
        CursorKind kind = one instanceof Number ? DECIMAL : LOCAL_TIMESTAMP;
        return compare(kind.read(one).orElseThrow(), kind.read(other).orElseThrow());
    }

    /** Times to the microsecond, as a table keeps them. */
    static Comparable<?> kept(Comparable<?> value) {
        return switch (value) {
            case Instant instant -> instant.truncatedTo(ChronoUnit.MICROS);
            case LocalDateTime time -> time.truncatedTo(ChronoUnit.MICROS);
            default -> value;
        };
    }

    static double position(Comparable<?> value) {
        return switch (value) {
            case Number number -> number.doubleValue();
            case Instant instant -> ChronoUnit.MICROS.between(Instant.EPOCH, instant);
            case LocalDateTime time -> position(time.toInstant(ZoneOffset.UTC));
            case LocalDate date -> date.toEpochDay();
            default -> 0;
        };
    }
}
