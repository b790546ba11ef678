package dev.pipette.text;

import java.util.List;
import java.util.Locale;

/**
 * Rows as a table for people: aligned text, or HTML with the same cells.
 *
 * <pre>{@code
 * id          mag  place
 * ----------  ---  --------------------
 * ci37868143    2  4km W of Castaic, CA
 * 1 of 1,707 rows
 * }</pre>
 *
 * @param columns in their order, with all their cells
 * @param rowCount of the rows that are shown
 * @param total of the rows that there are
 */
public record TextTable(List<Column> columns, int rowCount, long total) {
    private static final int WIDEST_LINE = 200;
    private static final String GAP = "  ";
    private static final String NULL = "NULL";

    /** The cell of a missing value. */
    public static final Cell MISSING = new Cell(NULL, true);

    /** Ranges of characters that take two places in a terminal: East Asian scripts and emoji, first and last of each. */
    private static final int[] WIDE = {
        0x1100, 0x115F, 0x2E80, 0xA4CF, 0xAC00, 0xD7A3, 0xF900, 0xFAFF, 0xFE30, 0xFE6F, 0xFF00, 0xFF60, 0xFFE0, 0xFFE6,
        0x1F300, 0x1FAFF, 0x20000, 0x3FFFD
    };

    /** One column: its heading, one cell for each row, and the places that the widest of them takes. */
    public record Column(String heading, boolean isNumber, int width, List<Cell> cells) {
        public static Column of(String heading, boolean isNumber, List<Cell> cells) {
            int width = displayWidth(heading);
            for (Cell cell : cells) {
                width = Math.max(width, displayWidth(cell.text()));
            }
            return new Column(heading, isNumber, width, cells);
        }
    }

    /** One cell, as it is shown. */
    public record Cell(String text, boolean isNull) {}

    /** The places that a line takes. */
    public int width() {
        return columns.stream()
                        .mapToInt(column -> GAP.length() + column.width())
                        .sum()
                - GAP.length();
    }

    /** The table as text that a terminal shows aligned; columns beyond the widest line are counted, not shown. */
    public String text() {
        int shown = columnsThatFit();
        StringBuilder text = new StringBuilder();
        lines(text, columns.subList(0, shown));
        text.append(count());
        int hidden = columns.size() - shown;
        if (hidden > 0) {
            text.append(", + ").append(hidden).append(hidden == 1 ? " more column" : " more columns");
        }
        return text.toString();
    }

    /** All columns as text that a terminal shows aligned, and no count of the rows. */
    public String lines() {
        StringBuilder text = new StringBuilder();
        lines(text, columns);
        return text.toString().stripTrailing();
    }

    private void lines(StringBuilder text, List<Column> visible) {
        line(text, visible, Column::heading);
        line(text, visible, column -> "-".repeat(column.width()));
        for (int row = 0; row < rowCount; row++) {
            int index = row;
            line(text, visible, column -> column.cells().get(index).text());
        }
    }

    private int columnsThatFit() {
        int width = -GAP.length();
        for (int at = 0; at < columns.size(); at++) {
            width += GAP.length() + columns.get(at).width();
            if (width > WIDEST_LINE) {
                return Math.max(1, at);
            }
        }
        return columns.size();
    }

    private interface CellOf {
        String in(Column column);
    }

    private static void line(StringBuilder text, List<Column> columns, CellOf cell) {
        StringBuilder line = new StringBuilder();
        for (Column column : columns) {
            String content = cell.in(column);
            String padding = " ".repeat(column.width() - displayWidth(content));
            line.append(line.isEmpty() ? "" : GAP);
            line.append(column.isNumber() ? padding + content : content + padding);
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }

    /** The table as HTML, all columns. */
    public String html() {
        return htmlLines() + "<p>" + count() + "</p>\n";
    }

    /** The table as HTML, all columns, and no count of the rows. */
    String htmlLines() {
        StringBuilder html = new StringBuilder("<table class=\"pipette\">\n<thead><tr>");
        for (Column column : columns) {
            html.append("<th")
                    .append(alignment(column))
                    .append('>')
                    .append(escaped(column.heading()))
                    .append("</th>");
        }
        html.append("</tr></thead>\n<tbody>\n");
        for (int row = 0; row < rowCount; row++) {
            html.append("<tr>");
            for (Column column : columns) {
                Cell cell = column.cells().get(row);
                html.append("<td").append(alignment(column)).append('>');
                html.append(cell.isNull() ? "<em>" + NULL + "</em>" : escaped(cell.text()))
                        .append("</td>");
            }
            html.append("</tr>\n");
        }
        return html.append("</tbody>\n</table>\n").toString();
    }

    private static String alignment(Column column) {
        return " style=\"text-align:" + (column.isNumber() ? "right" : "left") + "\"";
    }

    public static String escaped(String text) {
        return Printable.of(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** How many rows there are, and how many of them are shown. */
    public String count() {
        return rowCount == total
                ? Units.rows(total)
                : String.format(Locale.ROOT, "%,d of %s", rowCount, Units.rows(total));
    }

    /** Shows what would break the line or command the terminal, and hides secrets. */
    private static String visible(String text) {
        return Printable.of(inLine(Secrets.maskedValues(text)));
    }

    private static String inLine(String text) {
        if (text.indexOf('\n') < 0 && text.indexOf('\r') < 0 && text.indexOf('\t') < 0) {
            return text;
        }
        StringBuilder visible = new StringBuilder(text.length());
        for (int at = 0; at < text.length(); at++) {
            char character = text.charAt(at);
            if (character == '\n' || character == '\r') {
                boolean pair = character == '\r' && at + 1 < text.length() && text.charAt(at + 1) == '\n';
                visible.append('↵');
                at += pair ? 1 : 0;
            } else {
                visible.append(character == '\t' ? ' ' : character);
            }
        }
        return visible.toString();
    }

    /** A text as a cell shows it. */
    public static Cell cell(String text, int widest) {
        return new Cell(cut(visible(text), widest), false);
    }

    private static String cut(String text, int widest) {
        if (text.length() <= widest && displayWidth(text) <= widest) {
            return text;
        }
        int width = 0;
        int at = 0;
        while (at < text.length()) {
            int codePoint = text.codePointAt(at);
            width += displayWidth(codePoint);
            if (width > widest - 1) {
                return text.substring(0, at) + "…";
            }
            at += Character.charCount(codePoint);
        }
        return text;
    }

    public static int displayWidth(String text) {
        return text.codePoints().map(TextTable::displayWidth).sum();
    }

    /** How many places of a terminal a character takes. */
    private static int displayWidth(int codePoint) {
        if (codePoint < 0x300) {
            return 1;
        }
        int type = Character.getType(codePoint);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        for (int range = 0; range < WIDE.length; range += 2) {
            if (codePoint >= WIDE[range] && codePoint <= WIDE[range + 1]) {
                return 2;
            }
        }
        return 1;
    }
}
