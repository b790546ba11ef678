package dev.pipette.postgres;

import dev.pipette.ErrorCode;
import dev.pipette.PipetteException;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells what an error of the server, of a pooler, or of the network means, and what to do about it. */
final class PostgresProblems {
    /** Classes of SQLSTATE, and codes, of what may pass by itself: PostgreSQL's manual, appendix A. */
    private static final Set<String> PASSING = Set.of("08", "53", "57", "40001", "40P01");

    private final PostgresAddress address;
    private final String user;
    private final boolean pooled;

    PostgresProblems(PostgresAddress address, String user, boolean pooled) {
        this.address = address;
        this.user = user;
        this.pooled = pooled;
    }

    /** An error for a connection that could not be made. */
    PipetteException unreachable(SQLException failed) {
        return failure("connect", failed);
    }

    /** An error for something that failed on an open connection. */
    PipetteException failure(String doing, Exception thrown) {
        SQLException cause = cause(thrown);
        String state = cause == null || cause.getSQLState() == null ? "" : cause.getSQLState();
        String message = cause == null ? String.valueOf(thrown.getMessage()) : firstLine(cause);
        boolean rows = state.startsWith("22") || state.startsWith("23");
        ErrorCode code = rows
                ? ErrorCode.ROW_REFUSED
                : state.startsWith("28")
                        ? ErrorCode.DESTINATION_AUTH
                        : PASSING.contains(state) || state.length() == 5 && PASSING.contains(state.substring(0, 2))
                                ? ErrorCode.DESTINATION_UNAVAILABLE
                                : ErrorCode.DESTINATION_FAILED;
        return new PipetteException(
                code,
                "could not " + doing + " (" + address.described() + (user.isEmpty() ? "" : ", user " + user)
                        + (pooled ? ", transaction pooler" : "") + "): " + message + " [" + state + "]",
                thrown);
    }

    static @Nullable SQLException cause(Throwable thrown) {
        @Nullable Throwable cause = thrown;
        while (cause != null && !(cause instanceof SQLException)) {
            cause = cause.getCause();
        }
        return (SQLException) cause;
    }

    private static String firstLine(SQLException failed) {
        return String.valueOf(failed.getMessage()).lines().findFirst().orElse("");
    }
}
