package dev.pipette.jobs.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.RunInterval;
import dev.pipette.jobs.JobDefinition;
import dev.pipette.jobs.Occurrence;
import dev.pipette.jobs.OccurrenceStatus;
import dev.pipette.jobs.RetryPolicy;
import dev.pipette.jobs.Schedule;
import dev.pipette.jobs.Work;
import dev.pipette.jobs.store.Backfills;
import dev.pipette.jobs.store.JobStore;
import dev.pipette.jobs.store.Promotion;
import dev.pipette.jobs.store.StoredFiles;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Kills schedulers and the processes of their jobs in mid-run, at random moments, and looks that every interval was loaded once. Two
 * schedulers share a store; one that was killed is started again.
 */
final class SchedulerCampaign implements AutoCloseable {
    private static final int AT_ONCE = 2;
    private static final int LONGEST_MILLIS = 1_500;

    /** Of a backfill: one for each scheduler where few are killed, so that what nobody disturbs is not most of the work. */
    private static final int HOURS = Integer.getInteger("pipette.campaign.kills") == null ? AT_ONCE : 2 * AT_ONCE;

    private final Place place;
    private final int parallel;
    private final Random random;
    private final JobStore store;
    private final List<SchedulerProcess> schedulers = new ArrayList<>();
    private final StringBuilder errors = new StringBuilder();
    private ZonedDateTime next = ZonedDateTime.of(2025, 1, 1, 0, 0, 0, 0, World.NEW_YORK);
    private int intervals;

    SchedulerCampaign(Place place, int parallel, long seed) {
        this.place = place;
        this.parallel = parallel;
        this.random = new Random(seed);
        this.store = place.open();
    }

    /** Runs until as many processes were killed, and all intervals are loaded. */
    void run(int kills) throws Exception {
        promote();
        schedulers.add(start(0));
        schedulers.add(start(1));
        for (int killed = 0; killed < kills; killed++) {
            if (open() < AT_ONCE) {
                backfill();
            }
            killOne(killed);
        }
        try {
            Until.isTrue("all intervals are loaded", () -> open() == 0);
        } catch (AssertionError failed) {
            throw new AssertionError(story(), failed);
        }
        check();
    }

    private SchedulerProcess start(int number) {
        return SchedulerProcess.start(place, place.folder().resolve("home" + number));
    }

    private void promote() {
        byte[] script = World.script("shop");
        JobDefinition job = JobDefinition.of(
                        "shop",
                        new Work.Script("shop.jsh", StoredFiles.sha256(script)),
                        new Schedule.Never(World.NEW_YORK))
                .maxHeap("256m")
                .retries(new RetryPolicy(1_000, Duration.ofMillis(100), 1, Duration.ofMillis(100), 0));
        store.jobs().promote(new Promotion(job, Optional.of(script), Map.of()), "ada", Instant.now());
    }

    private void backfill() {
        List<RunInterval> hours = IntStream.range(0, HOURS)
                .mapToObj(hour -> new RunInterval(next.plusHours(hour), next.plusHours(hour + 1)))
                .toList();
        next = next.plusHours(hours.size());
        intervals += hours.size();
        store.backfills().create(new Backfills.Wish("shop", hours, parallel, false, "ada"), Instant.now());
    }

    private List<Occurrence> all() {
        return store.occurrences().history("shop", 1_000_000);
    }

    private long open() {
        return all().stream().filter(one -> !one.status().isEnd()).count();
    }

    /** After a part of a run, of a scheduler that runs a job: it, or its job, or both, in turn. */
    private void killOne(int killed) throws InterruptedException {
        int victim = Until.present(
                "a job runs",
                () -> IntStream.of(random.nextBoolean() ? 0 : 1)
                        .filter(number -> schedulers.get(number).job().isPresent())
                        .boxed()
                        .findFirst());
        Thread.sleep(random.nextInt(LONGEST_MILLIS));
        int what = killed % 3;
        if (what != 0) {
            schedulers.get(victim).job().ifPresent(ProcessHandle::destroyForcibly);
        }
        if (what != 1) {
            schedulers.get(victim).kill();
            errors.append(schedulers.get(victim).errors());
            schedulers.set(victim, start(victim));
        }
    }

    private String story() {
        StringBuilder story = new StringBuilder();
        for (Occurrence occurrence : all().reversed()) {
            story.append(occurrence).append("\n");
            store.attempts()
                    .of(occurrence.id())
                    .forEach(attempt -> story.append("  ").append(attempt).append("\n"));
        }
        schedulers.forEach(scheduler -> story.append(scheduler.errors()));
        return story.toString();
    }

    private void check() throws Exception {
        schedulers.forEach(scheduler -> errors.append(scheduler.errors()));
        schedulers.forEach(SchedulerProcess::kill);
        assertThat(all()).hasSize(intervals).allMatch(one -> one.status() == OccurrenceStatus.SUCCEEDED);
        assertThat(place.rows("SELECT count(*), count(DISTINCT hour) FROM sales.orders"))
                .as("0 lost, 0 doubled")
                .containsExactly(intervals * AppendingJob.ROWS + " " + intervals);
        assertThat(place.rows("SELECT hour FROM sales.orders GROUP BY hour HAVING count(*) <> " + AppendingJob.ROWS))
                .isEmpty();
        assertThat(errors.toString()).doesNotContain("database is locked");
    }

    @Override
    public void close() {
        schedulers.forEach(SchedulerProcess::close);
        store.close();
    }
}
