package dev.pipette.testing.contract;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
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
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED).build();
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

    /** Puts in place of every id the content of the row that it belongs to. */
    static GoldenTables resolved(
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

    /** A column in DuckDB's words, so that what is expected of it is written once. */
    static String column(String type, boolean nullable) {
        String word = type.toUpperCase(Locale.ROOT)
                .replace("CHARACTER VARYING", "VARCHAR")
                .replace("DOUBLE PRECISION", "DOUBLE")
                .replace("NUMERIC", "DECIMAL")
                .replace("BYTEA", "BLOB")
                .replace("JSONB", "JSON")
                .replace(" WITHOUT TIME ZONE", "");
        return nullable ? word : word + " NOT NULL";
    }

    /** JSON with its keys in order: jsonb has an order of its own. */
    static String json(JsonNode json) {
        return JSON.writeValueAsString(json.isString() ? JSON.readTree(json.asString()) : json);
    }

    static String decimal(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }

    static Map<String, String> hints(JsonNode table) {
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

    static String load(String id, String schema, int status) {
        return "load " + id + " of schema " + schema + ", status " + status;
    }

    static String version(int version, int engine, String schema) {
        return "schema " + schema + " version " + version + ", engine " + engine;
    }

    static String state(int version, int engine, String pipeline, String load, @Nullable JsonNode sources) {
        return "state " + version + " of " + pipeline + ", engine " + engine + ", by " + load + ": "
                + (sources == null || sources.isNull() || sources.isMissingNode() ? "nothing" : sources.toString());
    }
}
