package dev.pipette.incremental;

/** In which order a source yields its rows by the value of the cursor. Rows with one value may come in any order. */
public enum RowOrder {
    /** Lowest values first. */
    ASCENDING,
    /** Highest values first. */
    DESCENDING;

    /** Whether a value may come after another one. */
    public boolean allows(Comparable<?> value, Comparable<?> before) {
        int order = CursorKind.compare(value, before);
        return this == ASCENDING ? order >= 0 : order <= 0;
    }

    /** The order as a word in a sentence. */
    public String word() {
        return this == ASCENDING ? "ascending" : "descending";
    }
}
