package dev.pipette.postgres;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Opens a connection each time, in the way of a destination. */
final class OpeningDataSource implements DataSource {
    /** Opens connections. */
    @FunctionalInterface
    interface Opening {
        Connection open() throws SQLException;
    }

    private static final int PATIENCE_SECONDS = 15;

    private final Opening opening;

    OpeningDataSource(Opening opening) {
        this.opening = opening;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return opening.open();
    }

    /** The destination knows its user. */
    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("the destination has its own user");
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {}

    /** The driver's own limit holds. */
    @Override
    public void setLoginTimeout(int seconds) {}

    /** For so long, a pool that is closed waits for a connection that is being made. */
    @Override
    public int getLoginTimeout() {
        return PATIENCE_SECONDS;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("this has no logger");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("this wraps no " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
