package dev.pipette.testing.content;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How a value looks in a message: short, on one line, and never like another value. */
final class Cells {
    private static final int WIDEST = 60;

    /** A list without elements left no row behind, which is not NULL. */
    private static final String NOTHING = "nothing";

    /** Text that looks like something else gets quotes. */
    private static final Pattern AMBIGUOUS = Pattern.compile(
            "|\\s.*|.*\\s|[-+]?[0-9].*|true|false|NULL|NaN|-?Infinity|nothing|[\\[{\"].*", Pattern.DOTALL);

    /** Beyond that a number is written with its exponent. */
    private static final int PLAIN_DIGITS = 30;

    private Cells() {}

    static String text(@Nullable Object value) {
        // of a value that fits no column the reason is what counts, and it is at the end
        return value instanceof Expected.Unfit unfit ? unfit.toString() : cut(whole(value));
    }

    /** Two values, both cut to the place where they begin to differ. */
    static String expectedButWas(@Nullable Object expected, @Nullable Object actual) {
        if (expected instanceof Expected.Unfit) {
            return "expected " + text(expected) + " but was " + text(actual);
        }
        String one = expected == null && actual instanceof List<?> ? NOTHING : whole(expected);
        String other = actual == null && expected instanceof List<?> ? NOTHING : whole(actual);
        if (one.length() > WIDEST || other.length() > WIDEST) {
            int from = Math.max(0, commonLength(one, other) - WIDEST / 3);
            one = window(one, from);
            other = window(other, from);
        }
        return "expected " + one + " but was " + other;
    }

    private static int commonLength(String one, String other) {
        int at = 0;
        while (at < one.length() && at < other.length() && one.charAt(at) == other.charAt(at)) {
            at++;
        }
        return at;
    }

    private static String window(String text, int from) {
        if (from == 0) {
            return cut(text);
        }
        return from >= text.length()
                ? "…" + text.substring(Math.max(0, text.length() - WIDEST / 3))
                : "…" + cut(text.substring(from));
    }

    private static String cut(String text) {
        return text.length() <= WIDEST ? text : text.substring(0, WIDEST - 1) + "…";
    }

    private static String whole(@Nullable Object value) {
        return switch (value) {
            case null -> "NULL";
            case String text -> AMBIGUOUS.matcher(text).matches() ? quoted(text) : visible(text);
            case BigDecimal number ->
                Math.abs((long) number.scale()) <= PLAIN_DIGITS ? number.toPlainString() : number.toString();
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(member -> visible(String.valueOf(member.getKey())) + ": " + whole(member.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
            case List<?> list -> list.stream().map(Cells::whole).collect(Collectors.joining(", ", "[", "]"));
            default -> visible(value.toString());
        };
    }

    private static String quoted(String text) {
        return '"' + visible(text).replace("\"", "\\\"") + '"';
    }

    /** Shows what would break the line. */
    private static String visible(String text) {
        StringBuilder visible = new StringBuilder(text.length());
        for (int at = 0; at < text.length(); at++) {
            char character = text.charAt(at);
            switch (character) {
                case '\n' -> visible.append("\\n");
                case '\r' -> visible.append("\\r");
                case '\t' -> visible.append("\\t");
                default -> {
                    if (Character.isISOControl(character)) {
                        visible.append(String.format("\\u%04x", (int) character));
                    } else {
                        visible.append(character);
                    }
                }
            }
        }
        return visible.toString();
    }
}
