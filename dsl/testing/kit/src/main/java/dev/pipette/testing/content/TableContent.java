package dev.pipette.testing.content;

import dev.pipette.check.Check;
import dev.pipette.check.CheckResult;
import dev.pipette.rows.Rows;
import dev.pipette.schema.Column;
import dev.pipette.schema.SystemColumns;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Field;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/**
 * One table, read whole when it is first asked for rows: as rows with all columns, or as documents, which hold the rows
 * of nested tables as lists and leave the system columns out.
 *
 * <pre>{@code
 * TableContent orders = DatasetTables.of(pipeline.dataset()).table("orders");
 * orders.rows();        // [{id=1, _dlt_load_id=.., _dlt_id=..}]
 * orders.documents();   // [{id=1, lines=[{sku=A, qty=2}]}]
 * }</pre>
 */
public final class TableContent {
    private final DatasetTables tables;
    private final String name;
    private final Map<String, ColumnKind> kinds = new LinkedHashMap<>();
    private @Nullable List<Map<String, Object>> rows;
    private @Nullable Rows stored;

    TableContent(DatasetTables tables, String name) {
        this.tables = tables;
        this.name = name;
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** The tables that it is among. */
    public DatasetTables tables() {
        return tables;
    }

    /** The number of its rows, counted by the destination. */
    public long count() {
        return tables.dataset().count(name);
    }

    /** How checks of all its rows end, judged by the destination. */
    public List<CheckResult> check(Check check, Check... moreChecks) {
        return tables.dataset().check(name, check, moreChecks);
    }

    /** What the committed schema says of a column. */
    public Optional<Column> column(String column) {
        return tables.schema(name).flatMap(table -> table.column(column));
    }

    /** The names of all columns, in their order. */
    public List<String> columns() {
        readRows();
        return List.copyOf(kinds.keySet());
    }

    /** The names of the columns without the system columns. */
    public List<String> dataColumns() {
        return columns().stream().filter(column -> !isSystemColumn(column)).toList();
    }

    /** Whether a column is Pipette's or dlt's own. */
    public static boolean isSystemColumn(String column) {
        return column.startsWith(SystemColumns.PREFIX + "_");
    }

    /** The columns of the key of a merge; empty where there is none. */
    public List<String> key() {
        return tables.schema(name).stream()
                .flatMap(table -> table.columnsWith(Column::primaryKey).stream())
                .map(Column::name)
                .toList();
    }

    /** All rows with all columns, in the order in which the destination gives them; NULL is not in the map. */
    public List<Map<String, Object>> rows() {
        return readRows();
    }

    /**
     * The values of a column as Java has them: {@code Long}, {@code BigDecimal}, {@code Double}, {@code Boolean}, {@code
     * String}, {@code LocalDate}, {@code LocalDateTime}, {@code Instant}, {@code LocalTime}, {@code byte[]}, and {@code null}.
     */
    public List<@Nullable Object> values(String column) {
        readRows();
        List<@Nullable Object> values = new ArrayList<>();
        for (Record row : java.util.Objects.requireNonNull(stored)) {
            values.add(
                    switch (row.get(field(row, column))) {
                        case Integer number -> Long.valueOf(number);
                        case Short number -> Long.valueOf(number);
                        case java.time.OffsetDateTime time -> time.toInstant();
                        case null -> null;
                        case Object value -> value;
                    });
        }
        return values;
    }

    /** All rows without the system columns. */
    public List<Map<String, Object>> dataRows() {
        return readRows().stream().map(TableContent::data).toList();
    }

    static Map<String, Object> data(Map<String, Object> row) {
        Map<String, Object> data = new LinkedHashMap<>(row);
        data.keySet().removeIf(TableContent::isSystemColumn);
        return data;
    }

    /** All rows as documents: without the system columns, and with the rows of nested tables as lists. */
    public List<Map<String, Object>> documents() {
        return new DocumentReader(this).documents();
    }

    /**
     * Gives the values of an expected row the types of the table's columns; a value that fits none is marked, and equals
     * nothing.
     */
    public Map<String, Object> expected(Map<String, ?> row) {
        Map<String, Object> expected = new LinkedHashMap<>();
        row.forEach((column, value) -> {
            Object cell = expected(column, value);
            if (cell != null) {
                expected.put(column, cell);
            }
        });
        return expected;
    }

    /** Gives an expected value the type of a column. */
    public @Nullable Object expected(String column, @Nullable Object value) {
        readRows();
        ColumnKind kind = kinds.get(column);
        return kind == null ? new Expected.NoColumn(ComparableValues.canonical(value)) : kind.expected(value);
    }

    /** Gives an expected document the types of this table's columns and of those nested in it. */
    public Map<String, Object> expectedDocument(Map<String, ?> document) {
        return new ExpectedDocument(this).of(document);
    }

    /** The rows that have these values, which are given the types of their columns. */
    public List<TableRow> rowsWhere(Map<String, ?> wanted) {
        Map<String, Object> values = expected(wanted);
        String where = where(wanted);
        List<TableRow> found = new ArrayList<>();
        List<Map<String, Object>> all = readRows();
        for (int at = 0; at < all.size(); at++) {
            Map<String, Object> row = all.get(at);
            if (wanted.keySet().stream()
                    .allMatch(column -> ComparableValues.same(values.get(column), row.get(column)))) {
                found.add(new TableRow(this, at, where));
            }
        }
        return found;
    }

    /** How a message names rows with these values: {@code id=1, state=open}. */
    public String where(Map<String, ?> wanted) {
        return RowPairs.name(expected(wanted), List.copyOf(wanted.keySet()));
    }

    /** The values that a column has, each once, as messages show them. */
    public List<String> texts(String column) {
        return readRows().stream()
                .map(row -> Cells.text(row.get(column)))
                .distinct()
                .toList();
    }

    /** The values that more than one row has in these columns: {@code id=1 in 2 rows}. */
    public List<String> duplicates(List<String> columns) {
        Map<Map<String, Object>, Integer> counts = new LinkedHashMap<>();
        for (Map<String, Object> row : readRows()) {
            Map<String, Object> part = new LinkedHashMap<>(row);
            part.keySet().retainAll(columns);
            counts.merge(part, 1, Integer::sum);
        }
        return counts.entrySet().stream()
                .filter(part -> part.getValue() > 1)
                .map(part -> RowPairs.name(part.getKey(), columns) + " in " + part.getValue() + " rows")
                .toList();
    }

    Optional<ColumnKind> kind(String column) {
        readRows();
        return Optional.ofNullable(kinds.get(column));
    }

    private List<Map<String, Object>> readRows() {
        List<Map<String, Object>> known = rows;
        if (known == null) {
            Rows all = tables.dataset().query("SELECT * FROM " + DatasetTables.quoted(name));
            known = read(all);
            stored = all;
            rows = known;
        }
        return known;
    }

    private List<Map<String, Object>> read(Rows all) {
        for (Field<?> field : all.result().fields()) {
            kinds.put(
                    field.getName(),
                    ColumnKind.of(field.getType(), column(field.getName()).orElse(null)));
        }
        List<Map<String, Object>> canonical = new ArrayList<>(all.size());
        for (Record row : all) {
            Map<String, Object> cells = new LinkedHashMap<>();
            kinds.forEach((column, kind) -> {
                Object value = kind.actual(row.get(field(row, column)));
                if (value != null) {
                    cells.put(column, value);
                }
            });
            canonical.add(cells);
        }
        return canonical;
    }

    private static Field<?> field(Record row, String column) {
        return java.util.Objects.requireNonNull(row.field(column));
    }

    /** The dataset and the table, for messages. */
    @Override
    public String toString() {
        return "table " + name;
    }
}
