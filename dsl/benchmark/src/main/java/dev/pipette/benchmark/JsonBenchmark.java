package dev.pipette.benchmark;

import static dev.pipette.Pipette.jsonl;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Nested documents into three tables, against DuckDB's read_json and unnest. */
final class JsonBenchmark implements Benchmark {
    private static final String INPUT = "input";
    private static final String ROWS = "rows";

    @Override
    public String name() {
        return "json";
    }

    @Override
    public String summary() {
        return "nested JSON lines into three tables, against read_json and unnest (1,000,000 documents)";
    }

    @Override
    public Map<String, Work> works() {
        return Map.of(
                "pipette",
                (settings, meter) ->
                        PipetteLoad.time(settings, meter, jsonl("orders", settings.path(INPUT)), settings.number(ROWS)),
                "duckdb",
                (settings, meter) -> Floor.time(settings, meter, statements(settings.path(INPUT))));
    }

    /** The documents: on average two items and one tag each. */
    private static void write(Path file, long rows) throws Exception {
        try (Duck duck = Duck.inMemory()) {
            duck.execute("COPY (SELECT i AS id, "
                    + "strftime(TIMESTAMP '2024-01-01' + to_seconds(" + CsvInput.number(1, 63_072_000)
                    + "), '%Y-%m-%dT%H:%M:%SZ') AS ordered_at, "
                    + "{'name': 'customer ' || " + CsvInput.number(2, 200_000) + ", 'city': 'city ' || "
                    + CsvInput.number(3, 500) + ", 'active': " + CsvInput.number(4, 5) + " > 0} AS customer, "
                    + "list_transform(range(1 + " + CsvInput.number(5, 3) + "), lambda place: {"
                    + "'sku': 'sku-' || (i * 7 + place) % 10007, 'quantity': 1 + (i + place) % 9,"
                    + " 'price': 0.25 + (i * 13 + place) % 4001 / 4}) AS items, "
                    + "['new', 'gift', 'express'][1:" + CsvInput.number(6, 3) + "] AS tags, "
                    + "0.5 + " + CsvInput.number(7, 100_000) + " AS total, 'open' AS status FROM range(" + rows
                    + ") numbers(i)) TO " + Duck.text(file) + " (FORMAT json)");
        }
    }

    static Path input(Harness harness, long rows) throws Exception {
        return harness.input("nested-" + rows + ".jsonl", file -> write(file, rows));
    }

    private static String[] statements(Path file) {
        Map<String, String> types = new LinkedHashMap<>();
        types.put("id", "BIGINT");
        types.put("ordered_at", "TIMESTAMPTZ");
        types.put("customer", "STRUCT(name VARCHAR, city VARCHAR, active BOOLEAN)");
        types.put("items", "STRUCT(sku VARCHAR, quantity BIGINT, price DOUBLE)[]");
        types.put("tags", "VARCHAR[]");
        types.put("total", "DOUBLE");
        types.put("status", "VARCHAR");
        return new String[] {
            "BEGIN",
            "CREATE TEMP TABLE documents AS SELECT * FROM read_json(" + Duck.text(file)
                    + ", format = 'newline_delimited', " + Duck.columns(types) + ")",
            "CREATE TABLE orders AS SELECT id, ordered_at, customer.name AS customer__name,"
                    + " customer.city AS customer__city, customer.active AS customer__active, total, status, "
                    + Floor.LOAD_ID + ", 'orders_' || id AS _dlt_id FROM documents",
            "CREATE TABLE orders__items AS SELECT item.sku, item.quantity, item.price,"
                    + " 'orders_' || id AS _dlt_parent_id, place - 1 AS _dlt_list_idx,"
                    + " 'items_' || id || '_' || place AS _dlt_id"
                    + " FROM (SELECT id, unnest(items) AS item, generate_subscripts(items, 1) AS place FROM documents)",
            "CREATE TABLE orders__tags AS SELECT value,"
                    + " 'orders_' || id AS _dlt_parent_id, place - 1 AS _dlt_list_idx,"
                    + " 'tags_' || id || '_' || place AS _dlt_id"
                    + " FROM (SELECT id, unnest(tags) AS value, generate_subscripts(tags, 1) AS place FROM documents)",
            "COMMIT"
        };
    }

    @Override
    public Report run(Harness harness) throws Exception {
        long rows = harness.options().rows(1_000_000);
        String memory = harness.memory("4GB");
        String engineMemory = harness.engineMemory("1GB");
        Path input = input(harness, rows);
        Series pipette = new Series("Pipette");
        Series floor = new Series("DuckDB read_json, unnest");
        for (int round = 0; round < harness.options().rounds(3); round++) {
            Path folder = harness.renew("work");
            Path byHand = folder.resolve("floor.duckdb");
            pipette.add(harness.child(
                    "pipette",
                    PipetteLoad.settings(folder, memory, engineMemory)
                            .with(INPUT, input)
                            .with(ROWS, rows)));
            floor.add(harness.child("duckdb", Floor.settings(byHand, memory).with(INPUT, input)));
            if (round == 0) {
                Comparison.check(PipetteLoad.file(folder), byHand, List.of("orders", "orders__items", "orders__tags"));
            }
        }
        return Series.report(
                        "Nested JSON, append: " + Report.count(rows) + " documents into 3 tables",
                        "documents",
                        rows,
                        pipette,
                        List.of(floor))
                .note("by hand with the same system columns, types given, row ids from the documents' own ids;"
                        + " types, rows and values of the three tables were compared")
                .note(PipetteLoad.warmth())
                .note(PipetteLoad.memories(memory, engineMemory));
    }
}
