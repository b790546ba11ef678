package dev.pipette.engine.columnar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.engine.manifest.ColumnForm;
import dev.pipette.engine.sql.Sql;
import dev.pipette.schema.Golden;
import dev.pipette.schema.ValueType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What dlt 1.26 makes of a value in a column of a declared type, and what Pipette makes of it. */
class GoldenCoercionTests {
    private static final String ERROR = "$error";
    private static final int AT_ONCE = 50;

    /** A recorded case: a value, and what it becomes as text; {@code refused} where it becomes nothing. */
    private record Coercion(String value, String from, String to, String dlts, Optional<String> expression) {}

    /**
     * Where both take a value, they take the same, but for the digits of one decimal. Pipette refuses what loses something or is
     * a guess, and takes every value into a column of documents.
     */
    @Test
    void a_value_becomes_what_dlt_makes_of_it_or_is_refused(@TempDir Path spill) {
        List<Coercion> all = Golden.each(Golden.read("corpus_coercion.json"))
                .map(GoldenCoercionTests::coercion)
                .toList();
        Map<String, List<String>> differences = new TreeMap<>();
        try (DuckEngine engine = new DuckEngine(spill, "100MB")) {
            for (int from = 0; from < all.size(); from += AT_ONCE) {
                List<Coercion> some = all.subList(from, Math.min(all.size(), from + AT_ONCE));
                List<String> made = made(engine, some);
                for (int at = 0; at < some.size(); at++) {
                    compare(some.get(at), made.get(at), differences);
                }
            }
        }

        assertThat(all).hasSize(506);
        assertThat(differences.entrySet().stream()
                        .map(entry -> entry.getKey() + ": " + String.join(" ", entry.getValue())))
                .containsExactlyInAnyOrder(
                        // a number is not a time, a boolean or bytes
                        "bigint to binary, refused: '1735787045000' '1' '9223372036854775807' '0' '7'",
                        "bigint to bool, refused: '1' '0' '2147483648' '7' '9223372036854775807'",
                        "bigint to date, refused: '-62135596800' '2147483648' '0' '7'",
                        "bigint to timestamp, refused: '-62135596800' '1735787045' '0'",
                        "decimal to bool, refused: '1.20'",
                        "double to bool, refused: '-0.0' '1.0E20' '1000.0'",
                        "double to date, refused: '1000.0' '1.5' '-0.0'",
                        "double to timestamp, refused: '1000.0' '1.5'",
                        // the destination would refuse it: more digits than the type has
                        "bigint to bigint, refused: '9223372036854775808' '-9223372036854775809'",
                        "double to decimal, refused: '1.0E308'",
                        // a fraction would be lost
                        "double to wei, refused: '1.5' '1.7357870455E9'",
                        "text to wei, refused: '1735787045.5' '1 ' '1.5' '1.0'",
                        // numbers in text are written with digits, a point and a sign
                        "text to decimal, refused: '1 ' '1e3' '5.' 'NaN' 'inf' '0x1f' '1_000' '1E3'",
                        "text to double, refused: 'NaN' ' 7 ' '0x1f' '.5' '5.'",
                        // and times with all their parts; digits alone are not a time, and an offset is not made up
                        "text to date, refused: '1_000' '2025-001' '1.5' '2025-01-02T03:04:05' '20250102' '0'"
                                + " '2025-01-02T03:04:05+02:00' '1e3' '1.0' '-3' '1E3' '12' '.5' '1735787045.5'"
                                + " '2025-01-02 03:04:05'",
                        "text to time, refused: '03:04'",
                        "text to timestamp, refused: '12' '-3' '2025-01-02T03:04:05.123456789Z' '20250102' '1.0' '1.5'"
                                + " ' 7 ' '1735787045.5' '2025-01-02T03:04:05'",
                        "timestamp to date, refused: '2025-01-02T03:04:05.000006' '2025-01-02T03:04:05+00:00'",
                        "timestamp to timestamp, refused: '2025-01-02T03:04:05.000006'",
                        // one letter may mean anything, and so may bytes
                        "text to bool, refused: 'f' 't'",
                        "binary to text, refused: ''",
                        // every value is a JSON value; dlt takes objects and lists only
                        "bigint to json, taken: '2147483648' '1735787045' '1735787045000' '0' '-9223372036854775809' '-1'"
                                + " '9223372036854775807' '-62135596800'",
                        "bool to json, taken: 'true'",
                        "decimal to json, taken: '1.20' '1E+5'",
                        "double to json, taken: '-0.0' '1.7357870455E9' '1.0E308' '1.0'",
                        "timestamp to json, taken: '2025-01-02T03:04:05+00:00'",
                        // a decimal is written with the digits of its type
                        "decimal to text, other: '1E+5'=100000.00 (dlt: 1E+5)");
    }

    private static void compare(Coercion coercion, String made, Map<String, List<String>> differences) {
        if (!coercion.dlts().equals(made)) {
            String kind = made.equals("refused") ? "refused" : coercion.dlts().equals("refused") ? "taken" : "other";
            differences
                    .computeIfAbsent(coercion.from() + " to " + coercion.to() + ", " + kind, key -> new ArrayList<>())
                    .add("'" + coercion.value() + "'"
                            + (kind.equals("other") ? "=" + made + " (dlt: " + coercion.dlts() + ")" : ""));
        }
    }

    private static List<String> made(DuckEngine engine, List<Coercion> some) {
        String outputs = some.stream()
                .map(coercion -> coercion.expression()
                        .map(expression -> "CAST(" + expression + " AS VARCHAR)")
                        .orElse("NULL"))
                .collect(Collectors.joining(", ", "list_value(", ")"));
        Object[] texts = engine.first(
                "SELECT " + outputs, row -> (Object[]) row.getArray(1).getArray());
        List<String> made = new ArrayList<>();
        for (int at = 0; at < some.size(); at++) {
            made.add(texts[at] == null ? "refused" : written(type(some.get(at).to()), texts[at].toString()));
        }
        return made;
    }

    private static Coercion coercion(JsonNode recorded) {
        JsonNode value = recorded.get("value");
        String to = recorded.get("to").asString();
        ValueType from = from(recorded.get("from").asString(), value);
        String text = text(value);
        String typed = from == ValueType.BINARY
                ? "unhex(" + Sql.literal(text) + ")"
                : "CAST(" + Sql.literal(text) + " AS " + Conversion.duckType(from, 38, scale(value)) + ")";
        boolean isText = from == ValueType.TEXT;
        ColumnForm form = new ColumnForm("c", from, from, isText, 1, 29, scale(value));
        ValueType target = type(to);
        Optional<String> expression = Conversion.ofDeclared(
                        form,
                        isText ? new Conversion.Names("", typed) : new Conversion.Names(typed, ""),
                        target,
                        target == ValueType.DECIMAL ? 38 : 0,
                        to.equals("decimal") ? 9 : 0)
                .map(Conversion::expression)
                .map(made -> target == ValueType.BINARY ? "lower(hex(" + made + "))" : made);
        return new Coercion(
                text, recorded.get("from").asString(), to, dlts(recorded.get("result"), target), expression);
    }

    private static int scale(JsonNode value) {
        return value.has("$dec") ? 2 : 0;
    }

    private static ValueType from(String word, JsonNode value) {
        if (value.has("$ts_naive")) {
            return ValueType.LOCAL_TIMESTAMP;
        }
        return value.has("$int") && new BigInteger(value.get("$int").asString()).bitLength() >= Long.SIZE
                ? ValueType.DECIMAL
                : type(word);
    }

    private static ValueType type(String word) {
        return word.equals("wei") ? ValueType.DECIMAL : ValueType.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static String text(JsonNode value) {
        boolean typed = value.isObject()
                && !value.isEmpty()
                && value.propertyNames().iterator().next().startsWith("$");
        return typed ? value.iterator().next().asString() : value.isString() ? value.asString() : value.toString();
    }

    private static String dlts(JsonNode result, ValueType to) {
        return result.has(ERROR) ? "refused" : written(to, text(result));
    }

    /** A value in the one form in which both are compared. */
    private static String written(ValueType type, String text) {
        return switch (type) {
            case BIGINT, DECIMAL, DOUBLE ->
                text.matches("(?i)-?(nan|inf|infinity)")
                        ? text.toLowerCase(Locale.ROOT).replace("infinity", "inf")
                        : new BigDecimal(text).stripTrailingZeros().toPlainString();
            case TIMESTAMP -> {
                String iso = text.replace(' ', 'T').replaceAll("\\+00$", "Z");
                yield iso.matches(".*(Z|[+-]\\d\\d:\\d\\d)")
                        ? OffsetDateTime.parse(iso).toInstant().toString()
                        : iso;
            }
            case JSON -> JsonMapper.shared().readTree(text).toString();
            default -> text;
        };
    }
}
