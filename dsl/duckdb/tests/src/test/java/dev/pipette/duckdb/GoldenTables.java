package dev.pipette.duckdb;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The tables of a dataset in a form in which two of them can be compared: every value as text, no row id, but the
 * content of the row that it points to.
 *
 * <p>The order of rows and of columns does not count. dlt puts a column where it saw it first, its own among them.
 *
 * @param tables by name
 * @param bookkeeping rows of dlt's own tables, one line each, without what changes from run to run
 */
record GoldenTables(Map<String, GoldenTable> tables, List<String> bookkeeping) {
    private static final List<String> IDS = List.of("_dlt_id", "_dlt_parent_id", "_dlt_root_id");

    /**
     * A table.
     *
     * @param columns type and nullability by name
     * @param hints of the table and its columns in the schema document
     * @param rows what they hold that is not NULL
     */
    record GoldenTable(Map<String, String> columns, Map<String, String> hints, List<Map<String, String>> rows) {}

    /** What other tables have that these have not ({@code +}), and the other way round ({@code -}), a line for each. */
    List<String> differences(GoldenTables others) {
        List<String> lines = new ArrayList<>();
        compare("table", named(tables.keySet()), named(others.tables.keySet()), lines);
        tables.forEach((name, table) -> {
            GoldenTable other = others.tables.get(name);
            if (other != null) {
                compare(name, table.columns, other.columns, lines);
                compare(name, table.hints, other.hints, lines);
                compare(name, lines(table), lines(other), lines);
            }
        });
        compare("bookkeeping", bookkeeping, others.bookkeeping, lines);
        return lines;
    }

    private static List<String> named(Iterable<String> names) {
        List<String> list = new ArrayList<>();
        names.forEach(list::add);
        return list;
    }

    private static List<String> lines(GoldenTable table) {
        return table.rows.stream().map(Object::toString).sorted().toList();
    }

    private static void compare(String what, Map<String, String> mine, Map<String, String> theirs, List<String> lines) {
        mine.forEach((key, value) -> {
            if (!value.equals(theirs.get(key))) {
                lines.add("- " + what + "." + key + ": " + value);
            }
        });
        theirs.forEach((key, value) -> {
            if (!value.equals(mine.get(key))) {
                lines.add("+ " + what + "." + key + ": " + value);
            }
        });
    }

    private static void compare(String what, List<String> mine, List<String> theirs, List<String> lines) {
        List<String> missing = new ArrayList<>(mine);
        theirs.forEach(missing::remove);
        List<String> more = new ArrayList<>(theirs);
        mine.forEach(more::remove);
        missing.forEach(line -> lines.add("- " + what + " " + line));
        more.forEach(line -> lines.add("+ " + what + " " + line));
    }

    // Recorded.

    static GoldenTables recorded(JsonNode expected) {
        Map<String, GoldenTable> tables = new TreeMap<>();
        Map<String, Map<String, String>> byId = new HashMap<>();
        expected.get("tables").propertyStream().forEach(entry -> {
            JsonNode table = entry.getValue();
            Map<String, String> columns = new TreeMap<>();
            table.get("db_columns")
                    .forEach(column -> columns.put(
                            column.get("name").asString(),
                            column(
                                    column.get("type").asString(),
                                    column.get("nullable").asBoolean())));
            List<Map<String, String>> rows = new ArrayList<>();
            for (JsonNode row : table.get("rows")) {
                Map<String, String> values = new TreeMap<>();
                row.propertyStream()
                        .filter(value -> !value.getValue().isNull())
                        .forEach(value -> values.put(
                                value.getKey(), text(value.getValue(), String.valueOf(columns.get(value.getKey())))));
                rows.add(values);
                byId.put(values.get("_dlt_id"), values);
            }
            tables.put(entry.getKey(), new GoldenTable(columns, hints(table.get("schema")), rows));
        });
        List<String> bookkeeping = new ArrayList<>();
        JsonNode own = expected.get("dlt_tables");
        own.get("_dlt_loads")
                .forEach(row -> bookkeeping.add(load(
                        row.get("load_id").asString(),
                        row.get("schema_name").asString(),
                        row.get("status").asInt())));
        own.get("_dlt_version")
                .forEach(row -> bookkeeping.add(version(
                        row.get("version").asInt(),
                        row.get("engine_version").asInt(),
                        row.get("schema_name").asString())));
        own.get("_dlt_pipeline_state")
                .forEach(row -> bookkeeping.add(state(
                        row.get("version").asInt(),
                        row.get("engine_version").asInt(),
                        row.get("pipeline_name").asString(),
                        row.get("_dlt_load_id").asString(),
                        row.get("state_decoded_sources"))));
        return resolved(tables, byId, bookkeeping);
    }

    private static String text(JsonNode value, String column) {
        Object plain = GoldenCase.value(value);
        if (plain instanceof byte[]) {
            return "x" + value.get("$hex").asString();
        }
        if (column.startsWith("TIMESTAMP WITH TIME ZONE")) {
            return instant(OffsetDateTime.parse(String.valueOf(plain)));
        }
        if (column.startsWith("DOUBLE")) {
            return Double.toString(((Number) Objects.requireNonNull(plain)).doubleValue());
        }
        return plain instanceof BigDecimal number ? decimal(number) : String.valueOf(plain);
    }

    // Loaded.

    static GoldenTables loaded(Path database, String dataset) {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + database);
                Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'");
            statement.execute("SET search_path = '\"" + dataset + "\"'");
            return loaded(connection, dataset);
        } catch (SQLException failed) {
            throw new IllegalStateException(database.toString(), failed);
        }
    }

    private static GoldenTables loaded(Connection connection, String dataset) throws SQLException {
        Map<String, String> loads = new HashMap<>();
        List<String> bookkeeping = new ArrayList<>();
        for (Map<String, String> row : rows(connection, "SELECT * FROM _dlt_loads ORDER BY load_id")) {
            loads.put(value(row, "load_id"), "$load:" + (loads.size() + 1));
            bookkeeping.add(
                    load("$load:" + loads.size(), value(row, "schema_name"), Integer.parseInt(value(row, "status"))));
        }
        JsonNode schema = null;
        for (Map<String, String> row : rows(connection, "SELECT * FROM _dlt_version ORDER BY version")) {
            bookkeeping.add(version(
                    Integer.parseInt(value(row, "version")),
                    Integer.parseInt(value(row, "engine_version")),
                    value(row, "schema_name")));
            schema = JsonMapper.shared().readTree(value(row, "schema"));
        }
        for (Map<String, String> row : rows(connection, "SELECT * FROM _dlt_pipeline_state ORDER BY version")) {
            JsonNode document = JsonMapper.shared()
                    .readTree(dev.pipette.schema.StateDocument.decode(value(row, "state"))
                            .toJson());
            bookkeeping.add(state(
                    Integer.parseInt(value(row, "version")),
                    Integer.parseInt(value(row, "engine_version")),
                    value(row, "pipeline_name"),
                    value(loads, value(row, "_dlt_load_id")),
                    document.path("sources")));
        }
        Map<String, GoldenTable> tables = new TreeMap<>();
        Map<String, Map<String, String>> byId = new HashMap<>();
        for (Map<String, String> column : rows(
                connection,
                "SELECT * FROM duckdb_columns() WHERE schema_name = '" + dataset
                        + "' AND NOT starts_with(table_name, '_') ORDER BY table_name, column_index")) {
            tables.computeIfAbsent(
                            value(column, "table_name"),
                            name -> new GoldenTable(new TreeMap<>(), new TreeMap<>(), new ArrayList<>()))
                    .columns()
                    .put(
                            value(column, "column_name"),
                            column(
                                    value(column, "data_type"),
                                    value(column, "is_nullable").equals("true")));
        }
        for (Map.Entry<String, GoldenTable> table : tables.entrySet()) {
            if (schema != null) {
                table.getValue().hints().putAll(hints(schema.at("/tables/" + table.getKey())));
            }
            for (Map<String, String> row : rows(connection, "SELECT * FROM \"" + table.getKey() + "\"")) {
                row.computeIfPresent("_dlt_load_id", (key, id) -> loads.getOrDefault(id, id));
                table.getValue().rows().add(row);
                if (byId.put(value(row, "_dlt_id"), row) != null) {
                    throw new IllegalStateException("two rows have the _dlt_id " + value(row, "_dlt_id"));
                }
            }
        }
        return resolved(tables, byId, bookkeeping);
    }

    private static String value(Map<String, String> row, String column) {
        return Objects.requireNonNull(row.get(column), column);
    }

    private static List<Map<String, String>> rows(Connection connection, String sql) throws SQLException {
        List<Map<String, String>> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                Map<String, String> row = new TreeMap<>();
                for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
                    Object value = result.getObject(column);
                    if (value != null) {
                        row.put(result.getMetaData().getColumnName(column), text(value));
                    }
                }
                rows.add(row);
            }
        }
        return rows;
    }

    private static String text(Object value) throws SQLException {
        return switch (value) {
            case OffsetDateTime time -> instant(time);
            case java.sql.Timestamp timestamp -> timestamp.toLocalDateTime().toString();
            case LocalDateTime time -> time.toString();
            case BigDecimal number -> decimal(number);
            case java.sql.Blob blob -> "x" + java.util.HexFormat.of().formatHex(blob.getBytes(1, (int) blob.length()));
            default -> value.toString();
        };
    }

    // Both.

    /** Puts in place of every id the content of the row that it belongs to. */
    private static GoldenTables resolved(
            Map<String, GoldenTable> tables, Map<String, Map<String, String>> byId, List<String> bookkeeping) {
        Map<String, GoldenTable> resolved = new TreeMap<>();
        tables.forEach((name, table) -> resolved.put(
                name,
                new GoldenTable(
                        table.columns,
                        table.hints,
                        table.rows.stream().map(row -> resolved(row, byId)).toList())));
        return new GoldenTables(resolved, bookkeeping);
    }

    private static Map<String, String> resolved(Map<String, String> row, Map<String, Map<String, String>> byId) {
        Map<String, String> content = new LinkedHashMap<>();
        row.forEach((column, value) -> {
            if (column.equals("_dlt_id")) {
                return;
            }
            Map<String, String> target = byId.get(value);
            content.put(column, !IDS.contains(column) ? value : target == null ? "nothing" : described(target, byId));
        });
        return content;
    }

    /** A row that another points to: its {@code id}, which the rows of every case have apart, or all that it holds. */
    private static String described(Map<String, String> target, Map<String, Map<String, String>> byId) {
        return target.containsKey("id")
                ? "row " + target.get("id")
                : resolved(target, byId).toString();
    }

    private static String column(String type, boolean nullable) {
        return nullable ? type : type + " NOT NULL";
    }

    private static String instant(OffsetDateTime time) {
        return time.withOffsetSameInstant(ZoneOffset.UTC).toInstant().toString();
    }

    private static String decimal(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }

    private static Map<String, String> hints(JsonNode table) {
        Map<String, String> hints = new TreeMap<>();
        for (String hint : List.of("write_disposition", "parent", "x-normalizer")) {
            if (table.has(hint)) {
                hints.put("(" + hint + ")", table.get(hint).toString());
            }
        }
        table.get("columns").propertyStream().forEach(column -> {
            String all = column.getValue()
                    .propertyStream()
                    .filter(hint ->
                            !hint.getKey().equals("name") && !hint.toString().equals("nullable=true"))
                    .map(Object::toString)
                    .sorted()
                    .collect(Collectors.joining(", "));
            hints.put("(" + column.getKey() + ")", all);
        });
        return hints;
    }

    private static String load(String id, String schema, int status) {
        return "load " + id + " of schema " + schema + ", status " + status;
    }

    private static String version(int version, int engine, String schema) {
        return "schema " + schema + " version " + version + ", engine " + engine;
    }

    private static String state(int version, int engine, String pipeline, String load, @Nullable JsonNode sources) {
        return "state " + version + " of " + pipeline + ", engine " + engine + ", by " + load + ": "
                + (sources == null || sources.isNull() || sources.isMissingNode() ? "nothing" : sources.toString());
    }
}
