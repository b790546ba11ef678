package dev.pipette.jobs.time;

import static dev.pipette.jobs.MissedRuns.ALL;
import static dev.pipette.jobs.MissedRuns.LATEST;
import static dev.pipette.jobs.MissedRuns.NONE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.jobs.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which occurrences run and which are skipped after nobody looked for a while. */
class MissedTests {
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final FireTimes HOURLY = FireTimes.of(new Schedule.Cron("0 * * * *", UTC));
    private static final Instant TEN = Instant.parse("2025-12-24T10:00:00Z");
    private static final Instant AFTER_ONE = Instant.parse("2025-12-24T13:00:20Z");

    @Test
    void nothing_is_due_before_the_next_fire_time() {
        Missed.Plan plan = Missed.of(HOURLY, ALL).plan(TEN, Instant.parse("2025-12-24T10:59:59Z"));

        assertThat(plan.occurrences()).isEmpty();
        assertThat(plan.plannedUntil()).isEqualTo("2025-12-24T10:59:59Z");
        assertThat(plan.isWhole()).isTrue();
    }

    @Test
    void a_clock_that_goes_back_plans_nothing_again() {
        assertThat(Missed.of(HOURLY, ALL).plan(TEN, TEN.minusSeconds(7200)))
                .isEqualTo(new Missed.Plan(List.of(), TEN, true));
    }

    @Test
    void an_occurrence_that_is_due_runs_under_each_policy() {
        for (var policy : List.of(ALL, LATEST, NONE)) {
            assertThat(texts(Missed.of(HOURLY, policy).plan(TEN, Instant.parse("2025-12-24T11:00:00Z"))))
                    .as("%s", policy)
                    .containsExactly("10:00 runs");
        }
    }

    @Test
    void all_runs_each_of_them_the_oldest_first() {
        assertThat(texts(Missed.of(HOURLY, ALL).plan(TEN, AFTER_ONE)))
                .containsExactly("10:00 runs", "11:00 runs", "12:00 runs");
    }

    @Test
    void latest_runs_the_newest_and_records_the_others() {
        assertThat(texts(Missed.of(HOURLY, LATEST).plan(TEN, AFTER_ONE)))
                .containsExactly(
                        "10:00 missed while no scheduler ran; the newest missed occurrence, 2025-12-24T13:00:00Z, runs in its"
                                + " place (--missed latest)",
                        "11:00 missed while no scheduler ran; the newest missed occurrence, 2025-12-24T13:00:00Z, runs in its"
                                + " place (--missed latest)",
                        "12:00 runs");
    }

    @Test
    void none_runs_what_is_due_now_and_nothing_that_was_missed() {
        String missed = " missed while no scheduler ran; missed occurrences do not run (--missed none)";

        assertThat(texts(Missed.of(HOURLY, NONE).plan(TEN, AFTER_ONE)))
                .containsExactly("10:00" + missed, "11:00" + missed, "12:00 runs");
        assertThat(texts(Missed.of(HOURLY, NONE).plan(TEN, Instant.parse("2025-12-24T11:02:01Z"))))
                .containsExactly("10:00" + missed);
    }

    @Test
    void a_pause_is_named_and_what_it_covers_is_never_in_time() {
        Missed missed = Missed.of(HOURLY, NONE)
                .paused(Instant.parse("2025-12-24T10:30:00.123Z"), Instant.parse("2025-12-24T12:00:30Z"));

        assertThat(texts(missed.plan(TEN, Instant.parse("2025-12-24T12:00:31Z"))))
                .containsExactly(
                        "10:00 missed while the job was paused, from 2025-12-24T10:30:00Z to 2025-12-24T12:00:30Z; missed"
                                + " occurrences do not run (--missed none)",
                        "11:00 missed while the job was paused, from 2025-12-24T10:30:00Z to 2025-12-24T12:00:30Z; missed"
                                + " occurrences do not run (--missed none)");
        assertThat(texts(Missed.of(HOURLY, LATEST)
                        .paused(TEN.plusSeconds(1), AFTER_ONE)
                        .plan(TEN, AFTER_ONE)))
                .element(2)
                .isEqualTo("12:00 runs");
    }

    @Test
    void each_of_several_pauses_is_named() {
        Missed missed = Missed.of(HOURLY, NONE)
                .paused(TEN.minusSeconds(1), TEN.plusSeconds(3601))
                .paused(AFTER_ONE.minusSeconds(60), AFTER_ONE);

        assertThat(texts(missed.plan(TEN, AFTER_ONE)))
                .containsExactly(
                        "10:00 missed while the job was paused, from 2025-12-24T09:59:59Z to 2025-12-24T11:00:01Z; missed"
                                + " occurrences do not run (--missed none)",
                        "11:00 missed while no scheduler ran; missed occurrences do not run (--missed none)",
                        "12:00 missed while the job was paused, from 2025-12-24T12:59:20Z to 2025-12-24T13:00:20Z; missed"
                                + " occurrences do not run (--missed none)");
    }

    @Test
    void years_of_pause_come_in_plans_of_a_bounded_size_and_the_last_one_runs_once() {
        FireTimes minutely = FireTimes.of(new Schedule.Every(Duration.ofMinutes(1), UTC));
        Instant now = TEN.plus(Duration.ofMinutes(25_000));
        Missed missed = Missed.of(minutely, LATEST);

        List<Missed.Plan> plans = new ArrayList<>();
        Instant until = TEN;
        do {
            plans.add(missed.plan(until, now));
            until = plans.getLast().plannedUntil();
        } while (!plans.getLast().isWhole());

        assertThat(plans).extracting(plan -> plan.occurrences().size()).containsExactly(10_000, 10_000, 5_000);
        List<Missed.Planned> all =
                plans.stream().flatMap(plan -> plan.occurrences().stream()).toList();
        assertThat(new HashSet<>(all)).hasSize(25_000);
        assertThat(all.stream().filter(planned -> planned.skipped().isEmpty())).containsExactly(all.getLast());
        assertThat(until).isEqualTo(now);
    }

    @Test
    void a_job_without_a_schedule_has_nothing_to_plan() {
        assertThat(Missed.of(FireTimes.of(new Schedule.Never(UTC)), ALL).plan(TEN, AFTER_ONE))
                .isEqualTo(new Missed.Plan(List.of(), AFTER_ONE, true));
    }

    private static List<String> texts(Missed.Plan plan) {
        return plan.occurrences().stream()
                .map(planned -> planned.interval().from().toLocalTime() + " "
                        + planned.skipped().orElse("runs"))
                .toList();
    }
}
