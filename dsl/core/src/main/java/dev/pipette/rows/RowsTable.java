package dev.pipette.rows;

import dev.pipette.text.TextTable;
import dev.pipette.text.TextTable.Cell;
import dev.pipette.text.TextTable.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jooq.Field;
import org.jooq.Record;

/** Rows as a {@link TextTable}: numbers at the right, long values cut. */
final class RowsTable {
    private static final int WIDEST_CELL = 40;

    private RowsTable() {}

    static TextTable of(Rows rows) {
        List<Column> columns = new ArrayList<>();
        for (int at = 0; at < rows.columns().size(); at++) {
            columns.add(column(rows, at, WIDEST_CELL));
        }
        return new TextTable(List.copyOf(columns), rows.size(), rows.total());
    }

    /** One column of rows, whose cells take at most {@code widest} places. */
    static Column column(Rows rows, int at, int widest) {
        Field<?> field = Objects.requireNonNull(rows.result().field(at));
        return Column.of(TextTable.cell(field.getName(), widest).text(), isNumber(field), cells(rows, at, widest));
    }

    private static List<Cell> cells(Rows rows, int column, int widest) {
        List<Cell> cells = new ArrayList<>(rows.size());
        for (Record row : rows) {
            Object value = row.get(column);
            Object shown = value instanceof byte[] bytes ? Arrays.copyOf(bytes, Math.min(bytes.length, widest)) : value;
            cells.add(shown == null ? TextTable.MISSING : TextTable.cell(rows.text(shown), widest));
        }
        return cells;
    }

    private static boolean isNumber(Field<?> field) {
        return Number.class.isAssignableFrom(field.getType());
    }
}
