package dev.pipette.engine.sql;

import java.util.Collection;
import java.util.stream.Collectors;

/**
 * Numbers that are written with a comma. A point in such a number separates thousands somewhere and decimals elsewhere, so
 * a text with one is not a number: {@code 1.234} is not 1.234 there, and may not be 1234 either.
 */
public final class DecimalComma {
    private DecimalComma() {}

    /**
     * A text as a DuckDB expression: numbers with a point for their comma, everything else as it is. A point and a comma
     * change places, so that what has a point already is not taken for a number.
     */
    public static String withPoint(String text) {
        return "CASE WHEN regexp_full_match(" + text + ", '[-+]?[0-9]*[.,][0-9.,]*([eE][-+]?[0-9]+)?') THEN translate("
                + text + ", '.,', ',.') ELSE " + text + " END";
    }

    /** What a call reads, with points in the numbers of some of its columns of text. */
    public static String withPoints(String call, Collection<String> columns) {
        if (columns.isEmpty()) {
            return call;
        }
        String replaced = columns.stream()
                .map(column -> withPoint(Sql.name(column)) + " AS " + Sql.name(column))
                .collect(Collectors.joining(", "));
        return "(SELECT * REPLACE (" + replaced + ") FROM " + call + ")";
    }
}
