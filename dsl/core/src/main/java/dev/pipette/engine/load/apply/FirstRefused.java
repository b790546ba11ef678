package dev.pipette.engine.load.apply;

import dev.pipette.spi.DestinationSession;
import java.util.Optional;
import java.util.function.LongBinaryOperator;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/**
 * Finds the first row that a destination refuses, where its error does not name it: halves the rows until one is left.
 * Each half is inserted at most once, so that the search costs about as much as the load that failed.
 */
final class FirstRefused {
    private final DestinationSession session;
    private final LongBinaryOperator insert;

    /**
     * A search.
     *
     * @param session survives attempts
     * @param insert inserts the rows from one number to another, both included
     */
    FirstRefused(DestinationSession session, LongBinaryOperator insert) {
        this.session = session;
        this.insert = insert;
    }

    /** A row and what the destination reported of it alone. */
    record Found(long number, DataAccessException refused) {}

    /** The row; empty where no row is refused alone, or where the destination fails for another reason meanwhile. */
    Optional<Found> between(long least, long most) {
        long from = least;
        long to = most;
        while (from < to) {
            long middle = from + (to - from) / 2;
            if (failed(from, middle) == null) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        long number = from;
        DataAccessException alone = failed(number, number);
        return Optional.ofNullable(alone).map(refused -> new Found(number, refused));
    }

    private @Nullable DataAccessException failed(long from, long to) {
        try {
            session.attempt(() -> insert.applyAsLong(from, to));
            return null;
        } catch (DataAccessException refused) {
            return refused;
        }
    }
}
