package dev.pipette.testing.content;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a text block with a heading, as RFC 4180 has them. A parser of its own: a library would be one more
 * dependency for everybody who tests.
 */
final class Csv {
    private final String text;
    private int at;

    private Csv(String text) {
        this.text = text;
    }

    static List<Map<String, @Nullable Object>> rows(String text) {
        Csv csv = new Csv(text);
        if (text.isEmpty()) {
            return List.of();
        }
        List<@Nullable String> heading = csv.line();
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        while (csv.at < text.length()) {
            List<@Nullable String> cells = csv.line();
            if (cells.size() != heading.size()) {
                throw new IllegalArgumentException("row " + (rows.size() + 1) + " of the expected CSV has "
                        + cells.size() + (cells.size() == 1 ? " cell" : " cells") + ", and the heading has "
                        + heading.size() + ": "
                        + String.join(",", shown(heading)) + ".");
            }
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            for (int cell = 0; cell < cells.size(); cell++) {
                row.put(String.valueOf(heading.get(cell)).strip(), cells.get(cell));
            }
            rows.add(row);
        }
        return rows;
    }

    private static List<String> shown(List<@Nullable String> cells) {
        return cells.stream().map(cell -> cell == null ? "" : cell).toList();
    }

    private List<@Nullable String> line() {
        List<@Nullable String> cells = new ArrayList<>();
        cells.add(cell());
        while (at < text.length() && text.charAt(at) == ',') {
            at++;
            cells.add(cell());
        }
        if (at < text.length() && text.charAt(at) == '\r') {
            at++;
        }
        if (at < text.length() && text.charAt(at) == '\n') {
            at++;
        }
        return cells;
    }

    private @Nullable String cell() {
        if (at < text.length() && text.charAt(at) == '"') {
            return quoted();
        }
        int from = at;
        while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return from == at ? null : text.substring(from, at);
    }

    private String quoted() {
        StringBuilder cell = new StringBuilder();
        at++;
        while (at < text.length()) {
            char character = text.charAt(at++);
            if (character != '"') {
                cell.append(character);
            } else if (at < text.length() && text.charAt(at) == '"') {
                cell.append('"');
                at++;
            } else {
                return cell.toString();
            }
        }
        throw new IllegalArgumentException("a quote of the expected CSV is not closed: \"" + cell);
    }
}
