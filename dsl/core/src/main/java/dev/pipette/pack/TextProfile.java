package dev.pipette.pack;

import dev.pipette.schema.ValueType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * What a column of text holds, counted over all its values, so that its type does not depend on their order.
 *
 * @param values that are not NULL
 * @param integers canonical integers of at most 64 bits
 * @param doubles numbers that a double holds, integers among them
 * @param numbers that a decimal may hold: no exponent
 * @param booleans true or false in any case
 * @param dates ISO dates
 * @param timestamps ISO timestamps with an offset
 * @param localTimestamps ISO timestamps without an offset
 * @param times ISO times of day
 * @param integerDigits the most digits before the point, of numbers without an exponent
 * @param scale the most digits after the point, of numbers without an exponent
 * @param noNumbers NaN and infinities, which are doubles beside numbers, and words where they are alone
 */
record TextProfile(
        long values,
        long integers,
        long doubles,
        long numbers,
        long booleans,
        long dates,
        long timestamps,
        long localTimestamps,
        long times,
        int integerDigits,
        int scale,
        long noNumbers) {
    private static final int COLUMNS = 12;

    /** Characters of the longest value that is looked at, a double with all its digits. */
    private static final int LONGEST = 400;

    static final TextProfile EMPTY = new TextProfile(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** The aggregates that count everything of a column, to be read with {@link #read}. */
    static String aggregates(String value) {
        // nothing but text is longer, and looking through 50 MB for a date takes seconds
        String column = "left(" + value + ", " + LONGEST + ")";
        String number = "regexp_full_match(" + column + ", '" + Conversion.NUMBER + "') AND NOT contains(lower("
                + column + "), 'e')";
        String special = "lower(" + column + ") IN ('nan', 'inf', '-inf', 'infinity', '-infinity')";
        return String.join(
                ", ",
                "count(" + value + ")",
                filtered(matches(column, ValueType.BIGINT)),
                filtered(Conversion.isDouble(column) + " OR " + special),
                filtered(number),
                filtered(matches(column, ValueType.BOOL)),
                filtered(matches(column, ValueType.DATE)),
                filtered(matches(column, ValueType.TIMESTAMP)),
                filtered(matches(column, ValueType.LOCAL_TIMESTAMP)),
                filtered(matches(column, ValueType.TIME)),
                "coalesce(max(length(ltrim(split_part(" + column + ", '.', 1), '-'))) FILTER (" + number + "), 0)",
                "coalesce(max(length(split_part(" + column + ", '.', 2))) FILTER (" + number + "), 0)",
                filtered(special));
    }

    /**
     * The aggregates that only count the values, and those that are not of the type; two columns. A value that a cheap
     * test proves is not looked at again: DuckDB evaluates the branches of CASE for the rows that reach them only.
     */
    static String check(String column, ValueType type) {
        if (type == ValueType.TEXT) {
            return "count(" + column + "), 0";
        }
        return "count(" + column + "), "
                + filtered("CASE WHEN " + column + " IS NULL OR " + quick(column, type) + " THEN false ELSE NOT "
                        + matches(column, type) + " END");
    }

    /** A cheap condition that proves a text to be the writing of a value of the type; it may miss some. */
    private static String quick(String column, ValueType type) {
        return switch (type) {
            case BIGINT -> "CAST(TRY_CAST(" + column + " AS BIGINT) AS VARCHAR) = " + column;
            // up to 15 digits a double holds any number, and its writing need not be looked at: a third of the time
            case DOUBLE ->
                "CASE WHEN strlen(" + column + ") <= 15 THEN regexp_full_match(" + column + ", '"
                        + Conversion.PLAIN_NUMBER + "') ELSE CAST(TRY_CAST(" + column + " AS DOUBLE) AS VARCHAR) = "
                        + column + " END";
            case DATE -> "CAST(TRY_CAST(" + column + " AS DATE) AS VARCHAR) = " + column;
            case LOCAL_TIMESTAMP -> "CAST(TRY_CAST(" + column + " AS TIMESTAMP) AS VARCHAR) = " + column;
            case BOOL -> column + " IN ('true', 'false')";
            case TIMESTAMP, TIME, DECIMAL, BINARY, JSON, TEXT -> "false";
        };
    }

    /** Whether a text is the writing of a value of the type, as a DuckDB condition that is never NULL. */
    private static String matches(String column, ValueType type) {
        String condition = switch (type) {
            case BIGINT -> "CAST(TRY_CAST(" + column + " AS BIGINT) AS VARCHAR) = " + column;
            case DOUBLE -> Conversion.isDouble(column);
            case BOOL -> "lower(" + column + ") IN ('true', 'false')";
            case DATE -> "CAST(TRY_CAST(" + column + " AS DATE) AS VARCHAR) = " + column;
            case LOCAL_TIMESTAMP ->
                "CAST(TRY_CAST(" + column + " AS TIMESTAMP) AS VARCHAR) = " + column + " OR "
                        + patternOf(column, Conversion.LOCAL_TIMESTAMP, "TIMESTAMP");
            case TIMESTAMP -> patternOf(column, Conversion.TIMESTAMP, "TIMESTAMPTZ");
            case TIME ->
                "length(" + column + ") BETWEEN 8 AND 15 AND contains(" + column + ", ':')"
                        + " AND starts_with(CAST(TRY_CAST(" + column + " AS TIME) AS VARCHAR), left(" + column + ", 8))"
                        + " AND regexp_full_match(" + column
                        + ", '([01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}(\\.[0-9]{1,6})?')"; // DuckDB has a 24:00:00
            case DECIMAL, BINARY, JSON, TEXT -> "false";
        };
        return "coalesce(" + condition + ", false)";
    }

    private static String patternOf(String column, String pattern, String type) {
        return "(regexp_full_match(" + column + ", '" + pattern + "') AND TRY_CAST(" + column + " AS " + type
                + ") IS NOT NULL AND length(regexp_replace(regexp_extract(" + column
                + ", '\\.[0-9]+'), '0+$', '')) <= 7)";
    }

    private static String filtered(String condition) {
        return "count(*) FILTER (" + condition + ")";
    }

    /** Reads the profile of the n-th column, counted from 0, of a result of {@link #aggregates}. */
    static TextProfile read(ResultSet row, int index) throws SQLException {
        int at = index * COLUMNS;
        return new TextProfile(
                row.getLong(at + 1),
                row.getLong(at + 2),
                row.getLong(at + 3),
                row.getLong(at + 4),
                row.getLong(at + 5),
                row.getLong(at + 6),
                row.getLong(at + 7),
                row.getLong(at + 8),
                row.getLong(at + 9),
                row.getInt(at + 10),
                row.getInt(at + 11),
                row.getLong(at + 12));
    }

    /** The profile of the values of both. */
    TextProfile plus(TextProfile other) {
        return new TextProfile(
                values + other.values,
                integers + other.integers,
                doubles + other.doubles,
                numbers + other.numbers,
                booleans + other.booleans,
                dates + other.dates,
                timestamps + other.timestamps,
                localTimestamps + other.localTimestamps,
                times + other.times,
                Math.max(integerDigits, other.integerDigits),
                Math.max(scale, other.scale),
                noNumbers + other.noNumbers);
    }

    /** The profile of a column all of whose values were found to be of the type. */
    static TextProfile allOf(ValueType type, long values) {
        boolean integer = type == ValueType.BIGINT;
        return new TextProfile(
                values,
                integer ? values : 0,
                integer || type == ValueType.DOUBLE ? values : 0,
                integer ? values : 0,
                type == ValueType.BOOL ? values : 0,
                type == ValueType.DATE ? values : 0,
                type == ValueType.TIMESTAMP ? values : 0,
                type == ValueType.LOCAL_TIMESTAMP ? values : 0,
                type == ValueType.TIME ? values : 0,
                integer ? 19 : 0,
                0,
                0);
    }

    /** The one type that all values have; text where they have none in common, nothing where there are no values. */
    Optional<ValueType> type() {
        if (values == 0) {
            return Optional.empty();
        }
        for (var candidate : List.of(
                new Candidate(ValueType.BIGINT, integers),
                new Candidate(ValueType.DOUBLE, isWithoutNumbers() ? 0 : doubles),
                new Candidate(ValueType.BOOL, booleans),
                new Candidate(ValueType.DATE, dates),
                new Candidate(ValueType.TIMESTAMP, timestamps),
                new Candidate(ValueType.LOCAL_TIMESTAMP, localTimestamps),
                new Candidate(ValueType.TIME, times))) {
            if (candidate.count() == values) {
                return Optional.of(candidate.type());
            }
        }
        return Optional.of(isDecimal() ? ValueType.DECIMAL : ValueType.TEXT);
    }

    /** Whether there is NaN and infinity and nothing else: a name may be Nan. */
    boolean isWithoutNumbers() {
        return noNumbers == values;
    }

    /** Whether a decimal holds all values. */
    boolean isDecimal() {
        return values > 0 && numbers == values && integerDigits + scale <= 38;
    }

    private record Candidate(ValueType type, long count) {}
}
