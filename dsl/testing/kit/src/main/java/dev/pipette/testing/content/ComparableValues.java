package dev.pipette.testing.content;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.JSON;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;

/**
 * Gives every value one form, so that two values that mean the same are equal: numbers by their decimal digits, instants
 * without their offset, JSON as trees, binary data as hexadecimal digits.
 */
final class ComparableValues {
    private ComparableValues() {}

    /** Binary data. */
    record Bytes(String hex) {
        @Override
        public String toString() {
            return "0x" + hex;
        }
    }

    static @Nullable Object canonical(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Double number -> number(number);
            // the digits of a float are fewer than those of the double that it becomes
            case Float number ->
                Float.isFinite(number) ? number(new BigDecimal(number.toString())) : number.doubleValue();
            case BigDecimal number -> number(number);
            case BigInteger number -> number(new BigDecimal(number));
            case Number number -> number(new BigDecimal(number.toString()));
            case OffsetDateTime time -> time.toInstant();
            case ZonedDateTime time -> time.toInstant();
            case java.sql.Timestamp time -> time.toLocalDateTime();
            case java.sql.Date date -> date.toLocalDate();
            case java.sql.Time time -> time.toLocalTime();
            case byte[] bytes -> new Bytes(HexFormat.of().formatHex(bytes));
            case JSON json -> canonical(JsonTrees.read(json.data()));
            case JSONB json -> canonical(JsonTrees.read(json.data()));
            case Map<?, ?> map -> map(map);
            case Collection<?> list -> list(list);
            case Object[] array -> list(Arrays.asList(array));
            case Enum<?> constant -> constant.name();
            case Character character -> character.toString();
            case CharSequence text -> text.toString();
            default -> value;
        };
    }

    private static Map<String, @Nullable Object> map(Map<?, ?> map) {
        Map<String, @Nullable Object> canonical = new LinkedHashMap<>();
        map.forEach((key, member) -> canonical.put(String.valueOf(key), canonical(member)));
        return canonical;
    }

    private static List<@Nullable Object> list(Collection<?> list) {
        List<@Nullable Object> canonical = new ArrayList<>(list.size());
        list.forEach(element -> canonical.add(canonical(element)));
        return canonical;
    }

    private static Object number(Double number) {
        // a double is what its shortest digits say: a person who writes 0.1 means 0.1
        return Double.isFinite(number) ? number(new BigDecimal(number.toString())) : number;
    }

    static BigDecimal number(BigDecimal number) {
        return number.stripTrailingZeros();
    }

    /** Whether two values mean the same. */
    static boolean same(@Nullable Object one, @Nullable Object other) {
        return java.util.Objects.equals(one, other);
    }

    /** The instant that a text names, or null. */
    static @Nullable Instant instant(String text) {
        try {
            return OffsetDateTime.parse(text.strip().replace(' ', 'T')).toInstant();
        } catch (java.time.DateTimeException none) {
            return null;
        }
    }
}
