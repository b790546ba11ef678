package dev.pipette.engine.load;

import dev.pipette.engine.load.bookkeeping.RejectQuery;
import dev.pipette.engine.load.bookkeeping.RetryingClient;
import dev.pipette.spi.LockName;
import dev.pipette.spi.StepListener;
import java.util.List;
import java.util.TreeSet;

/** Deletes rejected rows of a pipeline, in one transaction in which no load of it replays them. */
public final class RejectDeletion {
    private final RetryingClient client;
    private final UserListener listener;

    public RejectDeletion(RetryingClient client, StepListener listener) {
        this.client = client;
        this.listener = new UserListener(listener);
    }

    /** Deletes the rows; how many there were. */
    public int delete(String dataset, RejectQuery query) {
        return Transaction.in(client, listener, "delete the rejected rows of " + dataset, session -> {
            session.lock(new TreeSet<>(List.of(LockName.pipeline(query.pipeline()))));
            return query.delete(session, dataset);
        });
    }
}
