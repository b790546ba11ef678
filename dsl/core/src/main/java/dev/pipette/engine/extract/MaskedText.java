package dev.pipette.engine.extract;

import dev.pipette.engine.normalize.JsonText;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The text of a value of a row, of which its mask is made: the same that {@code MaskedFile} makes of the values of a file, so that a
 * value has one mask, whoever reads it.
 */
final class MaskedText {
    private static final int MICRO = 1_000;

    private MaskedText() {}

    /**
     * The text; null where there is no value. Numbers of floating point have the fewest digits that are theirs, decimals no
     * exponent; times are in ISO form, instants in UTC; lists and objects are JSON, bytes hexadecimal.
     */
    static @Nullable String of(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case BigDecimal number -> number.toPlainString();
            case Double number -> Double.isFinite(number) ? floating(number.toString()) : endless(number);
            case Float number -> Float.isFinite(number) ? floating(number.toString()) : endless(number.doubleValue());
            case Instant instant -> instant(instant.atOffset(ZoneOffset.UTC));
            case OffsetDateTime time -> instant(time);
            case ZonedDateTime time -> instant(time.toOffsetDateTime());
            case LocalDateTime time -> local(time);
            case LocalDate date -> date(date);
            case LocalTime time -> clock(time);
            case java.sql.Date date -> date(date.toLocalDate());
            case java.sql.Time time -> clock(time.toLocalTime());
            case java.util.Date date -> instant(date.toInstant().atOffset(ZoneOffset.UTC));
            case byte[] bytes -> HexFormat.of().formatHex(bytes);
            case Enum<?> constant -> constant.name();
            case Map<?, ?> object -> JsonText.sorted(object);
            case Collection<?> list -> JsonText.sorted(list);
            case JsonNode node -> node.isNull() ? null : node.isString() ? node.stringValue() : JsonText.sorted(node);
            default -> value.toString();
        };
    }

    private static String endless(double number) {
        return Double.isNaN(number) ? "nan" : number > 0 ? "inf" : "-inf";
    }

    /** As DuckDB writes it: with a fraction, and with an exponent below 0.0001 and from 1e16 on. */
    private static String floating(String java) {
        if (java.equals("0.0") || java.equals("-0.0")) {
            return java;
        }
        BigDecimal number = new BigDecimal(java).stripTrailingZeros();
        int exponent = number.precision() - number.scale() - 1;
        if (exponent >= -4 && exponent < 16) {
            String plain = number.toPlainString();
            return plain.contains(".") ? plain : plain + ".0";
        }
        String digits = number.unscaledValue().abs().toString();
        return (number.signum() < 0 ? "-" : "")
                + digits.charAt(0)
                + (digits.length() == 1 ? "" : "." + digits.substring(1))
                + String.format(Locale.ROOT, "e%s%02d", exponent < 0 ? "-" : "+", Math.abs(exponent));
    }

    private static String instant(OffsetDateTime time) {
        return time.equals(OffsetDateTime.MAX)
                ? "infinity"
                : time.equals(OffsetDateTime.MIN)
                        ? "-infinity"
                        : local(time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime()) + "Z";
    }

    private static String local(LocalDateTime time) {
        return time.equals(LocalDateTime.MAX)
                ? "infinity"
                : time.equals(LocalDateTime.MIN)
                        ? "-infinity"
                        : date(time.toLocalDate()) + "T" + clock(time.toLocalTime());
    }

    private static String date(LocalDate date) {
        if (date.equals(LocalDate.MAX) || date.equals(LocalDate.MIN)) {
            return date.equals(LocalDate.MAX) ? "infinity" : "-infinity";
        }
        String year = date.getYear() < 0
                ? String.valueOf(date.getYear())
                : String.format(Locale.ROOT, "%04d", date.getYear());
        return String.format(Locale.ROOT, "%s-%02d-%02d", year, date.getMonthValue(), date.getDayOfMonth());
    }

    /** With seconds, and at most microseconds without zeros at the end. */
    private static String clock(LocalTime time) {
        String seconds =
                String.format(Locale.ROOT, "%02d:%02d:%02d", time.getHour(), time.getMinute(), time.getSecond());
        int micros = time.getNano() / MICRO;
        return micros == 0
                ? seconds
                : seconds + "." + String.format(Locale.ROOT, "%06d", micros).replaceAll("0+$", "");
    }
}
