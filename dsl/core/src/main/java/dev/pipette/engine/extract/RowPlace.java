package dev.pipette.engine.extract;

import dev.pipette.engine.manifest.RowPlaceColumns;
import java.util.Map;

/** Which row of which file a walk is at. For one thread. */
final class RowPlace {
    private String file = "";
    private String before = "";
    private long row;

    /**
     * A file begins.
     *
     * @param name as the table of rejects names it; empty for none
     */
    void begins(String name) {
        file = name;
        before = name + ", row ";
        row = 0;
    }

    /** A line of the file is no row, so that its rows are counted without it. */
    void lineLeftOut() {
        before = file + ", readable row ";
    }

    /** The next row. */
    void row() {
        row++;
    }

    /** The hidden columns of the row; none where it is in no file. */
    Map<String, String> hidden() {
        return file.isEmpty()
                ? Map.of()
                : Map.of(RowPlaceColumns.FILE, before, RowPlaceColumns.ROW, Long.toString(row));
    }
}
