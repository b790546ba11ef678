package dev.pipette.dlt;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes JSON byte for byte as dlt writes it, so that hashes over the text agree with dlt's.
 *
 * <pre>{@code
 * DltJson.sorted(Map.of("b", 1e20, "a", "żó"));   // {"a":"żó","b":1e+20}
 * }</pre>
 *
 * <p>Compact, UTF-8 unescaped, floats in their shortest form, NaN and infinities as null, keys sorted by code point
 * where asked. A decimal, date, UUID or byte array is a string; an instant ends with {@code +00:00}, because the times
 * that dlt hashes are of a class of its own, which orjson does not write itself. Source: dlt 1.26, {@code
 * dlt/common/json/_orjson.py}, and orjson 3.12.
 */
public final class DltJson {
    private static final JsonMapper READER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .build();

    private static final char[] HEX = "0123456789abcdef".toCharArray();

    /** Python and Rust order strings by code point, Java by UTF-16 unit. */
    public static final Comparator<String> BY_CODE_POINT = DltJson::compareCodePoints;

    private DltJson() {}

    /** Returns compact JSON with the members of objects in their own order. */
    public static String compact(@Nullable Object value) {
        var json = new StringBuilder();
        write(json, value, false, Types.PENDULUM);
        return json.toString();
    }

    /** Returns compact JSON with the members of objects sorted by name: the text that is hashed. */
    public static String sorted(@Nullable Object value) {
        var json = new StringBuilder();
        write(json, value, true, Types.PENDULUM);
        return json.toString();
    }

    /**
     * Returns the JSON texts, with sorted members, of a value that a source of dlt may have yielded in several types:
     * times as pendulum's or as Python's own, and decimals as floats, as JSON has them. One text where all are alike.
     *
     * @throws IllegalArgumentException for a value that dlt does not have
     */
    public static Set<String> writings(@Nullable Object value) {
        Set<String> writings = new LinkedHashSet<>();
        for (Types types : Types.values()) {
            var json = new StringBuilder();
            write(json, value, true, types);
            writings.add(json.toString());
        }
        return writings;
    }

    /** The Python types that a value may have had. */
    private enum Types {
        PENDULUM,
        PLAIN,
        FLOATS
    }

    /**
     * Reads one JSON object: maps and lists in document order, integers as Long or BigInteger, other
     * numbers as Double.
     *
     * @param what names the document in an error
     */
    public static Map<String, @Nullable Object> readObject(String json, String what) {
        Object value;
        try {
            value = READER.readValue(json, Object.class);
        } catch (JacksonException notJson) {
            throw new PipetteException(
                    ErrorCode.SOURCE_UNREADABLE,
                    "%s is not JSON: %s It begins with: %s"
                            .formatted(what, notJson.getOriginalMessage(), beginning(json)),
                    notJson);
        }
        if (!(value instanceof Map<?, ?>)) {
            throw new PipetteException(
                    ErrorCode.SOURCE_UNREADABLE,
                    "%s is not a JSON object. It begins with: %s".formatted(what, beginning(json)));
        }
        return Documents.frozen(Documents.map(Map.of("document", value), "document"));
    }

    private static String beginning(String json) {
        return json.length() <= 60 ? json : json.substring(0, 60) + "...";
    }

    private static void write(StringBuilder json, @Nullable Object value, boolean sorted, Types types) {
        switch (value) {
            case null -> json.append("null");
            case String text -> string(json, text);
            case Boolean bool -> json.append(bool.booleanValue());
            case Double number -> json.append(number(number));
            case Float number -> json.append(number(Double.parseDouble(number.toString())));
            case BigDecimal decimal
            when types == Types.FLOATS && isFloat(decimal) -> json.append(number(decimal.doubleValue()));
            case BigDecimal decimal -> string(json, decimal.toString());
            case Byte _, Short _, Integer _, Long _, BigInteger _ -> json.append(value);
            case Map<?, ?> map -> object(json, map, sorted, types);
            case Iterable<?> list -> array(json, list, sorted, types);
            case byte[] bytes -> string(json, Base64.getEncoder().encodeToString(bytes));
            case UUID uuid -> string(json, uuid.toString());
            case Enum<?> constant -> string(json, constant.name());
            case Instant instant -> string(json, time(instant.atOffset(ZoneOffset.UTC), types));
            case OffsetDateTime time -> string(json, time(time, types));
            case ZonedDateTime time -> string(json, time(time.toOffsetDateTime(), types));
            case LocalDateTime time -> string(json, IsoText.of(time));
            case LocalDate date -> string(json, date.toString());
            case LocalTime time -> string(json, IsoText.of(time));
            default ->
                throw new IllegalArgumentException(
                        "a %s cannot be written as JSON. Use text, numbers, booleans, java.time values, "
                                        .formatted(value.getClass().getName())
                                + "UUID, byte[], maps or lists.");
        }
    }

    /** Whether a float has exactly this value, so that no other decimal is written like it. */
    private static boolean isFloat(BigDecimal decimal) {
        double number = decimal.doubleValue();
        return Double.isFinite(number) && new BigDecimal(Double.toString(number)).compareTo(decimal) == 0;
    }

    /** orjson writes a plain datetime itself, with Z for UTC, and leaves one of pendulum's to dlt. */
    private static String time(OffsetDateTime time, Types types) {
        boolean plain = types == Types.PLAIN && time.getOffset().equals(ZoneOffset.UTC);
        return plain ? IsoText.of(time.toLocalDateTime()) + "Z" : IsoText.of(time);
    }

    private static void object(StringBuilder json, Map<?, ?> map, boolean sorted, Types types) {
        Map<?, ?> members = map;
        if (sorted) {
            var byName = new TreeMap<String, @Nullable Object>(BY_CODE_POINT);
            map.forEach((key, member) -> byName.put(String.valueOf(key), member));
            members = byName;
        }
        json.append('{');
        String separator = "";
        for (Map.Entry<?, ?> member : members.entrySet()) {
            json.append(separator);
            string(json, String.valueOf(member.getKey()));
            json.append(':');
            write(json, member.getValue(), sorted, types);
            separator = ",";
        }
        json.append('}');
    }

    private static void array(StringBuilder json, Iterable<?> list, boolean sorted, Types types) {
        json.append('[');
        String separator = "";
        for (Object member : list) {
            json.append(separator);
            write(json, member, sorted, types);
            separator = ",";
        }
        json.append(']');
    }

    private static void string(StringBuilder json, String text) {
        json.append('"');
        for (int at = 0; at < text.length(); at++) {
            char character = text.charAt(at);
            switch (character) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\b' -> json.append("\\b");
                case '\t' -> json.append("\\t");
                case '\n' -> json.append("\\n");
                case '\f' -> json.append("\\f");
                case '\r' -> json.append("\\r");
                default -> {
                    if (character < ' ') {
                        json.append("\\u00").append(HEX[character >> 4]).append(HEX[character & 15]);
                    } else {
                        json.append(character);
                    }
                }
            }
        }
        json.append('"');
    }

    /**
     * Returns the shortest text of {@code value}: plain from 1e-5 up to 1e16, else with an exponent.
     *
     * <p>Source: the recorded {@code corpus_hash.json} and orjson 3.12; before, orjson wrote {@code 1e20} for {@code 1e+20}.
     */
    static String number(double value) {
        if (!Double.isFinite(value)) {
            return "null";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0.0" : "0.0";
        }
        BigDecimal shortest = shortest(Math.abs(value));
        String digits = shortest.unscaledValue().toString();
        int point = digits.length() - shortest.scale();
        String sign = value < 0 ? "-" : "";
        if (0 < point && point <= 16) {
            return sign
                    + (point >= digits.length()
                            ? digits + "0".repeat(point - digits.length()) + ".0"
                            : digits.substring(0, point) + "." + digits.substring(point));
        }
        if (-5 < point && point <= 0) {
            return sign + "0." + "0".repeat(-point) + digits;
        }
        String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
        return sign + digits.charAt(0) + fraction + (point > 0 ? "e+" : "e") + (point - 1);
    }

    /** Double.toString may give two digits where one is enough, as in 4.9E-324. */
    private static BigDecimal shortest(double value) {
        BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        if (decimal.precision() == 2) {
            var oneDigit = decimal.round(new MathContext(1)).stripTrailingZeros();
            if (oneDigit.doubleValue() == value) {
                return oneDigit;
            }
        }
        return decimal;
    }

    private static int compareCodePoints(String left, String right) {
        int length = Math.min(left.length(), right.length());
        for (int at = 0; at < length; at++) {
            char one = left.charAt(at);
            char other = right.charAt(at);
            if (one != other) {
                boolean bothOrNone = Character.isSurrogate(one) == Character.isSurrogate(other);
                return bothOrNone ? Character.compare(one, other) : Character.isSurrogate(one) ? 1 : -1;
            }
        }
        return Integer.compare(left.length(), right.length());
    }

    /** Returns the bytes that dlt hashes or compresses. */
    public static byte[] utf8(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
