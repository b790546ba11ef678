package dev.pipette.engine.load.bookkeeping;

import dev.pipette.spi.Check;
import dev.pipette.spi.DestinationClient;
import dev.pipette.spi.DestinationSession;
import dev.pipette.spi.StepListener;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jooq.exception.DataAccessException;

/** Retries a destination while it is unavailable. */
public final class RetryingClient implements DestinationClient {
    private final DestinationClient client;
    private final Duration limit;
    private final StepListener listener;

    /**
     * A client.
     *
     * @param limit how long it is tried again
     */
    public RetryingClient(DestinationClient client, Duration limit, StepListener listener) {
        this.client = client;
        this.limit = limit;
        this.listener = listener;
    }

    /** Does something with the destination, and again while it is unavailable. */
    public <R> R again(Supplier<R> doing) {
        return Retries.within(limit, listener, doing);
    }

    /**
     * Reads in a session of its own, and again while the destination is unavailable: a pooler lets everybody in, and says
     * only then that it is full.
     */
    public <R> R read(Function<DestinationSession, R> reading) {
        return again(() -> {
            try (DestinationSession session = client.open(Access.READ, listener::waiting)) {
                session.beginReading();
                try {
                    return reading.apply(session);
                } catch (DataAccessException failed) {
                    throw session.failure("read", failed);
                }
            }
        });
    }

    /** Reads in a session of a destination that does not exist yet, as the first load would find it. */
    public <R> R readMissing(Function<DestinationSession, R> reading) {
        try (DestinationSession session = client.openMissing()) {
            return reading.apply(session);
        }
    }

    /** Opens a session without trying again, for what is tried again as a whole. */
    public DestinationSession openOnce(Access access) {
        return client.open(access, listener::waiting);
    }

    @Override
    public String describe() {
        return client.describe();
    }

    @Override
    public String identity() {
        return client.identity();
    }

    @Override
    public boolean isNamed(String identity) {
        return client.isNamed(identity);
    }

    @Override
    public boolean isBeside(String identity) {
        return client.isBeside(identity);
    }

    @Override
    public String address() {
        return client.address();
    }

    @Override
    public String dltType() {
        return client.dltType();
    }

    @Override
    public int maxIdentifierLength() {
        return client.maxIdentifierLength();
    }

    @Override
    public boolean isMadeByLoads() {
        return client.isMadeByLoads();
    }

    @Override
    public boolean exists() {
        return client.exists();
    }

    @Override
    public DestinationSession openMissing() {
        return client.openMissing();
    }

    @Override
    public List<String> hints() {
        return client.hints();
    }

    /** Once: a person waits for the answer, and has to see what is wrong. */
    @Override
    public List<Check> diagnose() {
        return client.diagnose();
    }

    @Override
    public DestinationSession open(Access access) {
        return again(() -> client.open(access, listener::waiting));
    }
}
