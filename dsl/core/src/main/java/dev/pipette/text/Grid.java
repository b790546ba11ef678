package dev.pipette.text;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.ArrayList;
import java.util.List;

/**
 * Texts in aligned columns, for people: what the engine reports, and not rows of a table.
 *
 * <pre>{@code
 * new Grid("table", ">rows").add("events", "1,707").text();
 * // table    rows
 * // ------  -----
 * // events  1,707
 * }</pre>
 */
public final class Grid {
    /** Wider cells are cut; wide enough for names, which must be readable whole. */
    private static final int WIDEST_CELL = 100;

    private final List<String> headings;
    private final List<List<String>> rows = new ArrayList<>();

    /** Names the columns; a name that begins with {@code >} has its column aligned at the right. */
    public Grid(String... headings) {
        this.headings = List.of(headings);
    }

    /** Adds a line with one cell for each column. */
    @CanIgnoreReturnValue
    public Grid add(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    /** The table as text that a terminal shows aligned. */
    public String text() {
        return table().lines();
    }

    /** The table as HTML, for notebooks. */
    public String html() {
        return table().htmlLines();
    }

    /** A text as HTML shows it. */
    public static String escaped(String text) {
        return TextTable.escaped(text);
    }

    private TextTable table() {
        List<TextTable.Column> columns = new ArrayList<>();
        for (int at = 0; at < headings.size(); at++) {
            int column = at;
            boolean right = headings.get(at).startsWith(">");
            columns.add(TextTable.Column.of(
                    right ? headings.get(at).substring(1) : headings.get(at),
                    right,
                    rows.stream()
                            .map(row -> TextTable.cell(row.get(column), WIDEST_CELL))
                            .toList()));
        }
        return new TextTable(columns, rows.size(), rows.size());
    }
}
