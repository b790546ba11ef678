package dev.pipette.json;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonParser.NumberType;
import tools.jackson.core.JsonToken;

/** Reads one JSON value into Java's own types, without losing a digit. */
final class JsonValues {
    /** Levels of objects and lists in a row; each is a frame of the stack here, and a table or a column name later. */
    static final int DEPTH = 1_000;

    /** Every decimal number of this many digits comes back unchanged from the double that is nearest to it. */
    private static final int DIGITS_OF_A_DOUBLE = 15;

    /** Keeps the short-cut far from the ends of a double's range, where it has fewer digits. */
    private static final int SHORT_NUMBER = 40;

    /** As many digits as Jackson lets an integer have; a power of ten beyond would fill the memory when written out. */
    private static final int LARGEST_POWER = 1_000;

    private JsonValues() {}

    /** Reads an object whose opening brace is the current token. */
    static Map<String, Object> object(JsonParser json, int depth, JsonProblems problems) {
        if (depth > DEPTH) {
            throw problems.tooDeep(json);
        }
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            int before = object.size();
            // cheaper than Jackson's own detection, which keeps a second set of names
            object.put(name, null);
            if (object.size() == before) {
                throw problems.duplicate(json, name);
            }
            object.put(name, value(json, json.nextToken(), depth + 1, problems));
        }
        return object;
    }

    /** Reads the value whose first token is the current one. */
    static @Nullable Object value(JsonParser json, JsonToken token, int depth, JsonProblems problems) {
        return switch (token) {
            case START_OBJECT -> object(json, depth, problems);
            case START_ARRAY -> list(json, depth, problems);
            case VALUE_STRING -> json.getString();
            case VALUE_NUMBER_INT -> integer(json);
            case VALUE_NUMBER_FLOAT -> fraction(json, problems);
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                throw new IllegalStateException("no JSON value begins with " + token);
        };
    }

    private static List<@Nullable Object> list(JsonParser json, int depth, JsonProblems problems) {
        if (depth > DEPTH) {
            throw problems.tooDeep(json);
        }
        List<@Nullable Object> list = new ArrayList<>();
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            list.add(value(json, token, depth + 1, problems));
        }
        return list;
    }

    private static Object integer(JsonParser json) {
        return json.getNumberType() == NumberType.BIG_INTEGER ? json.getBigIntegerValue() : json.getLongValue();
    }

    private static Object fraction(JsonParser json, JsonProblems problems) {
        if (json.isNaN() || isShort(json)) {
            return json.getDoubleValue();
        }
        String text = json.getString();
        double nearest = Double.parseDouble(text);
        // Double.toString gives the shortest decimal for the double (JDK 19 and newer)
        String shortest = Double.toString(nearest);
        if (shortest.equals(text)) {
            return nearest;
        }
        BigDecimal exact = exact(json, text, problems);
        boolean same = Double.isFinite(nearest) && new BigDecimal(shortest).compareTo(exact) == 0;
        return same ? (Object) nearest : exact;
    }

    private static BigDecimal exact(JsonParser json, String text, JsonProblems problems) {
        try {
            BigDecimal exact = new BigDecimal(text);
            if (Math.abs((long) exact.precision() - exact.scale()) <= LARGEST_POWER) {
                return exact;
            }
        } catch (NumberFormatException powerOverflows) {
            throw problems.numberOutOfRange(json, text, powerOverflows);
        }
        throw problems.numberOutOfRange(json, text, null);
    }

    /** Whether the number has so few digits that a double holds it for certain. */
    private static boolean isShort(JsonParser json) {
        int length = json.getStringLength();
        if (length > SHORT_NUMBER) {
            return false;
        }
        char[] characters = json.getStringCharacters();
        int end = json.getStringOffset() + length;
        int digits = 0;
        for (int at = json.getStringOffset(); at < end; at++) {
            char character = characters[at];
            if (character == 'e' || character == 'E') {
                boolean signed = characters[at + 1] == '-' || characters[at + 1] == '+';
                return digits <= DIGITS_OF_A_DOUBLE && end - at <= (signed ? 4 : 3); // e-99, e99 at most
            }
            if ((character >= '1' && character <= '9') || (character == '0' && digits > 0)) {
                digits++;
            }
        }
        return digits <= DIGITS_OF_A_DOUBLE;
    }
}
