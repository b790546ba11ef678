package dev.pipette.jdbc;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.text.Secrets;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;

/** Errors of one database: what failed, by its SQL state (ISO 9075, and each product's own), and what to do. */
final class DatabaseProblem {
    private final DatabaseAddress address;
    private final Dialect dialect;

    DatabaseProblem(DatabaseAddress address, Dialect dialect) {
        this.address = address;
        this.dialect = dialect;
    }

    /** Whether the database cannot be reached, or broke off. */
    static boolean isUnavailable(SQLException failed) {
        String state = state(failed);
        return state.startsWith("08")
                || state.startsWith("57P0")
                || (state.isEmpty()
                        && (failed instanceof SQLNonTransientConnectionException
                                || failed instanceof SQLTransientConnectionException));
    }

    private static String state(SQLException failed) {
        String state = failed.getSQLState();
        return state == null ? "" : state;
    }

    private static boolean isLogin(SQLException failed) {
        return state(failed).startsWith("28");
    }

    /** What the driver says, in one line and without secrets. */
    static String said(Throwable failed) {
        String message = failed.getMessage() == null ? failed.getClass().getSimpleName() : failed.getMessage();
        String line = message.lines()
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
        String plain = Secrets.masked(line);
        return plain.endsWith(".") ? plain.substring(0, plain.length() - 1) : plain;
    }

    private String who() {
        return address.user().map(user -> "user \"" + user + "\"").orElse("a login without a user");
    }

    /** For a connection that could not be made. */
    PipetteException unreachable(SQLException failed) {
        if (isLogin(failed)) {
            return new PipetteException(
                    ErrorCode.SOURCE_AUTH,
                    address.described() + " refused " + who() + ": " + said(failed)
                            + ". Check the user and the password"
                            + (address.password().isEmpty()
                                    ? ", of which none was given: set sources.database.password"
                                            + " (SOURCES__DATABASE__PASSWORD)."
                                    : ".")
                            + " Not retried: repeated failures block an address.",
                    failed);
        }
        if (isUnavailable(failed)) {
            return new PipetteException(
                    ErrorCode.SOURCE_UNAVAILABLE,
                    address.described() + " cannot be reached, after 3 tries: " + said(failed)
                            + ". Check the host and the port, and that the server runs. Nothing was loaded.",
                    failed);
        }
        return new PipetteException(
                ErrorCode.SOURCE_MISSING,
                address.described() + " cannot be opened: " + said(failed)
                        + ". Check the name of the database. Nothing was loaded.",
                failed);
    }

    /** For something that was asked and failed. */
    PipetteException of(String doing, SQLException failed) {
        if (isUnavailable(failed)) {
            return new PipetteException(
                    ErrorCode.SOURCE_UNAVAILABLE,
                    address.described() + ": the connection was lost while Pipette wanted to " + doing + ": "
                            + said(failed) + ". Nothing was loaded; run it again.",
                    failed);
        }
        if (isLogin(failed) || state(failed).equals("42501")) {
            return new PipetteException(
                    ErrorCode.SOURCE_AUTH,
                    address.described() + " does not let " + who() + " " + doing + ": " + said(failed)
                            + ". Grant the right to read it. Nothing was loaded.",
                    failed);
        }
        return new PipetteException(
                ErrorCode.SOURCE_UNREADABLE,
                address.described() + ": Pipette could not " + doing + ": " + said(failed) + ". Nothing was loaded.",
                failed);
    }

    /** For rows that broke off. */
    PipetteException brokeOff(String what, long rows, SQLException failed) {
        if (isUnavailable(failed)) {
            return new PipetteException(
                    ErrorCode.SOURCE_UNAVAILABLE,
                    address.described() + ": the connection was lost after " + rows + (rows == 1 ? " row" : " rows")
                            + " of " + what + ": " + said(failed) + ". Nothing of it was loaded; run it again.",
                    failed);
        }
        return of("read " + what, failed);
    }

    PipetteException noDriver() {
        return new PipetteException(
                ErrorCode.NOT_INSTALLED,
                "no JDBC driver on the class path serves " + address.described() + ". Add " + dialect.driverArtifact()
                        + " to it. The command takes it in a script: pipette run --add GROUP:ARTIFACT:VERSION"
                        + " FILE.jsh.");
    }
}
