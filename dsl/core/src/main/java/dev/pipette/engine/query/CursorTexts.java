package dev.pipette.engine.query;

import dev.pipette.incremental.CursorKind;

/** How DuckDB reads texts as the values of a cursor that declares another type: as Java reads them, and NULL for others. */
final class CursorTexts {
    /** A number as people write it, without an exponent. */
    static final String NUMBER = "-?(0|[1-9][0-9]*)(\\.[0-9]+)?";

    private static final String DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}";
    private static final String CLOCK = "[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,9})?)?";
    private static final String OFFSET = "(Z|[-+][0-9]{2}(:?[0-9]{2})?)";

    private CursorTexts() {}

    /**
     * The expression.
     *
     * @param type of DuckDB
     * @param inZone whether times may be written without an offset where instants are compared
     */
    static String read(String text, CursorKind kind, String type, boolean inZone) {
        String pattern = switch (kind) {
            case INTEGER -> "-?(0|[1-9][0-9]*)";
            case DECIMAL -> NUMBER;
            case INSTANT -> DAY + (inZone ? "(" + CLOCK + OFFSET + "?)?" : CLOCK + OFFSET);
            case LOCAL_TIMESTAMP -> DAY + "(" + CLOCK + ")?";
            case DATE -> DAY;
            case TEXT -> throw new IllegalArgumentException("a text is a text");
        };
        return "CASE WHEN regexp_full_match(" + text + ", '" + pattern + "') THEN TRY_CAST(" + text + " AS " + type
                + ") END";
    }
}
