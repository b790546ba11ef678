package dev.pipette.engine.run;

import dev.pipette.Destination;
import dev.pipette.LoadListener;
import dev.pipette.engine.load.bookkeeping.RetryingClient;
import dev.pipette.engine.sql.QuietJooq;
import java.nio.file.Path;

/** Connects destinations, and tries them again while they are unavailable. */
public final class Connections {
    private Connections() {}

    /**
     * Connects a destination; nothing is opened yet.
     *
     * @param home Pipette's working folder, whose notes say who holds a locked destination
     * @throws dev.pipette.error.PipetteException NOT_INSTALLED when no provider on the class path has its scheme
     */
    public static RetryingClient to(Destination destination, Path home) {
        return to(destination, home, LoadListener.NONE);
    }

    /** Connects a destination, and informs a listener when it is unavailable; nothing is opened yet. */
    public static RetryingClient to(Destination destination, Path home, LoadListener listener) {
        QuietJooq.set(System.getProperties());
        return new RetryingClient(destination.client(home), destination.retryFor(), listener);
    }
}
