package dev.pipette;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.pipette.admin.PipelineAdmin;
import dev.pipette.check.Check;
import dev.pipette.check.CheckResult;
import dev.pipette.engine.load.TableStatements;
import dev.pipette.engine.load.check.CheckedTable;
import dev.pipette.engine.load.check.StoredRowChecks;
import dev.pipette.engine.run.Connections;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.rows.Executed;
import dev.pipette.rows.RowReader;
import dev.pipette.rows.RowStream;
import dev.pipette.rows.Rows;
import dev.pipette.rows.Writing;
import dev.pipette.schema.Naming;
import dev.pipette.schema.Schema;
import dev.pipette.schema.WriteDisposition.Append;
import dev.pipette.schema.file.SchemaFile;
import dev.pipette.spi.DestinationClient;
import dev.pipette.spi.DestinationClient.Access;
import dev.pipette.spi.DestinationSession;
import dev.pipette.text.Listing;
import dev.pipette.text.NearestName;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.CloseableDSLContext;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;

/**
 * The tables that a pipeline loads, for reading. The destination is open only while a method runs, so that a notebook
 * and a job can share a file; {@link #dsl()} keeps it open until it is closed.
 *
 * <pre>{@code
 * Dataset dataset = pipeline.dataset();
 * dataset.table("daily_stats");                    // first rows, as a table
 * dataset.query("SELECT count(*) FROM daily_stats");
 * }</pre>
 *
 * <p>May be shared by threads: each call has a connection of its own. What {@link #dsl()} gives is for one thread at a time.
 */
public final class Dataset {
    private final Pipeline pipeline;

    Dataset(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    /** The name of the schema at the destination. */
    public String name() {
        DestinationClient client = Connections.to(pipeline.destination(), pipeline.home());
        return Naming.snakeCase(client.maxIdentifierLength()).identifier(pipeline.datasetName());
    }

    /** The first 20 rows of a table. */
    public Rows table(String table) {
        return table(table, 20);
    }

    /**
     * The first rows of a table.
     *
     * @param limit how many at most
     * @throws PipetteException BAD_USAGE when there is no such table, with the names of those there are
     */
    public Rows table(String table, int limit) {
        return read(session -> {
            session.beginReading();
            return firstRows(session, name(), table, limit);
        });
    }

    static Rows firstRows(DestinationSession session, String dataset, String table, int limit) {
        return firstRows(session, dataset, table, limit, rows -> {
            Rows first = RowReader.all(rows);
            long total = session.dsl().fetchCount(DSL.table(session.qualified(dataset, table)));
            return new Rows(first.result(), total);
        });
    }

    static <R> R firstRows(
            DestinationSession session,
            String dataset,
            String table,
            long limit,
            Function<? super RowStream, R> reading) {
        checkTable(session, dataset, table);
        String firstRows = session.dsl()
                .renderInlined(DSL.select(DSL.asterisk())
                        .from(DSL.table(session.qualified(dataset, table)))
                        .limit(limit));
        try {
            return RowReader.read(session.dsl(), firstRows, reading);
        } catch (DataAccessException failed) {
            throw session.failure("read " + dataset + "." + table, failed);
        }
    }

    /** The names of the tables, the bookkeeping tables left out. */
    public List<String> tables() {
        return read(session -> tables(session, name()));
    }

    static List<String> tables(DestinationSession session, String dataset) {
        return dataTables(session.tables(dataset).keySet());
    }

    private static List<String> dataTables(Collection<String> tables) {
        return tables.stream()
                .filter(table -> !table.startsWith("_dlt_") && !table.startsWith("_pipette_"))
                .sorted()
                .toList();
    }

    private static void checkTable(DestinationSession session, String dataset, String table) {
        Set<String> tables = session.tables(dataset).keySet();
        if (!tables.contains(table)) {
            List<String> data = dataTables(tables);
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "dataset " + dataset + " has no table '" + table + "'." + NearestName.question(table, data)
                            + " It has: " + (data.isEmpty() ? "none" : String.join(", ", data)) + ".");
        }
    }

    /**
     * The tables that the pipeline made, as they are at the destination now, for a file that people review. A column that
     * somebody changed or dropped there is so in it, and one that somebody added is a part of it; tables of others are not.
     *
     * <pre>{@code
     * pipeline.dataset().schema().write(Path.of("shop.schema.yaml"));
     * }</pre>
     *
     * @throws PipetteException BAD_USAGE before the first load
     */
    public SchemaFile schema() {
        return schema(false);
    }

    /**
     * The same with or without the system columns, such as {@code _dlt_id}.
     *
     * @throws PipetteException BAD_USAGE before the first load
     */
    public SchemaFile schema(boolean withSystemColumns) {
        Schema committed = new PipelineAdmin(pipeline)
                .schema()
                .document()
                .orElseThrow(() -> new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "pipeline " + pipeline.name() + " has loaded nothing into dataset " + name() + " of "
                                + pipeline.destination() + " yet, so there is no schema. Run it first, or correct the"
                                + " destination and the dataset."));
        return new DatasetSchema(committed, read(session -> session.tables(name()))).file(withSystemColumns);
    }

    /**
     * The statements that make the tables of a schema in this dataset, in the SQL of the destination. Nothing is run.
     *
     * <pre>{@code
     * String sql = String.join(";\n", dataset.ddl(SchemaFile.read(Path.of("shop.schema.yaml"))));
     * }</pre>
     *
     * @throws PipetteException NOT_INSTALLED where the destination does not exist yet and its dialect is known to it alone
     */
    public List<String> ddl(SchemaFile schema) {
        DestinationClient client = Connections.to(pipeline.destination(), pipeline.home());
        try (DestinationSession session = client.exists() ? client.open(Access.READ) : client.openMissing()) {
            Naming naming = Naming.snakeCase(client.maxIdentifierLength());
            return TableStatements.of(session, naming, name(), schema);
        }
    }

    /**
     * The number of rows of a table.
     *
     * @throws PipetteException BAD_USAGE when there is no such table, with the names of those there are
     */
    public long count(String table) {
        String dataset = name();
        return read(session -> {
            try {
                return (long) session.dsl().fetchCount(DSL.table(session.qualified(dataset, table)));
            } catch (DataAccessException refused) {
                PipetteException failed = session.failure("count the rows of " + dataset + "." + table, refused);
                if (failed.code() != ErrorCode.DESTINATION_UNAVAILABLE) {
                    // looked for only now, because a view can be counted and is not listed among the tables
                    checkTable(session, dataset, table);
                }
                throw failed;
            }
        });
    }

    /**
     * Judges all rows of a table as they are now, whoever loaded them. Nothing is changed, and what a check does where it is
     * broken has no part in it.
     *
     * <pre>{@code
     * dataset.check("orders", notNull("id"), unique("id"));   // passed: not_null(id) of orders ..
     * }</pre>
     *
     * @throws PipetteException BAD_USAGE when there is no such table, or for a check that compares two loads
     */
    public Listing<CheckResult> check(String table, Check check, Check... moreChecks) {
        Naming naming = Naming.snakeCase(
                Connections.to(pipeline.destination(), pipeline.home()).maxIdentifierLength());
        String dataset = name();
        Instant now = pipeline.clock().instant();
        List<CheckResult> results = read(session -> {
            session.searchIn(List.of(dataset));
            session.beginReading();
            checkTable(session, dataset, table);
            StoredRowChecks judge = new StoredRowChecks(
                    new CheckedTable(session, dataset, session.tables(dataset), table, Optional.empty(), new Append()),
                    now);
            return Stream.concat(Stream.of(check), Stream.of(moreChecks))
                    .map(each -> judge.result(each.named(naming::key, naming::identifier)))
                    .toList();
        });
        return new Listing<>(
                results, results.stream().map(CheckResult::toString).collect(Collectors.joining("\n")));
    }

    /**
     * The rows of a query; names without a schema are looked up in the dataset first. A query only reads: the destination
     * refuses whatever would write.
     *
     * @throws PipetteException BAD_USAGE when the destination refuses the query, with its own words
     */
    public Rows query(String sql) {
        return query(sql, RowReader::all);
    }

    /**
     * Reads the rows of a query one after the other, so that memory does not grow with their number.
     *
     * <pre>{@code
     * dataset.query("SELECT id FROM events", rows -> {
     *     rows.forEach(row -> IO.println(row.get(0)));
     *     return true;
     * });
     * }</pre>
     *
     * @param reading gets the rows; the destination is open until it returns
     * @throws PipetteException BAD_USAGE when the destination refuses the query, with its own words
     */
    public <R> R query(String sql, Function<? super RowStream, R> reading) {
        return read(session -> {
            session.searchIn(List.of(name()));
            return RowReader.query(session, pipeline.destination().toString(), sql, reading);
        });
    }

    /**
     * Runs statements that write, all of them in one transaction; names without a schema are looked up in the dataset first.
     * Pipette does not know what they change: see that the next load still finds the tables and rows that it needs.
     *
     * <pre>{@code
     * dataset.execute("DELETE FROM daily_stats WHERE day < DATE '2020-01-01'");   // 365 rows changed
     * }</pre>
     *
     * @throws PipetteException BAD_USAGE when the destination refuses a statement, with its own words
     */
    @CanIgnoreReturnValue
    public Executed execute(String sql) {
        RunContext.checkWrites("dataset.execute(..)");
        try (DestinationSession session = existing().open(Access.WRITE)) {
            return Writing.execute(session, pipeline.destination().toString(), List.of(name()), sql);
        }
    }

    /**
     * jOOQ's context on the open destination, which may write; close it, because other processes wait for a DuckDB file until
     * then.
     */
    public CloseableDSLContext dsl() {
        RunContext.checkWrites("dataset.dsl()");
        DestinationSession session = existing().open(Access.EDIT);
        try {
            session.searchIn(List.of(name()));
            return new OpenDataset(session);
        } catch (RuntimeException failed) {
            session.close();
            throw failed;
        }
    }

    private <R> R read(Function<DestinationSession, R> reading) {
        try (DestinationSession session = existing().open(Access.READ)) {
            return reading.apply(session);
        }
    }

    private DestinationClient existing() {
        DestinationClient client = Connections.to(pipeline.destination(), pipeline.home());
        if (!client.exists()) {
            throw new PipetteException(
                    ErrorCode.DESTINATION_FAILED,
                    client.describe() + " does not exist yet. Run a pipeline into it first.");
        }
        return client;
    }

    @Override
    public String toString() {
        return name() + " in " + pipeline.destination();
    }
}
