package dev.pipette.rows;

import dev.pipette.engine.columnar.DriverValues;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jooq.SQLDialect;
import org.jspecify.annotations.Nullable;

/**
 * Values as text: as their database writes them, but for timestamps, which are ISO text with instants in UTC, and bytes,
 * which are hexadecimal.
 */
record ValueText(boolean postgres) {
    private static final int MOST_ZEROS = 200_000;
    private static final DateTimeFormatter OFFSET =
            new DateTimeFormatterBuilder().appendOffset("+HH:mm:ss", "+00").toFormatter(Locale.ROOT);

    static ValueText of(@Nullable SQLDialect dialect) {
        return new ValueText(dialect != null && dialect.family() == SQLDialect.POSTGRES);
    }

    /** A value that is not NULL. */
    String of(Object value) {
        return switch (value) {
            case LocalDate date ->
                endless(date.equals(LocalDate.MAX), date.equals(LocalDate.MIN)).orElseGet(() -> date(date));
            case LocalDateTime time ->
                endless(time.equals(LocalDateTime.MAX), time.equals(LocalDateTime.MIN))
                        .orElseGet(() -> timestamp(time, ""));
            case OffsetDateTime time ->
                endless(time.equals(OffsetDateTime.MAX), time.equals(OffsetDateTime.MIN))
                        .orElseGet(() -> instant(time.toInstant()));
            case ZonedDateTime time -> instant(time.toInstant());
            case Instant time -> instant(time);
            case LocalTime time -> time(time);
            case OffsetTime time -> time(time.toLocalTime()) + OFFSET.format(time.getOffset());
            case Double number -> number(number, number.toString());
            case Float number -> number(number, number.toString());
            case BigDecimal number when Math.abs((long) number.scale()) < MOST_ZEROS -> number.toPlainString();
            case byte[] bytes -> "0x" + HexFormat.of().formatHex(bytes);
            case Object[] array -> list(Arrays.asList(array));
            case Collection<?> list -> list(list);
            case Map<?, ?> map -> map(map);
            default -> value.toString();
        };
    }

    private static Optional<String> endless(boolean future, boolean past) {
        return future ? Optional.of("infinity") : past ? Optional.of("-infinity") : Optional.empty();
    }

    private String date(LocalDate date) {
        return date.getYear() > 0 ? day(date) : postgres ? day(date) + " BC" : day(date) + " (BC)";
    }

    /** Year, month and day, the year counted before Christ where it is before it. */
    private static String day(LocalDate date) {
        int year = date.getYear() > 0 ? date.getYear() : 1 - date.getYear();
        return String.format(Locale.ROOT, "%04d-%02d-%02d", year, date.getMonthValue(), date.getDayOfMonth());
    }

    private String timestamp(LocalDateTime time, String zone) {
        String clock = time(time.toLocalTime());
        if (time.getYear() > 0) {
            return day(time.toLocalDate()) + "T" + clock + (zone.isEmpty() ? "" : "Z");
        }
        String day = day(time.toLocalDate());
        return postgres ? day + " " + clock + zone + " BC" : day + " (BC) " + clock + zone;
    }

    private String instant(Instant instant) {
        LocalDateTime time = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
        return time.getYear() > 0 && time.getYear() <= 9_999 ? instant.toString() : timestamp(time, "+00");
    }

    /** Java's last time of day is what drivers read {@code 24:00:00} as. */
    private static String time(LocalTime time) {
        return time.equals(LocalTime.MAX) ? "24:00:00" : DateTimeFormatter.ISO_LOCAL_TIME.format(time);
    }

    private String number(double number, String shortest) {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            String word = Double.isNaN(number) ? "nan" : number > 0 ? "inf" : "-inf";
            return postgres ? shortest : word;
        }
        int exponentAt = shortest.indexOf('E');
        String plain = exponentAt < 0
                ? shortest
                : new BigDecimal(shortest).stripTrailingZeros().toPlainString();
        double size = Math.abs(number);
        boolean written = size == 0 || (size >= 1e-4 && size < (postgres ? 1e15 : 1e16));
        if (!written && exponentAt < 0) {
            return plain;
        }
        if (!written) {
            int exponent = Integer.parseInt(shortest.substring(exponentAt + 1));
            String digits = shortest.substring(0, exponentAt);
            return (digits.endsWith(".0") ? digits.substring(0, digits.length() - 2) : digits)
                    + String.format(Locale.ROOT, "e%s%02d", exponent < 0 ? "-" : "+", Math.abs(exponent));
        }
        if (postgres) {
            return plain.endsWith(".0") ? plain.substring(0, plain.length() - 2) : plain;
        }
        return plain.contains(".") ? plain : plain + ".0";
    }

    private String list(Collection<?> list) {
        return list.stream()
                .map(this::inside)
                .collect(Collectors.joining(postgres ? "," : ", ", postgres ? "{" : "[", postgres ? "}" : "]"));
    }

    private String map(Map<?, ?> map) {
        boolean isStruct = !(map instanceof DriverValues.MapValue);
        return map.entrySet().stream()
                .map(entry -> isStruct
                        ? "'" + String.valueOf(entry.getKey()).replace("'", "\\'") + "': " + inside(entry.getValue())
                        : inside(entry.getKey()) + "=" + inside(entry.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    /** A value inside a list or an object, quoted where it could be taken for something else. */
    private String inside(@Nullable Object value) {
        if (value == null) {
            return "NULL";
        }
        String text = of(value);
        if (!(value instanceof CharSequence)) {
            return text;
        }
        String special = postgres ? "{},\"\\" : "[](){},:='\"\\";
        boolean quoted = text.isEmpty()
                || text.equalsIgnoreCase("null")
                || text.chars()
                        .anyMatch(
                                letter -> special.indexOf(letter) >= 0 || (postgres && Character.isWhitespace(letter)))
                || !text.equals(text.strip());
        String quote = postgres ? "\"" : "'";
        return quoted ? quote + text.replace("\\", "\\\\").replace(quote, "\\" + quote) + quote : text;
    }
}
