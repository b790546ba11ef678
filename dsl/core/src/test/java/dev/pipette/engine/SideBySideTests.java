package dev.pipette.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Things are done at once; results and errors come in the order of the things. */
class SideBySideTests {
    private static SideBySide atOnce(int most) {
        return new SideBySide("test-", most, interrupted -> new IllegalStateException("interrupted", interrupted));
    }

    @Test
    void results_are_in_the_order_of_the_things_whichever_ends_first() {
        CountDownLatch secondEnded = new CountDownLatch(1);
        Callable<String> first = () -> {
            secondEnded.await();
            return "first";
        };
        Callable<String> second = () -> {
            secondEnded.countDown();
            return "second";
        };

        assertThat(atOnce(2).all(List.of(first, second))).containsExactly("first", "second");
    }

    @Test
    void no_more_than_the_most_are_done_at_the_same_time() {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Callable<Integer> thing = () -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            Thread.yield();
            return running.decrementAndGet();
        };

        assertThat(atOnce(2).all(Stream.generate(() -> thing).limit(50).toList()))
                .hasSize(50);
        assertThat(most.get()).isBetween(1, 2);
    }

    @Test
    void an_error_is_thrown_when_all_others_have_ended() {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicReference<String> other = new AtomicReference<>("runs");
        Callable<String> failing = () -> {
            begun.await();
            throw new IllegalArgumentException("no");
        };
        Callable<String> waiting = () -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException interrupted) {
                other.set("interrupted");
            }
            return "";
        };

        assertThatThrownBy(() -> atOnce(2).all(List.of(failing, waiting)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no");
        assertThat(other).hasValue("interrupted");
    }

    @Test
    void a_checked_exception_is_the_cause() {
        Callable<String> failing = () -> {
            throw new IOException("gone");
        };

        assertThatThrownBy(() -> atOnce(1).all(List.of(failing)))
                .isInstanceOf(IllegalStateException.class)
                .hasCauseInstanceOf(IOException.class);
    }

    @Test
    void an_interrupt_of_the_caller_ends_all_and_stays() {
        Thread caller = Thread.currentThread();
        Callable<String> interrupting = () -> {
            caller.interrupt();
            new CountDownLatch(1).await();
            return "";
        };

        assertThatThrownBy(() -> atOnce(1).all(List.of(interrupting))).hasMessage("interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void nothing_to_do_has_no_results() {
        assertThat(atOnce(4).all(List.<Callable<String>>of())).isEmpty();
    }
}
