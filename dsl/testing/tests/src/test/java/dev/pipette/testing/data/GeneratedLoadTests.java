package dev.pipette.testing.data;

import static dev.pipette.Pipette.bigint;
import static dev.pipette.Pipette.binary;
import static dev.pipette.Pipette.bool;
import static dev.pipette.Pipette.date;
import static dev.pipette.Pipette.decimal;
import static dev.pipette.Pipette.float64;
import static dev.pipette.Pipette.jsonDocument;
import static dev.pipette.Pipette.localTimestamp;
import static dev.pipette.Pipette.text;
import static dev.pipette.Pipette.time;
import static dev.pipette.Pipette.timestamp;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.Destination;
import dev.pipette.Pipeline;
import dev.pipette.Pipette;
import dev.pipette.schema.TableSchema;
import dev.pipette.settings.Secret;
import dev.pipette.testing.postgres.PostgresDatabase;
import dev.pipette.testing.postgres.PostgresServer;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Generated rows of all types come back from real destinations as they went in. */
final class GeneratedLoadTests {
    private static final int ROWS = 2_000;
    private static final JsonMapper JSON = JsonMapper.shared();

    private static final RowGenerator ITEMS = RowGenerator.empty()
            .column("n", bigint())
            .column("price", float64())
            .column("sku", text())
            .key("n");

    private static final RowGenerator ORDERS = RowGenerator.empty()
            .column("id", bigint())
            .column("amount", decimal(12, 2))
            .column("most", decimal())
            .column("ratio", float64())
            .column("flag", bool())
            .column("happened_at", timestamp())
            .column("local_at", localTimestamp())
            .column("day", date())
            .column("clock", time())
            .column("bytes", binary())
            .column("document", jsonDocument())
            .column("note", text())
            .column("updated_at", timestamp())
            .key("id")
            .increasing("updated_at")
            .nested("items", ITEMS, 0, 3);

    @TempDir
    private Path folder;

    @Test
    void duckdb_gives_back_every_value() {
        loadsAndReadsBack(Pipette.duckdb(folder.resolve("generated.duckdb")));
    }

    @Test
    void postgres_gives_back_every_value() {
        try (PostgresDatabase database = PostgresServer.shared().newDatabase()) {
            loadsAndReadsBack(
                    Pipette.postgres(database.url()).user(database.user()).password(Secret.of(database.password())));
        }
    }

    private void loadsAndReadsBack(Destination destination) {
        Pipeline pipeline =
                Pipette.pipeline("generated", destination).datasetName("data").home(folder.resolve("home"));

        pipeline.run(ORDERS.resource("orders", ROWS));

        assertThat(pipeline.dataset().tables()).containsExactlyInAnyOrder("orders", "orders__items");
        List<String> expected = new ArrayList<>();
        List<String> expectedItems = new ArrayList<>();
        ORDERS.stream(ROWS).forEach(row -> {
            expected.add(printed(without(row, "items")));
            for (Object item : (List<?>) Objects.requireNonNull(row.get("items"))) {
                expectedItems.add(printed((Map<?, ?>) item));
            }
        });
        expected.sort(Comparator.naturalOrder());
        expectedItems.sort(Comparator.naturalOrder());
        assertThat(read(
                        pipeline,
                        "SELECT id, amount, most, ratio, flag, happened_at, CAST(local_at AS VARCHAR) AS local_at,"
                                + " CAST(day AS VARCHAR) AS day, CAST(clock AS VARCHAR) AS clock, bytes,"
                                + " CAST(document AS VARCHAR) AS document, note, updated_at FROM orders"))
                .isEqualTo(expected);
        assertThat(read(pipeline, "SELECT n, price, sku FROM orders__items")).isEqualTo(expectedItems);
    }

    @Test
    void the_schema_of_a_load_generates_rows_that_load_into_it() {
        Pipeline pipeline = Pipette.pipeline("generated", Pipette.duckdb(folder.resolve("generated.duckdb")))
                .datasetName("data")
                .home(folder.resolve("home"));
        pipeline.run(ORDERS.resource("orders", 100));
        TableSchema orders = pipeline.admin().schema().tables().stream()
                .filter(table -> table.name().equals("orders"))
                .findFirst()
                .orElseThrow();

        RowGenerator again = RowGenerator.of(orders).seed(2);
        pipeline.run(again.resource("orders", 50));

        assertThat(again)
                .hasToString("rows of seed 2: id bigint key, amount decimal(12, 2), most decimal(38, 9), ratio double,"
                        + " flag bool, happened_at timestamp, local_at local_timestamp, day date, clock time, bytes binary,"
                        + " document json, note text, updated_at timestamp");
        assertThat(pipeline.dataset().count("orders")).isEqualTo(150);
        assertThat(pipeline.dataset().tables()).containsExactlyInAnyOrder("orders", "orders__items");
    }

    private static Map<String, @Nullable Object> without(Map<String, @Nullable Object> row, String field) {
        Map<String, @Nullable Object> less = new LinkedHashMap<>(row);
        less.remove(field);
        return less;
    }

    private static List<String> read(Pipeline pipeline, String sql) {
        List<String> rows = new ArrayList<>();
        for (Record row : pipeline.dataset().query(sql)) {
            rows.add(printed(row.intoMap()));
        }
        rows.sort(Comparator.naturalOrder());
        return rows;
    }

    private static String printed(Map<?, ?> row) {
        StringBuilder printed = new StringBuilder();
        row.forEach((name, value) -> printed.append(name)
                .append('=')
                .append(printed((String) name, value))
                .append(" | "));
        return printed.toString();
    }

    /** One text for what was given and for what a driver gives back. */
    private static String printed(String column, @Nullable Object value) {
        if (value == null) {
            return "NULL";
        }
        return switch (column) {
            case "document" ->
                JSON.readTree(value instanceof String text ? text : JSON.writeValueAsString(value))
                                instanceof tools.jackson.databind.node.ObjectNode object
                        ? new TreeMap<>(JSON.convertValue(object, Map.class)).toString()
                        : "[]";
            case "happened_at", "updated_at" ->
                (value instanceof OffsetDateTime time ? time.toInstant() : value).toString();
            case "local_at" ->
                LocalDateTime.parse(value.toString().replace(' ', 'T')).toString();
            case "clock" -> LocalTime.parse(value.toString()).toString();
            case "bytes" -> HexFormat.of().formatHex((byte[]) value);
            case "n", "id" -> String.valueOf(((Number) value).longValue());
            default -> value.toString();
        };
    }
}
