package dev.pipette.engine.load;

import dev.pipette.engine.load.bookkeeping.RetryingClient;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.DestinationClient.Access;
import dev.pipette.spi.DestinationSession;
import dev.pipette.spi.LoadStep;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * One transaction at a destination: begin, work, commit. Where the work fails, it is rolled back, and the error says what was
 * being done.
 *
 * @param listener what it throws is a failure of the user's code, and thrown as it is
 * @param failure makes an error of what a driver threw
 */
record Transaction(
        DestinationSession session, UserListener listener, Function<RuntimeException, PipetteException> failure) {
    /**
     * Does some work in a session and a transaction of its own.
     *
     * @param doing what is done, for the error
     */
    static <R> R in(RetryingClient client, UserListener listener, String doing, Function<DestinationSession, R> work) {
        try (DestinationSession session = client.open(Access.WRITE)) {
            return new Transaction(session, listener, failed -> session.failure(doing, failed))
                    .run("", () -> work.apply(session), result -> true);
        }
    }

    /**
     * Does the work.
     *
     * @param loadId of the package that is loaded; empty for none
     * @param kept decides right before the COMMIT whether a result is committed; otherwise the work is rolled back
     */
    <R> R run(String loadId, Supplier<R> work, Predicate<R> kept) {
        session.begin();
        try {
            listener.reached(LoadStep.TRANSACTION_BEGUN, loadId);
            R result = work.get();
            if (kept.test(result)) {
                session.commit();
            } else {
                session.rollback();
            }
            return result;
        } catch (PipetteException failed) {
            rollback(failed);
            throw failed;
        } catch (RuntimeException failed) {
            rollback(failed);
            throw listener.threw(failed) ? failed : failure.apply(failed);
        }
    }

    /**
     * Rolls back; where that fails as well, closing the session does it, and the first failure is the one to report.
     */
    private void rollback(RuntimeException failed) {
        try {
            session.rollback();
        } catch (PipetteException alsoFailed) {
            failed.addSuppressed(alsoFailed);
        }
    }
}
