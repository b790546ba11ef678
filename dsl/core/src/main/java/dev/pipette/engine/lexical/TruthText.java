package dev.pipette.engine.lexical;

import java.util.Locale;
import java.util.Optional;

/** The text of a truth value: {@code true} or {@code false}, in any case. */
public final class TruthText {
    private TruthText() {}

    /** Reads a truth value; empty for any other text. */
    public static Optional<Boolean> read(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    /** The same as a DuckDB expression: NULL for any other text. */
    public static String value(String text) {
        return "CASE lower(" + text + ") WHEN 'true' THEN true WHEN 'false' THEN false END";
    }

    /** Whether a text is one, as a DuckDB condition. */
    public static String is(String text) {
        return "lower(" + text + ") IN ('true', 'false')";
    }
}
