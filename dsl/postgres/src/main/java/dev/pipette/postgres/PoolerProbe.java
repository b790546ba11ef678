package dev.pipette.postgres;

import dev.pipette.spi.Check;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Executor;
import org.postgresql.PGConnection;

/**
 * Finds out whether a pooler is in between, and of which kind. A pooler makes up the process id that it reports at the
 * login, so that {@code pg_backend_pid()} is another; and where another client's transaction runs in the process that
 * served a statement of this one, it gives out connections by the transaction.
 */
final class PoolerProbe {
    static final String NAME = "pooler";

    /** A pool with one connection would let the second client wait for minutes. */
    private static final int PATIENCE_MILLIS = 3_000;

    private static final int ATTEMPTS = 3;
    private static final Executor AT_ONCE = Runnable::run;

    private PoolerProbe() {}

    static Check check(PostgresClient client, Connection connection) throws SQLException {
        int reported = connection.unwrap(PGConnection.class).getBackendPID();
        if (reported == process(connection)) {
            return client.isPooled()
                    ? Check.warning(
                            NAME,
                            "none: the server itself answers",
                            "Take .transactionPooler() away: without a pooler it only costs prepared statements.")
                    : Check.ok(NAME, "none: the server itself answers");
        }
        boolean transactions = poolsTransactions(client, connection);
        if (transactions == client.isPooled()) {
            return Check.ok(NAME, transactions ? "one in transaction mode, as declared" : "one in session mode");
        }
        return transactions
                ? Check.warning(
                        NAME,
                        "one in transaction mode, which is not declared",
                        "Say .transactionPooler(), or transaction_pooler = true in the settings: prepared statements"
                                + " fail sooner or later.")
                : Check.ok(NAME, "one, and no transaction of another client was seen on its connection");
    }

    /**
     * Never waits for a second connection with a transaction open: where a pool has one only, neither would continue.
     */
    private static boolean poolsTransactions(PostgresClient client, Connection connection) {
        try (Connection other = client.connectUnprepared()) {
            other.setNetworkTimeout(AT_ONCE, PATIENCE_MILLIS);
            other.setAutoCommit(false);
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                int mine = process(connection);
                int others = process(other);
                boolean shared = mine == others;
                other.rollback();
                if (shared) {
                    return true;
                }
            }
            return false;
        } catch (SQLException oneConnectionOnly) {
            return false;
        }
    }

    private static int process(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT pg_backend_pid()")) {
            result.next();
            return result.getInt(1);
        }
    }
}
