package dev.pipette.check;

import java.util.Locale;

/**
 * What happens to rows that cannot be rows of the table: lines of a file that cannot be read, values that are not of the
 * declared type, rows without a key.
 *
 * <pre>{@code
 * csv("orders", Path.of("orders.csv")).badRows(BadRows.REJECT).maxRejectRate(0.01);
 * }</pre>
 */
public enum BadRows {
    /** The first one stops the load with an error that names it. */
    FAIL,
    /** They are kept in {@code _pipette_rejects}, and the others are loaded. */
    REJECT;

    /** The word on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
