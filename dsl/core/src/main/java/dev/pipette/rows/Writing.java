package dev.pipette.rows;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.DestinationSession;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/** Runs a person's statements that write, all of them in one transaction. */
public final class Writing {
    private Writing() {}

    /**
     * Runs the statements and commits.
     *
     * @param datasets in which names without a dataset are looked up
     * @throws PipetteException BAD_USAGE when the destination refuses a statement, with its own words
     */
    public static Executed execute(DestinationSession session, String destination, List<String> datasets, String sql) {
        if (!datasets.isEmpty()) {
            session.searchIn(datasets);
        }
        session.begin();
        try {
            Executed executed = session.dsl().connectionResult(connection -> {
                try (Statement statement = connection.createStatement()) {
                    return execute(session.dsl(), statement, sql);
                }
            });
            session.commit();
            return executed;
        } catch (DataAccessException refused) {
            PipetteException failed = session.failure("run the statement", refused);
            if (failed.code() == ErrorCode.DESTINATION_UNAVAILABLE || failed.code() == ErrorCode.DESTINATION_LOCKED) {
                throw failed;
            }
            rollback(session, refused);
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    destination + " refused the statement: " + RowReader.reason(refused)
                            + " What was not committed was rolled back.",
                    refused);
        }
    }

    /** What was refused is the error to report, also where the statements have ended their transaction. */
    private static void rollback(DestinationSession session, DataAccessException refused) {
        try {
            session.rollback();
        } catch (PipetteException ended) {
            refused.addSuppressed(ended);
        }
    }

    private static Executed execute(DSLContext dsl, Statement statement, String sql) throws SQLException {
        long changed = 0;
        Result<Record> returned = null;
        boolean hasRows = statement.execute(sql);
        while (true) {
            if (hasRows) {
                returned = rows(dsl, statement);
            } else {
                long count = statement.getLargeUpdateCount();
                if (count < 0) {
                    return executed(changed, returned);
                }
                changed = count;
                returned = null;
            }
            hasRows = statement.getMoreResults();
        }
    }

    private static Result<Record> rows(DSLContext dsl, Statement statement) throws SQLException {
        try (ResultSet rows = statement.getResultSet()) {
            return RowReader.all(dsl, rows);
        }
    }

    private static Executed executed(long changed, @Nullable Result<Record> returned) {
        return new Executed(changed, returned == null ? null : new Rows(returned, returned.size()));
    }
}
