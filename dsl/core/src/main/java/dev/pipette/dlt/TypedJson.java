package dev.pipette.dlt;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The strings by which dlt keeps the types of values that JSON does not have.
 *
 * <p>The first character, from Unicode's private use area, names the type and the rest is the value:
 * U+F026 decimal, U+F027 date and time, U+F028 date, U+F029 UUID, U+F02B bytes in base64, U+F02D
 * time. Strings marked as what Java has no type for (hex bytes U+F02A, wei U+F02C) and strings that
 * do not parse are kept as they are. Source: dlt 1.26, {@code dlt/common/json/__init__.py}.
 */
public final class TypedJson {
    private static final char DECIMAL = '\uf026';
    private static final char TIMESTAMP = '\uf027';
    private static final char DATE = '\uf028';
    private static final char IDENTIFIER = '\uf029';
    private static final char BYTES = '\uf02b';
    private static final char TIME = '\uf02d';

    private TypedJson() {}

    /** Returns {@code value} with marked strings in the place of typed values, copied deeply. */
    public static @Nullable Object marked(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                var copy = new LinkedHashMap<String, @Nullable Object>();
                map.forEach((key, member) -> copy.put(String.valueOf(key), marked(member)));
                yield Collections.unmodifiableMap(copy);
            }
            case Collection<?> list -> {
                var copy = new ArrayList<@Nullable Object>(list.size());
                list.forEach(member -> copy.add(marked(member)));
                yield Collections.unmodifiableList(copy);
            }
            case BigDecimal decimal -> DECIMAL + decimal.toString();
            case Instant instant -> TIMESTAMP + IsoText.of(instant.atOffset(ZoneOffset.UTC));
            case OffsetDateTime time -> TIMESTAMP + IsoText.of(time);
            case ZonedDateTime time -> TIMESTAMP + IsoText.of(time.toOffsetDateTime());
            case LocalDateTime time -> TIMESTAMP + IsoText.of(time);
            case LocalDate date -> DATE + date.toString();
            case LocalTime time -> TIME + IsoText.of(time);
            case UUID uuid -> IDENTIFIER + uuid.toString();
            case byte[] bytes -> BYTES + Base64.getEncoder().encodeToString(bytes);
            case Integer number -> number.longValue();
            case Short number -> number.longValue();
            case Byte number -> number.longValue();
            case null, default -> value;
        };
    }

    /** Returns {@code value} with typed values in the place of marked strings, copied deeply. */
    public static @Nullable Object unmarked(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                var copy = new LinkedHashMap<String, @Nullable Object>();
                map.forEach((key, member) -> copy.put(String.valueOf(key), unmarked(member)));
                yield Collections.unmodifiableMap(copy);
            }
            case Collection<?> list -> {
                var copy = new ArrayList<@Nullable Object>(list.size());
                list.forEach(member -> copy.add(unmarked(member)));
                yield Collections.unmodifiableList(copy);
            }
            case String text
            when text.length() > 1 && text.charAt(0) >= DECIMAL && text.charAt(0) <= TIME -> typed(text);
            case null, default -> value;
        };
    }

    private static Object typed(String marked) {
        String text = marked.substring(1);
        try {
            return switch (marked.charAt(0)) {
                case DECIMAL -> new BigDecimal(text);
                case TIMESTAMP -> timestamp(text);
                case DATE -> LocalDate.parse(text);
                case IDENTIFIER -> UUID.fromString(text);
                case BYTES -> Base64.getDecoder().decode(text);
                case TIME -> LocalTime.parse(text);
                default -> marked;
            };
        } catch (DateTimeException | IllegalArgumentException asText) {
            return marked; // a user's string may begin with such a character
        }
    }

    private static Object timestamp(String text) {
        int time = text.indexOf('T');
        boolean zoned = text.endsWith("Z") || text.indexOf('+', time) > 0 || (time > 0 && text.indexOf('-', time) > 0);
        return zoned ? OffsetDateTime.parse(text) : LocalDateTime.parse(text);
    }
}
