package dev.pipette.jobs.scheduler;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pipette.jobs.AlertRule;
import dev.pipette.jobs.JobDefinition;
import dev.pipette.jobs.Occurrence;
import dev.pipette.jobs.OccurrenceStatus;
import dev.pipette.jobs.Schedule;
import dev.pipette.jobs.Work;
import dev.pipette.jobs.alert.AlertSender;
import dev.pipette.jobs.alert.AlertSenders;
import dev.pipette.jobs.alert.OutgoingAlert;
import dev.pipette.jobs.process.AttemptRequest;
import dev.pipette.jobs.process.InProcess;
import dev.pipette.jobs.store.JobStore;
import dev.pipette.jobs.store.Promotion;
import dev.pipette.jobs.store.StoredFiles;
import dev.pipette.testing.TestClock;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** A store, schedulers that share it, a clock, and programs in this JVM. */
final class World implements AutoCloseable {
    static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    static final String NOON = "2025-12-24T12:00:00Z";

    final JobStore store;
    final TestClock clock;
    final List<String> runs = new CopyOnWriteArrayList<>();
    final List<OutgoingAlert> alerts = new CopyOnWriteArrayList<>();
    private final Path home;
    private final List<JobScheduler> schedulers = new ArrayList<>();
    private volatile InProcess.Program program = (request, out) -> 0;

    World(JobStore store, Path home, String now) {
        this.store = store;
        this.home = home;
        this.clock = TestClock.at(now);
    }

    /** What all jobs do. */
    void program(InProcess.Program work) {
        program = work;
    }

    /** Times of tests: nobody is taken for dead because a machine is busy, or because the clock stands still. */
    JobScheduler scheduler() {
        return scheduler(600);
    }

    /** One that takes over fast. */
    JobScheduler quickScheduler() {
        return scheduler(8);
    }

    private JobScheduler scheduler(int missedHeartbeats) {
        AlertSender sender = alerts::add;
        SchedulerOptions options = SchedulerOptions.of(home, AlertSenders.of(Map.of(AlertRule.Channel.WEBHOOK, sender)))
                .name("scheduler" + (schedulers.size() + 1))
                .times(Duration.ofMillis(50), Duration.ofMillis(20), Duration.ofSeconds(1), missedHeartbeats);
        JobScheduler scheduler = JobScheduler.open(store, new InProcess(this::run), options, clock);
        schedulers.add(scheduler);
        scheduler.start();
        return scheduler;
    }

    private int run(AttemptRequest request, PrintStream out) throws Exception {
        runs.add(request.runKey());
        return program.run(request, out);
    }

    static JobDefinition definition(String name, Schedule schedule) {
        byte[] script = script(name);
        return JobDefinition.of(name, new Work.Script(name + ".jsh", StoredFiles.sha256(script)), schedule)
                .inProcess();
    }

    static byte[] script(String name) {
        return ("load " + name).getBytes(UTF_8);
    }

    static Schedule cron(String expression) {
        return new Schedule.Cron(expression, NEW_YORK);
    }

    void promote(String name, Schedule schedule, UnaryOperator<JobDefinition> changes) {
        store.jobs()
                .promote(
                        new Promotion(changes.apply(definition(name, schedule)), Optional.of(script(name)), Map.of()),
                        "ada",
                        clock.instant());
    }

    /** An hourly job. */
    void promote(String name, UnaryOperator<JobDefinition> changes) {
        promote(name, cron("0 * * * *"), changes);
    }

    void hours(int count) {
        clock.advance(Duration.ofHours(count));
    }

    /** The occurrences of a job, the first one first. */
    List<Occurrence> occurrences(String job) {
        return store.occurrences().history(job, 1000).reversed();
    }

    List<OccurrenceStatus> statuses(String job) {
        return occurrences(job).stream().map(Occurrence::status).toList();
    }

    /** Waits until the occurrences of a job are so. */
    List<Occurrence> await(String job, OccurrenceStatus... statuses) {
        Until.isTrue(job + " is " + List.of(statuses), () -> statuses(job).equals(List.of(statuses)));
        return occurrences(job);
    }

    @Override
    public void close() {
        schedulers.forEach(JobScheduler::close);
    }
}
