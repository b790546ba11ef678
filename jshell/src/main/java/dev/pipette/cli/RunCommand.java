package dev.pipette.cli;

import dev.pipette.ErrorCode;
import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.Pipette;
import dev.pipette.PipetteException;
import dev.pipette.Source;
import dev.pipette.Sources;
import dev.pipette.settings.Settings;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pipette run}: a source into its tables. */
@Command(
        name = "run",
        description = {
            "Loads what a source has that is new. 'pipette sources' lists the sources and the settings that they need.",
            "",
            "The pipeline is named after the source, and so is the dataset. All rows become visible at once, or none;"
                    + " exports of many files are committed on the way. Run it again after any interruption."
        },
        sortOptions = false,
        footer = {
            "  pipette run everflow --into duckdb:signalroom.duckdb",
            "  pipette run redtrack --into duckdb:signalroom.duckdb --only daily_spend \\",
            "      --from 2025-12-01 --to 2025-12-18"
        })
final class RunCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "The source: everflow, redtrack, s3_exports, or one of a library.")
    private String name = "";

    @Mixin
    private final LoadOptions options = new LoadOptions();

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "RESOURCE",
            description = "Loads these resources of the source only: names with commas between.")
    private List<String> only = List.of();

    @Option(
            names = "--from",
            paramLabel = "VALUE",
            description =
                    "With --to, a backfill: loads from this value of the resources' cursors on, and leaves what the"
                            + " cursors follow as it is.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "VALUE", description = "The end of a backfill; its own rows are left out.")
    private @Nullable String to;

    @Option(
            names = "--project",
            paramLabel = "FOLDER",
            description = "The folder of .env, secrets.toml and pipette.toml. Default: this one.")
    private Path project = Path.of("");

    @Override
    public Integer call() {
        return options.report(() -> {
            refuseFiles();
            Path home = options.home();
            Settings settings = Settings.from(project, home == null ? HomeFolder.usual() : home, System.getenv());
            Source source = chosen(Sources.open(name, settings));
            Pipeline pipeline =
                    options.completed(Pipette.pipeline(source.name(), Destinations.of(options.into(), () -> settings))
                            .dataset(source.name()));
            LoadInfo info = options.run(pipeline, source.resources());
            return new LoadOptions.Loaded(info, Map.of());
        });
    }

    private Source chosen(Source source) {
        Source chosen = only.isEmpty()
                ? source
                : source.only(only.getFirst(), only.subList(1, only.size()).toArray(String[]::new));
        return Backfill.ofSource(chosen, from, to);
    }

    /** A file is no source, and another command runs it. */
    private void refuseFiles() {
        boolean known =
                Sources.known().stream().anyMatch(source -> source.name().equals(name));
        if (known) {
            return;
        }
        boolean script = name.endsWith(".jsh");
        boolean program = name.endsWith(".java");
        if (script || program || isFile()) {
            String way = script
                    ? "pipette shell " + name
                    : program
                            ? "java --class-path 'jshell/target/pipette/lib/*' " + name
                            : "pipette load " + name + " --into " + options.into();
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    name + " is a file, and run takes the name of a source. " + (script || program ? "Run" : "Load")
                            + " it with: " + way);
        }
    }

    private boolean isFile() {
        try {
            return Files.exists(Path.of(name));
        } catch (InvalidPathException none) {
            return false;
        }
    }
}
