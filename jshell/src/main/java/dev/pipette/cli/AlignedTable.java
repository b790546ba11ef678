package dev.pipette.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * A small table of texts in aligned columns, indented by two.
 *
 * <pre>
 *   table         rows  disposition
 *   earthquakes  1,707  merge
 * </pre>
 */
final class AlignedTable {
    private final List<Boolean> rightAligned = new ArrayList<>();
    private final List<List<String>> lines = new ArrayList<>();

    /** Names the columns; a name that begins with {@code >} has its column aligned at the right. */
    AlignedTable(String... headings) {
        List<String> names = new ArrayList<>();
        for (String heading : headings) {
            rightAligned.add(heading.startsWith(">"));
            names.add(heading.startsWith(">") ? heading.substring(1) : heading);
        }
        lines.add(names);
    }

    /** Adds a line with one cell for each column. */
    void add(String... cells) {
        lines.add(List.of(cells));
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (List<String> line : lines) {
            StringBuilder aligned = new StringBuilder();
            for (int column = 0; column < line.size(); column++) {
                String padding = " ".repeat(width(column) - line.get(column).length());
                aligned.append("  ");
                aligned.append(rightAligned.get(column) ? padding + line.get(column) : line.get(column) + padding);
            }
            text.append(aligned.toString().stripTrailing()).append(System.lineSeparator());
        }
        return text.toString();
    }

    private int width(int column) {
        return lines.stream().mapToInt(line -> line.get(column).length()).max().orElse(0);
    }
}
