package dev.pipette.engine.manifest;

import dev.pipette.schema.ReservedNames;

/** The hidden columns of a package by which rows are known again: extraction fills them, and publishing reads them. */
public final class RowKeyColumns {
    /** The digest of a whole row that Java read, by which a later run knows the row. */
    public static final String ROW_KEY = ReservedNames.HIDDEN + "row_key";

    /** The digest by which equal rows of one run are found, where it is another one. */
    public static final String EQUAL_KEY = ReservedNames.HIDDEN + "equal_key";

    /** The text of the key of a row of a file that Java read. */
    public static final String KEY_TEXT = ReservedNames.HIDDEN + "key_text";

    private RowKeyColumns() {}
}
