package dev.pipette.engine.slice;

import java.util.Comparator;

/**
 * Where a column or a table was first seen. Those of earlier slices come first, and within a slice those that were seen
 * earlier.
 *
 * @param slice position of the slice
 * @param number how many others were seen before it in this slice
 */
public record Appearance(int slice, int number) implements Comparable<Appearance> {
    private static final Comparator<Appearance> ORDER =
            Comparator.comparingInt(Appearance::slice).thenComparingInt(Appearance::number);

    @Override
    public int compareTo(Appearance other) {
        return ORDER.compare(this, other);
    }

    /** The earlier one of two. */
    Appearance join(Appearance other) {
        return compareTo(other) <= 0 ? this : other;
    }
}
