package dev.pipette.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Field;
import org.postgresql.core.Query;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.ResultCursor;
import org.postgresql.core.ResultHandlerBase;
import org.postgresql.core.Tuple;

/**
 * Asks, before a text runs, whether it is one statement that returns rows. The extended protocol takes one statement at a time:
 * the driver cuts a text into those that it would send, and the server describes what the one returns without running it. So
 * neither {@code COMMIT; DELETE ..} nor {@code COPY .. TO} begins.
 */
final class QueryCheck {
    private QueryCheck() {}

    /**
     * Why a text is not a query; empty where it is one.
     *
     * @throws SQLException when the server does not understand the statement
     */
    static Optional<String> refusal(Connection connection, String sql) throws SQLException {
        BaseConnection driver = connection.unwrap(BaseConnection.class);
        Query query = driver.createQuery(sql, true, false).query;
        Query[] statements = query.getSubqueries();
        if (statements != null) {
            return Optional.of("it has " + statements.length + " statements, and a query is one.");
        }
        Description description = new Description();
        try {
            driver.getQueryExecutor()
                    .execute(
                            query,
                            query.createParameterList(),
                            description,
                            0,
                            0,
                            QueryExecutor.QUERY_ONESHOT | QueryExecutor.QUERY_DESCRIBE_ONLY);
        } finally {
            query.close();
        }
        return description.hasRows ? Optional.empty() : Optional.of("it is not a statement that returns rows.");
    }

    /** What the server says of a statement that it did not run. */
    private static final class Description extends ResultHandlerBase {
        private boolean hasRows;

        @Override
        public void handleResultRows(Query query, Field[] fields, List<Tuple> rows, @Nullable ResultCursor cursor) {
            hasRows = true;
        }

        @Override
        public void handleWarning(SQLWarning warning) {
            // a notice is not about whether there are rows
        }
    }
}
