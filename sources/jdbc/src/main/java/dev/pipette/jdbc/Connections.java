package dev.pipette.jdbc;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.ServiceLoader;

/** Opens connections to one database, each in a read-only snapshot of its own. */
final class Connections {
    /** A server that starts again answers within seconds. */
    private static final RetryPolicy<Connection> RETRIES = RetryPolicy.<Connection>builder()
            .handleIf(failed -> failed instanceof SQLException sql && DatabaseProblem.isUnavailable(sql))
            .withMaxRetries(2)
            .withBackoff(Duration.ofMillis(100), Duration.ofMillis(500), 3)
            .withJitter(0.25)
            .build();

    private final DatabaseAddress address;
    private final Dialect dialect;
    private final DatabaseProblem problems;

    private Connections(DatabaseAddress address, Dialect dialect) {
        this.address = address;
        this.dialect = dialect;
        this.problems = new DatabaseProblem(address, dialect);
    }

    static Connections to(DatabaseAddress address) {
        Dialect dialect = Dialect.of(address.product());
        return new Connections(dialect.completed(address), dialect);
    }

    Dialect dialect() {
        return dialect;
    }

    String describe() {
        return address.described();
    }

    DatabaseProblem problems() {
        return problems;
    }

    /** Something that is asked of the database. */
    @FunctionalInterface
    interface Question<R> {
        R ask(Connection connection) throws SQLException;
    }

    /** Asks something in a connection of its own. */
    <R> R ask(String doing, Question<R> question) {
        try (Connection connection = open()) {
            try {
                return question.ask(connection);
            } finally {
                rollback(connection);
            }
        } catch (SQLException failed) {
            throw problems.of(doing, failed);
        }
    }

    /** Ends the transaction, which only read: its end is not worth an error of its own. */
    private static void rollback(Connection connection) {
        try {
            if (!connection.isClosed() && !connection.getAutoCommit()) {
                connection.rollback();
            }
        } catch (SQLException alreadyLost) {
            // whatever was read before is complete, or its reading has reported the loss
        }
    }

    /** Opens a connection in a snapshot that is read-only. */
    Connection open() {
        Connection connection = connect();
        try {
            dialect.begin(connection);
            return connection;
        } catch (SQLException failed) {
            close(connection);
            throw problems.of("begin a read-only transaction", failed);
        }
    }

    private Connection connect() {
        Driver driver = driver();
        Properties properties = dialect.properties();
        address.user().ifPresent(user -> properties.setProperty("user", user));
        address.password().ifPresent(password -> properties.setProperty("password", password.reveal()));
        try {
            Connection connection = Failsafe.with(RETRIES).get(() -> driver.connect(address.url(), properties));
            if (connection == null) {
                throw problems.noDriver();
            }
            return connection;
        } catch (FailsafeException failed) {
            if (failed.getCause() instanceof SQLException cause) {
                throw problems.unreachable(cause);
            }
            throw new PipetteException(
                    ErrorCode.INTERRUPTED,
                    "the run was interrupted while it connected to " + describe() + ". Nothing was loaded.",
                    failed);
        }
    }

    /** The driver that serves the address: of the class path, or registered by the program. */
    private Driver driver() {
        for (ClassLoader loader : new ClassLoader[] {
            Connections.class.getClassLoader(), Thread.currentThread().getContextClassLoader()
        }) {
            for (ServiceLoader.Provider<Driver> found : ServiceLoader.load(Driver.class, loader).stream()
                    .filter(provider -> dialect.mayServe(provider.type()))
                    .toList()) {
                Driver driver = found.get();
                if (serves(driver)) {
                    return driver;
                }
            }
        }
        try {
            return DriverManager.getDriver(address.url());
        } catch (SQLException none) {
            throw problems.noDriver();
        }
    }

    private boolean serves(Driver driver) {
        try {
            return driver.acceptsURL(address.url());
        } catch (SQLException doesNot) {
            return false;
        }
    }

    /** Closes a connection that is not needed any more. */
    static void close(Connection connection) {
        try (connection) {
            rollback(connection);
        } catch (SQLException alreadyLost) {
            // nothing is written: there is nothing to lose
        }
    }
}
