package dev.pipette.engine.columnar;

import dev.pipette.engine.disk.FolderProblem;
import dev.pipette.engine.disk.PrivateFiles;
import dev.pipette.engine.sql.Sql;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBDriver;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBTableFunction;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBTableFunctionCallInfo;
import org.duckdb.DuckDBTableFunctionInitInfo;
import org.jspecify.annotations.Nullable;

/**
 * The columnar engine of one run: a DuckDB in memory that spills into the package's folder. Java rows reach it through
 * the table function {@code java_scan(id)}, the fastest bridge that was measured.
 */
public final class DuckEngine implements AutoCloseable {
    private static final ConcurrentHashMap<Long, Scan> SCANS = new ConcurrentHashMap<>();
    private static final AtomicLong NEXT_SCAN = new AtomicLong();

    private final Path spill;
    private final String memoryLimit;
    private final Use use;
    private @Nullable DuckDBConnection root;
    private boolean closed;

    private enum Use {
        /** It belongs to its maker. */
        ALONE,
        /** It leaves nothing in the database. */
        RUN,
        /** Its rows are read while a query runs. */
        STREAM
    }

    /** Columns that Java fills chunk by chunk; called from one thread at a time. */
    public interface Scan {
        /** The columns, by name, in order. */
        Map<String, DuckDBColumnType> columns();

        /** Fills the next rows and returns their number, 0 at the end. */
        int fill(DuckDBDataChunkWriter chunk, int capacity);
    }

    /**
     * An engine that starts when it is first used: many loads of an immutable file never use it.
     *
     * @param spill folder for what does not fit into memory
     * @param memoryLimit DuckDB's own memory, beside the heap
     */
    public DuckEngine(Path spill, String memoryLimit) {
        this(spill, memoryLimit, Use.ALONE);
    }

    private DuckEngine(Path spill, String memoryLimit, Use use) {
        this.spill = spill;
        this.memoryLimit = memoryLimit;
        this.use = use;
    }

    /** An engine whose rows are read while a query runs, one query at a time on each connection. */
    public static DuckEngine streaming(Path spill, String memoryLimit) {
        return new DuckEngine(spill, memoryLimit, Use.STREAM);
    }

    /** The same, for a run: it leaves nothing in the database, so that the next run may have it. */
    public static DuckEngine ofRun(Path spill, String memoryLimit) {
        return new DuckEngine(spill, memoryLimit, Use.RUN);
    }

    private synchronized DuckDBConnection root() throws SQLException {
        DuckDBConnection started = root;
        if (closed) {
            throw new SQLException("the engine is closed");
        }
        if (started == null) {
            makeSpill();
            started = start();
            root = started;
        }
        return started;
    }

    /** Before DuckDB makes it: others must not read what spills. */
    private void makeSpill() {
        try {
            PrivateFiles.USUAL.makeFolders(spill);
        } catch (IOException failed) {
            throw FolderProblem.of("could not make " + spill, spill, failed, "");
        }
    }

    private DuckDBConnection start() throws SQLException {
        List<String> settings = List.of(
                "SET temp_directory = " + Sql.literal(spill.toString()),
                "SET memory_limit = " + Sql.literal(memoryLimit));
        Optional<DuckDBConnection> idle = use == Use.RUN ? IdleEngines.take(settings) : Optional.empty();
        return idle.isPresent() ? idle.get() : start(settings);
    }

    private DuckDBConnection start(List<String> settings) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty(DuckDBDriver.JDBC_STREAM_RESULTS, String.valueOf(use == Use.STREAM));
        // not by DriverManager, which would start every driver on the class path
        DuckDBConnection started = Objects.requireNonNull(new DuckDBDriver().connect("jdbc:duckdb:", properties))
                .unwrap(DuckDBConnection.class);
        try (Statement statement = started.createStatement()) {
            for (String setting : settings) {
                statement.execute(setting);
            }
            statement.execute("SET TimeZone = 'UTC'");
            statement.execute("SET autoinstall_known_extensions = false");
            statement.execute("SET autoload_known_extensions = false");
            statement.execute("SET enable_progress_bar = false");
            DuckDBFunctions.tableFunction()
                    .withName("java_scan")
                    .withParameter(Long.class)
                    .withFunction(new ScanFunction())
                    .register(started);
            return started;
        } catch (SQLException failed) {
            started.close();
            throw failed;
        }
    }

    /** A file beside what the engine spills, for a copy that is not made yet. */
    public Path scratch() {
        return spill.resolve(UUID.randomUUID() + ".copy");
    }

    /** A further connection to the same engine; for one thread. */
    public DuckDBConnection connection() throws SQLException {
        return root().duplicate().unwrap(DuckDBConnection.class);
    }

    /** Runs a statement whose FROM is {@code java_scan(?)} over the scan; the question mark is replaced. */
    public void execute(String sql, Scan scan) {
        try {
            copy(sql, scan);
        } catch (SQLException failed) {
            throw FolderProblem.of("could not write a segment of the package", spill, failed, "");
        }
    }

    /** The same, with DuckDB's own error. */
    void copy(String sql, Scan scan) throws SQLException {
        long id = NEXT_SCAN.incrementAndGet();
        SCANS.put(id, scan);
        try (Connection connection = connection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql.replace("java_scan(?)", "java_scan(" + id + "::BIGINT)"));
        } finally {
            SCANS.remove(id);
        }
    }

    /** Reads the first row of a query. */
    public <R> R row(String sql, RowReader<R> reader) throws SQLException {
        try (Connection connection = connection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return reader.read(row);
        }
    }

    /** Reads the first row of a query over the package's own files. */
    public <R> R first(String sql, RowReader<R> reader) {
        try {
            return row(sql, reader);
        } catch (SQLException failed) {
            throw failure("read the package", failed);
        }
    }

    /** Runs a COPY of rows of the package's own files into a file. */
    public void copy(String sql) {
        try (Connection connection = connection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw failure("read the package", failed);
        }
    }

    /** Reads all rows of a query over the package's own files. */
    public <R> List<R> all(String sql, RowReader<R> reader) {
        try (Connection connection = connection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<R> all = new ArrayList<>();
            while (rows.next()) {
                all.add(reader.read(rows));
            }
            return all;
        } catch (SQLException failed) {
            throw failure("read the package", failed);
        }
    }

    /** Reads a result row. */
    @FunctionalInterface
    public interface RowReader<R> {
        R read(ResultSet row) throws SQLException;
    }

    public static PipetteException failure(String doing, SQLException failed) {
        return new PipetteException(
                ErrorCode.SOURCE_UNREADABLE, "could not " + doing + ": " + Sql.message(failed), failed);
    }

    @Override
    public synchronized void close() {
        DuckDBConnection ended = root;
        root = null;
        closed = true;
        try {
            if (ended != null && use == Use.RUN && !hasSpilled()) {
                IdleEngines.give(ended);
            } else if (ended != null) {
                ended.close();
            }
            if (ended != null) {
                Files.deleteIfExists(spill);
            }
        } catch (SQLException failed) {
            throw failure("close DuckDB", failed);
        } catch (IOException leftForTheNextRun) {
            // it deletes the folder with its open packages
        }
    }

    /** DuckDB keeps the files that it spilled into until it is closed. */
    private boolean hasSpilled() {
        try (Stream<Path> files = Files.list(spill)) {
            return files.findAny().isPresent();
        } catch (IOException gone) {
            return true;
        }
    }

    /** Registered once for each database; the parameter says which scan is meant. */
    private static final class ScanFunction implements DuckDBTableFunction<Scan, Scan, Object> {
        @Override
        public Scan bind(DuckDBTableFunctionBindInfo info) throws Exception {
            Scan scan = java.util.Objects.requireNonNull(
                    SCANS.get(info.getParameter(0).getLong()));
            scan.columns().forEach(info::addResultColumn);
            return scan;
        }

        @Override
        public Scan init(DuckDBTableFunctionInitInfo info) {
            info.setMaxThreads(1);
            return info.getBindData();
        }

        @Override
        public long apply(DuckDBTableFunctionCallInfo info, DuckDBDataChunkWriter chunk) {
            Scan scan = info.getInitData();
            return scan.fill(chunk, (int) chunk.capacity());
        }
    }
}
