package dev.pipette.workers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.Destination;
import dev.pipette.Pipette;
import dev.pipette.settings.Secret;
import dev.pipette.spi.HostTurns;
import dev.pipette.testing.postgres.PostgresDatabase;
import dev.pipette.testing.postgres.PostgresServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rate limit holds for all processes at one queue. */
final class QueueTurnsTests {
    private static final String HOST = "api.example.com:443";
    private static final Duration WITHIN = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    private SliceQueue queue(PostgresDatabase database) {
        Destination queue =
                Pipette.postgres(database.url()).user(database.user()).password(Secret.of(database.password()));
        return SliceQueue.open(queue, folder);
    }

    @Test
    void in_no_time_of_the_length_there_are_more_requests_than_the_limit() {
        try (PostgresDatabase database = PostgresServer.shared().newDatabase();
                SliceQueue one = queue(database);
                SliceQueue other = queue(database)) {
            List<QueueTurns> processes = List.of(new QueueTurns(one), new QueueTurns(other));

            List<OffsetDateTime> turns = IntStream.range(0, 60)
                    .parallel()
                    .mapToObj(number ->
                            processes.get(number % 2).take(HOST, 7, WITHIN).at())
                    .sorted()
                    .toList();

            for (int first = 0; first + 7 < turns.size(); first++) {
                assertThat(Duration.between(turns.get(first), turns.get(first + 7)))
                        .isGreaterThanOrEqualTo(WITHIN);
            }
            assertThat(Duration.between(turns.getFirst(), turns.getLast()))
                    .as("and it waits no longer than it has to")
                    .isLessThan(WITHIN.multipliedBy(9));
            assertThat(processes.getFirst().turn("other.example.com:443", 7, WITHIN))
                    .as("another host")
                    .isEqualTo(new HostTurns.Turn(Duration.ZERO, Duration.ZERO));
        }
    }

    @Test
    void a_pause_that_one_process_heard_of_is_kept_by_the_others() {
        try (PostgresDatabase database = PostgresServer.shared().newDatabase();
                SliceQueue one = queue(database);
                SliceQueue other = queue(database)) {
            new QueueTurns(one).close(HOST, Duration.ofMinutes(5));
            new QueueTurns(one).close(HOST, Duration.ofMinutes(1));

            HostTurns.Turn turn = new QueueTurns(other).turn(HOST, 7, WITHIN);

            assertThat(turn.closedFor()).isBetween(Duration.ofMinutes(4), Duration.ofMinutes(5));
            assertThat(turn.in()).isEqualTo(turn.closedFor());
        }
    }

    @Test
    void turns_are_shared_while_a_worker_runs() {
        try (PostgresDatabase database = PostgresServer.shared().newDatabase()) {
            Destination queue =
                    Pipette.postgres(database.url()).user(database.user()).password(Secret.of(database.password()));
            try (Worker _ =
                    Worker.at(queue, dev.pipette.settings.Settings.load()).start()) {
                assertThat(HostTurns.shared()).containsInstanceOf(QueueTurns.class);
            }
        }
    }
}
