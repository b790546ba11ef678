package dev.pipette.signalroom.testing;

import dev.pipette.testing.http.Answer;
import dev.pipette.testing.http.Failure;
import dev.pipette.testing.http.FakeHttp;
import dev.pipette.testing.http.FakeHttpAssert;
import dev.pipette.testing.http.ReceivedRequest;
import dev.pipette.testing.http.Route;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.assertj.core.api.AssertProvider;

/**
 * What the fakes have in common: an address, what they were asked, and what goes wrong.
 *
 * <pre>{@code
 * everflow.fails(Failure.status(500).once());
 * pipeline.run(stats);
 * everflow.assertThat().hasRequestCount(2);
 * }</pre>
 *
 * <p>It is started when it is made, and needs {@code @AutoClose} as a field of a JUnit test. Its clients wait by a time of
 * its own, which passes at once; its rate limits go by the same time.
 *
 * @param <F> the fake itself
 */
public abstract sealed class FakeApi<F extends FakeApi<F>> implements AutoCloseable, AssertProvider<FakeHttpAssert>
        permits FakeEverflow, FakeRedtrack {
    /** The key that is let in. */
    public static final String KEY = "test-key";

    private static final int SECONDS_HELD = 300;

    private final FakeHttp http = FakeHttp.start();
    private final FakeTime time = new FakeTime();
    private final Queue<Answer> once = new ConcurrentLinkedQueue<>();
    private final Route report;
    private volatile Hold hold = new Hold();

    /** Keeps answers back until it is closed: for requests that are under way at once. */
    public static final class Hold implements AutoCloseable {
        private final CountDownLatch open = new CountDownLatch(1);
        private final Semaphore arrived = new Semaphore(0);

        private Hold() {}

        /**
         * Waits until this many more requests are held.
         *
         * @throws InterruptedException when the thread is interrupted before
         * @throws IllegalStateException when they do not come within 5 minutes
         */
        public void awaitRequests(int number) throws InterruptedException {
            if (!arrived.tryAcquire(number, SECONDS_HELD, TimeUnit.SECONDS)) {
                throw new IllegalStateException(
                        "fewer than " + number + " requests came within " + SECONDS_HELD + " s");
            }
        }

        private void pass() {
            arrived.release();
            try {
                if (!open.await(SECONDS_HELD, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("the hold was not closed within " + SECONDS_HELD + " s");
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(interrupted);
            }
        }

        /** Lets all answers go. */
        @Override
        public void close() {
            open.countDown();
        }
    }

    FakeApi(Function<FakeHttp, Route> report) {
        this.report = report.apply(http);
        this.report.answers(this::reply);
        hold.close();
    }

    private Answer reply(ReceivedRequest request) {
        return around(request, () -> {
            hold.pass();
            return admit(request);
        });
    }

    /** The answer of one report, with what is held while it is under way. */
    abstract Answer around(ReceivedRequest request, Supplier<Answer> answer);

    /** Refuses the request, or answers it with {@link #answer}. */
    abstract Answer admit(ReceivedRequest request);

    /** The answer that was set for one request, else the report. */
    final Answer answer(Supplier<Answer> report) {
        Answer told = once.poll();
        return told == null ? report.get() : told;
    }

    static Answer error(int status, String message) {
        return Answer.json(Map.of("error", message)).withStatus(status);
    }

    final FakeHttp http() {
        return http;
    }

    final FakeTime time() {
        return time;
    }

    abstract F self();

    /** Fails the report, as often as the failure says. */
    public final F fails(Failure failure) {
        report.fails(failure);
        return self();
    }

    /** Gives this answer to one request that is let in, instead of the report; several are given in turn. */
    public final F answersOnce(Answer answer) {
        once.add(answer);
        return self();
    }

    /** Keeps answers back until the hold is closed. */
    public final Hold hold() {
        hold = new Hold();
        return hold;
    }

    /** How long its clients have waited, without anybody's having waited. */
    public final Duration waited() {
        return time.passed();
    }

    /** The address without a path: {@code http://127.0.0.1:34567}. */
    public final String baseUrl() {
        return http.baseUrl();
    }

    /** The requests that came, in order; also those that were refused. */
    public final List<ReceivedRequest> requests() {
        return http.requests();
    }

    /** The assertions on the requests that came. */
    @Override
    public final FakeHttpAssert assertThat() {
        return http.assertThat();
    }

    /** Ends all connections and listens no longer. */
    @Override
    public final void close() {
        hold.close();
        http.close();
    }

    @Override
    public final String toString() {
        return getClass().getSimpleName() + " at " + baseUrl();
    }
}
