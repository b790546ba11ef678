package dev.pipette.testing.contract;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.Destination;
import dev.pipette.Pipeline;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.error.PipetteException;
import dev.pipette.incremental.Cursor;
import dev.pipette.incremental.MissingValue;
import dev.pipette.schema.DedupSort;
import dev.pipette.schema.MergeStrategy;
import dev.pipette.schema.Refresh;
import dev.pipette.schema.SchemaContract;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A recorded case of dlt 1.26: what was loaded, and the tables that dlt made of it. {@code
 * dev/pipette/golden/README.md} says in which form.
 *
 * @param name of the case, of its pipeline and of its schema
 * @param json the recording
 */
record GoldenCase(String name, JsonNode json) {
    static GoldenCase read(String name) {
        return new GoldenCase(name, document(name + ".json"));
    }

    static JsonNode document(String file) {
        String path = "/dev/pipette/golden/" + file;
        try (InputStream document = GoldenCase.class.getResourceAsStream(path)) {
            return JsonMapper.shared().readTree(requireNonNull(document, path));
        } catch (IOException failed) {
            throw new UncheckedIOException(path, failed);
        }
    }

    /** Runs the case as it was recorded: one run of the pipeline for each run of dlt's. */
    void runInto(Pipeline pipeline) {
        runInto(pipeline, recorded -> recorded);
    }

    /** Runs it with settings that the recording leaves out. */
    void runInto(Pipeline pipeline, UnaryOperator<Resource> unrecorded) {
        for (int run = 0; run < runs(); run++) {
            Pipeline refreshing = refreshing(pipeline, run);
            Resource resource = unrecorded.apply(resource(run));
            if (json.get("runs")
                    .get(run)
                    .path("error")
                    .path("root")
                    .asString("")
                    .equals("DataValidationError")) {
                assertThatThrownBy(() -> refreshing.run(resource)).isInstanceOf(PipetteException.class);
            } else {
                refreshing.run(resource);
            }
        }
    }

    private Pipeline refreshing(Pipeline pipeline, int run) {
        String refresh =
                json.get("runs").get(run).get("config").path("run.refresh").asString("");
        return refresh.isEmpty() ? pipeline : pipeline.refresh(Refresh.valueOf(refresh.toUpperCase(Locale.ROOT)));
    }

    int runs() {
        return json.get("runs").size();
    }

    /** The resource of a run, counted from 0, in Pipette's words. */
    Resource resource(int run) {
        JsonNode config = json.get("runs").get(run).get("config");
        Resource resource = Pipette.resource(config.get("name").asString()).rows(input(run));
        List<String> key = texts(config.path("primary_key"));
        String[] otherKeys = key.stream().skip(1).toArray(String[]::new);
        JsonNode written = config.path("write_disposition");
        JsonNode disposition = written.isObject() ? written.get("disposition") : written;
        switch (disposition.asString("append")) {
            case "merge" ->
                resource = merging(resource, config, written.path("strategy").asString("delete-insert"));
            case "replace" -> resource = resource.replace();
            default -> {
                if (!key.isEmpty()) {
                    resource = resource.primaryKey(key.getFirst(), otherKeys);
                }
            }
        }
        JsonNode incremental = config.path("incremental");
        if (incremental.isObject()) {
            resource = resource.incremental(cursor(incremental));
        }
        if (config.has("schema_contract")) {
            resource = resource.contract(SchemaContract.fromDlt(requireNonNull(value(config.get("schema_contract"))))
                    .orElseThrow());
        }
        if (config.has("table_name")) {
            resource = resource.tableBy(choosing(config.get("table_name").asString()));
        }
        return config.has("max_table_nesting")
                ? resource.maxNesting(config.get("max_table_nesting").asInt())
                : resource;
    }

    /** The key by which a function chose: {@code lambda r: r['type']}. */
    private static Function<Map<String, Object>, ?> choosing(String function) {
        Matcher key = Pattern.compile("lambda (\\w+): \\1\\['(\\w+)'\\]").matcher(function);
        if (!key.matches()) {
            throw new IllegalArgumentException(function);
        }
        return row -> row.get(key.group(2));
    }

    private static Resource merging(Resource resource, JsonNode config, String strategy) {
        String[] key = texts(config.path("primary_key")).toArray(String[]::new);
        Resource merging = switch (strategy) {
            case "upsert" -> resource.merge(Pipette.upsert(key));
            case "scd2" -> resource.merge(versions(config));
            case "delete-insert" ->
                resource.merge(Pipette.deleteInsert(key)
                        .mergeKey(texts(config.path("merge_key")).toArray(String[]::new)));
            default -> throw new IllegalArgumentException(strategy);
        };
        for (Map.Entry<String, JsonNode> column : config.path("columns").properties()) {
            if (column.getValue().path("hard_delete").asBoolean(false)) {
                merging = merging.hardDelete(column.getKey());
            }
            if (column.getValue().has("dedup_sort")) {
                merging = merging.dedupSort(
                        column.getKey(),
                        column.getValue().get("dedup_sort").asString().equals("desc")
                                ? DedupSort.Wins.HIGHEST
                                : DedupSort.Wins.LOWEST);
            }
        }
        return merging;
    }

    private static Cursor<?> cursor(JsonNode incremental) {
        String path = incremental.get("cursor_path").asString();
        String initial = incremental.path("initial_value").asString("");
        if (initial.contains("T")) {
            return Cursor.of(path, Instant.class).startingAt(Instant.parse(initial));
        }
        Cursor<Long> cursor = Cursor.of(path, Long.class);
        if (incremental.has("end_value")) {
            cursor = cursor.backfill(
                    Long.parseLong(initial), incremental.get("end_value").asLong());
        }
        if (incremental.path("range_start").asString("").equals("open")) {
            cursor = cursor.excludingStart();
        }
        return incremental.path("on_cursor_value_missing").asString("").equals("include")
                ? cursor.whenMissing(MissingValue.INCLUDE)
                : cursor;
    }

    private static MergeStrategy versions(JsonNode config) {
        JsonNode disposition = config.get("write_disposition");
        return Pipette.scd2()
                .mergeKey(texts(config.path("merge_key")).toArray(String[]::new))
                .boundary(Instant.parse(disposition.get("boundary_timestamp").asString()));
    }

    private static List<String> texts(JsonNode textOrList) {
        if (textOrList.isMissingNode()) {
            return List.of();
        }
        return textOrList.isArray()
                ? textOrList.valueStream().map(JsonNode::asString).toList()
                : List.of(textOrList.asString());
    }

    /** The rows that a run, counted from 0, was given. */
    List<Map<String, @Nullable Object>> input(int run) {
        return json.get("runs")
                .get(run)
                .get("input")
                .valueStream()
                .map(GoldenCase::map)
                .toList();
    }

    /** The tables that dlt made in this destination, or in DuckDB where dlt was not recorded with this one. */
    GoldenTables expected(Destination destination) {
        return GoldenRecording.tables(recorded(destination));
    }

    JsonNode recorded(Destination destination) {
        JsonNode expected = json.get("expected");
        return expected.path(destination.scheme()).isObject()
                ? expected.get(destination.scheme())
                : expected.get("duckdb");
    }

    /** Returns the Java value for a JSON value, in which objects such as {@code {"$date": ..}} are typed values. */
    static @Nullable Object value(JsonNode json) {
        if (json.isNull()) {
            return null;
        }
        if (json.isObject()) {
            String first = json.isEmpty() ? "" : json.propertyNames().iterator().next();
            return first.startsWith("$") ? typed(first, json.get(first).asString()) : map(json);
        }
        if (json.isArray()) {
            List<@Nullable Object> list = new ArrayList<>();
            json.forEach(member -> list.add(value(member)));
            return list;
        }
        if (json.isBoolean()) {
            return json.booleanValue();
        }
        if (json.isFloatingPointNumber()) {
            return json.doubleValue();
        }
        if (json.isBigInteger()) {
            return json.bigIntegerValue();
        }
        return json.isNumber() ? (Object) json.longValue() : json.asString();
    }

    static Map<String, @Nullable Object> map(JsonNode json) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        json.propertyStream().forEach(member -> map.put(member.getKey(), value(member.getValue())));
        return map;
    }

    private static Object typed(String type, String text) {
        return switch (type) {
            case "$ts" -> OffsetDateTime.parse(text);
            case "$ts_naive" -> LocalDateTime.parse(text);
            case "$date" -> LocalDate.parse(text);
            case "$time" -> LocalTime.parse(text);
            case "$dec" -> new BigDecimal(text);
            case "$hex" -> HexFormat.of().parseHex(text);
            case "$int" -> new BigInteger(text);
            default -> throw new IllegalArgumentException(type);
        };
    }
}
