package dev.pipette.cli.jobs;

import dev.pipette.jobs.Jobs;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the jobs are kept. */
final class StoreOption {
    @Option(
            names = "--store",
            paramLabel = "STORE",
            description = "Where the jobs are kept: postgres://USER@HOST/DATABASE, sqlite:FILE, or NAME of a section"
                    + " [destination.NAME] in pipette.toml. Default: the setting jobs.store, or the file jobs/jobs.sqlite"
                    + " in the working folder.")
    private @Nullable String store;

    /** Opens it. */
    Jobs open() {
        return store == null ? Jobs.open() : Jobs.open(store);
    }
}
