package dev.pipette.jobs.scheduler;

import dev.pipette.jobs.alert.AlertSenders;
import dev.pipette.jobs.process.ChildJvms;
import dev.pipette.jobs.process.JvmCommand;
import dev.pipette.jobs.store.JobStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A scheduler in a process of its own, which is killed. Its arguments: its home, and the words of its jobs. */
public final class SchedulerMain {
    private SchedulerMain() {}

    /** Runs until it is killed, or its standard input ends. */
    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[0]);
        List<String> words = List.of(arguments).subList(1, arguments.length);
        JobStore store = Place.ofProcess().open();
        SchedulerOptions options = SchedulerOptions.of(home, AlertSenders.of(Map.of()))
                .name(home.getFileName().toString())
                .workers(1)
                .times(Duration.ofMillis(100), Duration.ofMillis(100), Duration.ofMillis(500), 6);
        JobScheduler.open(store, new ChildJvms(request -> job(words), System.getenv()), options, Clock.systemUTC())
                .start();
        System.out.println(SchedulerProcess.READY);
        if (System.in.read() < 0) {
            Runtime.getRuntime().halt(0);
        }
    }

    private static JvmCommand job(List<String> words) {
        return new JvmCommand(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                SchedulerProcess.jobOptions(),
                System.getProperty("java.class.path"),
                AppendingJob.class.getName(),
                words);
    }
}
