package dev.pipette.testing.postgres;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What a proxy shall do, and what it has done; one lock for all its connections. */
final class ProxyRules {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Direction, Cut> cuts = new EnumMap<>(Direction.class);
    private final Map<Direction, Long> forwarded = new EnumMap<>(Direction.class);
    private @Nullable Hold hold;
    private Duration delay = Duration.ZERO;
    private long heldBytes;

    enum Direction {
        TO_SERVER,
        TO_CLIENT
    }

    /** A text after which answers are kept back: compared by identity, because a rule can be set again. */
    static final class Hold {
        private final String text;

        private Hold(String text) {
            this.text = text;
        }

        /** Whether bytes, as characters of ISO 8859-1, contain the text, as UTF-8. */
        boolean isIn(String bytes) {
            return bytes.contains(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
        }
    }

    private record Cut(long remaining, CuttingProxy.End end) {}

    /** How much of a piece continues, and how the connection ends after it, if it does. */
    record Verdict(int length, Optional<CuttingProxy.End> end) {}

    void cut(Direction direction, long bytes, CuttingProxy.End end) {
        if (bytes < 0) {
            throw new IllegalArgumentException("a connection cannot be cut after " + bytes + " bytes");
        }
        change(() -> cuts.put(direction, new Cut(bytes, end)));
    }

    void holdAfter(String text) {
        change(() -> {
            hold = new Hold(text);
            heldBytes = 0;
        });
    }

    void delay(Duration each) {
        change(() -> delay = each);
    }

    void clear() {
        change(() -> {
            cuts.clear();
            hold = null;
            heldBytes = 0;
            delay = Duration.ZERO;
        });
    }

    void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    long heldBytes() {
        lock.lock();
        try {
            return heldBytes;
        } finally {
            lock.unlock();
        }
    }

    long forwarded(Direction direction) {
        lock.lock();
        try {
            return forwarded.getOrDefault(direction, 0L);
        } finally {
            lock.unlock();
        }
    }

    /** The rule for answers, if there is one. */
    @Nullable
    Hold hold() {
        lock.lock();
        try {
            return hold;
        } finally {
            lock.unlock();
        }
    }

    void count(Direction direction, int length) {
        change(() -> forwarded.merge(direction, (long) length, Long::sum));
    }

    /** Waits as the rules want, and says how much of a piece continues. */
    Verdict admit(Direction direction, int length, ProxyConnection connection) throws InterruptedException {
        Duration pause = pause();
        if (pause.isPositive()) {
            Thread.sleep(pause);
        }
        lock.lock();
        try {
            if (direction == Direction.TO_CLIENT && connection.isHeldBy(hold)) {
                heldBytes += length;
                while (connection.isHeldBy(hold)) {
                    changed.await();
                }
            }
            Cut cut = cuts.get(direction);
            if (cut == null || cut.remaining() > length) {
                if (cut != null) {
                    cuts.put(direction, new Cut(cut.remaining() - length, cut.end()));
                }
                return new Verdict(length, Optional.empty());
            }
            cuts.remove(direction);
            return new Verdict((int) cut.remaining(), Optional.of(cut.end()));
        } finally {
            lock.unlock();
        }
    }

    private Duration pause() {
        lock.lock();
        try {
            return delay;
        } finally {
            lock.unlock();
        }
    }
}
