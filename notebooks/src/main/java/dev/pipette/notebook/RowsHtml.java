package dev.pipette.notebook;

import dev.pipette.rows.Rows;
import dev.pipette.text.Secrets;
import dev.pipette.text.TextTable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jooq.Field;
import org.jooq.Record;

/**
 * Rows as a table that needs no script: the first ones, the next ones page by page below it to open, and all that were read as
 * a CSV file inside a link.
 */
final class RowsHtml {
    private static final int PAGE = 20;
    private static final int LONGEST_TITLE = 2_000;
    private static final int WIDEST_CELL = 60;
    private static final int LARGEST_CSV = 1_000_000;

    private final Rows rows;
    private final List<Field<?>> fields;

    private RowsHtml(Rows rows) {
        this.rows = rows;
        this.fields = List.of(rows.result().fields());
    }

    static String of(Rows rows) {
        return new RowsHtml(rows).html();
    }

    private String html() {
        StringBuilder html = new StringBuilder(page(0));
        for (int first = PAGE; first < rows.size(); first += PAGE) {
            int last = Math.min(first + PAGE, rows.size());
            html.append("<details><summary>rows ")
                    .append(number(first + 1))
                    .append(" to ")
                    .append(number(last))
                    .append("</summary>\n")
                    .append(page(first))
                    .append("</details>\n");
        }
        return html.append("<p class=\"note\">")
                .append(TextTable.escaped(count()))
                .append(", ")
                .append(fields.size())
                .append(fields.size() == 1 ? " column" : " columns")
                .append(download())
                .append("</p>\n")
                .toString();
    }

    private String count() {
        String all = number(rows.total()) + (rows.total() == 1 ? " row" : " rows");
        return rows.size() == rows.total() ? all : number(rows.size()) + " of " + all;
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private String page(int first) {
        StringBuilder html = new StringBuilder("<table>\n<thead><tr>");
        for (Field<?> field : fields) {
            html.append("<th style=\"text-align:")
                    .append(alignment(field))
                    .append("\">")
                    .append(TextTable.escaped(
                            TextTable.cell(field.getName(), WIDEST_CELL).text()))
                    .append("<small>")
                    .append(TextTable.escaped(type(field)))
                    .append("</small></th>");
        }
        html.append("</tr></thead>\n<tbody>\n");
        rows.result().stream().skip(first).limit(PAGE).forEach(row -> html.append(row(row)));
        return html.append("</tbody>\n</table>\n").toString();
    }

    private String row(Record row) {
        StringBuilder html = new StringBuilder("<tr>");
        for (int at = 0; at < fields.size(); at++) {
            Object value = row.get(at);
            html.append("<td style=\"text-align:")
                    .append(alignment(fields.get(at)))
                    .append('"')
                    .append(value == null ? "><em>NULL</em>" : cell(rows.text(value)))
                    .append("</td>");
        }
        return html.append("</tr>\n").toString();
    }

    /** A text that is cut is whole in the tip that a mouse shows. */
    private static String cell(String text) {
        String shown = TextTable.cell(text, WIDEST_CELL).text();
        boolean isCut = text.length() > WIDEST_CELL;
        String whole = Secrets.maskedValues(text.substring(0, Math.min(text.length(), LONGEST_TITLE)));
        return (isCut ? " title=\"" + TextTable.escaped(whole) + "\"" : "") + ">" + TextTable.escaped(shown);
    }

    private static String alignment(Field<?> field) {
        return Number.class.isAssignableFrom(field.getType()) ? "right" : "left";
    }

    private static String type(Field<?> field) {
        return field.getDataType().getTypeName().toLowerCase(Locale.ROOT);
    }

    /** The rows that were read, in a link that holds the file. */
    private String download() {
        String csv = csv();
        if (csv.length() > LARGEST_CSV) {
            return "; too many for a download here: pipette sql DESTINATION QUERY -o FILE.csv";
        }
        String data = Base64.getEncoder().encodeToString(csv.getBytes(StandardCharsets.UTF_8));
        return " &middot; <a download=\"rows.csv\" href=\"data:text/csv;charset=utf-8;base64," + data + "\">CSV</a>";
    }

    private String csv() {
        List<String> lines = new ArrayList<>();
        lines.add(fields.stream().map(Field::getName).map(RowsHtml::quoted).collect(Collectors.joining(",")));
        for (Record row : rows) {
            List<String> values = new ArrayList<>();
            for (int at = 0; at < fields.size(); at++) {
                Object value = row.get(at);
                values.add(value == null ? "" : quoted(Secrets.maskedValues(rows.text(value))));
            }
            lines.add(String.join(",", values));
        }
        return String.join("\r\n", lines) + "\r\n";
    }

    private static String quoted(String text) {
        boolean isPlain = !text.isEmpty()
                && text.chars().noneMatch(character -> "\",\r\n".indexOf(character) >= 0)
                && text.equals(text.strip());
        return isPlain ? text : "\"" + text.replace("\"", "\"\"") + "\"";
    }
}
