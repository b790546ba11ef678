package dev.pipette.cli;

import static java.util.Objects.requireNonNull;

import dev.pipette.admin.Diagnosis;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pipette doctor}: whether loads can run into a destination, and what to change. */
@Command(
        name = "doctor",
        description = {
            "Checks that a destination is ready for loads, and says what to fix.",
            "",
            "For postgres://USER@HOST:PORT/DATABASE it checks, in this order, the host's name, the port, TLS, the login,"
                    + " a pooler, the server's version, encoding and clock, and the rights that a load needs. For"
                    + " duckdb:FILE it checks the file. It changes nothing. The exit code is 4 if a check failed."
        },
        sortOptions = false,
        footer = {
            "  pipette doctor duckdb:quakes.duckdb",
            "  pipette doctor duckdb:quakes.duckdb --dataset quakes --table events",
            "  pipette doctor duckdb:quakes.duckdb --json"
        })
final class DoctorCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "DESTINATION", description = "The destination, as for --into of 'pipette load'.")
    private String destination = "";

    @Option(names = "--dataset", paramLabel = "DATASET", description = "The dataset that --table is in.")
    private @Nullable String dataset;

    @Option(
            names = "--table",
            paramLabel = "TABLE",
            description = "Also checks this table: its columns, constraints and rights.")
    private @Nullable String table;

    @Option(names = "--home", paramLabel = "FOLDER", description = HomeFolder.HELP)
    private @Nullable Path home;

    @Option(names = "--json", description = "Prints one JSON document and nothing else.")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter out = requireNonNull(spec).commandLine().getOut();
        Diagnosis diagnosis = diagnosis(home == null ? HomeFolder.usual() : home);
        out.println(json ? document(diagnosis) : diagnosis.toString());
        out.flush();
        return diagnosis.ok() ? ExitCodes.SUCCESS : ExitCodes.DESTINATION_FAILED;
    }

    private Diagnosis diagnosis(Path folder) {
        if ((dataset == null) != (table == null)) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "a table is named by --dataset DATASET and --table TABLE together; "
                            + (table == null ? "--table" : "--dataset") + " is missing.");
        }
        return dataset == null || table == null
                ? Destinations.of(destination).diagnose(folder)
                : Destinations.of(destination).diagnose(dataset, table, folder);
    }

    private static String document(Diagnosis diagnosis) {
        return JsonDocument.indented(JsonDocument.object(
                "destination",
                diagnosis.destination(),
                "ok",
                diagnosis.ok(),
                "checks",
                diagnosis.checks().stream()
                        .map(check -> JsonDocument.object(
                                "name", check.name(),
                                "status", check.status(),
                                "found", check.found(),
                                "advice", check.advice()))
                        .toList()));
    }
}
