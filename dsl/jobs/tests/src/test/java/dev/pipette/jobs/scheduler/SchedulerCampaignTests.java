package dev.pipette.jobs.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.RunInterval;
import dev.pipette.jobs.AttemptEnd.How;
import dev.pipette.jobs.Occurrence;
import dev.pipette.jobs.OccurrenceStatus;
import dev.pipette.jobs.store.JobStore;
import dev.pipette.testing.postgres.PostgresDatabase;
import dev.pipette.testing.postgres.PostgresServer;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are killed. {@code -Dpipette.campaign.kills=100} kills more of them, and {@code -Pcampaign} does. */
class SchedulerCampaignTests {
    private static final int KILLS = Integer.getInteger("pipette.campaign.kills", 3);
    private static final long SEED = Long.getLong("pipette.campaign.seed", 20_251_224);

    @TempDir
    Path folder;

    @Test
    void nothing_is_lost_or_doubled_in_files() throws Exception {
        try (SchedulerCampaign campaign = new SchedulerCampaign(Place.files(folder), 1, SEED)) {
            campaign.run(KILLS);
        }
    }

    @Test
    void nothing_is_lost_or_doubled_in_postgres() throws Exception {
        try (PostgresDatabase database = PostgresServer.shared().newDatabase();
                SchedulerCampaign campaign = new SchedulerCampaign(Place.postgres(database, folder), 2, SEED)) {
            campaign.run(KILLS);
        }
    }

    @Test
    void what_a_killed_scheduler_ran_ends_with_it_and_another_one_continues() {
        Place place = Place.files(folder);
        try (JobStore store = place.open();
                World world = new World(store, folder.resolve("home"), World.NOON);
                SchedulerProcess scheduler = SchedulerProcess.start(place, folder.resolve("home1"), "forever")) {
            world.clock.set(Instant.now());
            world.promote("orders", job -> job.maxHeap("64m"));
            store.occurrences()
                    .request("orders", RunInterval.parse("2025-12-24T12:00:00Z/PT1H"), false, world.clock.instant());
            ProcessHandle job = Until.present("the job runs", scheduler::job);
            scheduler.kill();
            Until.isTrue("the job's process ended", () -> !job.isAlive());
            world.quickScheduler();
            Occurrence done = world.await("orders", OccurrenceStatus.SUCCEEDED).getFirst();
            assertThat(done.attempts()).isEqualTo(2);
            assertThat(store.attempts().of(done.id()).getFirst().how()).contains(How.LOST);
            assertThat(store.attempts().of(done.id()).getFirst().message().orElseThrow())
                    .startsWith("the scheduler home1-")
                    .endsWith(
                            " was not heard any more: it was killed, or lost its database; another scheduler continues.");
        }
    }
}
