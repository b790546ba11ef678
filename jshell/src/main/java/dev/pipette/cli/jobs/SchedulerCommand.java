package dev.pipette.cli.jobs;

import dev.pipette.cli.ExitCodes;
import dev.pipette.cli.ProcessSignal;
import dev.pipette.jobs.Jobs;
import dev.pipette.jobs.alert.AlertSenders;
import dev.pipette.jobs.scheduler.JobScheduler;
import dev.pipette.jobs.scheduler.SchedulerOptions;
import dev.pipette.jobs.time.Durations;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pipette scheduler}: the process that runs jobs. */
@Command(
        name = "scheduler",
        description = {
            "Runs the jobs when they are due, until it is stopped.",
            "",
            "Several schedulers, on several machines, may share a store in PostgreSQL: each occurrence runs on one of them,"
                    + " and when one of them dies, another one continues with what it ran. Each job has a JVM of its own.",
            "",
            "It prints a line when something happens. Ctrl-C or SIGTERM lets it finish: it starts nothing more, waits for"
                    + " --grace, then stops what runs before it publishes, and hands it back. The second signal ends it at"
                    + " once. The exit code is 0 after a stop, and 130 after the second signal. With --once, it is that of the"
                    + " first occurrence that failed, or 0."
        },
        sortOptions = false,
        footer = {
            "  pipette scheduler",
            "  pipette scheduler --store warehouse --workers 8 --json-log",
            "  pipette scheduler --once"
        })
public final class SchedulerCommand implements Callable<Integer> {
    /** Of --once, where a person waits. */
    private static final Duration SOON = Duration.ofMillis(200);

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--workers",
            paramLabel = "NUMBER",
            description = "Runs at most NUMBER attempts at a time. Default: ${DEFAULT-VALUE}.")
    private int workers = 4;

    @Option(names = "--name", paramLabel = "NAME", description = "Its name in the store. Default: that of the machine.")
    private @Nullable String name;

    @Option(
            names = "--grace",
            paramLabel = "TIME",
            description = "How long it waits for what runs when it is stopped. Default: ${DEFAULT-VALUE}.")
    private String grace = "60s";

    @Option(names = "--once", description = "Runs all that is due now, and ends.")
    private boolean once;

    @Option(names = "--json-log", description = "Prints each line as a JSON document.")
    private boolean jsonLog;

    @Mixin
    private final StoreOption store = new StoreOption();

    /** For picocli. */
    public SchedulerCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        Duration wait = TimeOptions.lengthOrNone("--grace", grace);
        SchedulerLines lines = new SchedulerLines(
                java.util.Objects.requireNonNull(spec).commandLine().getOut(), jsonLog);
        try (Jobs jobs = store.open();
                JobScheduler scheduler =
                        JobScheduler.open(jobs.store(), JobRunners.of(), options(lines), Clock.systemUTC())) {
            CountDownLatch asked = signals(lines);
            lines.opened(scheduler.name(), jobs, workers, once);
            scheduler.start();
            return once && isDone(scheduler, asked) ? once(scheduler, lines) : serve(scheduler, lines, asked, wait);
        }
    }

    private SchedulerOptions options(SchedulerLines lines) {
        SchedulerOptions options = SchedulerOptions.of(
                        store.home(), AlertSenders.of(store.settings(), Clock.systemUTC()))
                .workers(Wanted.positive("--workers", workers))
                .listener(lines);
        options = name == null ? options : options.name(name);
        return once ? options.times(SOON, SOON, options.heartbeat(), options.missedHeartbeats()) : options;
    }

    /** Waits for the end of all that is due; false where a signal asks it to stop before. */
    private static boolean isDone(JobScheduler scheduler, CountDownLatch asked) throws InterruptedException {
        while (!scheduler.isIdle()) {
            if (asked.await(SOON.toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
            }
        }
        return true;
    }

    private static int once(JobScheduler scheduler, SchedulerLines lines) throws InterruptedException {
        scheduler.stop(Duration.ZERO);
        return lines.exitCode();
    }

    /** From here on, the first signal opens the latch, and the second one ends the process. */
    private static CountDownLatch signals(SchedulerLines lines) {
        CountDownLatch asked = new CountDownLatch(1);
        Runnable stop = () -> {
            if (asked.getCount() == 0) {
                lines.print("It ends at once. What it ran is taken over by another scheduler, or by the next one.");
                System.exit(ExitCodes.INTERRUPTED);
            }
            asked.countDown();
        };
        ProcessSignal.handle("INT", stop);
        ProcessSignal.handle("TERM", stop);
        return asked;
    }

    private static int serve(JobScheduler scheduler, SchedulerLines lines, CountDownLatch asked, Duration wait)
            throws InterruptedException {
        asked.await();
        int running = scheduler.running();
        lines.print(
                running == 0
                        ? "It stops: nothing runs."
                        : "It stops, and waits up to " + Durations.text(wait) + " for what runs ("
                                + (running == 1 ? "1 attempt" : running + " attempts")
                                + "); what runs then is stopped and handed back. Stop it again to end it at once.");
        scheduler.stop(wait);
        lines.print("It has stopped.");
        return ExitCodes.SUCCESS;
    }
}
