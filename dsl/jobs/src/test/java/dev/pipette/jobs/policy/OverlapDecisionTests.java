package dev.pipette.jobs.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.jobs.Overlap;
import org.junit.jupiter.api.Test;

/** An occurrence that is due while others of its job run. */
class OverlapDecisionTests {
    @Test
    void it_starts_alone_and_beside_others_as_far_as_a_backfill_allows() {
        assertThat(OverlapDecision.of(Overlap.QUEUE, 0, 1)).isEqualTo(OverlapDecision.START);
        assertThat(OverlapDecision.of(Overlap.SKIP, 0, 1)).isEqualTo(OverlapDecision.START);
        assertThat(OverlapDecision.of(Overlap.QUEUE, 3, 4)).isEqualTo(OverlapDecision.START);
    }

    @Test
    void it_waits_or_is_skipped_by_the_choice_of_the_job() {
        assertThat(OverlapDecision.of(Overlap.QUEUE, 1, 1)).isEqualTo(OverlapDecision.WAIT);
        assertThat(OverlapDecision.of(Overlap.QUEUE, 4, 4)).isEqualTo(OverlapDecision.WAIT);
        assertThat(OverlapDecision.of(Overlap.SKIP, 1, 1)).isEqualTo(OverlapDecision.SKIP);
        assertThat(OverlapDecision.SKIP.reason())
                .isEqualTo("another occurrence of the job was still running (--overlap skip)");
    }
}
