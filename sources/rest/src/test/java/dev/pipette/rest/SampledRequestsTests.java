package dev.pipette.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.spi.Sampling;
import dev.pipette.testing.http.Answer;
import dev.pipette.testing.http.FakeHttp;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A plan reads a sample, and sends no more requests than it may. */
class SampledRequestsTests {
    private static final RestRequest ORDERS = RestRequest.get("/orders");

    @AutoClose
    private final FakeHttp api = FakeHttp.start();

    private final AtomicInteger pages = new AtomicInteger();
    private final Sampling sampling = new Sampling(100, Duration.ofMinutes(1), 3, () -> 0);

    private RestClient endlessApi() {
        api.get("/orders").answers(request -> Answer.json("[{\"id\": " + pages.incrementAndGet() + "}]"));
        return RestClient.of("Shop", api.baseUrl());
    }

    @Test
    void a_report_without_an_end_is_cut_behind_the_last_request_of_the_sample() throws Exception {
        RestClient client = endlessApi();

        Report report = sampling.during(() -> client.report(ORDERS, ReportPaging.query("page", "per", 1)));

        assertThat(report.rows()).hasSize(3);
        assertThat(report.cut()).isFalse();
        assertThat(pages).hasValue(3);
        assertThat(sampling.endedBy()).contains(Sampling.Bound.REQUESTS);
        assertThat(sampling.isOver()).as("rows that are here are taken").isFalse();
    }

    @Test
    void the_request_after_the_last_one_of_the_sample_is_not_sent() {
        RestClient client = endlessApi();

        assertThatThrownBy(() -> sampling.during(() -> {
                    assertThat(client.report(ORDERS, ReportPaging.query("page", "per", 1))
                                    .rows())
                            .hasSize(3);
                    return client.json(ORDERS);
                }))
                .isInstanceOf(Sampling.Ended.class);

        assertThat(pages).hasValue(3);
    }
}
