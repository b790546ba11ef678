package dev.pipette.cli.jobs;

import dev.pipette.cli.HomeFolder;
import dev.pipette.jobs.Jobs;
import dev.pipette.settings.Settings;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the jobs are kept. */
final class StoreOption {
    @Option(
            names = "--store",
            paramLabel = "DESTINATION",
            description =
                    "The PostgreSQL database that keeps the jobs: postgres://USER@HOST/DATABASE, or NAME of a section"
                            + " [destination.NAME] in pipette.toml. Default: the setting jobs.store; without it, the file"
                            + " jobs/jobs.sqlite in the working folder, for one machine.")
    private @Nullable String store;

    @Option(names = "--home", paramLabel = "FOLDER", description = HomeFolder.HELP)
    private @Nullable Path home;

    /** The working folder. */
    Path home() {
        return (home == null ? HomeFolder.usual() : home).toAbsolutePath().normalize();
    }

    /** The working folder where somebody chose one: a job that another scheduler runs needs it too. */
    Optional<Path> chosenHome() {
        boolean isChosen = home != null
                || !Objects.requireNonNullElse(System.getenv("PIPETTE_HOME"), "")
                        .isEmpty();
        return isChosen ? Optional.of(home()) : Optional.empty();
    }

    /** The settings of this folder. */
    Settings settings() {
        return Settings.from(Path.of(""), home(), System.getenv());
    }

    /** Opens it. */
    Jobs open() {
        Settings settings = settings();
        return Jobs.open(Optional.ofNullable(store).or(() -> settings.find(Jobs.STORE)), home(), settings);
    }
}
