package dev.pipette.cli.jobs;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code pipette scheduler}: the process that runs jobs. */
@Command(name = "scheduler", description = "Runs the jobs.")
public final class SchedulerCommand implements Callable<Integer> {
    @Mixin
    private final StoreOption store = new StoreOption();

    @Override
    public Integer call() {
        return 0;
    }
}
