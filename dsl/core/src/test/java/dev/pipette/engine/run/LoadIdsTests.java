package dev.pipette.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LoadIdsTests {
    private static final Instant NOW = Instant.parse("2025-12-24T15:00:00.123456789Z");

    @Test
    void an_id_is_the_time_in_seconds() {
        assertThat(LoadIds.next(NOW, Optional.empty(), Optional.empty())).isEqualTo("1766588400.1234567");
    }

    @Test
    void an_id_is_above_every_committed_one_when_the_clock_jumps_back() {
        String id = LoadIds.next(NOW, Optional.of("1966588400.5"), Optional.of("1866588400.9999999"));

        assertThat(id).isEqualTo("1966588400.5000001").isGreaterThan("1966588400.5");
    }

    @Test
    void the_fraction_carries_into_the_seconds() {
        assertThat(LoadIds.next(NOW, Optional.empty(), Optional.of("1866588400.9999999")))
                .isEqualTo("1866588401.0000000");
    }

    @Test
    void two_ids_at_one_instant_differ() {
        String first = LoadIds.next(NOW, Optional.empty(), Optional.empty());

        assertThat(LoadIds.next(NOW, Optional.of(first), Optional.empty())).isGreaterThan(first);
    }
}
