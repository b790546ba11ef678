package dev.pipette.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.error.ErrorCode;
import dev.pipette.postgres.Scenario.Second;
import dev.pipette.spi.LoadStep;
import dev.pipette.testing.postgres.CuttingProxy;
import dev.pipette.testing.postgres.PostgresDatabase;
import dev.pipette.testing.postgres.PostgresServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A limit of time, the server's or the load's own, breaks a load off whole. */
@Execution(ExecutionMode.CONCURRENT)
final class TimeoutTests {
    private static final Duration PATIENT = Duration.ofMinutes(1);

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

    /** Makes each statement that inserts into a table last. */
    private void slow(String table) {
        database.execute("CREATE FUNCTION public.wait() RETURNS trigger LANGUAGE plpgsql AS"
                + " $$ BEGIN PERFORM pg_sleep(1); RETURN NULL; END $$");
        database.execute("CREATE TRIGGER slow BEFORE INSERT ON faults." + table + " EXECUTE FUNCTION public.wait()");
    }

    private void fails(Scenario scenario) {
        DatasetImage before = scenario.image();
        Disturbance heard = Disturbance.none();

        scenario.retryingFor(PATIENT).assertFails(Second.PLAIN, heard, ErrorCode.DESTINATION_FAILED);

        assertThat(heard.retries()).isEmpty();
        scenario.image().assertSame(before);
    }

    static Stream<String> tables() {
        return Cases.few(1, "merged", "appended", "_dlt_loads");
    }

    @ParameterizedTest
    @MethodSource("tables")
    void a_statement_that_may_not_take_so_long_changes_nothing_and_a_longer_time_loads_all(String table) {
        Scenario scenario = loaded();
        slow(table);

        fails(scenario.with(scenario.destination().statementTimeout(Duration.ofMillis(300))));

        Scenario longer = scenario.with(scenario.destination().statementTimeout(PATIENT));
        longer.second(Second.PLAIN);
        longer.assertRecovered(Second.PLAIN);
    }

    @Test
    void the_servers_own_limit_does_the_same_and_the_loads_goes_before_it() {
        Scenario scenario = loaded();
        slow("merged");
        database.execute("ALTER DATABASE " + database.name() + " SET statement_timeout = '300ms'");

        fails(scenario);

        Scenario longer = scenario.with(scenario.destination().statementTimeout(PATIENT));
        longer.second(Second.PLAIN);
        database.execute("ALTER DATABASE " + database.name() + " RESET statement_timeout");
        longer.assertRecovered(Second.PLAIN);
    }

    /** Makes the next insert into a table last for minutes, and those after it not. */
    private void blockOnce(String table) {
        database.execute("CREATE SEQUENCE public.inserts");
        database.execute("CREATE FUNCTION public.wait() RETURNS trigger LANGUAGE plpgsql AS"
                + " $$ BEGIN IF nextval('public.inserts') = 1 THEN PERFORM pg_sleep(300); END IF; RETURN NULL; END $$");
        database.execute("CREATE TRIGGER slow BEFORE INSERT ON faults." + table + " EXECUTE FUNCTION public.wait()");
    }

    private List<String> sleeping() {
        return database.rows(
                "SELECT 1 FROM pg_stat_activity WHERE datname = current_database()" + " AND wait_event = 'PgSleep'");
    }

    @Test
    void a_session_whose_connection_is_lost_during_a_long_statement_gives_its_locks_back() throws Exception {
        try (CuttingProxy proxy = CuttingProxy.before(PostgresServer.shared());
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Scenario scenario = new Scenario(database, folder, proxy.url(database)).base();
            blockOnce("merged");
            Future<?> load = executor.submit(() -> scenario.retryingFor(PATIENT).second(Second.PLAIN));
            Disturbance.await("the load sleeps", () -> sleeping().size() == 1);

            proxy.cut(CuttingProxy.End.RESET);

            load.get(10, TimeUnit.MINUTES);
            assertThat(sleeping()).isEmpty();
            scenario.assertRecovered(Second.PLAIN);
        }
    }

    @Test
    void a_server_that_ends_idle_transactions_loses_nothing() {
        Scenario scenario = loaded();
        DatasetImage before = scenario.image();
        database.execute("ALTER DATABASE " + database.name() + " SET idle_in_transaction_session_timeout = '300ms'");
        Disturbance waits = new Disturbance(
                LoadStep.ROWS_STAGED,
                () -> Disturbance.await(
                        "the session is ended",
                        () -> database.rows(
                                        "SELECT count(*) FROM"
                                                + " pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
                                .equals(List.of("0"))));

        scenario.assertFails(Second.PLAIN, waits, ErrorCode.DESTINATION_FAILED);

        database.execute("ALTER DATABASE " + database.name() + " RESET idle_in_transaction_session_timeout");
        scenario.image().assertSame(before);
        scenario.second(Second.PLAIN);
        scenario.assertRecovered(Second.PLAIN);
    }
}
