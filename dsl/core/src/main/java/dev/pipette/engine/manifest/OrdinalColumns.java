package dev.pipette.engine.manifest;

/** The columns of a package's files that say which row is which, and which row holds a nested one. */
public final class OrdinalColumns {
    /** The number of the row in its table and file. */
    public static final String ORDINAL = "_ordinal";

    /** Of a nested row: the number of the row of the root table that holds it. */
    public static final String ROOT = "_root";

    /** Of a nested row: the number of the row that holds it. */
    public static final String PARENT = "_parent";

    /** Of a nested row: its place in the list, from 0. */
    public static final String INDEX = "_index";

    private OrdinalColumns() {}
}
