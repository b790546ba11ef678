package dev.pipette.engine.pack;

import java.util.ArrayList;
import java.util.List;

/** What a load says of values that no column holds as they came. */
final class ValueNotes {
    private ValueNotes() {}

    /** The notes of a table that Java filled. */
    static List<String> of(String resource, TableBuffer table) {
        List<String> notes = new ArrayList<>();
        for (ColumnBuffer column : table.columns().values()) {
            String place = "resource " + resource + ": column '" + column.name() + "' of table " + table.name();
            if (column.cutTimes() > 0) {
                notes.add(place + " has "
                        + (column.cutTimes() == 1 ? "1 time" : column.cutTimes() + " times")
                        + " finer than a microsecond, cut to the microsecond. To keep all digits as text, declare"
                        + " column(\"" + column.name() + "\", text()) (--type " + column.name() + "=text)");
            }
            if (column.tooManyDigits()) {
                notes.add(place + " has numbers that no decimal of " + ColumnBuffer.MOST_DIGITS
                        + " digits holds; its exact numbers are kept as text");
            }
        }
        return notes;
    }
}
