package dev.pipette.notebook;

import dev.pipette.admin.PipelineSchema;
import dev.pipette.schema.Column;
import dev.pipette.schema.TableSchema;
import dev.pipette.text.TextTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tables of a schema as boxes, and a line from each one to those that are nested in it: an SVG that is made here, of text
 * that is escaped.
 */
final class SchemaDiagram {
    private static final int WIDTH = 270;
    private static final int GAP = 50;
    private static final int LINE = 17;
    private static final int PADDING = 8;
    private static final int MOST_COLUMNS = 12;
    private static final int LONGEST_NAME = 26;
    private static final int LONGEST_TYPE = 14;

    private final StringBuilder svg = new StringBuilder();
    private final Map<String, Box> boxes = new HashMap<>();
    private final List<Integer> bottoms = new ArrayList<>();

    private record Box(int x, int y, int height) {}

    private SchemaDiagram() {}

    /** The diagram; nothing for a schema without tables. */
    static String of(PipelineSchema schema) {
        SchemaDiagram diagram = new SchemaDiagram();
        List<TableSchema> tables = schema.tables();
        for (TableSchema table : tables) {
            if (table.parent().isEmpty()) {
                diagram.draw(table, 0, 0, tables);
            }
        }
        return diagram.boxes.isEmpty() ? "" : diagram.whole();
    }

    private String whole() {
        int width = bottoms.size() * (WIDTH + GAP) - GAP + 2;
        int height = bottoms.stream().mapToInt(Integer::intValue).max().orElse(0);
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-label=\"tables\" width=\"" + width
                + "\" height=\"" + height + "\" viewBox=\"-1 -1 " + width + " " + height
                + "\" font-family=\"sans-serif\" font-size=\"12\" fill=\"currentColor\">\n" + svg + "</svg>\n";
    }

    /** Draws a table and, to its right, those that are nested in it. */
    private void draw(TableSchema table, int depth, int top, List<TableSchema> all) {
        while (bottoms.size() <= depth) {
            bottoms.add(0);
        }
        Box box = new Box(depth * (WIDTH + GAP), Math.max(top, bottoms.get(depth)), height(table));
        boxes.put(table.name(), box);
        bottoms.set(depth, box.y() + box.height() + GAP / 2);
        box(table, box);
        table.parent().map(boxes::get).ifPresent(parent -> connect(parent, box));
        for (TableSchema nested : all) {
            if (nested.parent().equals(Optional.of(table.name()))) {
                draw(nested, depth + 1, box.y(), all);
            }
        }
    }

    private static int height(TableSchema table) {
        int columns = table.columns().size();
        return LINE * (1 + Math.min(columns, MOST_COLUMNS) + (columns > MOST_COLUMNS ? 1 : 0)) + 3 * PADDING;
    }

    private void box(TableSchema table, Box box) {
        svg.append(
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"4\" fill=\"none\" stroke=\"currentColor\" stroke-opacity=\"0.4\"/>\n"
                        .formatted(box.x(), box.y(), WIDTH, box.height()));
        int line = box.y() + PADDING + LINE - 4;
        text(box.x() + PADDING, line, "start", "font-weight=\"bold\"", cut(table.name(), LONGEST_NAME + LONGEST_TYPE));
        line += PADDING;
        svg.append(rule(box, line));
        for (Column column :
                table.columns().values().stream().limit(MOST_COLUMNS).toList()) {
            line += LINE;
            text(
                    box.x() + PADDING,
                    line,
                    "start",
                    column.primaryKey() ? "font-weight=\"bold\"" : "",
                    cut(column.name(), LONGEST_NAME));
            text(box.x() + WIDTH - PADDING, line, "end", "opacity=\"0.65\"", cut(column.typeText(), LONGEST_TYPE));
        }
        int more = table.columns().size() - MOST_COLUMNS;
        if (more > 0) {
            text(
                    box.x() + PADDING,
                    line + LINE,
                    "start",
                    "opacity=\"0.65\"",
                    "+ " + more + (more == 1 ? " more column" : " more columns"));
        }
    }

    private static String rule(Box box, int y) {
        return "<path d=\"M%d %dh%d\" stroke=\"currentColor\" stroke-opacity=\"0.4\"/>\n".formatted(box.x(), y, WIDTH);
    }

    private void text(int x, int y, String anchor, String look, String text) {
        svg.append("<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" %s>%s</text>\n"
                .formatted(x, y, anchor, look, TextTable.escaped(text)));
    }

    private static String cut(String text, int longest) {
        return TextTable.cell(text, longest).text();
    }

    private void connect(Box parent, Box nested) {
        int from = parent.x() + WIDTH;
        int middle = from + GAP / 2;
        int start = parent.y() + LINE;
        int end = nested.y() + LINE;
        svg.append("<path d=\"M%d %dH%dV%dH%d\" fill=\"none\" stroke=\"currentColor\" stroke-opacity=\"0.6\"/>\n"
                .formatted(from, start, middle, end, nested.x()));
    }
}
