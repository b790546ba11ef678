package dev.pipette.signalroom.testing;

import static dev.pipette.Pipette.cursor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.Pipeline;
import dev.pipette.Resource;
import dev.pipette.plan.PlanSample;
import dev.pipette.plan.RunPlan;
import dev.pipette.signalroom.Everflow;
import dev.pipette.spi.Sampling;
import dev.pipette.testing.LoadTest;
import java.time.LocalDate;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A plan of a web API asks it no more often than the sample may. */
@LoadTest(clock = "2025-12-24T15:00:00Z", mustRun = false)
class EverflowPlanTests {
    @AutoClose
    final FakeEverflow everflow = FakeEverflow.withDays("2024-12-01", "2025-12-23");

    private Resource stats() {
        return Everflow.dailyStats(everflow.client())
                .incremental(cursor("date", LocalDate.class).startingAt(LocalDate.of(2024, 12, 1)));
    }

    @Test
    void the_first_request_tells_what_the_load_would_make(Pipeline pipeline) {
        RunPlan plan = pipeline.sample(PlanSample.USUAL.requests(1)).plan(stats());

        everflow.assertThat().hasRequestCount(1);
        assertThat(plan.refusals()).isEmpty();
        assertThat(plan.resource("daily_stats").endedBy()).contains(Sampling.Bound.REQUESTS);
        assertThat(plan.resource("daily_stats").cursor().orElseThrow().after()).contains("2025-11-30");
        assertThat(plan.table("daily_stats").inserted()).isEqualTo(365);
        assertThat(plan.table("daily_stats").isNew()).isTrue();
    }

    @Test
    void a_plan_after_the_load_updates_the_days_that_are_asked_for_again(Pipeline pipeline) {
        pipeline.run(stats());

        RunPlan plan = pipeline.plan(stats());

        assertThat(plan.isWhole()).isTrue();
        assertThat(plan.table("daily_stats").inserted()).isZero();
        assertThat(plan.table("daily_stats").updated())
                .isEqualTo(plan.resource("daily_stats").rows());
        assertThat(plan.ddl()).isEmpty();
    }
}
