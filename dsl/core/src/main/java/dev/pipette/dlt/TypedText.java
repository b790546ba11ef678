package dev.pipette.dlt;

import java.util.Map;
import java.util.Objects;

/**
 * One value of a state document as text: JSON in which times, dates and decimals keep their types, as dlt writes them.
 *
 * <pre>{@code
 * TypedText.read(TypedText.of(LocalDate.of(2025, 1, 31)));   // a LocalDate again
 * TypedText.of("2025-01-31 06:00:00");                       // "2025-01-31 06:00:00", the text as it is
 * }</pre>
 */
public final class TypedText {
    private static final String VALUE = "value";

    private TypedText() {}

    /** Writes a value of a state document. */
    public static String of(Object value) {
        return DltJson.compact(TypedJson.marked(value));
    }

    /** Reads what {@link #of} wrote: text, Long, Double, BigDecimal, or a java.time value. */
    public static Object read(String text) {
        Map<String, ?> document = DltJson.readObject("{\"" + VALUE + "\":" + text + "}", "a value of the state");
        return Objects.requireNonNull(TypedJson.unmarked(document.get(VALUE)));
    }
}
