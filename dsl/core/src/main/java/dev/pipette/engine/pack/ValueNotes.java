package dev.pipette.engine.pack;

import dev.pipette.engine.slice.ColumnReceipt;
import dev.pipette.engine.slice.SliceReceipt;
import dev.pipette.engine.slice.TableReceipt;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Notes of a load on values that no column holds unchanged. */
final class ValueNotes {
    private ValueNotes() {}

    /** The notes of the tables that Java filled. */
    static List<String> of(String resource, SliceReceipt receipt) {
        List<String> notes = new ArrayList<>();
        for (String table : receipt.tableNames()) {
            TableReceipt written = Objects.requireNonNull(receipt.tables().get(table));
            for (String column : written.columnNames()) {
                add(
                        notes,
                        "resource " + resource + ": column '" + column + "' of table " + table,
                        column,
                        Objects.requireNonNull(written.columns().get(column)));
            }
        }
        return notes;
    }

    private static void add(List<String> notes, String place, String name, ColumnReceipt column) {
        if (column.cutTimes() > 0) {
            notes.add(place + " has "
                    + (column.cutTimes() == 1 ? "1 time" : column.cutTimes() + " times")
                    + " finer than a microsecond, cut to the microsecond. To keep all digits as text, declare"
                    + " column(\"" + name + "\", text()) (--type " + name + "=text)");
        }
        if (column.tooManyDigits()) {
            notes.add(place + " has numbers that no decimal of " + ColumnReceipt.MOST_DIGITS
                    + " digits holds; its exact numbers are kept as text");
        }
    }
}
