package dev.pipette.benchmark;

import dev.pipette.LoadListener;
import dev.pipette.Pipeline;
import dev.pipette.Resource;
import dev.pipette.spi.LoadStep;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** The database of {@link StrategyBenchmark}: with rows to merge into, and staged ones in a schema {@code stage}. */
abstract class StrategyPlace implements AutoCloseable {
    private static final String INTO = "into";
    private static final String SQL = "sql";
    private static final List<String> TABLES = List.of("facts", "facts__items");
    private static final String NEWEST = "(SELECT max(load_id) FROM benchmark._dlt_loads)";
    private static final List<String> STAGED = List.of(
            "SELECT * FROM benchmark.facts WHERE _dlt_load_id = " + NEWEST,
            "SELECT n.* FROM benchmark.facts__items n JOIN benchmark.facts t ON t._dlt_id = n._dlt_root_id"
                    + " WHERE t._dlt_load_id = " + NEWEST);

    final Harness harness;
    final Path folder;
    final Path kept;

    StrategyPlace(Harness harness) throws Exception {
        this.harness = harness;
        this.folder = harness.renew("work");
        this.kept = harness.renew("kept");
    }

    static StrategyPlace of(String into, Harness harness) throws Exception {
        return switch (into) {
            case "duckdb" -> new InDuckDb(harness);
            case "postgres" -> new InPostgres(harness);
            default -> throw new Options.BadUsage("--into " + into + ": give duckdb or postgres.");
        };
    }

    static Pipeline pipelineOf(Values settings, LoadListener listener) {
        return settings.text(INTO).equals("duckdb")
                ? PipetteLoad.pipelineOf(settings, listener)
                : PostgresBench.pipelineOf(settings, listener);
    }

    /** Runs a load, and measures it from its staged rows to its COMMIT. */
    static void time(Values settings, Meter meter, Resource resource) throws Exception {
        if (settings.text(INTO).equals("duckdb")) {
            PipetteLoad.warmUp(settings);
        } else {
            PostgresBench.warmUp(settings);
        }
        long[] at = new long[LoadStep.values().length];
        Pipeline pipeline = pipelineOf(settings, (step, loadId) -> {
            at[step.ordinal()] = System.nanoTime();
            meter.listener().reached(step, loadId);
        });
        meter.time(() -> pipeline.run(resource));
        meter.results()
                .put(StrategyBenchmark.APPLIED, at[LoadStep.COMMITTED.ordinal()] - at[LoadStep.ROWS_STAGED.ordinal()]);
    }

    /** What a child that runs Pipette is told. */
    abstract Values settings();

    /** Begins without tables. */
    abstract void empty() throws Exception;

    /** Keeps the database as it is. */
    abstract void keep() throws Exception;

    /** Sets the database back to what was kept, and Pipette's folder to none. */
    abstract void restore() throws Exception;

    /** Writes the rows of the newest load to files. */
    abstract void exportStaged() throws Exception;

    /** Reads them into the schema {@code stage}. */
    abstract void stage() throws Exception;

    /** Measures statements in one transaction. */
    abstract Run timed(List<String> statements) throws Exception;

    /** The rows of both tables, as a text that is the same for the same rows. */
    abstract String fingerprint() throws Exception;

    abstract String conditions();

    private static List<String> transaction(List<String> statements) {
        List<String> all = new ArrayList<>(List.of("BEGIN"));
        all.addAll(statements);
        all.add("COMMIT");
        return all;
    }

    final Path file(String table) {
        return kept.resolve(table + ".stage");
    }

    /** A file of DuckDB. */
    static final class InDuckDb extends StrategyPlace {
        private final String memory;
        private final String engineMemory;

        InDuckDb(Harness harness) throws Exception {
            super(harness);
            this.memory = harness.memory("4GB");
            this.engineMemory = harness.engineMemory("1GB");
        }

        @Override
        Values settings() {
            return PipetteLoad.settings(folder, memory, engineMemory).with(INTO, "duckdb");
        }

        @Override
        void empty() throws Exception {
            Harness.delete(folder);
            Files.createDirectories(folder);
        }

        private Path keptFile() {
            return kept.resolve("kept.duckdb");
        }

        @Override
        void keep() throws Exception {
            Files.copy(PipetteLoad.file(folder), keptFile(), StandardCopyOption.REPLACE_EXISTING);
        }

        @Override
        void restore() throws Exception {
            empty();
            Files.copy(keptFile(), PipetteLoad.file(folder));
        }

        private void execute(List<String> statements) throws Exception {
            try (Duck duck = Duck.open(PipetteLoad.file(folder), memory)) {
                for (String statement : statements) {
                    duck.execute(statement);
                }
            }
        }

        @Override
        void exportStaged() throws Exception {
            List<String> statements = new ArrayList<>();
            for (int table = 0; table < TABLES.size(); table++) {
                statements.add("COPY (" + STAGED.get(table) + ") TO " + Duck.text(file(TABLES.get(table)))
                        + " (FORMAT parquet)");
            }
            execute(statements);
        }

        @Override
        void stage() throws Exception {
            // Pipette too has the rows of the root table staged, and reads those of lists from Parquet
            execute(List.of(
                    "CREATE SCHEMA stage",
                    "CREATE TABLE stage.facts AS SELECT * FROM read_parquet(" + Duck.text(file("facts")) + ")",
                    "CREATE VIEW stage.facts__items AS SELECT * FROM read_parquet(" + Duck.text(file("facts__items"))
                            + ")"));
        }

        @Override
        Run timed(List<String> statements) throws Exception {
            return harness.child("by-hand", settings().with(SQL, String.join(";\n", transaction(statements))));
        }

        /** The work of a child that does it by hand: the file is open when the clock starts, and closed when it ends, as Pipette's. */
        static void byHand(Values settings, Meter meter) throws Exception {
            Path file = PipetteLoad.file(settings.path(PipetteLoad.FOLDER));
            Duck duck = Duck.open(file, settings.text(PipetteLoad.MEMORY));
            meter.time(() -> {
                try (duck) {
                    for (String statement : settings.text(SQL).split(";\n", -1)) {
                        duck.execute(statement);
                    }
                }
            });
        }

        @Override
        String fingerprint() throws Exception {
            try (Duck duck = Duck.open(PipetteLoad.file(folder), memory)) {
                return duck.rows("SELECT count(*), sum(CAST(hash(account, day, amount, note, open) AS HUGEINT))"
                                + " FROM benchmark.facts")
                        + " and "
                        + duck.rows("SELECT count(*), sum(CAST(hash(t.account, t.day, t.amount, n.sku, n.pieces,"
                                + " n._dlt_list_idx) AS HUGEINT)) FROM benchmark.facts__items n JOIN benchmark.facts t"
                                + " ON t._dlt_id = n._dlt_parent_id AND t._dlt_id = n._dlt_root_id");
            }
        }

        @Override
        String conditions() {
            return PipetteLoad.memories(memory, engineMemory);
        }

        @Override
        public void close() {
            // the harness deletes the folder
        }
    }

    /** A server of PostgreSQL. */
    private static final class InPostgres extends StrategyPlace {
        private final PostgresBench bench;

        InPostgres(Harness harness) throws Exception {
            super(harness);
            this.bench = new PostgresBench(harness);
        }

        @Override
        Values settings() {
            return bench.settings(folder, harness.engineMemory("1GB")).with(INTO, "postgres");
        }

        @Override
        void empty() throws Exception {
            Harness.delete(folder.resolve("home"));
            bench.execute("DROP SCHEMA IF EXISTS benchmark CASCADE", "DROP SCHEMA IF EXISTS stage CASCADE");
        }

        @Override
        void keep() throws Exception {
            bench.execute("VACUUM ANALYZE");
            bench.keep();
        }

        @Override
        void restore() throws Exception {
            Harness.delete(folder.resolve("home"));
            bench.restore();
            bench.settle();
        }

        @Override
        void exportStaged() throws Exception {
            List<String> commands = new ArrayList<>();
            for (int table = 0; table < TABLES.size(); table++) {
                commands.add("\\copy (" + STAGED.get(table) + ") TO '" + file(TABLES.get(table)) + "' CSV");
            }
            bench.psql("export", commands.toArray(String[]::new));
        }

        @Override
        void stage() throws Exception {
            List<String> commands = new ArrayList<>(List.of("CREATE SCHEMA stage"));
            for (String table : TABLES) {
                commands.add("CREATE UNLOGGED TABLE stage." + table + " (LIKE benchmark." + table + ")");
                commands.add("\\copy stage." + table + " FROM '" + file(table) + "' CSV");
            }
            bench.psql("stage", commands.toArray(String[]::new));
        }

        @Override
        Run timed(List<String> statements) throws Exception {
            return bench.timed("by-hand", transaction(statements).toArray(String[]::new));
        }

        @Override
        String fingerprint() throws Exception {
            return bench.fingerprint("account, day, amount, note, open", "benchmark.facts") + " and "
                    + bench.fingerprint(
                            "t.account, t.day, t.amount, n.sku, n.pieces, n._dlt_list_idx",
                            "benchmark.facts__items n JOIN benchmark.facts t ON t._dlt_id = n._dlt_parent_id AND"
                                    + " t._dlt_id = n._dlt_root_id");
        }

        @Override
        String conditions() {
            return PostgresBench.conditions();
        }

        @Override
        public void close() {
            bench.close();
        }
    }
}
