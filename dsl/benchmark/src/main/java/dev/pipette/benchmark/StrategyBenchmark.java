package dev.pipette.benchmark;

import static dev.pipette.Pipette.deleteInsert;
import static dev.pipette.Pipette.jsonl;
import static dev.pipette.Pipette.scd2;
import static dev.pipette.Pipette.snapshot;
import static dev.pipette.Pipette.upsert;

import dev.pipette.schema.MergeStrategy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Documents with a list merged by a composite key into a table five times their number, by each strategy, on DuckDB or
 * PostgreSQL, against the best of several ways in SQL by hand, from the same staged rows.
 */
final class StrategyBenchmark implements Benchmark {
    static final String INPUT = "input";
    static final String ROWS = "rows";
    static final String STRATEGY = "strategy";
    static final String APPLIED = "applied";

    private static final int BASE = 5;
    private static final String MATCH = " WHERE facts.account = s.account AND facts.day = s.day";
    private static final String OF_MATCHED = "DELETE FROM benchmark.facts__items USING benchmark.facts t, stage.facts s"
            + " WHERE t.account = s.account AND t.day = s.day AND facts__items._dlt_root_id = t._dlt_id";
    private static final String INSERT_ALL = "INSERT INTO benchmark.facts SELECT * FROM stage.facts";
    private static final String INSERT_NESTED = "INSERT INTO benchmark.facts__items SELECT * FROM stage.facts__items";
    private static final String UPDATE = "UPDATE benchmark.facts SET amount = s.amount, note = s.note, open = s.open,"
            + " _dlt_load_id = s._dlt_load_id, _dlt_id = s._dlt_id FROM stage.facts s" + MATCH;
    private static final String INSERT_MISSING = INSERT_ALL + " s WHERE NOT EXISTS (SELECT 1 FROM benchmark.facts t"
            + " WHERE t.account = s.account AND t.day = s.day)";
    private static final String MERGE = "MERGE INTO benchmark.facts t USING stage.facts s"
            + " ON t.account = s.account AND t.day = s.day"
            + " WHEN MATCHED THEN UPDATE SET amount = s.amount, note = s.note, open = s.open,"
            + " _dlt_load_id = s._dlt_load_id, _dlt_id = s._dlt_id"
            + " WHEN NOT MATCHED THEN INSERT (account, day, amount, note, open, _dlt_load_id, _dlt_id)"
            + " VALUES (s.account, s.day, s.amount, s.note, s.open, s._dlt_load_id, s._dlt_id)";
    private static final String MISSING =
            " WHERE NOT EXISTS (SELECT 1 FROM stage.facts s WHERE s.account = t.account" + " AND s.day = t.day)";
    private static final String OF_MISSING =
            "DELETE FROM benchmark.facts__items WHERE _dlt_root_id IN (SELECT _dlt_id FROM benchmark.facts t" + MISSING
                    + ")";
    private static final String DELETE_MISSING = "DELETE FROM benchmark.facts AS t" + MISSING;
    private static final String RETIRE =
            "UPDATE benchmark.facts SET _dlt_valid_to = s._dlt_valid_from FROM stage.facts s"
                    + MATCH
                    + " AND facts._dlt_valid_to IS NULL AND (facts.amount IS DISTINCT FROM s.amount OR facts.note IS"
                    + " DISTINCT FROM s.note OR facts.open IS DISTINCT FROM s.open)";

    /** One strategy, and the ways to do the same by hand. */
    private enum Case {
        DELETE_INSERT(
                deleteInsert("account", "day"),
                List.of(
                        OF_MATCHED,
                        "DELETE FROM benchmark.facts USING stage.facts s" + MATCH,
                        INSERT_ALL,
                        INSERT_NESTED),
                List.of(OF_MATCHED, MERGE, INSERT_NESTED)),
        UPSERT(
                upsert("account", "day"),
                List.of(OF_MATCHED, UPDATE, INSERT_MISSING, INSERT_NESTED),
                List.of(OF_MATCHED, MERGE, INSERT_NESTED)),
        SNAPSHOT(
                snapshot("account", "day").allowDeleting(1),
                List.of(OF_MISSING, DELETE_MISSING, OF_MATCHED, UPDATE, INSERT_MISSING, INSERT_NESTED),
                List.of(OF_MISSING, DELETE_MISSING, OF_MATCHED, MERGE, INSERT_NESTED)),
        SCD2(scd2("account", "day").mergeKey("account", "day"), List.of(RETIRE, INSERT_ALL, INSERT_NESTED));

        private final MergeStrategy strategy;
        private final List<List<String>> byHand;

        @SafeVarargs
        Case(MergeStrategy strategy, List<String>... byHand) {
            this.strategy = strategy;
            this.byHand = List.of(byHand);
        }

        String word() {
            return strategy.word();
        }

        double target() {
            return this == SCD2 ? 0.7 : 0.8;
        }

        static Case of(String word) throws Options.BadUsage {
            for (Case one : values()) {
                if (one.word().equals(word)) {
                    return one;
                }
            }
            throw new Options.BadUsage("--strategy " + word + ": give delete-insert, upsert, snapshot or scd2.");
        }
    }

    @Override
    public String name() {
        return "strategies";
    }

    @Override
    public String summary() {
        return "documents with a list merged by two columns with each strategy, five times as many there, against SQL by"
                + " hand (1,000,000)";
    }

    @Override
    public List<String> options() {
        return List.of("into", STRATEGY);
    }

    @Override
    public Map<String, Work> works() {
        Map<String, Work> works = new HashMap<>();
        works.put(
                "load",
                (settings, meter) -> StrategyPlace.pipelineOf(settings, dev.pipette.LoadListener.NONE)
                        .run(jsonl("facts", settings.path(INPUT)).merge(Case.of(settings.text(STRATEGY)).strategy)));
        works.put("pipette", (settings, meter) -> {
            MergeStrategy strategy = Case.of(settings.text(STRATEGY)).strategy;
            StrategyPlace.time(
                    settings, meter, jsonl("facts", settings.path(INPUT)).merge(strategy));
        });
        works.put("by-hand", StrategyPlace.InDuckDb::byHand);
        return works;
    }

    @Override
    public Report run(Harness harness) throws Exception {
        long rows = harness.options().rows(1_000_000);
        long there = rows * BASE;
        String into = harness.options().text("into", "duckdb");
        String asked = harness.options().text(STRATEGY, "");
        List<Case> cases = asked.isEmpty() ? List.of(Case.values()) : List.of(Case.of(asked));
        Path base = PostgresMergeBenchmark.documents(harness, 0, there);
        Path changes = PostgresMergeBenchmark.documents(harness, there - rows / 2, there + rows - rows / 2);
        Map<Case, List<Series>> measured = new LinkedHashMap<>();
        String conditions;
        try (StrategyPlace place = StrategyPlace.of(into, harness)) {
            boolean prepared = false;
            for (Case one : cases) {
                if (!prepared || one == Case.SCD2) {
                    prepare(harness, place, one, base, changes);
                    prepared = true;
                }
                measured.put(one, measure(harness, place, one, changes));
            }
            conditions = place.conditions();
        }
        return report(rows, there, into, measured).note(conditions);
    }

    /** Fills the table, and stages the rows that the other ways begin with; all but scd2 have the same columns. */
    private static void prepare(Harness harness, StrategyPlace place, Case one, Path base, Path changes)
            throws Exception {
        place.empty();
        Values settings = place.settings().with(STRATEGY, one.word());
        harness.child("load", settings.with(INPUT, base));
        place.keep();
        harness.child("load", settings.with(INPUT, changes));
        place.exportStaged();
        place.restore();
        place.stage();
        place.keep();
    }

    private static List<Series> measure(Harness harness, StrategyPlace place, Case one, Path changes) throws Exception {
        Values settings = place.settings().with(STRATEGY, one.word());
        Series pipette = new Series("Pipette, " + one.word());
        List<Series> all = new ArrayList<>(List.of(pipette));
        for (List<String> way : one.byHand) {
            all.add(new Series("SQL: "
                    + String.join(
                            ", ",
                            way.stream().map(StrategyBenchmark::verb).distinct().toList())));
        }
        for (int round = 0; round < harness.options().rounds(3); round++) {
            place.restore();
            Run run = harness.child("pipette", settings.with(INPUT, changes));
            pipette.add(run.timedBy(APPLIED));
            String ours = place.fingerprint();
            for (int way = 0; way < one.byHand.size(); way++) {
                place.restore();
                all.get(way + 1).add(place.timed(one.byHand.get(way)));
                String theirs = place.fingerprint();
                if (!ours.equals(theirs)) {
                    throw new IllegalStateException(
                            one.word() + ": the tables differ.\nPipette's: " + ours + "\nby hand: " + theirs);
                }
            }
        }
        return all;
    }

    private static String verb(String statement) {
        return statement.substring(0, statement.indexOf(' '));
    }

    private static Report report(long rows, long there, String into, Map<Case, List<Series>> measured) {
        Report report = new Report(
                "Merge strategies, " + into + ": " + Report.count(rows) + " documents into " + Report.count(there)
                        + " by two columns, half of them there, two nested rows each",
                List.of("", "median s", "each s", "rows/s", "peak RSS MiB", "speed of Pipette against it"));
        measured.forEach((one, series) -> {
            Series pipette = series.getFirst();
            for (Series each : series) {
                report.line(List.of(
                        each.title(),
                        Series.seconds(each.wall()),
                        each.each(),
                        String.format(Locale.ROOT, "%,.0f", rows / each.wall()),
                        each.residentMib() == 0 ? "" : Long.toString(each.residentMib()),
                        each == pipette ? "" : String.format(Locale.ROOT, "%.2f", each.wall() / pipette.wall())));
            }
            double best =
                    series.stream().skip(1).mapToDouble(Series::wall).min().orElseThrow();
            report.note(String.format(
                    Locale.ROOT,
                    "%s: speed of Pipette against the best SQL %.2f (target %.1f)",
                    one.word(),
                    best / pipette.wall(),
                    one.target()));
        });
        return report.note(
                        "Pipette's time is from its staged rows to the end of the load, in DuckDB with the file closed: checks, counts,"
                                + " state and bookkeeping included; SQL by hand begins with the same rows, those of"
                                + " lists in Parquet as Pipette's in DuckDB, the others in tables of the database")
                .note(
                        "snapshot deletes what is missing, nine of ten rows; scd2 compares rows and lists, SQL by hand only"
                                + " the columns of the row")
                .note("rows and a digest of all values of both tables were compared");
    }
}
