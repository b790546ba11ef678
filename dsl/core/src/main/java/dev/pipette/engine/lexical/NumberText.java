package dev.pipette.engine.lexical;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The one rule that says which text is a number: text that can be written back as it was. So exponents are text
 * ({@code 12E5} may be the number of a lot), but for those that a double is written with ({@code 1e-05}); and the
 * numbers of a column are written in one way, because {@code 1.10} and {@code 1.1} may be two versions.
 *
 * <p>The ways, as patterns of numbers without an exponent:
 *
 * <ul>
 *   <li>{@link #SHORT}: {@code 10}, {@code 10.5}: no zero at the end after the point;
 *   <li>{@link #POINTED}: {@code 10.0}, {@code 10.5}: always a digit after the point, a zero there only alone;
 *   <li>{@link #alike}: {@code 10.00}, {@code 10.50}: always the same number of digits after the point.
 * </ul>
 *
 * <p>Where a column is declared to hold numbers, each number that a type holds is taken, however it is written. A cursor
 * that is declared to compare numbers reads those that are {@link #PLAIN}.
 */
public final class NumberText {
    /** An integer of any size: no plus sign, no leading zeros. */
    private static final String INTEGER = "-?(0|[1-9][0-9]*)";

    /** A number without an exponent: no plus sign, no leading zeros. */
    public static final String PLAIN = INTEGER + "(\\.[0-9]+)?";

    /** A number as people write it, in any of the ways. */
    public static final String ANY = PLAIN + "([eE][-+]?[0-9]+)?";

    public static final String SHORT = INTEGER + "(\\.[0-9]*[1-9])?";

    public static final String POINTED = INTEGER + "\\.([0-9]|[0-9]*[1-9])";

    /** The ways of which a single number shows that it can be written back: the first two. */
    private static final String ALONE = INTEGER + "(\\.([0-9]|[0-9]*[1-9]))?";

    /** Up to this many digits, a double holds each number. */
    private static final int DIGITS_OF_DOUBLE = 15;

    private static final Pattern PLAIN_PATTERN = Pattern.compile(PLAIN);

    private NumberText() {}

    /** Reads an integer of at most 64 bits, which can be written back as it was; empty for any other text. */
    public static Optional<Long> integer(String text) {
        try {
            long number = Long.parseLong(text);
            return Long.toString(number).equals(text) ? Optional.of(number) : Optional.empty();
        } catch (NumberFormatException noInteger) {
            return Optional.empty();
        }
    }

    /** Reads a number without an exponent; empty for any other text. */
    public static Optional<BigDecimal> plain(String text) {
        return isPlainNumber(text) ? Optional.of(new BigDecimal(text)) : Optional.empty();
    }

    /** Whether a text is a number without an exponent. */
    public static boolean isPlainNumber(String text) {
        return PLAIN_PATTERN.matcher(text).matches();
    }

    /** Whether a text is an integer of at most 64 bits, which can be written back as it was, as a DuckDB condition. */
    public static String isInteger(String text) {
        return "CAST(TRY_CAST(" + text + " AS BIGINT) AS VARCHAR) = " + text;
    }

    /** The integer that a text is, as a DuckDB expression that is NULL for other texts. */
    public static String integerValue(String text) {
        return "CASE WHEN " + isInteger(text) + " THEN TRY_CAST(" + text + " AS BIGINT) END";
    }

    /** Whether a text is a number without an exponent, as a DuckDB condition. */
    public static String isPlain(String text) {
        return matches(text, PLAIN);
    }

    /**
     * The number without an exponent that a text is, as a DuckDB expression that is NULL for other texts.
     *
     * @param type of the number
     */
    public static String plainValue(String text, String type) {
        return "CASE WHEN " + isPlain(text) + " THEN TRY_CAST(" + text + " AS " + type + ") END";
    }

    /** Always this number of digits after the point. */
    public static String alike(int scale) {
        return INTEGER + "\\.[0-9]{" + scale + "}";
    }

    /** Whether a text matches a pattern, as a DuckDB condition. */
    public static String matches(String text, String pattern) {
        return "regexp_full_match(" + text + ", '" + pattern + "')";
    }

    /** Whether a text is how a double is written, which it is with an exponent too. */
    public static String isWrittenDouble(String text) {
        return "CAST(TRY_CAST(" + text + " AS DOUBLE) AS VARCHAR) = " + text;
    }

    /** Whether a text is such a writing with an exponent. */
    public static String isWrittenExponent(String text) {
        return "(contains(" + text + ", 'e') AND " + isWrittenDouble(text) + ")";
    }

    /** Whether a text is a number that a double holds, in one of the ways. */
    public static String isDouble(String text) {
        return "(" + isWrittenDouble(text) + " OR (" + matches(text, PLAIN) + " AND " + isShort(text) + "))";
    }

    /**
     * Whether a text is a number that a double holds, in a column all of whose numbers are written in one way.
     *
     * @param way a pattern
     */
    public static String isDouble(String text, String way) {
        return "(" + isWrittenExponent(text) + " OR (" + matches(text, way) + " AND (" + isShort(text) + " OR "
                + isWrittenDouble(text) + ")))";
    }

    /**
     * A cheap condition that proves the same; it may miss some. Up to 15 digits a double holds any number, and its writing
     * need not be looked at; above, its writing is cheaper than a pattern, and no double is written with more than one zero
     * at its end.
     */
    public static String isSurelyDouble(String text, String way) {
        String beyond = way.equals(POINTED)
                ? isWrittenDouble(text)
                : way.equals(SHORT)
                        ? "NOT ends_with(" + text + ", '.0') AND " + isWrittenDouble(text)
                        : matches(text, way) + " AND " + isWrittenDouble(text);
        return "CASE WHEN strlen(" + text + ") <= " + DIGITS_OF_DOUBLE + " THEN " + matches(text, way) + " ELSE "
                + beyond + " END";
    }

    /** Whether a text is a number that a double holds and that can be written back without knowing its column. */
    public static String isDoubleAlone(String text) {
        return "(" + isWrittenDouble(text) + " OR (" + matches(text, ALONE) + " AND " + isShort(text) + "))";
    }

    /** Whether a text is a number that a decimal of this scale holds and that can be written back. */
    public static String isDecimalAlone(String text, int scale) {
        String ways = scale == 0 ? ALONE : ALONE + "|" + alike(scale);
        return "(" + matches(text, ways) + " AND " + fitsScale(text, scale) + ")";
    }

    /** Whether a text is a number that a double holds, however it is written: for a column that is declared. */
    public static String isDeclaredDouble(String text) {
        return "(" + isWrittenDouble(text) + " OR (" + matches(text, ANY)
                + " AND length(regexp_replace(" + text + ", '[eE].*|[^0-9]', '', 'g')) <= " + DIGITS_OF_DOUBLE
                // below, a double has fewer digits, and at last none
                + " AND (abs(TRY_CAST(" + text + " AS DOUBLE)) >= 1e-290 OR "
                + matches(text, "-?0(\\.0+)?([eE].*)?") + ") AND isfinite(TRY_CAST(" + text + " AS DOUBLE))))";
    }

    /** Whether a text is a number that a decimal of this scale holds, with zeros at its end or without. */
    public static String isDeclaredDecimal(String text, int scale) {
        return "(" + matches(text, PLAIN) + " AND " + fitsScale(text, scale) + ")";
    }

    private static String fitsScale(String text, int scale) {
        return "length(split_part(" + text + ", '.', 2)) <= " + scale;
    }

    private static String isShort(String text) {
        return "length(regexp_replace(" + text + ", '[^0-9]', '', 'g')) <= " + DIGITS_OF_DOUBLE;
    }
}
