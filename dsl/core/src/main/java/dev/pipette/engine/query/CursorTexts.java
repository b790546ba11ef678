package dev.pipette.engine.query;

import dev.pipette.engine.lexical.NumberText;
import dev.pipette.engine.lexical.TimeText;
import dev.pipette.engine.sql.Sql;
import dev.pipette.incremental.CursorKind;
import org.jspecify.annotations.Nullable;

/**
 * What a cursor reads from a text, as DuckDB expressions. Each is NULL for a text of another kind. Java's readings are those
 * of {@link CursorKind}; {@code CursorTextsTests} holds the two against each other.
 */
final class CursorTexts {
    private CursorTexts() {}

    /**
     * Reads a text of a column that the cursor declares to have the kind.
     *
     * @param numbers the type of decimal numbers
     * @param zone in which times without an offset are, where instants are compared; null where none is declared
     */
    static String declared(CursorKind kind, String text, String numbers, @Nullable String zone) {
        return switch (kind) {
            case INTEGER -> NumberText.integerValue(text);
            case DECIMAL ->
                numbers.equals(CursorNumbers.DOUBLE)
                        ? NumberText.plainValue(text, numbers)
                        : "CASE WHEN length(split_part(" + text + ", '.', 2)) <= " + CursorNumbers.SCALE_OF_TEXT
                                + " THEN " + NumberText.plainValue(text, numbers) + " END";
            case INSTANT -> instant(TimeText.declaredInstantValue(text), TimeText.declaredLocalValue(text), zone);
            case LOCAL_TIMESTAMP -> TimeText.declaredLocalValue(text);
            case DATE -> TimeText.dateValue(text);
            case TEXT -> "CAST(" + text + " AS VARCHAR)";
        };
    }

    /** Reads a text of a column whose type is not declared: a time is written as a column of times has to be. */
    static String undeclared(CursorKind kind, String text, @Nullable String zone) {
        return switch (kind) {
            case INTEGER, DECIMAL -> "NULL";
            case INSTANT ->
                finite(text, instant(TimeText.instantValue(text), TimeText.localOrMidnightValue(text), zone));
            case LOCAL_TIMESTAMP -> TimeText.localOrMidnightValue(text);
            case DATE -> finite(text, TimeText.dateValue(text));
            case TEXT -> "CAST(" + text + " AS VARCHAR)";
        };
    }

    private static String instant(String instant, String local, @Nullable String zone) {
        return zone == null ? instant : "coalesce(" + instant + ", " + inZone(local, zone) + ")";
    }

    /** The instant of a timestamp without an offset; NULL where it lies before or after all instants. */
    static String inZone(String timestamp, String zone) {
        return "TRY(timezone(" + Sql.literal(zone) + ", " + timestamp + "))";
    }

    private static String finite(String text, String value) {
        return "CASE WHEN NOT " + TimeText.isEndless(text) + " THEN " + value + " END";
    }
}
