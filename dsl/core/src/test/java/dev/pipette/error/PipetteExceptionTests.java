package dev.pipette.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What an error knows of where it happened. */
class PipetteExceptionTests {
    @Test
    void outside_a_run_an_error_names_no_place() {
        PipetteException failed = new PipetteException(ErrorCode.BAD_USAGE, "wrong.");

        assertThat(failed.resource()).isEmpty();
        assertThat(failed.loadId()).isEmpty();
        assertThat(failed.lastStep()).isEmpty();
    }

    @Test
    void the_innermost_place_counts() {
        PipetteException failed = new PipetteException(ErrorCode.KEY_MISSING, "row 3 has no key.")
                .inResource("orders")
                .inResource("shop")
                .after("PACKAGE_OPENED", "1.5")
                .after("PIPELINE_LOCKED", "");

        assertThat(failed.resource()).contains("orders");
        assertThat(failed.loadId()).contains("1.5");
        assertThat(failed.lastStep()).contains("PACKAGE_OPENED");
        assertThat(failed).hasMessage("[KEY_MISSING] row 3 has no key.");
    }

    @Test
    void before_the_first_package_an_error_names_the_step_alone() {
        PipetteException failed =
                new PipetteException(ErrorCode.PIPELINE_LOCKED, "locked.").after("PIPELINE_LOCKED", "");

        assertThat(failed.lastStep()).contains("PIPELINE_LOCKED");
        assertThat(failed.loadId()).isEmpty();
    }
}
