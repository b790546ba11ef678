package dev.pipette.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/** What the commands that run or plan a source by its name have in common. */
final class SourceOptions {
    /** The options. */
    static final Set<String> NAMES = Set.of("--only", "--project");

    @Option(
            names = "--only",
            split = ",",
            hideParamSyntax = true,
            paramLabel = "RESOURCE,..",
            description = "Takes only these resources of the source.")
    private List<String> only = List.of();

    @Option(
            names = "--project",
            paramLabel = "FOLDER",
            description = "The folder of .env, secrets.toml and pipette.toml, for a source. Default: this one.")
    private Path project = Path.of("");

    /** The resources; none means all. */
    List<String> only() {
        return only;
    }

    /** The folder with the settings. */
    Path project() {
        return project;
    }
}
