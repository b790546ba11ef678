package dev.pipette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PlanWaitsTests {
    @Test
    void what_a_plan_waits_for_is_said_at_once_and_once() {
        StringWriter err = new StringWriter();
        PlanWaits waits = new PlanWaits("pipette plan", new PrintWriter(err));

        waits.waiting("duckdb shop.duckdb is open in process 4711");
        waits.waiting("duckdb shop.duckdb is open in process 4711");
        waits.retrying("[DESTINATION_UNAVAILABLE] duckdb shop.duckdb is locked", Duration.ofMillis(250));

        assertThat(err.toString()).isEqualToNormalizingNewlines("""
                        pipette plan: waiting: duckdb shop.duckdb is open in process 4711
                        pipette plan: [DESTINATION_UNAVAILABLE] duckdb shop.duckdb is locked; trying again in 250 ms
                        """);
    }

    @Test
    void what_the_plan_of_a_program_waits_for_is_said_too() throws IOException {
        StringWriter err = new StringWriter();

        ProgramProgress.shown(new PrintWriter(err), () -> {
            new ProgramProgress().waiting("duckdb shop.duckdb is held by java (PID 4711)");
            return 0;
        });

        assertThat(err.toString())
                .isEqualToNormalizingNewlines("pipette plan: waiting: duckdb shop.duckdb is held by java (PID 4711)\n");
    }
}
