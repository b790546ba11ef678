package dev.pipette.spi;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Turns at hosts that several processes share, so that a rate limit holds for all of them together. Workers at one queue share
 * theirs; a process alone has none.
 *
 * <pre>{@code
 * HostTurns.Turn turn = turns.turn("api.example.com:443", 200, Duration.ofSeconds(1));
 * Thread.sleep(turn.in());
 * }</pre>
 */
public interface HostTurns {
    /**
     * When a request may go.
     *
     * @param in time from now until its turn
     * @param closedFor time from now for which the host asked for no request; zero where it did not
     */
    record Turn(Duration in, Duration closedFor) {}

    /**
     * Takes the next turn.
     *
     * @param host name and port
     * @param requests how many may go within any time of that length, at least 1
     * @throws dev.pipette.error.PipetteException where the place of the turns cannot be reached; no request may go then
     */
    Turn turn(String host, int requests, Duration within);

    /** Lets nobody send a request to the host for a time from now. */
    void close(String host, Duration time);

    /** Those that this process shares with others; empty for a process alone. */
    static Optional<HostTurns> shared() {
        return Shared.last();
    }

    /** Lets all clients of this process take their turns here until it is closed; of several that are open, the last one counts. */
    static Sharing share(HostTurns turns) {
        Shared.OPEN.add(turns);
        return () -> Shared.OPEN.removeIf(one -> one == turns);
    }

    /** Ends the sharing. */
    interface Sharing extends AutoCloseable {
        @Override
        void close();
    }

    /** The turns of this process. */
    final class Shared {
        private static final List<HostTurns> OPEN = new CopyOnWriteArrayList<>();

        private Shared() {}

        private static Optional<HostTurns> last() {
            return OPEN.stream().reduce((_, later) -> later);
        }
    }
}
