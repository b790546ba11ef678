package dev.pipette.postgres;

import dev.pipette.LoadListener;
import dev.pipette.spi.LoadStep;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Does something, once, when a load reaches a step, and keeps what the load says about trying again. */
final class Disturbance implements LoadListener {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final LoadStep at;
    private final Runnable doing;
    private final AtomicBoolean done = new AtomicBoolean();
    private final List<String> retries = new CopyOnWriteArrayList<>();

    Disturbance(LoadStep at, Runnable doing) {
        this.at = at;
        this.doing = doing;
    }

    /** Only listens. */
    static Disturbance none() {
        return new Disturbance(LoadStep.CLEANED, () -> {});
    }

    @Override
    public void reached(LoadStep step, String loadId) {
        if (step == at && done.compareAndSet(false, true)) {
            doing.run();
        }
    }

    @Override
    public void retrying(String why, Duration after) {
        retries.add(why);
    }

    /** Why the load tried again, each time. */
    List<String> retries() {
        return retries;
    }

    /** Waits for a condition; fails when it does not hold within a minute. */
    static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + PATIENCE + ": " + what);
            }
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }
}
