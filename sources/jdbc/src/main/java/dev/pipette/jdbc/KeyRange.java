package dev.pipette.jdbc;

import dev.pipette.slices.SliceBounds;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A range of the values of a column of integers.
 *
 * @param from the first value
 * @param before the first value that is not in it
 * @param first whether it has the rows below it as well, and those without a value
 * @param last whether it has the rows above it as well
 */
record KeyRange(BigInteger from, BigInteger before, boolean first, boolean last) {
    /** In a slice: the value of the cursor beyond which no slice has rows. */
    private static final String CURSOR_END = "cursor_end";

    /**
     * Ranges of one length that have all values between two.
     *
     * @param most the greatest value
     * @param wanted how many ranges; there may be fewer
     */
    static List<KeyRange> between(BigInteger least, BigInteger most, long wanted) {
        BigInteger span = most.subtract(least).add(BigInteger.ONE);
        BigInteger step = span.add(BigInteger.valueOf(wanted - 1))
                .divide(BigInteger.valueOf(wanted))
                .max(BigInteger.ONE);
        List<KeyRange> ranges = new ArrayList<>();
        for (BigInteger from = least; from.compareTo(most) <= 0; from = from.add(step)) {
            BigInteger before = from.add(step);
            ranges.add(new KeyRange(from, before, from.equals(least), before.compareTo(most) > 0));
        }
        return ranges;
    }

    /** The range that has all rows. */
    static KeyRange whole(BigInteger least, BigInteger most) {
        return new KeyRange(least, most.add(BigInteger.ONE), true, true);
    }

    /** What another process is told of it. */
    SliceBounds bounds(Optional<Comparable<?>> cursorEnd) {
        SliceBounds bounds = SliceBounds.of("from", from)
                .with("before", before)
                .with("first", first)
                .with("last", last);
        return cursorEnd.map(end -> bounds.with(CURSOR_END, end)).orElse(bounds);
    }

    static KeyRange of(SliceBounds bounds) {
        return new KeyRange(
                integer(bounds, "from"),
                integer(bounds, "before"),
                bounds.value("first").equals(true),
                bounds.value("last").equals(true));
    }

    /** The value of the cursor beyond which no slice has rows; empty where slices may have them. */
    static Optional<Comparable<?>> cursorEnd(SliceBounds bounds) {
        return Optional.ofNullable(bounds.values().get(CURSOR_END)).map(Comparable.class::cast);
    }

    private static BigInteger integer(SliceBounds bounds, String name) {
        return new BigDecimal(bounds.text(name)).toBigIntegerExact();
    }

    /** A condition with one that leaves out the rows of other ranges. */
    CursorCondition in(CursorCondition condition, String quoted) {
        List<String> parts = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        // what other snapshots have beyond the ends belongs to the ends
        if (!first) {
            parts.add(quoted + " >= ?");
            values.add(parameter(from));
        }
        if (!last) {
            parts.add(quoted + " < ?");
            values.add(parameter(before));
        }
        return parts.isEmpty()
                ? condition
                : condition.and(
                        "(" + String.join(" AND ", parts) + (first ? " OR " + quoted + " IS NULL" : "") + ")", values);
    }

    private static Object parameter(BigInteger value) {
        return value.bitLength() < Long.SIZE ? (Object) value.longValueExact() : new BigDecimal(value);
    }
}
