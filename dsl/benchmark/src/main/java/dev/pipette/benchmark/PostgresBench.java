package dev.pipette.benchmark;

import static dev.pipette.Pipette.pipeline;
import static dev.pipette.Pipette.postgres;
import static dev.pipette.Pipette.resource;

import dev.pipette.LoadInfo;
import dev.pipette.LoadListener;
import dev.pipette.Pipeline;
import dev.pipette.Resource;
import dev.pipette.settings.Secret;
import dev.pipette.spi.LoadStep;
import dev.pipette.testing.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A server for a benchmark, with the settings of one that keeps data (the ones of the tests do not wait for the disk),
 * and the two ways into it: Pipette in a child JVM, and psql.
 */
final class PostgresBench implements AutoCloseable {
    static final String DATASET = "benchmark";

    static final String URL = "url";
    static final String USER = "user";
    static final String PASSWORD = "password";
    private static final String DATABASE = "bench";

    private static final String[] SETTINGS = {
        "fsync=on",
        "full_page_writes=on",
        "wal_level=replica",
        "shared_buffers=1GB",
        "max_wal_size=16GB",
        "checkpoint_timeout=30min",
        "maintenance_work_mem=256MB",
        "work_mem=64MB",
        "autovacuum=off"
    };

    private final PostgresServer server = PostgresServer.own(SETTINGS);
    private final Harness harness;

    PostgresBench(Harness harness) throws SQLException {
        this.harness = harness;
        administer("CREATE DATABASE " + DATABASE);
    }

    /** What is said of the server in a report. */
    static String conditions() {
        return "PostgreSQL on the same machine over loopback TCP, " + String.join(", ", SETTINGS)
                + "; a CHECKPOINT before each run";
    }

    /** What a child is told. */
    Values settings(Path folder, String engineMemory) {
        return new Values()
                .with(PipetteLoad.FOLDER, folder)
                .with(PipetteLoad.ENGINE_MEMORY, engineMemory)
                .with(URL, server.url(DATABASE))
                .with(USER, server.user())
                .with(PASSWORD, server.password());
    }

    static Pipeline pipelineOf(Values settings, LoadListener listener) {
        Path folder = settings.path(PipetteLoad.FOLDER);
        return pipeline(
                        "benchmark",
                        postgres(settings.text(URL))
                                .user(settings.text(USER))
                                .password(Secret.of(settings.text(PASSWORD))))
                .datasetName(DATASET)
                .home(folder.resolve("home"))
                .listener(listener);
    }

    /** Two small loads into another dataset: what a JVM's first load costs besides is the cold start's figure. */
    static void warmUp(Values settings) throws IOException {
        Pipeline warm = pipelineOf(settings, LoadListener.NONE)
                .datasetName("warm_up")
                .home(Files.createTempDirectory("warm-up"));
        Resource row = resource("warm").rows(List.of(Map.of("id", 1L)));
        warm.run(row);
        warm.run(row.merge("id"));
    }

    /** Extracts, and stops when the package is sealed. */
    static void seal(Values settings, Resource... resources) {
        try {
            pipelineOf(settings, PostgresBench::stopWhenSealed).run(resources);
        } catch (Sealed done) {
            return;
        }
        throw new IllegalStateException("the run continued after the package was sealed");
    }

    private static void stopWhenSealed(LoadStep step, String loadId) {
        if (step == LoadStep.SEALED) {
            throw new Sealed();
        }
    }

    private static final class Sealed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Measures a run, and fails when it did not load as many rows into a table as it should. */
    static void time(Values settings, Meter meter, String table, long rows, Resource... resources) throws Exception {
        warmUp(settings);
        Pipeline pipeline = pipelineOf(settings, meter.listener());
        meter.time(() -> {
            LoadInfo info = pipeline.run(resources);
            if (info.rows(table) != rows) {
                throw new IllegalStateException("expected " + rows + " rows: " + info);
            }
        });
    }

    /** Runs psql, which stops at the first error, and returns its wall time in seconds. */
    double psql(String what, String... commands) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(
                "psql",
                "--no-psqlrc",
                "--quiet",
                "--set=ON_ERROR_STOP=1",
                "--host=" + server.host(),
                "--port=" + server.port(),
                "--username=" + server.user(),
                "--dbname=" + DATABASE));
        for (String command : commands) {
            words.add("--command=" + command);
        }
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().put("PGPASSWORD", server.password());
        return harness.process(what, builder);
    }

    /** One child's run as psql did it, for the same table of figures. */
    Run timed(String what, String... commands) throws Exception {
        settle();
        double seconds = psql(what, commands);
        System.err.printf(java.util.Locale.ROOT, "  %s: %.2f s%n", what, seconds);
        Values results = new Values();
        results.put(Meter.WALL, (long) (seconds * 1e9));
        results.put(Meter.CPU, 0);
        results.put(HeapWatch.RESIDENT, 0);
        return new Run(what, results, seconds);
    }

    /** Writes down what earlier runs left, so that no run pays for another. */
    void settle() throws SQLException {
        execute("CHECKPOINT");
    }

    void execute(String... statements) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(server.url(DATABASE), server.user(), server.password());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private void administer(String... statements) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Keeps the database as it is now. */
    void keep() throws SQLException {
        administer("DROP DATABASE IF EXISTS kept", "CREATE DATABASE kept TEMPLATE " + DATABASE + " STRATEGY file_copy");
    }

    /** Sets the database back to what was kept. */
    void restore() throws SQLException {
        administer("DROP DATABASE " + DATABASE, "CREATE DATABASE " + DATABASE + " TEMPLATE kept STRATEGY file_copy");
    }

    /** The rows of a table and a digest of their values, whatever their order. */
    String fingerprint(String columns, String table) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(server.url(DATABASE), server.user(), server.password());
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT count(*) || ' rows, digest ' || sum(hashtextextended(row("
                                + columns + ")::text, 0)::numeric) FROM " + table)) {
            row.next();
            return row.getString(1);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
