package dev.pipette.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okio.Buffer;
import org.junit.jupiter.api.Test;

/** How many pages are asked for at once, and how many are there. */
class PagesAheadTests {
    private static final int AT_ONCE = 2;

    private static List<RestRequest> requests() {
        return IntStream.range(0, 20)
                .mapToObj(page -> RestRequest.get("/page/" + page))
                .toList();
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Test
    void a_page_that_is_looked_through_lets_another_one_be_asked_for() {
        CountDownLatch arrived = new CountDownLatch(2 * AT_ONCE);
        CountDownLatch looked = new CountDownLatch(1);
        AtomicInteger begun = new AtomicInteger();
        try (PagesAhead ahead = new PagesAhead(AT_ONCE, (request, permit) -> {
            permit.take();
            begun.incrementAndGet();
            permit.close();
            arrived.countDown();
            await(looked);
            return new PageAnswer.End();
        })) {
            ahead.plan(requests());

            assertThat(await(arrived)).isTrue();
            assertThat(begun).as("more bodies than these are never held").hasValue(2 * AT_ONCE);
            looked.countDown();
            assertThat(ahead.take(requests().getFirst())).contains(new PageAnswer.End());
        }
    }

    /** The body here is not JSON, which only a look through it shows. */
    @Test
    void a_body_that_has_arrived_leaves_its_place_before_it_is_looked_through() throws Exception {
        Semaphore places = new Semaphore(1);
        AtomicInteger whole = new AtomicInteger();
        RestClient client = RestClient.of("Shop", "https://api.example.com");
        CallOptions call = ImmutableCallOptions.builder().build();
        RestRequest request = RestRequest.get("/orders");
        PageReading reading = new PageReading(
                client, call, request, Optional.empty(), new RunLimits(client, call), new PagesAhead.Permit(places));
        Received received = new Received(
                request,
                HttpUrl.get("https://api.example.com/orders"),
                200,
                Headers.of(),
                -1,
                new Buffer().writeUtf8("{\"data\": ["),
                whole::incrementAndGet);

        reading.sending();
        assertThat(places.availablePermits()).isZero();
        assertThatThrownBy(() -> reading.read(received)).isInstanceOf(Setback.class);

        assertThat(whole).hasValue(1);
        assertThat(places.availablePermits()).isOne();
    }

    @Test
    void no_more_requests_than_these_are_under_way() {
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (PagesAhead ahead = new PagesAhead(AT_ONCE, (request, permit) -> {
            for (int attempt = 0; attempt < 3; attempt++) {
                permit.take(); // again, where the answer is no good
                most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                Thread.yield();
                underWay.decrementAndGet();
                permit.close();
            }
            return new PageAnswer.End();
        })) {
            ahead.plan(requests());

            requests().forEach(request -> assertThat(ahead.take(request)).contains(new PageAnswer.End()));
        }
        assertThat(most.get()).isBetween(1, AT_ONCE);
    }
}
