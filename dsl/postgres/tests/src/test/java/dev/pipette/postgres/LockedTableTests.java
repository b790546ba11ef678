package dev.pipette.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.LoadInfo;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.error.ErrorCode;
import dev.pipette.postgres.Scenario.Second;
import dev.pipette.testing.postgres.PostgresDatabase;
import dev.pipette.testing.postgres.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** People work on the tables that a load changes: it waits for them, they do not wait for it, and nothing is half. */
@Execution(ExecutionMode.CONCURRENT)
final class LockedTableTests {
    @TempDir
    private Path folder;

    private final PostgresDatabase database = PostgresServer.shared().newDatabase();

    @AfterEach
    void drop() {
        database.close();
    }

    private Scenario loaded() {
        return new Scenario(database, folder, database.url()).base();
    }

    private Connection person() throws SQLException {
        Connection person = database.connect();
        person.setAutoCommit(false);
        return person;
    }

    private static void execute(Connection person, String sql) throws SQLException {
        try (Statement statement = person.createStatement()) {
            statement.execute(sql);
        }
    }

    /** One that the load changes first, and one that it changes last. */
    static Stream<String> tables() {
        return Cases.few(2, "merged", "_dlt_loads", "merged__lines", "replaced", "appended", "_pipette_boundary");
    }

    @ParameterizedTest
    @MethodSource("tables")
    void a_table_that_somebody_locks_is_waited_for_and_then_nothing_is_changed(String table) throws SQLException {
        Scenario scenario = loaded();
        DatasetImage before = scenario.image();
        try (Connection person = person()) {
            execute(person, "LOCK TABLE faults." + table + " IN ACCESS EXCLUSIVE MODE");
            Scenario impatient = scenario.with(scenario.destination().lockTimeout(Duration.ofMillis(300)));

            impatient.assertFails(Second.PLAIN, Disturbance.none(), ErrorCode.DESTINATION_LOCKED);

            person.rollback();
        }
        scenario.image().assertSame(before);
        scenario.second(Second.PLAIN);
        scenario.assertRecovered(Second.PLAIN);
    }

    @Test
    void a_lock_that_is_given_back_in_time_only_delays() throws Exception {
        Scenario scenario = loaded();
        try (Connection person = person();
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            execute(person, "LOCK TABLE faults.merged IN ACCESS EXCLUSIVE MODE");
            Future<LoadInfo> load = executor.submit(() -> scenario.second(Second.PLAIN));
            Disturbance.await("the load waits", this::somebodyWaits);

            person.rollback();

            load.get();
        }
        scenario.assertAsUndisturbed(Second.PLAIN);
    }

    private boolean somebodyWaits() {
        return database.rows("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND wait_event_type = 'Lock'")
                .equals(List.of("1"));
    }

    @Test
    void a_reader_of_an_older_state_neither_waits_nor_blocks() throws SQLException {
        Scenario scenario = loaded();
        Resource[] more = {
            Pipette.resource("merged")
                    .json("[{\"id\": 1, \"name\": \"new\"}, {\"id\": 1000, \"name\": \"new\"}]")
                    .merge("id"),
            Pipette.resource("replaced")
                    .json("[{\"id\": 2000, \"name\": \"new\"}]")
                    .replace(),
            Pipette.resource("appended").json("[{\"id\": 3000, \"load\": \"new\"}]")
        };
        try (Connection reader = person()) {
            reader.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            List<String> seen = seen(reader);

            scenario.with(scenario.destination().lockTimeout(Duration.ofSeconds(5)))
                    .pipeline()
                    .run(more);

            assertThat(seen).containsExactly("40 40 40 120", "first 1");
            assertThat(seen(reader)).isEqualTo(seen);
            reader.rollback();
            assertThat(seen(reader)).containsExactly("41 1 41 116", "new");
        }
    }

    private static List<String> seen(Connection reader) throws SQLException {
        try (Statement statement = reader.createStatement();
                ResultSet row = statement.executeQuery("SELECT (SELECT count(*) FROM faults.merged) || ' ' || (SELECT"
                        + " count(*) FROM faults.replaced) || ' ' || (SELECT count(*) FROM faults.appended) || ' ' ||"
                        + " (SELECT count(*) FROM faults.merged__lines) + (SELECT count(*) FROM"
                        + " faults.merged__lines__parts) - 40, (SELECT name FROM faults.merged WHERE id = 1)")) {
            List<String> values = new ArrayList<>();
            while (row.next()) {
                values.addAll(List.of(row.getString(1), row.getString(2)));
            }
            return values;
        }
    }

    @Test
    void a_deadlock_with_somebody_is_resolved_by_trying_again() throws Exception {
        Scenario scenario = loaded();
        // the load looks for a deadlock after that time, the person later: so it is the load that gives in
        database.execute("ALTER DATABASE " + database.name() + " SET deadlock_timeout = '2s'");
        Disturbance heard = Disturbance.none();
        try (Connection person = person();
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            execute(person, "SET LOCAL deadlock_timeout = '1min'");
            execute(person, "UPDATE faults.merged__lines SET sku = sku WHERE sku = 'a30'");
            Future<LoadInfo> load = executor.submit(
                    () -> scenario.retryingFor(Duration.ofSeconds(30)).second(Second.PLAIN, heard));
            Disturbance.await("the load waits for the row", this::somebodyWaits);

            // the load gave this table a column before it came to the row
            execute(person, "UPDATE faults.merged SET name = name WHERE id = 30");

            person.commit();
            load.get();
        }
        assertThat(heard.retries()).singleElement().asString().contains("deadlock detected");
        scenario.assertAsUndisturbed(Second.PLAIN);
    }
}
