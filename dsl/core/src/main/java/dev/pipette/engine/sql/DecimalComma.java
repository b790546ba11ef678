package dev.pipette.engine.sql;

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
}
