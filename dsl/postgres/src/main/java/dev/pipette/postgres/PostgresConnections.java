package dev.pipette.postgres;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.DestinationClient;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Connections to the database of a PostgreSQL destination for tables that are not a dataset: with its encryption, its sources of
 * passwords and its rules for poolers.
 *
 * <pre>{@code
 * PostgresConnections database = PostgresConnections.of(warehouse.client(home));
 * try (Connection connection = database.connect()) {
 *     ...
 * }
 * }</pre>
 */
public final class PostgresConnections {
    private final PostgresClient client;

    private PostgresConnections(PostgresClient client) {
        this.client = client;
    }

    /**
     * Those of a destination.
     *
     * @throws PipetteException BAD_USAGE when it is not PostgreSQL
     */
    public static PostgresConnections of(DestinationClient client) {
        if (client instanceof PostgresClient postgres) {
            return new PostgresConnections(postgres);
        }
        throw new PipetteException(ErrorCode.BAD_USAGE, client.describe() + " is not a PostgreSQL database.");
    }

    /** Opens a connection, in autocommit. Behind a pooler in transaction mode, it must keep nothing beyond a transaction. */
    public Connection connect() throws SQLException {
        return client.connect();
    }

    /** Opens a connection each time it is asked for one: for a pool. */
    public DataSource dataSource() {
        return new OpeningDataSource(this::connect);
    }

    /** Says which database this is, without secrets. */
    public String describe() {
        return client.describe();
    }

    /** An error for a connection that could not be made. */
    public PipetteException unreachable(Exception failed) {
        return client.problems().unreachable(failed);
    }

    /** An error for a transaction that failed; {@code doing} is what it was to do, such as {@code list the jobs}. */
    public PipetteException failure(String doing, Exception failed) {
        return client.problems().failureOfReading(doing, failed);
    }
}
