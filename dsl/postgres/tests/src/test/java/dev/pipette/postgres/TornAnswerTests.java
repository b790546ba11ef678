package dev.pipette.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.DestinationClient.Access;
import dev.pipette.spi.DestinationConfig;
import dev.pipette.spi.DestinationConfig.Setting;
import dev.pipette.spi.DestinationSession;
import dev.pipette.testing.postgres.CuttingProxy;
import dev.pipette.testing.postgres.CuttingProxy.End;
import dev.pipette.testing.postgres.PgBouncer;
import dev.pipette.testing.postgres.PgBouncerOptions;
import dev.pipette.testing.postgres.PostgresDatabase;
import dev.pipette.testing.postgres.PostgresServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * A server that is gone in the middle of its answer, at any of its bytes: the pooler passes on the half, and then says
 * what it has to say itself, so that the driver reads a mixture.
 */
@Execution(ExecutionMode.CONCURRENT)
final class TornAnswerTests {
    /** The answer to the first statement, where the driver is easiest to confuse, ends before. */
    private static final int EACH = 60;

    private static final int STEP = 7;

    @TempDir
    private Path folder;

    private final PostgresDatabase database = PostgresServer.shared().newDatabase();
    private final CuttingProxy proxy = CuttingProxy.before(PostgresServer.shared());
    private final PgBouncer pooler = PgBouncer.own(proxy, PostgresServer.shared(), PgBouncerOptions.defaults());

    @AfterEach
    void close() {
        pooler.close();
        proxy.close();
        database.close();
    }

    private DestinationSession open() {
        return new PostgresClient(new DestinationConfig(
                        pooler.url(database).replaceFirst("^jdbc:postgresql:", ""),
                        Map.of(
                                Setting.USER,
                                database.user(),
                                Setting.PASSWORD,
                                database.password(),
                                Setting.TRANSACTION_POOLER,
                                "true"),
                        Duration.ofSeconds(10),
                        folder))
                .open(Access.WRITE);
    }

    /** What fails when the answer to a deed ends after each of its bytes, of a long one after some of the later ones. */
    private List<PipetteException> tornAtEachByte(
            Consumer<DestinationSession> before, Consumer<DestinationSession> deed) {
        long whole = 1;
        try (DestinationSession session = open()) {
            before.accept(session);
            long received = proxy.received();
            deed.accept(session);
            whole = proxy.received() - received;
        }
        List<PipetteException> failures = new ArrayList<>();
        for (long bytes = 0; bytes < whole; bytes += bytes < EACH ? 1 : STEP) {
            try (DestinationSession session = open()) {
                before.accept(session);
                proxy.cutAfterReceived(bytes, End.CLOSE);
                Throwable failed = catchThrowable(() -> deed.accept(session));
                assertThat(failed).as("after %d of %d bytes", bytes, whole).isInstanceOf(PipetteException.class);
                failures.add((PipetteException) failed);
            } finally {
                proxy.clearRules();
            }
        }
        return failures;
    }

    @Test
    void a_transaction_that_does_not_begin_is_a_connection_that_broke() {
        List<PipetteException> failures = tornAtEachByte(session -> {}, DestinationSession::begin);

        assertThat(failures)
                .isNotEmpty()
                .extracting(PipetteException::code)
                .containsOnly(ErrorCode.DESTINATION_UNAVAILABLE);
        assertThat(failures)
                .extracting(Throwable::getMessage)
                .anySatisfy(message -> assertThat(message)
                        .contains(
                                "Expected command status BEGIN, got BE??? (08P01). The connection ended in the middle of"
                                        + " an answer. Nothing was changed."));
    }

    @Test
    void rows_that_do_not_come_are_a_connection_that_broke() {
        List<PipetteException> failures = tornAtEachByte(DestinationSession::begin, session -> {
            try {
                session.dsl().fetch("SELECT 'abc', 17");
            } catch (DataAccessException failed) {
                throw session.failure("read", failed);
            }
        });

        assertThat(failures)
                .isNotEmpty()
                .extracting(PipetteException::code)
                .containsOnly(ErrorCode.DESTINATION_UNAVAILABLE);
    }

    @Test
    void a_commit_whose_answer_is_torn_may_have_been_done() {
        List<PipetteException> failures = tornAtEachByte(DestinationSession::begin, DestinationSession::commit);

        assertThat(failures)
                .isNotEmpty()
                .extracting(PipetteException::code)
                .containsOnly(ErrorCode.DESTINATION_UNAVAILABLE);
        assertThat(failures)
                .allSatisfy(failed -> assertThat(failed)
                        .message()
                        .endsWith(" It may have been committed all the same: the next try, or the next run, looks."));
    }
}
