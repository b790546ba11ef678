package dev.pipette.duckdb.fuzz;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether what was loaded says the same as what was given: another type of column is fine, another value is not. */
final class Values {
    /** What stands for infinity in Java, and how the driver and DuckDB itself write it. */
    private static final Set<Object> LAST = Set.of(LocalDate.MAX, LocalDateTime.MAX, OffsetDateTime.MAX, Instant.MAX);

    private static final Set<Object> FIRST = Set.of(LocalDate.MIN, LocalDateTime.MIN, OffsetDateTime.MIN, Instant.MIN);

    private static final Set<String> INFINITY =
            Set.of("infinity", "+5881580-07-11", "+294247-01-10T04:00:54.775807", "+294247-01-10T04:00:54.775807Z");

    private static final Set<String> MINUS_INFINITY =
            Set.of("-infinity", "-5877641-06-24", "-290308-12-21T19:59:05.224193", "-290308-12-21T19:59:05.224193Z");

    private Values() {}

    static boolean areSame(@Nullable Object given, @Nullable Object found) {
        if (given == null || found == null) {
            return given == found;
        }
        String text = text(found);
        if (LAST.contains(given) || FIRST.contains(given)) {
            return (LAST.contains(given) ? INFINITY : MINUS_INFINITY).contains(text);
        }
        try {
            return switch (given) {
                case Double number -> sameDouble(number, text);
                case Float number -> sameDouble(Double.parseDouble(number.toString()), text);
                case Number number -> new BigDecimal(number.toString()).compareTo(new BigDecimal(text)) == 0;
                case Boolean truth -> text.equals(truth.toString());
                case String written -> written.equals(text) || sameWriting(written, found);
                case byte[] bytes -> HexFormat.of().formatHex(bytes).equals(text);
                case Instant instant -> sameInstant(instant, instant, found);
                case OffsetDateTime time -> sameInstant(time.toInstant(), time, found);
                case ZonedDateTime time -> sameInstant(time.toInstant(), time, found);
                case java.util.Date date -> sameInstant(date.toInstant(), date.toInstant(), found);
                case LocalDateTime time ->
                    text.equals(time.toString()) || time(text).equals(micros(time));
                case LocalDate date ->
                    text.equals(date.toString())
                            || (found instanceof LocalDateTime time && time.equals(date.atStartOfDay()));
                case LocalTime time -> LocalTime.parse(text).equals(time.truncatedTo(ChronoUnit.MICROS));
                default -> text.equals(given.toString());
            };
        } catch (NumberFormatException | DateTimeException otherType) {
            return false;
        }
    }

    private static boolean sameDouble(double number, String text) {
        if (!Double.isFinite(number)) {
            return Double.toString(number)
                    .toLowerCase(Locale.ROOT)
                    .startsWith(text.toLowerCase(Locale.ROOT).replaceFirst("inity$", ""));
        }
        return new BigDecimal(Double.toString(number)).compareTo(new BigDecimal(text)) == 0;
    }

    /** Text that is the writing of a value may have become that value. */
    private static boolean sameWriting(String written, Object found) {
        return switch (found) {
            case Double number when !Double.isFinite(number) -> sameDouble(number, written);
            case Number number -> new BigDecimal(written).compareTo(new BigDecimal(number.toString())) == 0;
            case byte[] bytes -> Base64.getEncoder().encodeToString(bytes).equals(written);
            case Boolean truth -> written.toLowerCase(Locale.ROOT).equals(truth.toString());
            case LocalDate date -> date.toString().replace("+", "").equals(written); // Java signs years of five digits
            case LocalTime time -> LocalTime.parse(written).equals(time);
            case LocalDateTime time -> time(written).equals(time);
            case OffsetDateTime time ->
                OffsetDateTime.parse(written.replace(' ', 'T')).isEqual(time);
            default -> false;
        };
    }

    private static LocalDateTime time(String text) {
        return LocalDateTime.parse(text.replace(' ', 'T'));
    }

    private static LocalDateTime micros(LocalDateTime time) {
        return LocalDateTime.ofInstant(time.toInstant(ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC);
    }

    private static boolean sameInstant(Instant given, Object written, Object found) {
        String text = text(found);
        return text.equals(written.toString())
                || OffsetDateTime.parse(text).toInstant().equals(given.truncatedTo(ChronoUnit.MICROS));
    }

    private static String text(Object found) {
        return found instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : found.toString();
    }
}
