package dev.pipette.cli;

import static java.util.Objects.requireNonNull;

import dev.pipette.ErrorCode;
import dev.pipette.Executed;
import dev.pipette.PipelineAdmin;
import dev.pipette.PipetteException;
import dev.pipette.RowStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
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
            "A table is found without its dataset's name; where two datasets have it, write dataset.table.",
            "",
            "A query only reads: the destination refuses what would write, in the database as outside of it. --write runs"
                    + " statements that write, all of them in one transaction.",
            "",
            "package:LOAD_ID asks a load package that waits, was quarantined or was kept, before it is loaded;"
                    + " package:PIPELINE/LOAD_ID where two pipelines have one. 'pipette pipeline NAME pending' lists"
                    + " them. Nested tables join by"
                    + " _parent_ordinal and _ordinal."
        },
        sortOptions = false,
        footer = {
            "  pipette sql duckdb:quakes.duckdb \\",
            "      \"SELECT id, properties__mag FROM earthquakes ORDER BY 2 DESC LIMIT 3\"",
            "  pipette sql duckdb:quakes.duckdb \"SELECT count(*) AS quakes FROM earthquakes\" --format json",
            "  pipette sql duckdb:quakes.duckdb 'SELECT * FROM quakes_dataset._dlt_loads' --format csv",
            "  pipette sql --write duckdb:quakes.duckdb \"DELETE FROM earthquakes WHERE properties__mag < 1\""
        })
final class SqlCommand implements Callable<Integer> {
    private static final String PACKAGE = "package:";

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "DESTINATION", description = "Where to ask: duckdb:FILE, or package:LOAD_ID.")
    private String destination = "";

    @Parameters(index = "1", paramLabel = "QUERY", description = "One SQL query, in quotes; with --write, statements.")
    private String query = "";

    @Option(names = "--write", description = "Runs statements that write, and prints how many rows they changed.")
    private boolean write;

    @Option(
            names = "--limit",
            paramLabel = "ROWS",
            description = "Prints at most ROWS rows. Default: all; in a table the first " + RowsFormat.TABLE_ROWS + ".")
    private @Nullable Integer limit;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private RowsFormat format = RowsFormat.TABLE;

    @Option(
            names = "--home",
            paramLabel = "FOLDER",
            description = "The working folder. Default: PIPETTE_HOME, or .pipette in your home.")
    private @Nullable Path home;

    @Override
    public Integer call() {
        PrintWriter out = requireNonNull(spec).commandLine().getOut();
        if (limit != null && limit < 0) {
            throw new PipetteException(ErrorCode.BAD_USAGE, "--limit " + limit + ": a limit is 0 or more rows.");
        }
        Path folder = home == null ? HomeFolder.usual() : home;
        return write
                ? write(folder, out)
                : read(folder, rows -> {
                    format.print(rows, limit, out);
                    return ExitCodes.SUCCESS;
                });
    }

    private int read(Path folder, Function<RowStream, Integer> printing) {
        return destination.startsWith(PACKAGE)
                ? PipelineAdmin.queryPackage(destination.substring(PACKAGE.length()), query, folder, printing)
                : Destinations.of(destination).query(query, folder, printing);
    }

    private int write(Path folder, PrintWriter out) {
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
        Executed executed = Destinations.of(destination).execute(query, folder);
        format.print(executed, out);
        return ExitCodes.SUCCESS;
    }
}
