package dev.pipette.jobs.store;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.sql.SQLException;
import java.util.Optional;
import org.sqlite.SQLiteException;

/**
 * Why the store did not write something, and whether it will.
 *
 * <pre>{@code
 * if (StoreRefusal.isLasting(failed)) {
 *     store.attempts().giveUp(claim, plain, now);
 * }
 * }</pre>
 */
public final class StoreRefusal {
    private StoreRefusal() {}

    /** Whether the same again can only be refused again: a value that the database does not take. */
    public static boolean isLasting(RuntimeException refused) {
        return refused instanceof PipetteException
                ? sql(refused).filter(StoreRefusal::isAboutValues).isPresent()
                : true;
    }

    /** Whether nobody can write at this moment, because the database cannot be reached. */
    public static boolean isAway(RuntimeException refused) {
        return refused instanceof PipetteException known && known.code() == ErrorCode.DESTINATION_UNAVAILABLE;
    }

    private static Optional<SQLException> sql(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return Optional.of(sql);
            }
        }
        return Optional.empty();
    }

    private static boolean isAboutValues(SQLException failed) {
        if (failed instanceof SQLiteException sqlite) {
            return switch (sqlite.getResultCode()) {
                case SQLITE_TOOBIG, SQLITE_MISMATCH -> true;
                default -> sqlite.getResultCode().name().startsWith("SQLITE_CONSTRAINT");
            };
        }
        String state = Optional.ofNullable(failed.getSQLState()).orElse("");
        return state.startsWith("22") || state.startsWith("23");
    }
}
