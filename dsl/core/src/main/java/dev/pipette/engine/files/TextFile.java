package dev.pipette.engine.files;

import dev.pipette.engine.columnar.RowText;
import dev.pipette.engine.manifest.Dialect;
import dev.pipette.engine.sql.DecimalComma;
import dev.pipette.engine.sql.Sql;
import dev.pipette.schema.ValueType;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A delimited file whose columns have types.
 *
 * @param types DuckDB types by name in the file; of all columns
 * @param numbers the columns of text that hold numbers, which are written with a point
 * @param names of the columns that are loaded, by name in the file
 */
record TextFile(Path path, Dialect dialect, Map<String, String> types, Set<String> numbers, Map<String, String> names) {
    private List<String> header() {
        return List.copyOf(types.keySet());
    }

    /** Whether the file has a column that DuckDB cannot distinguish from one of this name. */
    boolean has(String name) {
        return types.keySet().stream().anyMatch(name::equalsIgnoreCase);
    }

    /** The name in the file of a column. */
    Optional<String> field(String name) {
        return names.entrySet().stream()
                .filter(entry -> entry.getValue().equals(name))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** The call that reads all columns as text. */
    String texts() {
        return DelimitedReader.call(path.toString(), dialect, header(), Map.of());
    }

    /** What reads the columns in their types. */
    String typed() {
        return dialect.withPoints(DelimitedReader.call(path.toString(), dialect, header(), types), numbers);
    }

    /** What reads the columns in their types, with one more column that is made of their texts. */
    String typedWith(String expression, String name) {
        String columns = types.entrySet().stream()
                .map(column -> cast(column.getKey(), column.getValue()) + " AS " + Sql.name(column.getKey()))
                .collect(Collectors.joining(", "));
        return "(SELECT " + columns + ", " + expression + " AS " + Sql.name(name) + " FROM " + texts() + ")";
    }

    private String cast(String field, String type) {
        String name = Sql.name(field);
        boolean number = numbers.contains(field) || type.equals("DOUBLE") || type.startsWith("DECIMAL");
        String text = number && dialect.text().decimalComma() ? DecimalComma.withPoint(name) : name;
        return type.equals("VARCHAR") ? text : "CAST(" + text + " AS " + type + ")";
    }

    /** How the values of the columns that are loaded are written, by name in the file. */
    Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        names.keySet()
                .forEach(field -> values.put(
                        field, RowText.ofFile(RowText.formInFile(field, ValueType.TEXT, 0), Sql.name(field))));
        return values;
    }
}
