package dev.pipette.cli;

import static java.util.Objects.requireNonNull;

import dev.pipette.Destination;
import dev.pipette.ErrorCode;
import dev.pipette.PipetteException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pipette show}: the first rows of a table. */
@Command(
        name = "show",
        description = {
            "Prints the first rows of a table.",
            "",
            "Without a destination, the table is looked for where the pipelines of the working folder loaded to last."
                    + " Without a dataset, in all datasets that there are."
        },
        sortOptions = false,
        customSynopsis = {
            "pipette show [DESTINATION] [DATASET.]TABLE [--limit=ROWS] [--format=FORMAT] [--home=FOLDER] [--debug]"
        },
        footer = {
            "  pipette show earthquakes",
            "  pipette show quakes_dataset.earthquakes --limit 3 --format csv",
            "  pipette show duckdb:quakes.duckdb quakes_dataset._dlt_loads --format json"
        })
final class ShowCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            index = "0..1",
            arity = "1..2",
            paramLabel = "[DESTINATION] [DATASET.]TABLE",
            hideParamSyntax = true,
            description = "Where to look, duckdb:FILE, and the table.")
    private List<String> words = List.of();

    @Option(
            names = "--limit",
            paramLabel = "ROWS",
            description = "Prints at most ROWS rows. Default: ${DEFAULT-VALUE}.")
    private int limit = 10;

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
        if (limit < 0) {
            throw new PipetteException(ErrorCode.BAD_USAGE, "--limit " + limit + ": a limit is 0 or more rows.");
        }
        Path folder = home == null ? HomeFolder.usual() : home;
        Optional<Destination> destination =
                words.size() == 2 ? Optional.of(Destinations.of(words.getFirst())) : Optional.empty();
        TableFinder.Found found = new TableFinder(folder).find(destination, words.getLast());
        if (format == RowsFormat.TABLE) {
            out.println(found.destination().table(found.dataset(), found.table(), limit, folder));
            out.flush();
            return ExitCodes.SUCCESS;
        }
        return found.destination().table(found.dataset(), found.table(), limit, folder, rows -> {
            format.print(rows, limit, out);
            return ExitCodes.SUCCESS;
        });
    }
}
