package dev.pipette.pack;

/** The columns of a package's files that say which row is which, and which row holds a nested one. */
final class OrdinalColumns {
    /** The number of the row in its table and file. */
    static final String ORDINAL = "_ordinal";

    /** Of a nested row: the number of the row of the root table that holds it. */
    static final String ROOT = "_root";

    /** Of a nested row: the number of the row that holds it. */
    static final String PARENT = "_parent";

    /** Of a nested row: its place in the list, from 0. */
    static final String INDEX = "_index";

    private OrdinalColumns() {}
}
