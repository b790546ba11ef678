package dev.pipette.testing.quack;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Locks of this process by name; a server has its own. Against other processes DuckDB locks the whole file. */
final class QuackLocks {
    private static final ConcurrentHashMap<String, Semaphore> LOCKS = new ConcurrentHashMap<>();

    private QuackLocks() {}

    /** A lock that is held. */
    record Lock(Semaphore held) {
        void release() {
            held.release();
        }
    }

    /** Takes a lock; empty when another session holds it for longer than the timeout. */
    static Optional<Lock> take(String name, Duration timeout) {
        Semaphore lock = LOCKS.computeIfAbsent(name, made -> new Semaphore(1, true));
        try {
            return lock.tryAcquire(timeout.toMillis(), TimeUnit.MILLISECONDS)
                    ? Optional.of(new Lock(lock))
                    : Optional.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
