package dev.pipette.cli;

import static java.util.Objects.requireNonNull;

import dev.pipette.Destination;
import dev.pipette.rows.Rows;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
            "Without a destination, looks where the pipelines of the working folder loaded to last. Without a dataset,"
                    + " looks in all datasets."
        },
        sortOptions = false,
        customSynopsis = {
            "pipette show [DESTINATION] [DATASET.]TABLE [-o FILE] [--force]",
            "  [--limit=ROWS] [--format=FORMAT] [--wide] [--home=FOLDER] [--debug]"
        },
        footer = {
            "  pipette show earthquakes",
            "  pipette show quakes_dataset.earthquakes --limit 3 --format csv",
            "  pipette show earthquakes -o earthquakes.parquet",
            "  pipette show duckdb:quakes.duckdb quakes_dataset._dlt_loads --format json"
        })
final class ShowCommand implements Callable<Integer> {
    private static final int ROWS_SHOWN = 10;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            index = "0..1",
            arity = "1..2",
            paramLabel = "[DESTINATION] [DATASET.]TABLE",
            hideParamSyntax = true,
            description = "The table, and where it is: duckdb:FILE.")
    private List<String> words = List.of();

    @Option(
            names = "--limit",
            paramLabel = "ROWS",
            description = "Prints at most ROWS rows. Default: " + ROWS_SHOWN + "; with -o all.")
    private @Nullable Integer limit;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Option(names = "--home", paramLabel = "FOLDER", description = HomeFolder.HELP)
    private @Nullable Path home;

    @Override
    public Integer call() {
        PrintWriter out = requireNonNull(spec).commandLine().getOut();
        RowLimit.check(limit);
        output.check();
        Path folder = home == null ? HomeFolder.usual() : home;
        Optional<Destination> destination =
                words.size() == 2 ? Optional.of(Destinations.of(words.getFirst())) : Optional.empty();
        TableFinder.Found found = new TableFinder(folder).find(destination, words.getLast());
        output.check(found.destination());
        int most = limit != null ? limit : output.toFile() ? Integer.MAX_VALUE : ROWS_SHOWN;
        if (output.isTable()) {
            Rows rows = found.destination().table(found.dataset(), found.table(), most, folder);
            out.println(
                    output.view().of(rows, output.view().ordersColumns() ? TableKeys.of(found, folder) : List.of()));
            out.flush();
            return ExitCodes.SUCCESS;
        }
        return found.destination().table(found.dataset(), found.table(), most, folder, output.output(most, out));
    }
}
