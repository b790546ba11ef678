package dev.pipette.spi;

/**
 * What a migration does with a column that is there.
 *
 * <pre>{@code
 * session.keeping("shop", "orders", "cust", ColumnChange.DROP);   // what uses it, and what to do
 * }</pre>
 */
public enum ColumnChange {
    /** Gives it another name. */
    RENAME,
    /** Takes it away, with its values. */
    DROP,
    /** Gives it another type. */
    RETYPE
}
