package dev.pipette.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the commands that run or plan a source by its name have in common. */
final class SourceOptions {
    /** The options. */
    static final Set<String> NAMES = Set.of(OnlyOption.NAME, "--project");

    @Mixin
    private final OnlyOption only = new OnlyOption();

    @Option(
            names = "--project",
            paramLabel = "FOLDER",
            description = "The folder of .env, secrets.toml and pipette.toml, for a source. Default: this one.")
    private Path project = Path.of("");

    /** The resources; none means all. */
    List<String> only() {
        return only.resources();
    }

    /** The folder with the settings. */
    Path project() {
        return project;
    }
}
