package dev.pipette.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table of figures with what must be known to read them; as text, and as Markdown for the docs. */
final class Report {
    private final String title;
    private final List<String> columns;
    private final List<List<String>> lines = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    Report(String title, List<String> columns) {
        this.title = title;
        this.columns = columns;
    }

    static String count(long rows) {
        return String.format(java.util.Locale.ROOT, "%,d", rows);
    }

    Report line(List<String> values) {
        if (values.size() != columns.size()) {
            throw new IllegalArgumentException(values + " are not " + columns.size() + " values");
        }
        lines.add(values);
        return this;
    }

    Report note(String note) {
        notes.add(note);
        return this;
    }

    /** The first column to the left, figures to the right. */
    String aligned() {
        int[] widths = IntStream.range(0, columns.size())
                .map(column -> Math.max(
                        columns.get(column).length(),
                        lines.stream()
                                .mapToInt(line -> line.get(column).length())
                                .max()
                                .orElse(0)))
                .toArray();
        StringBuilder text = new StringBuilder(title).append("\n\n");
        text.append(aligned(columns, widths));
        lines.forEach(line -> text.append(aligned(line, widths)));
        text.append('\n');
        notes.forEach(note -> text.append(note).append('\n'));
        return text.toString();
    }

    private static String aligned(List<String> values, int[] widths) {
        return IntStream.range(0, values.size())
                        .mapToObj(column -> {
                            String space = " "
                                    .repeat(widths[column] - values.get(column).length());
                            return column == 0 ? values.get(column) + space : space + values.get(column);
                        })
                        .collect(Collectors.joining("  "))
                        .stripTrailing()
                + "\n";
    }

    String markdown() {
        StringBuilder text = new StringBuilder("### ").append(title).append("\n\n");
        text.append(markdown(columns));
        text.append("|---|").append("---:|".repeat(columns.size() - 1)).append('\n');
        lines.forEach(line -> text.append(markdown(line)));
        text.append('\n');
        notes.forEach(note -> text.append("- ").append(note).append('\n'));
        return text.toString();
    }

    private static String markdown(List<String> values) {
        return "| " + String.join(" | ", values) + " |\n";
    }
}
