package dev.pipette.engine.manifest;

import dev.pipette.schema.ReservedNames;

/** The hidden columns of a package that say from where a row came which Java read from a file: the table of rejects has it. */
public final class RowPlaceColumns {
    /** What is before the number of the row: {@code /data/orders.jsonl, row }. */
    public static final String FILE = ReservedNames.HIDDEN + "place";

    /** The number of the row in its file, from 1, as text. */
    public static final String ROW = ReservedNames.HIDDEN + "place_row";

    private RowPlaceColumns() {}
}
