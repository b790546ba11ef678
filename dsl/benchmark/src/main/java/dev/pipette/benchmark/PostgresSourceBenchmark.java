package dev.pipette.benchmark;

import dev.pipette.Resource;
import dev.pipette.engine.query.PackageQuery;
import dev.pipette.jdbc.Database;
import dev.pipette.settings.Secret;
import dev.pipette.settings.Settings;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;

/** A table of PostgreSQL loaded into DuckDB, against {@code COPY .. TO STDOUT} that is piped into DuckDB's own reader. */
final class PostgresSourceBenchmark implements Benchmark {
    private static final String ROWS = "rows";
    private static final String TABLE = "orders";
    private static final double TARGET = 0.7;

    @Override
    public String name() {
        return "postgres-source";
    }

    @Override
    public String summary() {
        return "a PostgreSQL table of 14 columns into DuckDB, against COPY piped into DuckDB's reader (5,000,000 rows; needs"
                + " mkfifo)";
    }

    @Override
    public List<String> options() {
        return List.of("no-rows");
    }

    @Override
    public Map<String, Work> works() {
        return Map.of(
                "pipette",
                (settings, meter) -> load(settings, meter, orders(settings).resource()),
                "pipette-rows",
                (settings, meter) ->
                        load(settings, meter, orders(settings).byRows().resource()),
                "pipette-slices",
                (settings, meter) ->
                        load(settings, meter, orders(settings).slices(2, "id").resource()),
                "piped-with-system-columns",
                (settings, meter) -> piped(
                        settings, meter, "*, " + Floor.LOAD_ID + ", " + PackageQuery.RANDOM_ROW_ID + " AS _dlt_id"),
                "piped-bare",
                (settings, meter) -> piped(settings, meter, "*"));
    }

    private static dev.pipette.jdbc.DatabaseTable orders(Values settings) {
        Path nowhere = settings.path(PipetteLoad.FOLDER);
        return Database.at(
                        settings.text(PostgresBench.URL),
                        Settings.from(nowhere, nowhere, Map.of())
                                .with("sources.database.user", settings.text(PostgresBench.USER))
                                .with("sources.database.password", Secret.of(settings.text(PostgresBench.PASSWORD))))
                .table("public." + TABLE);
    }

    private static void load(Values settings, Meter meter, Resource resource) throws Exception {
        PipetteLoad.time(settings, meter, resource, settings.number(ROWS));
    }

    private static Connection connect(Values settings) throws Exception {
        return DriverManager.getConnection(
                settings.text(PostgresBench.URL),
                settings.text(PostgresBench.USER),
                settings.text(PostgresBench.PASSWORD));
    }

    /** The same through a pipe: what one process writes the other reads. */
    private static void piped(Values settings, Meter meter, String columns) throws Exception {
        Path pipe = settings.path(Floor.FILE).resolveSibling("pipe");
        Files.deleteIfExists(pipe);
        if (new ProcessBuilder("mkfifo", pipe.toString()).inheritIO().start().waitFor() != 0) {
            throw new IllegalStateException("mkfifo could not make " + pipe);
        }
        meter.time(() -> {
            try (ExecutorService writing = Executors.newVirtualThreadPerTaskExecutor();
                    Connection connection = connect(settings)) {
                Future<?> copied = writing.submit(() -> {
                    try (OutputStream out = Files.newOutputStream(pipe)) {
                        return connection
                                .unwrap(PGConnection.class)
                                .getCopyAPI()
                                .copyOut("COPY " + TABLE + " TO STDOUT (FORMAT csv, HEADER true)", out);
                    }
                });
                Floor.run(settings, "CREATE TABLE orders AS SELECT " + columns + " FROM " + CsvInput.read(pipe));
                copied.get();
            }
        });
    }

    private static void fill(Values settings, Path input) throws Exception {
        String columns = CsvInput.types().entrySet().stream()
                .map(column -> column.getKey() + " "
                        + switch (column.getValue()) {
                            case "VARCHAR" -> "text";
                            case "DOUBLE" -> "float8";
                            case "BOOLEAN" -> "boolean";
                            default -> column.getValue();
                        })
                .collect(Collectors.joining(", "));
        try (Connection connection = connect(settings);
                InputStream in = Files.newInputStream(input)) {
            try (var statement = connection.createStatement()) {
                statement.execute("CREATE TABLE " + TABLE + " (" + columns + ")");
            }
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY " + TABLE + " FROM STDIN (FORMAT csv, HEADER true)", in);
            try (var statement = connection.createStatement()) {
                statement.execute("ALTER TABLE " + TABLE + " ADD PRIMARY KEY (id)");
                statement.execute("VACUUM ANALYZE " + TABLE); // or the first reader would do it
            }
        }
    }

    @Override
    public Report run(Harness harness) throws Exception {
        long rows = harness.options().rows(5_000_000);
        boolean byRows = !harness.options().flag("no-rows");
        String memory = harness.memory("4GB");
        String engineMemory = harness.engineMemory("1GB");
        Path input = CsvBenchmark.input(harness, rows, false);
        Series copied = new Series("Pipette, by COPY");
        Series row = new Series("Pipette, row by row");
        Series slices = new Series("Pipette, two slices at once");
        Series same = new Series("COPY piped into DuckDB, same system columns");
        Series bare = new Series("COPY piped into DuckDB, bare");
        try (PostgresBench bench = new PostgresBench(harness)) {
            fill(bench.settings(harness.renew("work"), engineMemory), input);
            for (int round = 0; round < harness.options().rounds(3); round++) {
                bench.settle();
                copied.add(loaded(harness, bench, "pipette", rows, memory, engineMemory));
                Path byHand = harness.renew("floor").resolve("floor.duckdb");
                Values floor = bench.settings(harness.renew("floor"), engineMemory)
                        .with(PipetteLoad.MEMORY, memory)
                        .with(Floor.FILE, byHand);
                same.add(harness.child("piped-with-system-columns", floor));
                if (round == 0) {
                    Comparison.check(PipetteLoad.file(harness.folder("work")), byHand, List.of(TABLE));
                }
                harness.renew("floor");
                bare.add(harness.child("piped-bare", floor));
                if (byRows && round == 0) {
                    row.add(loaded(harness, bench, "pipette-rows", rows, memory, engineMemory));
                    slices.add(loaded(harness, bench, "pipette-slices", rows, memory, engineMemory));
                }
            }
        }
        return Series.report(
                        "PostgreSQL into DuckDB: " + Report.count(rows) + " rows x 14 columns",
                        "rows",
                        rows,
                        copied,
                        byRows ? List.of(same, bare, row, slices) : List.of(same, bare))
                .note("target: a speed of at least " + TARGET + " against COPY piped into DuckDB's own reader")
                .note("both made the same table: types, rows and a digest of all values were compared")
                .note(PipetteLoad.warmth())
                .note(PipetteLoad.memories(memory, engineMemory))
                .note(PostgresBench.conditions());
    }

    private static Run loaded(
            Harness harness, PostgresBench bench, String work, long rows, String memory, String engineMemory)
            throws Exception {
        return harness.child(
                work,
                bench.settings(harness.renew("work"), engineMemory)
                        .with(PipetteLoad.MEMORY, memory)
                        .with(ROWS, rows));
    }
}
