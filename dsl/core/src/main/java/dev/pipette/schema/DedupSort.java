package dev.pipette.schema;

import java.util.Objects;

/**
 * Which of several arriving rows with one key a merge loads.
 *
 * <pre>{@code
 * orders.merge("id").dedupSort("updated_at", DedupSort.Wins.HIGHEST);
 * }</pre>
 *
 * @param column whose values are compared; rows without a value lose
 * @param wins which value wins; of rows with the same value, the one that arrived last
 */
public record DedupSort(String column, Wins wins) {
    /** Refuses null. */
    public DedupSort {
        Objects.requireNonNull(column, "column");
        Objects.requireNonNull(wins, "wins");
    }

    /** Which value wins. */
    public enum Wins {
        /** The highest value; dlt's {@code desc}. */
        HIGHEST("desc"),
        /** The lowest value; dlt's {@code asc}. */
        LOWEST("asc");

        private final String dltName;

        Wins(String dltName) {
            this.dltName = dltName;
        }

        /** The word in dlt's schema document. */
        public String dltName() {
            return dltName;
        }
    }
}
