package dev.pipette.duckdb.fuzz;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Makes documents, and writes them in one of the many ways that JSON allows. Knows nothing of the reader under test. */
record JsonModel(Random random) {
    private static final List<Object> NUMBERS = List.of(
            0L,
            -1L,
            Long.MAX_VALUE,
            Long.MIN_VALUE,
            new BigInteger("9223372036854775808"),
            new BigInteger("-123456789012345678901234567890123456789012345"),
            0.1,
            -0.0,
            5e-324,
            Double.MAX_VALUE,
            1e22,
            new BigDecimal("0.1234567890123456789"),
            new BigDecimal("1e400"),
            new BigDecimal("123456789012345678.25"));

    Map<String, @Nullable Object> object(int depth) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        for (int key = random.nextInt(5); key > 0; key--) {
            object.put(Texts.nasty(random), value(depth + 1));
        }
        return object;
    }

    private @Nullable Object value(int depth) {
        return switch (random.nextInt(depth > 4 ? 4 : 7)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> random.nextBoolean() ? Fuzz.pick(random, NUMBERS) : random.nextDouble() * random.nextInt();
            case 3, 4 -> Texts.nasty(random);
            case 5 -> object(depth);
            default -> list(depth);
        };
    }

    private List<@Nullable Object> list(int depth) {
        List<@Nullable Object> list = new ArrayList<>();
        for (int size = random.nextInt(4); size > 0; size--) {
            list.add(value(depth + 1));
        }
        return list;
    }

    /** Writes a value; blanks hold no line break, so that it can be in one line. */
    String write(@Nullable Object value) {
        return blank()
                + switch (value) {
                    case null -> "null";
                    case String text -> written(text);
                    case Map<?, ?> object -> written(object);
                    case List<?> list ->
                        "[" + String.join(",", list.stream().map(this::write).toList()) + "]";
                    default -> value.toString();
                }
                + blank();
    }

    private String written(Map<?, ?> object) {
        List<String> members = new ArrayList<>();
        object.forEach(
                (key, value) -> members.add(blank() + written(String.valueOf(key)) + blank() + ":" + write(value)));
        return "{" + (members.isEmpty() ? blank() : String.join(",", members)) + "}";
    }

    private String written(String text) {
        StringBuilder written = new StringBuilder("\"");
        text.codePoints().forEach(point -> {
            if (point < ' ' || random.nextInt(10) == 0) {
                String form = random.nextBoolean() ? "\\u%04x" : "\\u%04X";
                for (char unit : Character.toChars(point)) {
                    written.append(String.format(Locale.ROOT, form, (int) unit));
                }
            } else if (point == '"' || point == '\\') {
                written.append('\\').appendCodePoint(point);
            } else {
                written.appendCodePoint(point);
            }
        });
        return written.append('"').toString();
    }

    private String blank() {
        return random.nextInt(6) == 0 ? (random.nextBoolean() ? " " : "\t ") : "";
    }

    /** A value in a form in which equal ones are equal, whatever Java type holds the number. */
    static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> object -> {
                Map<Object, @Nullable Object> plain = new LinkedHashMap<>();
                object.forEach((key, inner) -> plain.put(key, plain(inner)));
                yield plain;
            }
            case List<?> list -> {
                List<@Nullable Object> plain = new ArrayList<>();
                list.forEach(inner -> plain.add(plain(inner)));
                yield plain;
            }
            case Double number when number == 0 && 1 / number < 0 -> "-0.0";
            case Number number -> new BigDecimal(number.toString()).stripTrailingZeros();
            case null, default -> value;
        };
    }
}
