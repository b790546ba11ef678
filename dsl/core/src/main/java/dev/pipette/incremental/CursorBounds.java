package dev.pipette.incremental;

import static dev.pipette.incremental.CursorKind.DATE;
import static dev.pipette.incremental.CursorKind.DECIMAL;
import static dev.pipette.incremental.CursorKind.INSTANT;
import static dev.pipette.incremental.CursorKind.INTEGER;
import static dev.pipette.incremental.CursorKind.LOCAL_TIMESTAMP;
import static dev.pipette.incremental.CursorKind.TEXT;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Optional;

/** Reads the bounds of a backfill, as people write them, in the kind of a cursor. */
final class CursorBounds {
    private CursorBounds() {}

    static Optional<Comparable<?>> bound(CursorKind kind, String text, ZoneId zone) {
        try {
            return Optional.of(CursorOrder.kept(
                    switch (kind) {
                        case INTEGER -> Long.valueOf(text);
                        case DECIMAL -> new BigDecimal(text);
                        case INSTANT -> instant(text, zone);
                        case LOCAL_TIMESTAMP ->
                            text.length() == 10
                                    ? LocalDate.parse(text).atStartOfDay()
                                    : LocalDateTime.parse(spaceless(text));
                        case DATE -> LocalDate.parse(text);
                        case TEXT -> text;
                    }));
        } catch (DateTimeException | NumberFormatException notThisKind) {
            return Optional.empty();
        }
    }

    private static Instant instant(String text, ZoneId zone) {
        if (text.length() == 10) {
            return LocalDate.parse(text).atStartOfDay(zone).toInstant();
        }
        TemporalAccessor time =
                DateTimeFormatter.ISO_DATE_TIME.parseBest(spaceless(text), ZonedDateTime::from, LocalDateTime::from);
        return time instanceof LocalDateTime local ? CursorValues.instant(local, zone) : Instant.from(time);
    }

    private static String spaceless(String text) {
        return text.length() > 10 && text.charAt(10) == ' ' ? text.substring(0, 10) + "T" + text.substring(11) : text;
    }

    /** Reads both bounds; empty when one of them is of another kind. */
    private static Optional<Window<Comparable<Object>>> window(CursorKind kind, Window<String> text, ZoneId zone) {
        return bound(kind, text.from(), zone)
                .flatMap(
                        from -> bound(kind, text.to(), zone).map(to -> new Window<>(comparable(from), comparable(to))));
    }

    @SuppressWarnings("unchecked") // both bounds, and the values of the column, are of one kind
    private static Comparable<Object> comparable(Comparable<?> bound) {
        return (Comparable<Object>) bound;
    }

    static Window<Comparable<Object>> window(
            CursorKind kind, Window<String> text, ZoneId zone, LastValue lastValue, String resource, String path) {
        Window<Comparable<Object>> window = window(kind, text, zone)
                .orElseThrow(() -> new PipetteException(
                        ErrorCode.TYPE_MISMATCH,
                        "resource " + resource + ": a backfill " + text + " cannot be compared with cursor '" + path
                                + "', whose values are " + kind.describe() + ". Write its bounds like the values."));
        if (window.endsBeforeItBegins(lastValue)) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "resource " + resource + ": a backfill " + text + " of cursor '" + path
                            + "' ends before it begins. Swap the two.");
        }
        return window;
    }

    /** The bounds in the first kind that both can be read in; empty where that is text. */
    static Optional<Window<Comparable<Object>>> untyped(Window<String> text) {
        return List.of(INTEGER, DECIMAL, INSTANT).stream()
                .flatMap(kind -> window(kind, text, ZoneOffset.UTC).stream())
                .findFirst();
    }
}
