package dev.pipette.benchmark;

import static dev.pipette.Pipette.jsonl;

import dev.pipette.Resource;
import dev.pipette.spi.LoadStep;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Documents with a list merged by a composite key into a PostgreSQL table five times their number, against SQL by hand. */
final class PostgresMergeBenchmark implements Benchmark {
    private static final String INPUT = "input";
    private static final String ROWS = "rows";
    private static final String APPLIED = "applied";
    private static final int BASE = 5;
    private static final String MATCH = " WHERE t.account = s.account AND t.day = s.day";

    /** The rows that go, and those that come, in both tables; the nested ones by the ids of their roots. */
    private static final List<String> DELETE_INSERT = List.of(
            "BEGIN",
            "DELETE FROM benchmark.facts__items n USING benchmark.facts t, stage.facts s" + MATCH
                    + " AND n._dlt_root_id = t._dlt_id",
            "DELETE FROM benchmark.facts t USING stage.facts s" + MATCH,
            "INSERT INTO benchmark.facts SELECT * FROM stage.facts",
            "INSERT INTO benchmark.facts__items SELECT * FROM stage.facts__items",
            "COMMIT");

    private static final List<String> MERGE = List.of(
            "BEGIN",
            "DELETE FROM benchmark.facts__items n USING benchmark.facts t, stage.facts s" + MATCH
                    + " AND n._dlt_root_id = t._dlt_id",
            "MERGE INTO benchmark.facts t USING stage.facts s ON t.account = s.account AND t.day = s.day"
                    + " WHEN MATCHED THEN UPDATE SET amount = s.amount, note = s.note, open = s.open,"
                    + " _dlt_load_id = s._dlt_load_id, _dlt_id = s._dlt_id"
                    + " WHEN NOT MATCHED THEN INSERT (account, day, amount, note, open, _dlt_load_id, _dlt_id)"
                    + " VALUES (s.account, s.day, s.amount, s.note, s.open, s._dlt_load_id, s._dlt_id)",
            "INSERT INTO benchmark.facts__items SELECT * FROM stage.facts__items",
            "COMMIT");

    @Override
    public String name() {
        return "postgres-merge";
    }

    @Override
    public String summary() {
        return "documents with a list merged by two columns into PostgreSQL, five times as many there, against SQL"
                + " (1,000,000)";
    }

    @Override
    public Map<String, Work> works() {
        return Map.of(
                "load",
                (settings, meter) ->
                        PostgresBench.time(settings, meter, "facts", settings.number(ROWS), facts(settings)),
                "seal",
                (settings, meter) -> PostgresBench.seal(settings, facts(settings)),
                "pipette",
                PostgresMergeBenchmark::publish);
    }

    private static Resource facts(Values settings) {
        return jsonl("facts", settings.path(INPUT)).merge("account", "day");
    }

    private static void publish(Values settings, Meter meter) throws Exception {
        long[] at = new long[LoadStep.values().length];
        PostgresBench.warmUp(settings);
        meter.time(() -> PostgresBench.pipelineOf(settings, (step, loadId) -> {
                    at[step.ordinal()] = System.nanoTime();
                    meter.listener().reached(step, loadId);
                })
                .run(facts(settings)));
        meter.results().put(APPLIED, at[LoadStep.COMMITTED.ordinal()] - at[LoadStep.ROWS_STAGED.ordinal()]);
    }

    private static void write(Path file, long from, long to) throws Exception {
        try (Duck duck = Duck.inMemory()) {
            duck.execute("COPY (SELECT i // 1000 AS account, CAST(DATE '2020-01-01' + CAST(i % 1000 AS INTEGER) AS"
                    + " VARCHAR) AS day, " + CsvInput.number(1, 100_000) + " + " + from
                    + " AS amount, 'note ' || md5(CAST(i + " + from + " AS VARCHAR)) AS note, "
                    + CsvInput.number(3, 2) + " = 0 AS open,"
                    + " [struct_pack(sku := 'sku ' || " + CsvInput.number(4, 1_000) + ", pieces := "
                    + CsvInput.number(5, 20) + "), struct_pack(sku := 'sku ' || " + CsvInput.number(6, 1_000)
                    + ", pieces := " + CsvInput.number(7, 20) + ")] AS items"
                    + " FROM range(" + from + ", " + to + ") numbers(i)) TO " + Duck.text(file) + " (FORMAT json)");
        }
    }

    /** The documents of these numbers, in a file. */
    static Path documents(Harness harness, long from, long to) throws Exception {
        return harness.input("documents-" + from + "-to-" + to + ".jsonl", file -> write(file, from, to));
    }

    @Override
    public Report run(Harness harness) throws Exception {
        long rows = harness.options().rows(1_000_000);
        long there = rows * BASE;
        String engineMemory = harness.engineMemory("1GB");
        Path base = documents(harness, 0, there);
        Path changes = documents(harness, there - rows / 2, there + rows - rows / 2);
        Path folder = harness.renew("work");
        Path kept = harness.renew("kept");
        Series pipette = new Series("Pipette, from staged rows");
        Series whole = new Series("Pipette, from a sealed package");
        Series deleteInsert = new Series("SQL: DELETE, INSERT");
        Series merge = new Series("SQL: MERGE");
        try (PostgresBench bench = new PostgresBench(harness)) {
            Values settings = bench.settings(folder, engineMemory);
            harness.child("load", settings.with(INPUT, base).with(ROWS, there));
            bench.execute("VACUUM ANALYZE");
            bench.keep();
            // what Pipette stages, for the statements by hand: its rows as they are after the load
            harness.child("load", settings.with(INPUT, changes).with(ROWS, rows));
            String loadId = "(SELECT max(load_id) FROM benchmark._dlt_loads)";
            bench.psql(
                    "export",
                    "\\copy (SELECT * FROM benchmark.facts WHERE _dlt_load_id = " + loadId + ") TO '"
                            + kept.resolve("facts.csv") + "' CSV",
                    "\\copy (SELECT n.* FROM benchmark.facts__items n JOIN benchmark.facts t ON t._dlt_id ="
                            + " n._dlt_root_id WHERE t._dlt_load_id = " + loadId + ") TO '"
                            + kept.resolve("items.csv") + "' CSV");
            bench.restore();
            bench.psql(
                    "stage",
                    "CREATE SCHEMA stage",
                    "CREATE UNLOGGED TABLE stage.facts (LIKE benchmark.facts)",
                    "CREATE UNLOGGED TABLE stage.facts__items (LIKE benchmark.facts__items)",
                    "\\copy stage.facts FROM '" + kept.resolve("facts.csv") + "' CSV",
                    "\\copy stage.facts__items FROM '" + kept.resolve("items.csv") + "' CSV",
                    "VACUUM ANALYZE");
            bench.keep();
            Path fresh = folder.resolve("home");
            for (int round = 0; round < harness.options().rounds(3); round++) {
                Harness.delete(fresh);
                harness.child("seal", settings.with(INPUT, changes));
                bench.settle();
                Run run = harness.child("pipette", settings.with(INPUT, changes));
                whole.add(run);
                pipette.add(run.timedBy(APPLIED));
                String ours = fingerprint(bench);
                bench.restore();
                deleteInsert.add(bench.timed("sql-delete-insert", DELETE_INSERT.toArray(String[]::new)));
                if (!ours.equals(fingerprint(bench))) {
                    throw new IllegalStateException(
                            "the tables differ.\nPipette's: " + ours + "\nby hand: " + fingerprint(bench));
                }
                bench.restore();
                merge.add(bench.timed("sql-merge", MERGE.toArray(String[]::new)));
                bench.restore();
            }
        }
        double best = Math.min(deleteInsert.wall(), merge.wall());
        return Series.report(
                        "PostgreSQL, merge by two columns: " + Report.count(rows) + " documents into "
                                + Report.count(there) + ", half of them there, two nested rows each",
                        "rows",
                        rows,
                        pipette,
                        List.of(whole, deleteInsert, merge))
                .note(String.format(
                        Locale.ROOT,
                        "speed of Pipette against the best SQL from the same staged rows: %.2f (target 0.75); its"
                                + " de-duplication, state and bookkeeping included",
                        best / pipette.wall()))
                .note("rows and a digest of all values of both tables were compared with those of DELETE and INSERT")
                .note(PostgresBench.conditions());
    }

    private static String fingerprint(PostgresBench bench) throws Exception {
        return bench.fingerprint("account, day, amount, note, open", "benchmark.facts") + "; "
                + bench.fingerprint(
                        "t.account, t.day, n.sku, n.pieces, n._dlt_list_idx",
                        "benchmark.facts__items n JOIN benchmark.facts t ON t._dlt_id = n._dlt_parent_id AND t._dlt_id ="
                                + " n._dlt_root_id");
    }
}
