package dev.pipette.engine.load.bookkeeping;

/**
 * What a load changed in a table in a way that no row shows.
 *
 * @param table the root table
 * @param kind {@code deleted} or {@code kept}
 */
public record UntracedChange(String table, String kind) {
    private static final String DELETED = "deleted";
    private static final String KEPT = "kept";

    /** It took rows away, or kept rows out that did not arrive. */
    public static UntracedChange deleted(String table) {
        return new UntracedChange(table, DELETED);
    }

    /** It left rows as they were that another load would change. */
    public static UntracedChange kept(String table) {
        return new UntracedChange(table, KEPT);
    }

    /** As the rest of a sentence about a newer load. */
    public String did(String dataset) {
        return (kind.equals(DELETED) ? "deleted rows of table " : "left rows as they were in table ") + dataset + "."
                + table;
    }
}
