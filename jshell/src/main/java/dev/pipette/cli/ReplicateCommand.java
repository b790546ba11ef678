package dev.pipette.cli;

import static java.util.Objects.requireNonNull;

import dev.pipette.plan.PlanSample;
import dev.pipette.replicate.Replication;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pipette replicate}: what a replication file says. */
@Command(
        name = "replicate",
        description = {
            "Loads the tables or files that a YAML file names.",
            "",
            "The file has a source, a destination, and streams: tables of a database by name or pattern, or files of a"
                    + " folder, each with its own write disposition, key, cursor, columns and checks. All streams become"
                    + " visible at once, or none."
        },
        sortOptions = false,
        footer = {
            "  pipette replicate jshell/data/replicate.yaml --into duckdb:world.duckdb",
            "  pipette replicate jshell/data/replicate.yaml --into duckdb:world.duckdb --plan",
            "  pipette replicate --json-schema"
        })
final class ReplicateCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", arity = "0..1", paramLabel = "FILE", description = "The replication file.")
    private @Nullable Path file;

    @Parameters(
            index = "1..*",
            paramLabel = "STREAM",
            description = "Loads only these streams of the file, or tables that its patterns cover.")
    private List<String> streams = List.of();

    @Option(
            names = "--into",
            paramLabel = "DESTINATION",
            description = LoadOptions.INTO + " Default: what the file says.")
    private @Nullable String into;

    @Option(names = "--plan", description = "Shows what the load would do, as 'pipette plan' does, and writes nothing.")
    private boolean plan;

    @Option(
            names = "--script",
            description =
                    "Prints a script that does what the file says, for 'pipette run' and 'pipette promote', and does nothing"
                            + " else.")
    private boolean script;

    @Option(
            names = "--json-schema",
            description = "Prints the JSON Schema of replication files, for an editor, and does nothing else.")
    private boolean jsonSchema;

    @Mixin
    private final LoadOptions options = new LoadOptions();

    @Override
    public Integer call() {
        CommandSpec command = requireNonNull(spec);
        if (jsonSchema) {
            command.commandLine().getOut().print(Replication.jsonSchema());
            command.commandLine().getOut().flush();
            return ExitCodes.SUCCESS;
        }
        if (file == null) {
            throw new ParameterException(
                    command.commandLine(), "which replication file? Name it: pipette replicate shop.yaml");
        }
        if (script) {
            command.commandLine().getOut().print(Replication.script(file));
            command.commandLine().getOut().flush();
            return ExitCodes.SUCCESS;
        }
        if (plan) {
            return options.plan(this::wanted, PlanSample.USUAL);
        }
        StoppableRuns.onCtrlC();
        return options.load(this::wanted, (load, info) -> Map.of(), (load, rows) -> "");
    }

    private LoadOptions.Load wanted() {
        Replication read = Replication.read(requireNonNull(file));
        Replication chosen = into == null ? read : read.into(Destinations.of(into));
        Replication some = streams.isEmpty() ? chosen : chosen.only(streams.toArray(String[]::new));
        return new LoadOptions.Load(some.pipeline(), some.source().resources());
    }
}
