package dev.pipette.cli;

import static java.util.Objects.requireNonNull;

import dev.pipette.Destination;
import dev.pipette.admin.PipelineAdmin;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.rows.Executed;
import dev.pipette.rows.RowStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pipette sql}: a query at a destination. */
@Command(
        name = "sql",
        description = {
            "Prints the rows of a query.",
            "",
            "A table is found without the name of its dataset. If two datasets have it, write dataset.table.",
            "",
            "A query only reads: the destination refuses to write, in the database and outside of it. --write runs"
                    + " statements that write, all of them in one transaction.",
            "",
            "package:LOAD_ID queries a load package that is pending, quarantined or kept. If two pipelines have one of"
                    + " this id, write package:PIPELINE/LOAD_ID. 'pipette pipeline NAME pending' lists packages."
                    + " Join nested tables by _parent_ordinal and _ordinal."
        },
        sortOptions = false,
        footer = {
            "  pipette sql duckdb:quakes.duckdb \\",
            "      \"SELECT id, properties__mag FROM earthquakes ORDER BY 2 DESC LIMIT 3\"",
            "  pipette sql duckdb:quakes.duckdb --format json \\",
            "      \"SELECT count(*) AS quakes FROM earthquakes\"",
            "  pipette sql duckdb:quakes.duckdb --format csv \\",
            "      'SELECT * FROM quakes_dataset._dlt_loads'",
            "  pipette sql duckdb:quakes.duckdb 'FROM earthquakes' -o quakes.parquet",
            "  pipette sql --write duckdb:quakes.duckdb \\",
            "      \"DELETE FROM earthquakes WHERE properties__mag < 1\""
        })
final class SqlCommand implements Callable<Integer> {
    private static final String PACKAGE = "package:";

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "DESTINATION",
            description = "The database: duckdb:FILE, postgres://USER@HOST/DATABASE or package:LOAD_ID.")
    private String destination = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "QUERY",
            description = "One SQL query, in quotes; with --write, statements.")
    private @Nullable String query;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "Reads QUERY from a file; - is standard input.")
    private @Nullable String file;

    @Option(names = "--write", description = "Runs statements that write, and prints how many rows they changed.")
    private boolean write;

    @Option(
            names = "--limit",
            paramLabel = "ROWS",
            description = "Prints at most ROWS rows. Default: all; in a table the first " + RowsFormat.TABLE_ROWS + ".")
    private @Nullable Integer limit;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Option(names = "--home", paramLabel = "FOLDER", description = HomeFolder.HELP)
    private @Nullable Path home;

    @Override
    public Integer call() {
        PrintWriter out = requireNonNull(spec).commandLine().getOut();
        RowLimit.check(limit);
        Path folder = home == null ? HomeFolder.usual() : home;
        output.check();
        String sql = QueryText.of(query, file, System.in);
        return write ? write(sql, folder, out) : read(sql, folder, output.output(limit, out));
    }

    private int read(String sql, Path folder, Function<RowStream, Integer> printing) {
        if (destination.startsWith(PACKAGE)) {
            return PipelineAdmin.queryPackage(destination.substring(PACKAGE.length()), sql, folder, printing);
        }
        Destination database = Destinations.of(destination);
        output.check(database);
        return database.query(sql, folder, printing);
    }

    private int write(String sql, Path folder, PrintWriter out) {
        if (destination.startsWith(PACKAGE)) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    destination
                            + " is a load package, which can only be read. Leave --write out, or name a destination.");
        }
        if (limit != null) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE, "--limit is for queries, and --write runs statements whole. Leave one out.");
        }
        if (output.toFile()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE, "-o is for queries, and --write runs statements. Leave one out.");
        }
        Executed executed = Destinations.of(destination).execute(sql, folder);
        output.printed().print(executed, out);
        return ExitCodes.SUCCESS;
    }
}
