package dev.pipette.rows;

import dev.pipette.text.TextTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Rows as a table that is not wider than a terminal: columns that matter most come first, long values are cut, and a line
 * names the columns that do not fit.
 */
final class FittedTable {
    /** How wide long cells still are where columns have to be left out. */
    private static final int NARROWEST = 18;

    private static final int WIDEST_NAME = 40;
    private static final int GAP = 2;

    private static final String SYSTEM = "_dlt_";
    private static final String LEFT_OUT = "Left out: ";

    private final Rows rows;
    private final int width;
    private final List<Integer> order;
    private final String advice;

    /**
     * A table.
     *
     * @param first columns that come first, in this order, where the rows have them
     * @param advice how to see the columns that are left out
     */
    FittedTable(Rows rows, int width, Collection<String> first, String advice) {
        this.rows = rows;
        this.width = width;
        this.order = order(rows.columns(), first);
        this.advice = advice;
    }

    /** Keys, then the others as they are stored, then the system's columns. */
    private static List<Integer> order(List<String> names, Collection<String> first) {
        List<Integer> order = new ArrayList<>();
        for (String key : first) {
            int at = names.indexOf(key);
            if (at >= 0 && !order.contains(at)) {
                order.add(at);
            }
        }
        List<Integer> system = new ArrayList<>();
        for (int at = 0; at < names.size(); at++) {
            if (!order.contains(at)) {
                (names.get(at).startsWith(SYSTEM) ? system : order).add(at);
            }
        }
        order.addAll(system);
        return order;
    }

    String text() {
        List<Integer> widths = order.stream()
                .map(at -> RowsTable.column(rows, at, width).width())
                .toList();
        int shown = widths.size();
        while (shown > 1 && total(widths.subList(0, shown), NARROWEST) > width) {
            shown--;
        }
        TextTable table = table(cells(widths.subList(0, shown)), order.subList(0, shown));
        String text = table.lines() + "\n" + table.count();
        return shown == order.size() ? text : text + "\n" + leftOut(order.subList(shown, order.size()));
    }

    /** How wide cells are at most, so that the columns take the width that there is. */
    private int cells(List<Integer> widths) {
        int cells = width;
        while (cells > NARROWEST && total(widths, cells) > width) {
            cells--;
        }
        return cells;
    }

    /** How wide columns are together, where each is cut to a width. */
    private static int total(List<Integer> widths, int cells) {
        return widths.stream().mapToInt(own -> Math.min(own, cells) + GAP).sum() - GAP;
    }

    private TextTable table(int widestCell, List<Integer> columns) {
        return new TextTable(
                columns.stream()
                        .map(at -> RowsTable.column(rows, at, widestCell))
                        .toList(),
                rows.size(),
                rows.total());
    }

    /** Names the columns that do not fit, as many as there is room for in a line. */
    private String leftOut(List<Integer> columns) {
        List<String> names = columns.stream()
                .map(at -> TextTable.cell(rows.columns().get(at), WIDEST_NAME).text())
                .toList();
        int room = Math.max(LEFT_OUT.length() * 3, width - advice.length() - 1);
        String all = LEFT_OUT + String.join(", ", names) + ".";
        if (all.length() <= room) {
            return all + " " + advice;
        }
        StringBuilder line = new StringBuilder(LEFT_OUT);
        for (int at = 0; at < names.size(); at++) {
            String more = ", and " + (names.size() - at) + " more.";
            String name = (at == 0 ? "" : ", ") + names.get(at);
            if (at > 0 && line.length() + name.length() + more.length() > room) {
                return line + more + " " + advice;
            }
            line.append(name);
        }
        return line + ". " + advice;
    }

    /** Each row as a block of lines, a column in each line; nothing is cut or left out. */
    static String blocks(Rows rows, Collection<String> first) {
        List<Integer> order = order(rows.columns(), first);
        List<TextTable.Column> columns = order.stream()
                .map(at -> RowsTable.column(rows, at, Integer.MAX_VALUE))
                .toList();
        int widest = columns.stream()
                .mapToInt(column -> TextTable.displayWidth(column.heading()))
                .max()
                .orElse(0);
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < rows.size(); row++) {
            text.append("-[ ")
                    .append(row + 1)
                    .append(" ]")
                    .append("-".repeat(widest))
                    .append('\n');
            for (TextTable.Column column : columns) {
                String heading = column.heading();
                text.append(heading)
                        .append(" ".repeat(widest - TextTable.displayWidth(heading)))
                        .append(" | ")
                        .append(column.cells().get(row).text())
                        .append('\n');
            }
        }
        return text + new TextTable(columns, rows.size(), rows.total()).count();
    }
}
