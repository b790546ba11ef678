package dev.pipette.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SamplingTests {
    private final AtomicLong nanos = new AtomicLong();
    private final Sampling sampling = new Sampling(2, Duration.ofNanos(10), 3, nanos::get);

    @Test
    void a_sample_of_fewer_rows_than_it_may_have_is_whole() throws Exception {
        sampling.during(() -> {
            take();
            take();
            return sampling.isOver();
        });

        assertThat(sampling.endedBy()).isEmpty();
        assertThat(sampling.rows()).isEqualTo(2);
    }

    @Test
    void another_row_ends_a_sample_that_is_full() throws Exception {
        boolean over = sampling.during(() -> {
            take();
            take();
            assertThat(sampling.isFull()).isTrue();
            return sampling.isOver();
        });

        assertThat(over).isTrue();
        assertThat(sampling.endedBy()).contains(Sampling.Bound.ROWS);
    }

    @Test
    void time_ends_a_sample() throws Exception {
        boolean over = sampling.during(() -> {
            assertThat(sampling.isOver()).isFalse();
            nanos.set(10);
            return sampling.isOver();
        });

        assertThat(over).isTrue();
        assertThat(sampling.endedBy()).contains(Sampling.Bound.TIME);
    }

    @Test
    void rows_that_are_here_by_the_last_request_are_taken_although_the_time_for_requests_is_over() throws Exception {
        sampling.during(() -> {
            nanos.set(9);
            Sampling.request();
            nanos.set(12);
            assertThat(Sampling.isComplete()).isTrue();
            assertThat(sampling.isOver()).isFalse();
            return true;
        });

        assertThat(sampling.endedBy()).contains(Sampling.Bound.TIME);
    }

    @Test
    void the_request_after_the_last_one_is_not_sent() throws Exception {
        sampling.during(() -> {
            Sampling.request();
            Sampling.request();
            assertThat(Sampling.isComplete()).isFalse();
            Sampling.request();
            assertThatThrownBy(Sampling::request)
                    .isInstanceOf(Sampling.Ended.class)
                    .hasMessage("the sample of a plan is complete");
            return true;
        });

        assertThat(sampling.requests()).isEqualTo(3);
        assertThat(sampling.endedBy()).contains(Sampling.Bound.REQUESTS);
    }

    @Test
    void a_sample_that_ended_is_known_also_where_code_of_a_resource_wraps_it() throws Exception {
        Sampling none = new Sampling(1, Duration.ofNanos(1), 1, nanos::get);

        Throwable ended = none.during(() -> {
            Sampling.request();
            return catchThrowable(Sampling::request);
        });

        assertThat(Sampling.Ended.caused(new IllegalStateException(ended))).isTrue();
        assertThat(Sampling.Ended.caused(new IllegalStateException(new RuntimeException("other"))))
                .isFalse();
    }

    @Test
    void outside_a_plan_each_request_is_sent() {
        for (int request = 0; request < 20; request++) {
            Sampling.request();
        }

        assertThat(Sampling.isComplete()).isFalse();
    }

    private void take() {
        assertThat(sampling.isFull()).isFalse();
        sampling.took();
    }
}
