package dev.pipette.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.LoadInfo;
import dev.pipette.LoadInfo.TableLoad;
import dev.pipette.postgres.Scenario.Second;
import dev.pipette.spi.LoadStep;
import dev.pipette.testing.postgres.CuttingProxy;
import dev.pipette.testing.postgres.CuttingProxy.End;
import dev.pipette.testing.postgres.PgBouncer;
import dev.pipette.testing.postgres.PgBouncerOptions;
import dev.pipette.testing.postgres.PostgresDatabase;
import dev.pipette.testing.postgres.PostgresServer;
import java.nio.file.Path;
import java.time.Duration;
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

/** A COMMIT whose answer is lost was done or was not done: either way the rows are there once. */
@Execution(ExecutionMode.CONCURRENT)
final class UnansweredCommitTests {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

    /** The whole statement, with the end that it has on the wire: READ COMMITTED is sent before. */
    static final String COMMIT = "COMMIT\0";

    @TempDir
    private Path folder;

    private final PostgresDatabase database = PostgresServer.shared().newDatabase();
    private final CuttingProxy proxy = CuttingProxy.before(PostgresServer.shared());
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void close() {
        proxy.close();
        executor.close();
        database.close();
    }

    private Scenario loaded() {
        return new Scenario(database, folder, proxy.url(database)).base();
    }

    /** Runs, with the answer to COMMIT lost. */
    private <R> R unanswered(CuttingProxy where, End end, java.util.concurrent.Callable<R> run) throws Exception {
        where.holdAnswersAfter(COMMIT);
        Future<R> running = executor.submit(run);
        where.awaitHeldAnswer();
        where.cut(end);
        where.clearRules();
        return running.get();
    }

    static Stream<End> ends() {
        return Cases.few(1, End.RESET, End.CLOSE);
    }

    @ParameterizedTest
    @MethodSource("ends")
    void a_commit_that_was_done_counts_when_it_is_found_by_the_same_run(End end) throws Exception {
        Scenario scenario = loaded().retryingFor(LONG_ENOUGH);
        Disturbance heard = Disturbance.none();

        LoadInfo info = unanswered(proxy, end, () -> scenario.second(Second.PLAIN, heard));

        assertThat(heard.retries()).hasSize(1);
        assertThat(info.packages()).hasSize(1);
        assertThat(info.packages().getFirst().recovered()).isFalse();
        assertThat(info.tables().stream()
                        .filter(load -> load.parent().isEmpty())
                        .map(UnansweredCommitTests::counts))
                .containsExactlyElementsOf(countsOfAnUndisturbedRun());
        scenario.assertAsUndisturbed(Second.PLAIN);
        assertThat(scenario.second(Second.IDENTIFIED).rows("followed")).isZero();
    }

    private List<String> countsOfAnUndisturbedRun() {
        try (PostgresDatabase other = PostgresServer.shared().newDatabase()) {
            Scenario scenario = new Scenario(other, folder.resolve("other"), other.url()).base();
            return scenario.second(Second.PLAIN).tables().stream()
                    .filter(load -> load.parent().isEmpty())
                    .map(UnansweredCommitTests::counts)
                    .toList();
        }
    }

    private static String counts(TableLoad load) {
        return load.table() + " " + load.rows() + " " + load.skipped() + " " + load.deleted();
    }

    @Test
    void a_commit_that_was_done_is_recognized_by_the_next_run() throws Exception {
        Scenario scenario = loaded();
        unanswered(proxy, End.RESET, () -> {
            scenario.assertUnavailable(Second.PLAIN, Disturbance.none());
            return "failed";
        });

        LoadInfo next = scenario.second(Second.PLAIN);

        assertThat(next.packages()).noneMatch(LoadInfo.LoadedPackage::recovered);
        assertThat(next.rows("appended")).isZero();
        assertThat(next.notes().getFirst()).endsWith("had been committed; it was not loaded again");
        scenario.assertRecovered(Second.PLAIN);
    }

    static Stream<Second> known() {
        return Cases.few(1, Second.IDENTIFIED, Second.KEYED);
    }

    @ParameterizedTest
    @MethodSource("known")
    void a_commit_that_was_done_is_recognized_by_another_machine(Second second) throws Exception {
        Scenario scenario = loaded();
        unanswered(proxy, End.RESET, () -> {
            scenario.assertUnavailable(second, Disturbance.none());
            return "failed";
        });
        scenario.loseFolder();

        scenario.second(second);

        scenario.assertRecovered(second);
    }

    @Test
    void a_commit_that_did_not_arrive_is_not_taken_for_done() {
        Scenario scenario = loaded().retryingFor(LONG_ENOUGH);
        Disturbance cut = new Disturbance(LoadStep.BOOKKEEPING_WRITTEN, () -> proxy.cut(End.RESET));

        LoadInfo info = scenario.second(Second.PLAIN, cut);

        assertThat(cut.retries()).hasSize(1);
        assertThat(info.rows("merged")).isEqualTo(50);
        scenario.assertAsUndisturbed(Second.PLAIN);
    }

    @Test
    void the_pooler_that_does_not_answer_may_have_committed() throws Exception {
        try (CuttingProxy before = CuttingProxy.before(PgBouncer.shared())) {
            pooled(before.url(database), before);
        }
    }

    @Test
    void the_server_that_does_not_answer_the_pooler_may_have_committed() throws Exception {
        try (PgBouncer pooler = PgBouncer.own(proxy, PostgresServer.shared(), PgBouncerOptions.defaults())) {
            pooled(pooler.url(database), proxy);
        }
    }

    private void pooled(String url, CuttingProxy where) throws Exception {
        Scenario scenario = new Scenario(
                        database, folder, Scenario.to(database, url).transactionPooler())
                .base()
                .retryingFor(LONG_ENOUGH);
        Disturbance heard = Disturbance.none();

        LoadInfo info = unanswered(where, End.RESET, () -> scenario.second(Second.PLAIN, heard));

        assertThat(heard.retries()).isNotEmpty();
        assertThat(info.rows("merged")).isEqualTo(50);
        scenario.assertAsUndisturbed(Second.PLAIN);
    }
}
