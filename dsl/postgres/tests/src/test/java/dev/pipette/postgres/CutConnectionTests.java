package dev.pipette.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.Destination;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.postgres.Scenario.Second;
import dev.pipette.testing.postgres.CuttingProxy;
import dev.pipette.testing.postgres.CuttingProxy.End;
import dev.pipette.testing.postgres.PgBouncer;
import dev.pipette.testing.postgres.PgBouncerOptions;
import dev.pipette.testing.postgres.PostgresDatabase;
import dev.pipette.testing.postgres.PostgresServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The connection breaks at any byte, in either direction, and the dataset ends as if it had not. {@code -Dpipette.cuts=200}
 * cuts more often, {@code -Dpipette.cuts.seed=..} at the same bytes again.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES) // the driver can loop for ever where an answer ends inside of it
final class CutConnectionTests {
    private static final int CUTS = Integer.getInteger("pipette.cuts", 4);
    private static final long SEED = Long.getLong("pipette.cuts.seed", System.nanoTime());

    /** Long enough for one more try after a pause of half a second. */
    private static final Duration SHORT = Duration.ofSeconds(2);

    @TempDir
    private Path folder;

    @Test
    void between_client_and_server() {
        try (CuttingProxy proxy = CuttingProxy.before(PostgresServer.shared())) {
            new Campaign(
                            "client and server",
                            proxy,
                            CUTS - 2 * Math.ceilDiv(CUTS, 5),
                            (database, url) -> Scenario.to(database, url))
                    .run(proxy::url);
        }
    }

    @Test
    void between_client_and_pooler() {
        try (CuttingProxy proxy = CuttingProxy.before(PgBouncer.shared())) {
            new Campaign("client and pooler", proxy, Math.ceilDiv(CUTS, 5), CutConnectionTests::pooled).run(proxy::url);
        }
    }

    @Test
    void between_pooler_and_server() {
        try (CuttingProxy proxy = CuttingProxy.before(PostgresServer.shared());
                PgBouncer pooler = PgBouncer.own(proxy, PostgresServer.shared(), PgBouncerOptions.defaults())) {
            new Campaign("pooler and server", proxy, Math.ceilDiv(CUTS, 5), CutConnectionTests::pooled)
                    .run(pooler::url);
        }
    }

    private static Destination pooled(PostgresDatabase database, String url) {
        return Scenario.to(database, url).transactionPooler();
    }

    /** Where a connection is cut, and how. */
    private record Cut(int number, boolean toServer, long at, End end, boolean retried, Second second) {
        void setIn(CuttingProxy proxy) {
            if (toServer) {
                proxy.cutAfterSent(at, end);
            } else {
                proxy.cutAfterReceived(at, end);
            }
        }
    }

    private enum Ending {
        UNHARMED,
        HEALED,
        FAILED
    }

    /** Many cuts at one place of the way. */
    private final class Campaign {
        private final String place;
        private final CuttingProxy proxy;
        private final int cuts;
        private final BiFunction<PostgresDatabase, String, Destination> destination;
        private final Random random = new Random(SEED);
        private final Map<Ending, Integer> endings = new EnumMap<>(Ending.class);
        private final List<String> mismatches = new ArrayList<>();

        Campaign(
                String place,
                CuttingProxy proxy,
                int cuts,
                BiFunction<PostgresDatabase, String, Destination> destination) {
            this.place = place;
            this.proxy = proxy;
            this.cuts = cuts;
            this.destination = destination;
        }

        @SuppressWarnings("SystemOut")
        void run(java.util.function.Function<PostgresDatabase, String> url) {
            long sent = proxy.sent();
            long received = proxy.received();
            try (PostgresDatabase database = PostgresServer.shared().newDatabase()) {
                Scenario scenario = scenario(database, url, "measured").base();
                sent = proxy.sent();
                received = proxy.received();
                scenario.second(Second.PLAIN);
            }
            sent = proxy.sent() - sent;
            received = proxy.received() - received;
            for (int number = 0; number < cuts; number++) {
                boolean toServer = random.nextBoolean();
                cut(
                        new Cut(
                                number,
                                toServer,
                                random.nextLong(toServer ? sent : received),
                                random.nextBoolean() ? End.RESET : End.CLOSE,
                                random.nextBoolean(),
                                random.nextInt(3) == 0 ? Second.IDENTIFIED : Second.PLAIN),
                        url);
            }
            System.out.println("cuts between " + place + ": " + cuts + " in " + sent + " bytes sent and " + received
                    + " received, " + endings + ", " + mismatches.size() + " mismatches, pipette.cuts.seed=" + SEED);
            assertThat(mismatches).as("seed %d", SEED).isEmpty();
        }

        private Scenario scenario(
                PostgresDatabase database, java.util.function.Function<PostgresDatabase, String> url, String name) {
            return new Scenario(database, folder.resolve(name), destination.apply(database, url.apply(database)));
        }

        private void cut(Cut cut, java.util.function.Function<PostgresDatabase, String> url) {
            try (PostgresDatabase database = PostgresServer.shared().newDatabase()) {
                Scenario scenario = scenario(database, url, "cut" + cut.number());
                scenario.base();
                Disturbance heard = Disturbance.none();
                cut.setIn(proxy);
                boolean failed = false;
                try {
                    (cut.retried() ? scenario.retryingFor(SHORT) : scenario).second(cut.second(), heard);
                } catch (PipetteException broken) {
                    failed = true;
                    assertThat(broken.code()).as(broken.getMessage()).isEqualTo(ErrorCode.DESTINATION_UNAVAILABLE);
                } finally {
                    proxy.clearRules();
                }
                endings.merge(
                        failed ? Ending.FAILED : heard.retries().isEmpty() ? Ending.UNHARMED : Ending.HEALED,
                        1,
                        Integer::sum);
                if (failed && cut.second() == Second.IDENTIFIED) {
                    scenario.loseFolder();
                }
                if (failed) {
                    scenario.second(cut.second());
                    scenario.assertRecovered(cut.second());
                } else {
                    scenario.assertAsUndisturbed(cut.second());
                }
            } catch (AssertionError | RuntimeException different) {
                mismatches.add(cut + ": " + different);
            }
        }
    }
}
