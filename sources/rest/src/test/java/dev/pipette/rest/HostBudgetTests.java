package dev.pipette.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.spi.HostTurns;
import dev.pipette.testing.TestClock;
import dev.pipette.testing.http.Failure;
import dev.pipette.testing.http.FakeHttp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import okhttp3.Headers;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One budget for each host, which all clients share. */
class HostBudgetTests {
    private static final Instant NOW = Instant.parse("2025-12-24T15:00:00Z");

    @AutoClose
    private final FakeHttp fake = FakeHttp.start();

    private final TestTiming timing = TestTiming.atChristmas();
    private final TestClock clock = timing.clock();
    private final HostBudgets budgets = new HostBudgets(timing);

    private RestClient client() {
        return RestClient.of("Shop", fake.baseUrl()).timing(timing).with(options -> options.withBudgets(budgets));
    }

    private void ask(RestClient client) {
        assertThat(client.json(RestRequest.get("/orders")).isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "X-RateLimit-Remaining | 7 | X-RateLimit-Reset | 30 | 7 | 2025-12-24T15:00:30Z",
                "X-RateLimit-Remaining | 7 | X-RateLimit-Reset | 1766588430 | 7 | 2025-12-24T15:00:30Z",
                "X-RateLimit-Remaining | 7 | X-RateLimit-Reset | 0.25 | 7 | 2025-12-24T15:00:00.250Z",
                "X-RateLimit-Remaining | 7 | X-RateLimit-Reset | 1766588430.5 | 7 | 2025-12-24T15:00:30.500Z",
                "RateLimit-Remaining | 7 | RateLimit-Reset | 30 | 7 | 2025-12-24T15:00:30Z",
                "RateLimit | limit=100, remaining=7, reset=30 | X-Other | 1 | 7 | 2025-12-24T15:00:30Z",
                "RateLimit | \"default\";r=7;t=30 | X-Other | 1 | 7 | 2025-12-24T15:00:30Z",
                "X-RateLimit-Remaining | 7 | X-Other | 30 | |",
                "X-RateLimit-Remaining | many | X-RateLimit-Reset | 30 | |",
                "RateLimit | unlimited | X-Other | 1 | |"
            })
    void headers_say_what_is_left(String name, String value, String other, String text, Long left, String until) {
        Optional<LimitHeaders.Left> found = LimitHeaders.left(Headers.of(name, value, other, text), NOW);

        assertThat(found).isEqualTo(Optional.ofNullable(left).map(n -> new LimitHeaders.Left(n, Instant.parse(until))));
    }

    @Test
    void what_one_client_hears_holds_for_another() {
        fake.get("/orders").json("[]").rateLimit(2, Duration.ofMinutes(1), clock);

        ask(client());
        ask(client());
        ask(client());

        fake.assertThat().requests("/orders").hasRequestCount(3);
        assertThat(timing.slept()).containsExactly(Duration.ofMinutes(1));
    }

    @Test
    void a_client_with_a_limit_counts_the_requests_of_others() {
        fake.get("/orders").json("[]");
        RestClient limited = client().rateLimit(2, Duration.ofMinutes(1)).with(options -> options.withBudgets(budgets));

        ask(limited);
        ask(client());
        ask(limited);

        assertThat(clock.instant()).isEqualTo("2025-12-24T15:01:00Z");
    }

    @Test
    void what_is_under_way_counts_before_it_is_answered() {
        HostBudget host = new HostBudget(timing);
        assertThat(host.take()).isTrue();
        host.report(2, NOW.plusSeconds(60));
        host.answered();

        assertThat(host.take()).isTrue();
        assertThat(host.take()).isTrue();
        assertThat(host.take()).as("both that were left are under way").isFalse();
        host.report(1, NOW.plusSeconds(60));
        assertThat(host.take())
                .as("the answer to the first says what is left by it")
                .isFalse();
        assertThat(host.opens()).isEqualTo(NOW.plusSeconds(60));
        clock.advance(Duration.ofSeconds(60));
        assertThat(host.take()).isTrue();
    }

    @Test
    void a_host_that_counts_anew_is_believed_and_one_that_is_late_is_not() {
        HostBudget host = new HostBudget(timing);
        assertThat(host.take()).isTrue();
        host.report(0, NOW.plusSeconds(10));
        host.report(50, NOW.plusSeconds(20));
        assertThat(host.opens()).isBeforeOrEqualTo(NOW);

        host.report(0, NOW.plusSeconds(10));

        assertThat(host.opens()).isBeforeOrEqualTo(NOW);
    }

    @Test
    void many_clients_at_once_never_go_beyond_what_is_left() throws Exception {
        fake.get("/orders").json("[]").rateLimit(20, Duration.ofSeconds(1), Instant::now);
        HostBudgets real = new HostBudgets(Timing.system());
        RestClient client = RestClient.of("Shop", fake.baseUrl()).with(options -> options.withBudgets(real));
        ask(client);

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int number = 0; number < 30; number++) {
                all.add(threads.submit(() -> ask(client)));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }

        fake.assertThat().requests("/orders").hasRequestCount(31);
    }

    /** Turns of other processes: the next one is in a second, and the host may be closed. */
    private static final class OtherProcesses implements HostTurns {
        private final List<String> asked = new ArrayList<>();
        private Duration closedFor = Duration.ZERO;

        @Override
        public Turn turn(String host, int requests, Duration within) {
            asked.add(host + ": " + requests + " in " + within.toMillis() + " ms");
            return new Turn(Duration.ofSeconds(1), closedFor);
        }

        @Override
        public void close(String host, Duration time) {
            asked.add(host + " closed for " + time.toSeconds() + " s");
        }
    }

    private RestClient sharing(HostTurns others) {
        HostBudgets shared = new HostBudgets(timing, () -> Optional.of(others));
        return RestClient.of("Shop", fake.baseUrl()).timing(timing).with(options -> options.withBudgets(shared));
    }

    private String host() {
        return fake.baseUrl().replaceAll("^http://|/$", "");
    }

    @Test
    void other_processes_take_turns_at_the_host_too() {
        OtherProcesses others = new OtherProcesses();
        fake.get("/orders").json("[]");

        ask(sharing(others).rateLimit(5, Duration.ofMillis(100)));

        assertThat(others.asked).containsExactly(host() + ": 5 in 100 ms");
        assertThat(clock.instant()).isEqualTo(NOW.plusSeconds(1));
        ask(sharing(others)); // without a limit it waits for nobody
        assertThat(others.asked).hasSize(1);
    }

    @Test
    void other_processes_hear_that_the_host_asks_for_a_pause() {
        OtherProcesses others = new OtherProcesses();
        fake.get("/orders")
                .json("[]")
                .fails(Failure.status(429).withHeader("Retry-After", "30").once());

        ask(sharing(others).rateLimit(5, Duration.ofMillis(100)));

        assertThat(others.asked)
                .containsExactly(host() + ": 5 in 100 ms", host() + " closed for 30 s", host() + ": 5 in 100 ms");
    }

    @Test
    void a_pause_that_another_process_heard_of_is_refused_where_it_is_too_long() {
        OtherProcesses others = new OtherProcesses();
        others.closedFor = Duration.ofHours(3);
        fake.get("/orders").json("[]");

        assertThatThrownBy(() -> ask(sharing(others).rateLimit(5, Duration.ofMillis(100))))
                .hasMessageContaining("SOURCE_UNAVAILABLE");
        assertThat(fake.requests()).isEmpty();
    }
}
