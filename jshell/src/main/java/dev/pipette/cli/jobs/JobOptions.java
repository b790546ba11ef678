package dev.pipette.cli.jobs;

import dev.pipette.jobs.Job;
import dev.pipette.jobs.Jobs;
import dev.pipette.settings.Settings;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What the commands about one job have in common: its name, the store, and how they answer. */
class JobOptions {
    @Parameters(index = "0", paramLabel = "NAME", description = "The job.")
    private String name = "";

    @Mixin
    private final StoreOption store = new StoreOption();

    @Mixin
    private final Answer answer = new Answer();

    /** What a command does with its job. */
    @FunctionalInterface
    interface Work {
        /** Does it; its exit code. */
        int with(Job job, Answer answer) throws Exception;
    }

    /** The settings of this folder. */
    Settings settings() {
        return store.settings();
    }

    /** Does the work of a command. */
    int with(Work work) throws Exception {
        return answer.of(() -> {
            try (Jobs jobs = store.open()) {
                return work.with(jobs.job(name), answer);
            }
        });
    }
}
