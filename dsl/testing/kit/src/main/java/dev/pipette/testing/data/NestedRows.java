package dev.pipette.testing.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A list inside each row. The rows of all lists together are numbered through, so that each edge value comes in one of
 * the first lists and keys are unique among all of them.
 *
 * @param rows makes the elements
 * @param fewest the shortest list
 * @param most the longest list
 */
record NestedRows(String name, RowGenerator rows, int fewest, int most) {
    /** The list of a row, which is numbered from 0. */
    List<Map<String, @Nullable Object>> of(long seed, long row) {
        RowGenerator seeded = rows.seed(CellRandom.derived(seed ^ rows.seed(), name));
        long first = elementsBefore(seed, row);
        List<Map<String, @Nullable Object>> elements = new ArrayList<>();
        for (int index = 0; index < length(seed, row); index++) {
            elements.add(seeded.row(first + index + 1));
        }
        return List.copyOf(elements);
    }

    /**
     * Each stretch of rows has every length once, in an order of its own: so the number of elements before a row is known
     * without a look at all rows before it.
     */
    private int length(long seed, long row) {
        int lengths = most - fewest + 1;
        long start = new CellRandom(seed, name, row / lengths).below(lengths);
        // the first stretch begins with the shortest list
        long shift = row < lengths ? 0 : start;
        return fewest + (int) ((row % lengths + shift) % lengths);
    }

    private long elementsBefore(long seed, long row) {
        int lengths = most - fewest + 1;
        long stretch = row / lengths;
        long before = stretch * (lengths * ((long) fewest + most) / 2);
        for (long earlier = stretch * lengths; earlier < row; earlier++) {
            before += length(seed, earlier);
        }
        return before;
    }

    @Override
    public String toString() {
        return "'" + name + "' of " + fewest + " to " + most;
    }
}
