package dev.pipette.testing.contract;

import static dev.pipette.testing.contract.GoldenTables.column;
import static java.util.Objects.requireNonNull;

import dev.pipette.testing.contract.GoldenTables.GoldenTable;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** Reads the tables that dlt made, as they were recorded. */
final class GoldenRecording {
    private GoldenRecording() {}

    static GoldenTables tables(JsonNode expected) {
        Map<String, GoldenTable> tables = new TreeMap<>();
        Map<String, Map<String, String>> byId = new HashMap<>();
        expected.get("tables").propertyStream().forEach(entry -> {
            GoldenTable table = table(entry.getValue());
            table.rows().forEach(row -> byId.put(row.get("_dlt_id"), row));
            tables.put(entry.getKey(), table);
        });
        return GoldenTables.resolved(tables, byId, bookkeeping(expected.get("dlt_tables")));
    }

    /** The columns of tables, one line each: {@code _dlt_loads.status BIGINT NOT NULL}. */
    static List<String> columns(JsonNode tables) {
        List<String> lines = new ArrayList<>();
        tables.propertyStream()
                .forEach(table -> table.getValue()
                        .forEach(column -> lines.add(
                                table.getKey() + "." + column.get("name").asString() + " " + type(column))));
        return lines;
    }

    private static GoldenTable table(JsonNode table) {
        Map<String, String> columns = new TreeMap<>();
        table.get("db_columns").forEach(column -> columns.put(column.get("name").asString(), type(column)));
        List<Map<String, String>> rows = new ArrayList<>();
        for (JsonNode row : table.get("rows")) {
            Map<String, String> values = new TreeMap<>();
            row.propertyStream()
                    .filter(value -> !value.getValue().isNull())
                    .forEach(value -> values.put(
                            value.getKey(), text(value.getValue(), String.valueOf(columns.get(value.getKey())))));
            rows.add(values);
        }
        return new GoldenTable(columns, GoldenTables.hints(table.get("schema")), rows);
    }

    private static List<String> bookkeeping(JsonNode own) {
        List<String> lines = new ArrayList<>();
        own.get("_dlt_loads")
                .forEach(row -> lines.add(GoldenTables.load(
                        row.get("load_id").asString(),
                        row.get("schema_name").asString(),
                        row.get("status").asInt())));
        own.get("_dlt_version")
                .forEach(row -> lines.add(GoldenTables.version(
                        row.get("version").asInt(),
                        row.get("engine_version").asInt(),
                        row.get("schema_name").asString())));
        own.get("_dlt_pipeline_state")
                .forEach(row -> lines.add(GoldenTables.state(
                        row.get("version").asInt(),
                        row.get("engine_version").asInt(),
                        row.get("pipeline_name").asString(),
                        row.get("_dlt_load_id").asString(),
                        row.get("state_decoded_sources"))));
        return lines;
    }

    private static String type(JsonNode column) {
        return column(column.get("type").asString(), column.get("nullable").asBoolean());
    }

    private static String text(JsonNode value, String column) {
        if (column.startsWith("JSON")) {
            return GoldenTables.json(value);
        }
        Object plain = GoldenCase.value(value);
        if (plain instanceof byte[]) {
            return "x" + value.get("$hex").asString();
        }
        if (column.startsWith("TIMESTAMP WITH TIME ZONE")) {
            return OffsetDateTime.parse(String.valueOf(plain)).toInstant().toString();
        }
        if (column.startsWith("DOUBLE")) {
            return Double.toString(((Number) requireNonNull(plain)).doubleValue());
        }
        return plain instanceof BigDecimal number ? GoldenTables.decimal(number) : String.valueOf(plain);
    }
}
