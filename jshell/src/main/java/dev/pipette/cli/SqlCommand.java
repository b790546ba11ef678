package dev.pipette.cli;

import static java.util.Objects.requireNonNull;

import dev.pipette.Destination;
import dev.pipette.PipelineAdmin;
import dev.pipette.Rows;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
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
            "A table is found without its dataset's name; where two datasets have it, write dataset.table. The"
                    + " destination is opened for reading only.",
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
            "  pipette sql duckdb:quakes.duckdb 'SELECT * FROM quakes_dataset._dlt_loads' --format csv"
        })
final class SqlCommand implements Callable<Integer> {
    private static final String PACKAGE = "package:";

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "DESTINATION", description = "Where to ask: duckdb:FILE, or package:LOAD_ID.")
    private String destination = "";

    @Parameters(index = "1", paramLabel = "QUERY", description = "One SQL statement, in quotes.")
    private String query = "";

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
        format.print(rows(), out);
        return ExitCodes.SUCCESS;
    }

    private Rows rows() {
        if (destination.startsWith(PACKAGE)) {
            return PipelineAdmin.queryPackage(
                    destination.substring(PACKAGE.length()), query, home == null ? HomeFolder.usual() : home);
        }
        Destination asked = Destinations.of(destination);
        return home == null ? asked.query(query) : asked.query(query, home);
    }
}
