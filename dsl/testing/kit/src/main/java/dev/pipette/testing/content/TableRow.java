package dev.pipette.testing.content;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One row of a table.
 *
 * @param table where it is
 * @param position among the table's rows, from 0
 * @param where how it was found, such as {@code id=1}
 */
public record TableRow(TableContent table, int position, String where) {
    /** Its values by column; NULL is not in the map. */
    public Map<String, Object> values() {
        return table.rows().get(position);
    }

    /** What differs where a column is expected to hold a value; empty where nothing does. */
    public List<String> differences(String column, @Nullable Object value) {
        Map<String, Object> expected = new HashMap<>();
        Map<String, Object> actual = new HashMap<>();
        putUnlessNull(expected, column, table.expected(column, value));
        putUnlessNull(actual, column, values().get(column));
        return Differences.between(expected, actual);
    }

    private static void putUnlessNull(Map<String, Object> row, String column, @Nullable Object value) {
        if (value != null) {
            row.put(column, value);
        }
    }

    /**
     * What differs from an expected document, one text for each place; empty where nothing does.
     *
     * @throws IllegalArgumentException for anything but one map, record or JSON object
     */
    public List<String> documentDifferences(@Nullable Object document) {
        List<Map<String, @Nullable Object>> expected = ExpectedRows.of(document);
        if (expected.size() != 1) {
            throw new IllegalArgumentException("one row equals one document, not " + expected.size() + ".");
        }
        return Differences.between(
                table.expectedDocument(expected.getFirst()), table.documents().get(position));
    }

    /** The data columns in which rows differ. */
    public static List<String> differing(List<TableRow> rows) {
        Set<String> columns = new LinkedHashSet<>();
        Map<String, Object> first = TableContent.data(rows.getFirst().values());
        for (TableRow row : rows) {
            Map<String, Object> data = TableContent.data(row.values());
            Set<String> all = new LinkedHashSet<>(first.keySet());
            all.addAll(data.keySet());
            all.stream()
                    .filter(column -> !ComparableValues.same(first.get(column), data.get(column)))
                    .forEach(columns::add);
        }
        return List.copyOf(columns);
    }

    @Override
    public String toString() {
        return table + ", row " + where;
    }
}
