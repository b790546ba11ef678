package dev.pipette.testing.contract;

import static java.util.Objects.requireNonNull;

import dev.pipette.schema.StateDocument;
import dev.pipette.testing.contract.GoldenTables.GoldenTable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jooq.CloseableDSLContext;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.JSON;
import org.jooq.JSONB;
import org.jooq.Record;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the tables of a trial's dataset, by one who stays connected. */
final class GoldenReading {
    private static final String OWN = "_";

    private final DSLContext reader;
    private final Map<String, String> loads = new HashMap<>();
    private final List<String> bookkeeping = new ArrayList<>();
    private JsonNode schema = JsonMapper.shared().createObjectNode();

    private GoldenReading(DSLContext reader) {
        this.reader = reader;
    }

    static GoldenTables tables(Trial trial) {
        try (CloseableDSLContext reader = trial.pipeline().dataset().dsl()) {
            return new GoldenReading(reader).tables();
        }
    }

    /** The columns of all tables, one line each: {@code _dlt_loads.status BIGINT NOT NULL}. */
    static List<String> columns(Trial trial) {
        try (CloseableDSLContext reader = trial.pipeline().dataset().dsl()) {
            return new GoldenReading(reader)
                    .catalogue().stream()
                            .map(column -> value(column, "table_name") + "." + value(column, "column_name") + " "
                                    + type(column))
                            .toList();
        }
    }

    private GoldenTables tables() {
        readLoads();
        readSchema();
        readState();
        Map<String, GoldenTable> tables = new TreeMap<>();
        for (Map<String, String> column : catalogue()) {
            String table = value(column, "table_name");
            if (!table.startsWith(OWN)) {
                tables.computeIfAbsent(
                                table, name -> new GoldenTable(new TreeMap<>(), new TreeMap<>(), new ArrayList<>()))
                        .columns()
                        .put(value(column, "column_name"), type(column));
            }
        }
        Map<String, Map<String, String>> byId = new HashMap<>();
        tables.forEach((name, table) -> readTable(name, table, byId));
        return GoldenTables.resolved(tables, byId, bookkeeping);
    }

    private void readLoads() {
        for (Map<String, String> row : rows("SELECT * FROM _dlt_loads ORDER BY load_id")) {
            String load = "$load:" + (loads.size() + 1);
            loads.put(value(row, "load_id"), load);
            bookkeeping.add(GoldenTables.load(load, value(row, "schema_name"), number(row, "status")));
        }
    }

    private void readSchema() {
        for (Map<String, String> row : rows("SELECT * FROM _dlt_version ORDER BY version")) {
            bookkeeping.add(GoldenTables.version(
                    number(row, "version"), number(row, "engine_version"), value(row, "schema_name")));
            schema = JsonMapper.shared().readTree(value(row, "schema"));
        }
    }

    private void readState() {
        for (Map<String, String> row : rows("SELECT * FROM _dlt_pipeline_state ORDER BY version")) {
            JsonNode document = JsonMapper.shared()
                    .readTree(StateDocument.decode(value(row, "state")).toJson());
            bookkeeping.add(GoldenTables.state(
                    number(row, "version"),
                    number(row, "engine_version"),
                    value(row, "pipeline_name"),
                    value(loads, value(row, "_dlt_load_id")),
                    document.path("sources")));
        }
    }

    private void readTable(String name, GoldenTable table, Map<String, Map<String, String>> byId) {
        table.hints().putAll(GoldenTables.hints(schema.at("/tables/" + name)));
        for (Map<String, String> row : rows("SELECT * FROM contract_data." + name)) {
            row.computeIfPresent("_dlt_load_id", (key, id) -> loads.getOrDefault(id, id));
            table.rows().add(row);
            if (byId.put(value(row, "_dlt_id"), row) != null) {
                throw new IllegalStateException("two rows have the _dlt_id " + value(row, "_dlt_id"));
            }
        }
    }

    private List<Map<String, String>> catalogue() {
        return rows("SELECT table_name, column_name, data_type, numeric_precision, numeric_scale, is_nullable"
                + " FROM information_schema.columns WHERE table_schema = 'contract_data'"
                + " ORDER BY table_name, ordinal_position");
    }

    private static String type(Map<String, String> column) {
        String type = value(column, "data_type");
        return GoldenTables.column(
                type.equals("numeric") && column.containsKey("numeric_precision")
                        ? type + "(" + column.get("numeric_precision") + "," + column.get("numeric_scale") + ")"
                        : type,
                value(column, "is_nullable").equals("YES"));
    }

    private List<Map<String, String>> rows(String sql) {
        return reader.fetch(sql).map(GoldenReading::values);
    }

    private static Map<String, String> values(Record row) {
        Map<String, String> values = new TreeMap<>();
        for (Field<?> field : row.fields()) {
            Object value = row.get(field);
            if (value != null) {
                values.put(field.getName(), text(value));
            }
        }
        return values;
    }

    private static String text(Object value) {
        return switch (value) {
            case BigDecimal number -> GoldenTables.decimal(number);
            case byte[] bytes -> "x" + HexFormat.of().formatHex(bytes);
            case JSON json -> GoldenTables.json(JsonMapper.shared().readTree(json.data()));
            case JSONB json -> GoldenTables.json(JsonMapper.shared().readTree(json.data()));
            default -> Trial.text(value);
        };
    }

    private static String value(Map<String, String> row, String column) {
        return requireNonNull(row.get(column), column);
    }

    private static int number(Map<String, String> row, String column) {
        return Integer.parseInt(value(row, column));
    }
}
