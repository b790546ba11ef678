package dev.pipette.jdbc;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A pattern of names of tables: {@code public.*}, {@code order_?}; {@code *} also spans the dot when it is alone. */
final class NamePattern {
    private final String text;
    private final Pattern pattern;

    private NamePattern(String text) {
        this.text = text;
        this.pattern = Pattern.compile(
                text.chars()
                        .mapToObj(letter -> switch (letter) {
                            case '*' -> text.equals("*") ? ".*" : "[^.]*";
                            case '?' -> "[^.]";
                            default -> Pattern.quote(Character.toString(letter));
                        })
                        .collect(Collectors.joining()),
                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
    }

    static NamePattern of(String text) {
        return new NamePattern(text);
    }

    /** Whether a pattern has a letter that stands for others. */
    static boolean isPattern(String text) {
        return text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
    }

    /** Whether it covers a name. */
    boolean covers(String name) {
        return pattern.matcher(name).matches();
    }

    /** Whether it names a schema. */
    boolean hasSchema() {
        return text.indexOf('.') >= 0;
    }

    @Override
    public String toString() {
        return text;
    }
}
