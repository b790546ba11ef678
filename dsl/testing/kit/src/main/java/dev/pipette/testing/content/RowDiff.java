package dev.pipette.testing.content;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What differs between two lists of rows, as aligned text: changed cells by the row's key, rows that are missing, and
 * unexpected rows. Values are compared by meaning, so {@code 1} equals {@code 1.00} and an instant equals itself at any
 * offset; a column that a row does not have is NULL.
 *
 * <pre>{@code
 * RowDiff diff = RowDiff.between(expected, actual).byKey("id");
 * System.out.println(diff);
 * // row id=2: state expected open but was paid
 * //             id  state
 * // missing      3  open
 * // unexpected   4  paid
 * }</pre>
 */
public final class RowDiff {
    private static final int SHOWN = 10;

    private final List<Map<String, Object>> expected;
    private final List<Map<String, Object>> actual;
    private final List<String> key;
    private final boolean inOrder;
    private final int limit;
    private final RowPairs pairs;

    private RowDiff(
            List<Map<String, Object>> expected,
            List<Map<String, Object>> actual,
            List<String> key,
            boolean inOrder,
            int limit) {
        this(
                expected,
                actual,
                key,
                inOrder,
                limit,
                inOrder ? RowPairs.byPosition(expected, actual) : RowPairs.anyOrder(expected, actual, key));
    }

    private RowDiff(
            List<Map<String, Object>> expected,
            List<Map<String, Object>> actual,
            List<String> key,
            boolean inOrder,
            int limit,
            RowPairs pairs) {
        this.expected = expected;
        this.actual = actual;
        this.key = key;
        this.inOrder = inOrder;
        this.limit = limit;
        this.pairs = pairs;
    }

    /** Compares rows in any order; those that have most in common are shown as one that changed. */
    public static RowDiff between(List<? extends Map<String, ?>> expected, List<? extends Map<String, ?>> actual) {
        return new RowDiff(canonical(expected), canonical(actual), List.of(), false, SHOWN);
    }

    private static List<Map<String, Object>> canonical(List<? extends Map<String, ?>> rows) {
        List<Map<String, Object>> canonical = new ArrayList<>(rows.size());
        for (Map<String, ?> row : rows) {
            Map<String, Object> cells = new LinkedHashMap<>();
            row.forEach((column, value) -> {
                Object cell = ComparableValues.canonical(value);
                if (cell != null) {
                    cells.put(column, cell);
                }
            });
            canonical.add(cells);
        }
        return canonical;
    }

    /** Compares the rows that have the same values in these columns. */
    public RowDiff byKey(String... columns) {
        return new RowDiff(expected, actual, List.copyOf(Arrays.asList(columns)), false, limit);
    }

    /** Compares the first with the first, the second with the second, and so on. */
    public RowDiff inOrder() {
        return new RowDiff(expected, actual, key, true, limit);
    }

    /**
     * Shows at most this many rows, and how many more there are.
     *
     * @param rows 10 by default
     */
    public RowDiff limit(int rows) {
        return new RowDiff(expected, actual, key, inOrder, rows, pairs);
    }

    /** Whether all rows are equal. */
    public boolean isEmpty() {
        return pairs.size() == 0;
    }

    /** The number of rows that are changed, missing or unexpected. */
    public int size() {
        return pairs.size();
    }

    /** Leaves out the unexpected rows. */
    public RowDiff expectedOnly() {
        return new RowDiff(expected, actual, key, inOrder, limit, pairs.expectedOnly());
    }

    /** Rows in the order of these columns; NULL comes first. */
    public static List<Map<String, Object>> ordered(List<Map<String, Object>> rows, List<String> columns) {
        return rows.stream().sorted(new ColumnOrder(columns)).toList();
    }

    /** The lines of the text. */
    public List<String> lines() {
        Shown shown = shown();
        List<String> lines = new ArrayList<>(shown.lines());
        if (shown.hidden() > 0) {
            lines.add("... and " + shown.hidden() + " more");
        }
        return lines;
    }

    /** The lines of the rows up to the limit, and how many more rows there are. */
    record Shown(List<String> lines, int hidden) {}

    Shown shown() {
        List<String> lines = new ArrayList<>();
        int room = limit;
        for (RowPairs.Changed changed : pairs.changed()) {
            if (room-- > 0) {
                lines.add(changed.text());
            }
        }
        List<GridLine> grid = new ArrayList<>();
        room = Math.max(room, 0);
        // of both kinds some are shown: with a wrong key all rows are missing and all are unexpected
        int missing = Math.min(
                pairs.missing().size(), Math.max(room - pairs.unexpected().size(), (room + 1) / 2));
        pairs.missing().stream().limit(missing).forEach(row -> grid.add(new GridLine("missing", row)));
        pairs.unexpected().stream().limit(room - missing).forEach(row -> grid.add(new GridLine("unexpected", row)));
        lines.addAll(aligned(grid));
        return new Shown(lines, pairs.size() - Math.min(limit, pairs.changed().size()) - grid.size());
    }

    private record GridLine(String kind, Map<String, Object> row) {}

    private static List<String> aligned(List<GridLine> rows) {
        if (rows.isEmpty()) {
            return List.of();
        }
        Set<String> columns = new LinkedHashSet<>();
        rows.forEach(line -> columns.addAll(line.row().keySet()));
        List<List<String>> cells = new ArrayList<>();
        Map<Integer, Integer> widths = new HashMap<>();
        List<String> heading = new ArrayList<>(List.of(""));
        heading.addAll(columns);
        cells.add(heading);
        for (GridLine line : rows) {
            List<String> texts = new ArrayList<>(List.of(line.kind()));
            columns.forEach(column -> texts.add(Cells.text(line.row().get(column))));
            cells.add(texts);
        }
        for (List<String> texts : cells) {
            for (int at = 0; at < texts.size(); at++) {
                widths.merge(at, texts.get(at).length(), Math::max);
            }
        }
        Set<Integer> numbers = numbers(List.copyOf(columns), rows);
        return cells.stream().map(texts -> line(texts, widths, numbers)).toList();
    }

    private static Set<Integer> numbers(List<String> columns, List<GridLine> rows) {
        Set<Integer> numbers = new LinkedHashSet<>();
        for (int at = 0; at < columns.size(); at++) {
            String column = columns.get(at);
            if (rows.stream()
                    .map(line -> (@Nullable Object) line.row().get(column))
                    .allMatch(value -> value == null || value instanceof Number)) {
                numbers.add(at + 1);
            }
        }
        return numbers;
    }

    private static String line(List<String> texts, Map<Integer, Integer> widths, Set<Integer> numbers) {
        StringBuilder line = new StringBuilder();
        for (int at = 0; at < texts.size(); at++) {
            String padding =
                    " ".repeat(widths.getOrDefault(at, 0) - texts.get(at).length());
            line.append(at == 0 ? "" : "  ");
            line.append(numbers.contains(at) ? padding + texts.get(at) : texts.get(at) + padding);
        }
        return line.toString().stripTrailing();
    }

    @Override
    public String toString() {
        return lines().stream().collect(Collectors.joining("\n"));
    }
}
