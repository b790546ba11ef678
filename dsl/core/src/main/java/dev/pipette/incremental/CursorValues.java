package dev.pipette.incremental;

import static dev.pipette.incremental.CursorKind.DATE;
import static dev.pipette.incremental.CursorKind.DECIMAL;
import static dev.pipette.incremental.CursorKind.INSTANT;
import static dev.pipette.incremental.CursorKind.INTEGER;
import static dev.pipette.incremental.CursorKind.LOCAL_TIMESTAMP;
import static dev.pipette.incremental.CursorKind.TEXT;

import dev.pipette.engine.lexical.NumberText;
import dev.pipette.engine.lexical.TimeText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reads the values of a cursor: of rows, and of the state document. Empty, or null, is a value of another kind. */
final class CursorValues {
    /** The infinities of databases, which have no place in an order that a load could continue from. */
    private static final Set<Object> ENDLESS = Set.of(
            LocalDate.MAX, LocalDate.MIN, LocalDateTime.MAX, LocalDateTime.MIN, OffsetDateTime.MAX, OffsetDateTime.MIN);

    /** How many days before and after 1970 there are instants in microseconds. */
    private static final long DAYS = TimeUnit.MICROSECONDS.toDays(Long.MAX_VALUE);

    private CursorValues() {}

    /** Reads a text of a column that the cursor declares to have the kind. */
    static Optional<Comparable<?>> declared(CursorKind kind, String text, Optional<ZoneId> zone) {
        return switch (kind) {
            case INTEGER -> NumberText.integer(text).map(Comparable.class::cast);
            case DECIMAL -> NumberText.plain(text).map(Comparable.class::cast);
            case INSTANT ->
                TimeText.declaredInstant(text)
                        .map(OffsetDateTime::toInstant)
                        .or(() -> zone.flatMap(
                                in -> TimeText.declaredLocal(text).flatMap(local -> instantOfRow(local, in))))
                        .map(Comparable.class::cast);
            case LOCAL_TIMESTAMP -> TimeText.declaredLocal(text).map(Comparable.class::cast);
            case DATE -> TimeText.date(text).map(Comparable.class::cast);
            case TEXT -> Optional.of(text);
        };
    }

    /** Reads a text that is a value of a kind in a column without a declared type. */
    static Optional<Comparable<?>> undeclared(CursorKind kind, String text) {
        return switch (kind) {
            case INTEGER, DECIMAL -> Optional.empty();
            case INSTANT ->
                TimeText.instant(text).map(OffsetDateTime::toInstant).map(Comparable.class::cast);
            case LOCAL_TIMESTAMP -> TimeText.localOrMidnight(text).map(Comparable.class::cast);
            case DATE -> TimeText.date(text).map(Comparable.class::cast);
            case TEXT -> Optional.of(text);
        };
    }

    /** Reads a value that is not text; null when it is of another kind. */
    static @Nullable Comparable<?> typed(CursorKind kind, Object value) {
        if (ENDLESS.contains(value)) {
            return null;
        }
        return switch (kind) {
            case INTEGER ->
                value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte
                        ? (Comparable<?>) Long.valueOf(((Number) value).longValue())
                        : null;
            case DECIMAL ->
                switch (value) {
                    case BigDecimal decimal -> decimal;
                    case BigInteger integer -> new BigDecimal(integer);
                    case Double number when Double.isFinite(number) -> BigDecimal.valueOf(number);
                    case Float number when Float.isFinite(number) -> new BigDecimal(number.toString());
                    case Long number -> BigDecimal.valueOf(number);
                    case Integer number -> BigDecimal.valueOf(number);
                    case Short number -> BigDecimal.valueOf(number);
                    case Byte number -> BigDecimal.valueOf(number);
                    default -> null;
                };
            case INSTANT ->
                switch (value) {
                    case Instant instant -> instant;
                    case OffsetDateTime time -> time.toInstant();
                    case ZonedDateTime time -> time.toInstant();
                    case java.util.Date date -> date.toInstant();
                    default -> null;
                };
            case LOCAL_TIMESTAMP ->
                switch (value) {
                    case LocalDateTime time -> time;
                    case LocalDate date -> date.atStartOfDay();
                    default -> null;
                };
            case DATE -> value instanceof LocalDate date ? date : null;
            case TEXT -> null;
        };
    }

    /** A time as {@link CursorKind#toState} writes it, with all its digits; empty for anything else. */
    static Optional<Comparable<?>> inState(CursorKind kind, Object stored) {
        if (!(stored instanceof String text)) {
            return Optional.empty();
        }
        try {
            return switch (kind) {
                case INSTANT -> Optional.of(Instant.parse(text));
                case LOCAL_TIMESTAMP -> Optional.of(LocalDateTime.parse(text));
                case DATE -> Optional.of(LocalDate.parse(text));
                case INTEGER, DECIMAL, TEXT -> Optional.empty();
            };
        } catch (DateTimeException otherWriting) {
            return Optional.empty();
        }
    }

    /** In the hour that comes twice when clocks go back, the second one, as DuckDB has it. */
    static Instant instant(LocalDateTime local, ZoneId zone) {
        return local.atZone(zone).withLaterOffsetAtOverlap().toInstant();
    }

    /** The instant of a time that a row has; empty where it lies before or after all instants that DuckDB has. */
    static Optional<Instant> instantOfRow(LocalDateTime local, ZoneId zone) {
        return Optional.of(instant(local, zone))
                .filter(instant ->
                        Duration.between(Instant.EPOCH, instant).abs().compareTo(Duration.ofDays(DAYS)) <= 0);
    }
}
