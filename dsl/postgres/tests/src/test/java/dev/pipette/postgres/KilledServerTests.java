package dev.pipette.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.LoadInfo;
import dev.pipette.postgres.Scenario.Second;
import dev.pipette.spi.LoadStep;
import dev.pipette.testing.postgres.CuttingProxy;
import dev.pipette.testing.postgres.PostgresDatabase;
import dev.pipette.testing.postgres.PostgresServer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A server that dies during a load, and comes back, has at the end what a server has that never died. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("the server of KilledServerTests")
final class KilledServerTests {
    private static final PostgresServer SERVER = PostgresServer.own();
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private PostgresDatabase database;
    private Scenario scenario;

    @BeforeEach
    void load() {
        database = SERVER.newDatabase();
        scenario = new Scenario(database, folder, database.url()).base();
    }

    @AfterEach
    void drop() {
        if (!isUp()) {
            SERVER.restart();
        }
        database.close();
    }

    @AfterAll
    static void close() {
        SERVER.close();
    }

    private static boolean isUp() {
        try {
            SERVER.connect().close();
            return true;
        } catch (SQLException down) {
            return false;
        }
    }

    /** Before the transaction, and at its end; the others are between. */
    static Stream<LoadStep> steps() {
        return Cases.few(2, LoadStep.SEALED, LoadStep.BOOKKEEPING_WRITTEN, LoadStep.CHECKED, LoadStep.ROWS_APPLIED);
    }

    @ParameterizedTest
    @MethodSource("steps")
    void what_a_killed_server_did_not_take_is_loaded_by_the_next_run(LoadStep step) {
        DatasetImage before = scenario.image();

        scenario.assertUnavailable(Second.PLAIN, new Disturbance(step, SERVER::kill));
        SERVER.restart();

        scenario.image().assertSame(before);
        scenario.second(Second.PLAIN);
        scenario.assertRecovered(Second.PLAIN);
    }

    static Stream<Second> known() {
        return Cases.few(1, Second.IDENTIFIED, Second.KEYED);
    }

    @ParameterizedTest
    @MethodSource("known")
    void it_is_loaded_by_another_machine_as_well(Second second) {
        scenario.assertUnavailable(second, new Disturbance(LoadStep.BOOKKEEPING_WRITTEN, SERVER::kill));
        SERVER.restart();
        scenario.loseFolder();

        scenario.second(second);

        scenario.assertRecovered(second);
    }

    static Stream<LoadStep> insideTheTransaction() {
        return Cases.few(1, LoadStep.BOOKKEEPING_WRITTEN, LoadStep.CHECKED);
    }

    @ParameterizedTest
    @MethodSource("insideTheTransaction")
    void a_server_that_comes_back_in_time_is_loaded_by_the_same_run(LoadStep step) throws Exception {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Disturbance killed = new Disturbance(step, () -> {
                SERVER.kill();
                executor.submit(SERVER::restart);
            });

            LoadInfo info = scenario.retryingFor(LONG_ENOUGH).second(Second.PLAIN, killed);

            assertThat(killed.retries()).isNotEmpty();
            assertThat(info.packages()).hasSize(1);
            assertThat(info.rows("merged")).isEqualTo(50);
            assertThat(info.notes()).isEmpty();
        }
        scenario.assertAsUndisturbed(Second.PLAIN);
    }

    @Test
    void a_crash_of_the_backends_heals_inside_the_run() {
        Disturbance crash = new Disturbance(LoadStep.ROWS_APPLIED, SERVER::killBackends);

        scenario.retryingFor(LONG_ENOUGH).second(Second.PLAIN, crash);

        assertThat(crash.retries()).isNotEmpty();
        scenario.assertAsUndisturbed(Second.PLAIN);
    }

    static Stream<LoadStep> afterRowsWereSent() {
        return Cases.few(1, LoadStep.ROWS_STAGED, LoadStep.BOOKKEEPING_WRITTEN);
    }

    @ParameterizedTest
    @MethodSource("afterRowsWereSent")
    void a_session_that_the_administrator_ends_is_opened_again(LoadStep step) {
        Disturbance ended = new Disturbance(step, SERVER::terminateBackends);

        scenario.retryingFor(LONG_ENOUGH).second(Second.PLAIN, ended);

        assertThat(ended.retries()).hasSize(1);
        assertThat(ended.retries().getFirst()).contains("terminating connection due to administrator command");
        scenario.assertAsUndisturbed(Second.PLAIN);
    }

    @Test
    void a_session_that_the_administrator_ends_fails_a_run_that_must_not_try_again() {
        scenario.assertUnavailable(Second.PLAIN, new Disturbance(LoadStep.ROWS_APPLIED, SERVER::terminateBackends));

        scenario.second(Second.PLAIN);

        scenario.assertRecovered(Second.PLAIN);
    }

    /** The connection breaks, or the server says that it ends; a killed backend breaks it like a killed server. */
    static Stream<Death> deaths() {
        return Cases.few(2, Death.SERVER_KILLED, Death.SESSION_ENDED, Death.BACKEND_KILLED);
    }

    @ParameterizedTest
    @MethodSource("deaths")
    void rows_on_their_way_when_the_server_dies_are_sent_again(Death death) throws Exception {
        try (CuttingProxy proxy = CuttingProxy.before(SERVER);
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Scenario slow = scenario.by(proxy.url(database));
            slow.loseFolder();
            proxy.delay(Duration.ofMillis(1));
            Future<?> load = executor.submit(() -> slow.assertUnavailable(Second.LARGE, Disturbance.none()));
            Disturbance.await("rows flow", () -> copied() > 300_000);

            death.come();
            load.get();

            proxy.clearRules();
            if (!isUp()) {
                SERVER.restart();
            }
            SERVER.awaitConnections();
            assertThat(database.rows("SELECT to_regclass('faults.large')")).containsExactly("NULL");
            slow.second(Second.LARGE);
            slow.assertRecovered(Second.LARGE);
        }
    }

    /** How the server ends a session in the middle of it. */
    private enum Death {
        SERVER_KILLED {
            @Override
            void come() {
                SERVER.kill();
            }
        },
        BACKEND_KILLED {
            @Override
            void come() {
                SERVER.killBackends();
            }
        },
        SESSION_ENDED {
            @Override
            void come() {
                SERVER.terminateBackends();
            }
        };

        abstract void come();
    }

    private long copied() {
        return database
                .rows("SELECT bytes_processed FROM pg_stat_progress_copy WHERE relid = to_regclass('faults.large')"
                        + " OR datname = current_database()")
                .stream()
                .mapToLong(Long::parseLong)
                .max()
                .orElse(0);
    }

    @Test
    void what_was_committed_before_the_server_died_unheard_is_not_loaded_again() throws Exception {
        try (CuttingProxy proxy = CuttingProxy.before(SERVER);
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Scenario through = scenario.by(proxy.url(database)).retryingFor(LONG_ENOUGH);
            through.loseFolder();
            Disturbance heard = Disturbance.none();
            proxy.holdAnswersAfter(UnansweredCommitTests.COMMIT);
            Future<LoadInfo> load = executor.submit(() -> through.second(Second.PLAIN, heard));
            proxy.awaitHeldAnswer();

            SERVER.kill();
            proxy.cut(CuttingProxy.End.RESET);
            proxy.clearRules();
            SERVER.restart();

            LoadInfo info = load.get();
            assertThat(heard.retries()).isNotEmpty();
            assertThat(info.packages()).hasSize(1);
            assertThat(info.rows("merged")).isEqualTo(50);
            through.assertAsUndisturbed(Second.PLAIN);
        }
    }

    @Test
    void a_server_that_is_down_fails_the_run_when_the_time_for_trying_is_over() {
        DatasetImage before = scenario.image();
        SERVER.stop();
        Disturbance heard = Disturbance.none();

        scenario.retryingFor(Duration.ofSeconds(1)).assertUnavailable(Second.PLAIN, heard);

        assertThat(heard.retries()).isNotEmpty();
        SERVER.restart();
        assertThat(scenario.pipeline().admin().pending()).isEmpty();
        scenario.image().assertSame(before);
        scenario.second(Second.PLAIN);
        scenario.assertAsUndisturbed(Second.PLAIN);
    }

    @Test
    void a_restart_between_extract_and_publish_is_not_noticed() {
        Disturbance restarted = new Disturbance(LoadStep.EXTRACTED, SERVER::restart);

        scenario.second(Second.PLAIN, restarted);

        scenario.assertAsUndisturbed(Second.PLAIN);
    }
}
