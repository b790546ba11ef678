package dev.pipette.engine.columnar;

import dev.pipette.engine.lexical.NumberText;
import dev.pipette.engine.lexical.TimeText;
import dev.pipette.engine.lexical.TruthText;
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
 * @param padded those with a zero at the end after the point
 * @param pointed those that are written {@link NumberText#POINTED}, and doubles with an exponent
 * @param booleans true or false in any case
 * @param dates ISO dates
 * @param timestamps ISO timestamps with an offset
 * @param localTimestamps ISO timestamps without an offset
 * @param times ISO times of day
 * @param integerDigits the most digits before the point, of numbers without an exponent
 * @param scale the most digits after the point, of numbers without an exponent
 * @param leastScale the fewest
 * @param noNumbers NaN and infinities, which are doubles beside numbers, and words where they are alone
 * @param endless infinities as dates and timestamps have them, which are words where they are alone
 */
public record TextProfile(
        long values,
        long integers,
        long doubles,
        long numbers,
        long padded,
        long pointed,
        long booleans,
        long dates,
        long timestamps,
        long localTimestamps,
        long times,
        int integerDigits,
        int scale,
        int leastScale,
        long noNumbers,
        long endless) {
    private static final int COLUMNS = 16;

    /** Characters of the longest value that is looked at, a double with all its digits. */
    private static final int LONGEST = 400;

    public static final TextProfile EMPTY =
            new TextProfile(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, Integer.MAX_VALUE, 0, 0);

    /** The aggregates that count everything of a column, to be read with {@link #read}. */
    public static String aggregates(String value) {
        // nothing but text is longer, and looking through 50 MB for a date takes seconds
        String column = "left(" + value + ", " + LONGEST + ")";
        String number = NumberText.isPlain(column);
        String special = "lower(" + column + ") IN ('nan', 'inf', '-inf', 'infinity', '-infinity')";
        return String.join(
                ", ",
                "count(" + value + ")",
                filtered(matches(column, ValueType.BIGINT)),
                filtered(NumberText.isDouble(column) + " OR " + special),
                filtered(number),
                filtered(number + " AND NOT " + NumberText.matches(column, NumberText.SHORT)),
                filtered(
                        NumberText.matches(column, NumberText.POINTED) + " OR " + NumberText.isWrittenExponent(column)),
                filtered(matches(column, ValueType.BOOL)),
                filtered(matches(column, ValueType.DATE)),
                filtered(matches(column, ValueType.TIMESTAMP)),
                filtered(matches(column, ValueType.LOCAL_TIMESTAMP)),
                filtered(matches(column, ValueType.TIME)),
                "coalesce(max(length(ltrim(split_part(" + column + ", '.', 1), '-'))) FILTER (" + number + "), 0)",
                "coalesce(max(length(split_part(" + column + ", '.', 2))) FILTER (" + number + "), 0)",
                "coalesce(min(length(split_part(" + column + ", '.', 2))) FILTER (" + number + "), " + Integer.MAX_VALUE
                        + ")",
                filtered(special),
                filtered(TimeText.isEndless(column)));
    }

    /**
     * The aggregates that only count the values, and those that are not as guessed; two columns. A value that a cheap
     * test proves is not looked at again: DuckDB evaluates the branches of CASE for the rows that reach them only.
     */
    public static String check(String column, Guess guess) {
        if (guess.type() == ValueType.TEXT) {
            return "count(" + column + "), 0";
        }
        return "count(" + column + "), "
                + filtered("CASE WHEN " + column + " IS NULL OR " + quick(column, guess) + " THEN false ELSE NOT "
                        + matches(column, guess) + " END");
    }

    /** A cheap condition that proves a text to be the writing of a value of the type; it may miss some. */
    private static String quick(String column, Guess guess) {
        return switch (guess.type()) {
            case BIGINT -> NumberText.isInteger(column);
            case DOUBLE -> NumberText.isSurelyDouble(column, guess.numbers());
            case DATE -> TimeText.isDate(column);
            case LOCAL_TIMESTAMP -> TimeText.isSurelyLocal(column);
            case BOOL -> column + " IN ('true', 'false')";
            case TIMESTAMP, TIME, DECIMAL, BINARY, JSON, TEXT -> "false";
        };
    }

    private static String matches(String column, Guess guess) {
        return guess.type() == ValueType.DOUBLE
                ? "coalesce(" + NumberText.isDouble(column, guess.numbers()) + ", false)"
                : guess.type() == ValueType.TIMESTAMP
                        ? "(" + TimeText.isEndless(column) + " OR " + matches(column, ValueType.TIMESTAMP) + ")"
                        : matches(column, guess.type());
    }

    /** Whether a text is the writing of a value of the type, as a DuckDB condition that is never NULL. */
    private static String matches(String column, ValueType type) {
        String condition = switch (type) {
            case BIGINT -> NumberText.isInteger(column);
            case BOOL -> TruthText.is(column);
            case DATE -> TimeText.isDate(column);
            case LOCAL_TIMESTAMP -> TimeText.localValue(column) + " IS NOT NULL";
            case TIMESTAMP -> TimeText.isInstant(column) + " AND " + TimeText.instantValue(column) + " IS NOT NULL";
            case TIME -> TimeText.timeOfDayValue(column) + " IS NOT NULL";
            case DOUBLE, DECIMAL, BINARY, JSON, TEXT -> "false";
        };
        return "coalesce(" + condition + ", false)";
    }

    private static String filtered(String condition) {
        return "count(*) FILTER (" + condition + ")";
    }

    /** Reads the profile of the n-th column, counted from 0, of a result of {@link #aggregates}. */
    public static TextProfile read(ResultSet row, int index) throws SQLException {
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
                row.getLong(at + 10),
                row.getLong(at + 11),
                row.getInt(at + 12),
                row.getInt(at + 13),
                row.getInt(at + 14),
                row.getLong(at + 15),
                row.getLong(at + 16));
    }

    /** The profile of the values of both. */
    public TextProfile plus(TextProfile other) {
        return new TextProfile(
                values + other.values,
                integers + other.integers,
                doubles + other.doubles,
                numbers + other.numbers,
                padded + other.padded,
                pointed + other.pointed,
                booleans + other.booleans,
                dates + other.dates,
                timestamps + other.timestamps,
                localTimestamps + other.localTimestamps,
                times + other.times,
                Math.max(integerDigits, other.integerDigits),
                Math.max(scale, other.scale),
                Math.min(leastScale, other.leastScale),
                noNumbers + other.noNumbers,
                endless + other.endless);
    }

    /**
     * What a column is taken for.
     *
     * @param type of all values
     * @param numbers the one way in which its numbers are written, as a pattern; empty for other types
     * @param scale digits after the point that each of its numbers has, where these are alike; otherwise 0
     */
    public record Guess(ValueType type, String numbers, int scale) {
        /** Text, which holds everything. */
        public static final Guess TEXT = of(ValueType.TEXT);

        static Guess of(ValueType type) {
            return new Guess(type, "", 0);
        }
    }

    /** The profile of a column all of whose values were found to be as guessed. */
    public static TextProfile allOf(Guess guess, long values) {
        ValueType type = guess.type();
        boolean integer = type == ValueType.BIGINT;
        boolean number = type == ValueType.DOUBLE;
        boolean isPointed = guess.numbers().equals(NumberText.POINTED);
        boolean isAlike = guess.scale() > 0;
        return new TextProfile(
                values,
                integer ? values : 0,
                integer || number ? values : 0,
                integer || isAlike ? values : 0,
                isPointed || isAlike ? values : 0,
                isPointed ? values : 0,
                type == ValueType.BOOL ? values : 0,
                type == ValueType.DATE ? values : 0,
                type == ValueType.TIMESTAMP ? values : 0,
                type == ValueType.LOCAL_TIMESTAMP ? values : 0,
                type == ValueType.TIME ? values : 0,
                integer ? 19 : 0,
                isPointed ? 1 : guess.scale(), // two scales that differ where they are not known
                guess.scale(),
                0,
                0);
    }

    /** What the column is taken for; nothing where there are no values. */
    public Optional<Guess> guess() {
        return type().map(type -> type == ValueType.DOUBLE
                ? way().map(way -> new Guess(type, way, areAlike() ? scale : 0)).orElseThrow()
                : Guess.of(type));
    }

    /** The one way in which all numbers of the column are written, as a pattern. */
    private Optional<String> way() {
        return padded == 0
                ? Optional.of(NumberText.SHORT)
                : areAlike()
                        ? Optional.of(NumberText.alike(scale))
                        : pointed + noNumbers == values ? Optional.of(NumberText.POINTED) : Optional.empty();
    }

    private boolean areAlike() {
        return padded > 0 && leastScale == scale && numbers + noNumbers == values;
    }

    /** The one type that all values have; text where they have none in common, nothing where there are no values. */
    public Optional<ValueType> type() {
        if (values == 0) {
            return Optional.empty();
        }
        for (var candidate : List.of(
                new Candidate(ValueType.BIGINT, integers),
                new Candidate(ValueType.DOUBLE, isWithoutNumbers() || way().isEmpty() ? 0 : doubles),
                new Candidate(ValueType.BOOL, booleans),
                new Candidate(ValueType.DATE, isEndless() ? 0 : dates),
                new Candidate(ValueType.TIMESTAMP, isEndless() ? 0 : timestamps + endless),
                new Candidate(ValueType.LOCAL_TIMESTAMP, isEndless() ? 0 : localTimestamps),
                new Candidate(ValueType.TIME, times))) {
            if (candidate.count() == values) {
                return Optional.of(candidate.type());
            }
        }
        return Optional.of(isDecimal() && way().isPresent() ? ValueType.DECIMAL : ValueType.TEXT);
    }

    private boolean isEndless() {
        return endless == values;
    }

    /** Whether there is NaN and infinity and nothing else: a name may be Nan. */
    public boolean isWithoutNumbers() {
        return noNumbers == values;
    }

    /** Whether a decimal holds all values. */
    public boolean isDecimal() {
        return values > 0 && numbers == values && integerDigits + scale <= 38;
    }

    private record Candidate(ValueType type, long count) {}
}
