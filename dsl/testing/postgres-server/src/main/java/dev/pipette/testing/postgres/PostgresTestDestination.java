package dev.pipette.testing.postgres;

import dev.pipette.Pipeline;
import dev.pipette.testing.AfterKill;
import dev.pipette.testing.TestDestination;
import dev.pipette.testing.TestPlace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jooq.impl.DSL;

/** PostgreSQL in {@link dev.pipette.testing.LoadTest}: an empty database of the {@link PostgresServer#shared()} server. */
public final class PostgresTestDestination implements TestDestination {
    private final PostgresPool pool = new PostgresPool(Duration.ofSeconds(1));

    /** For {@link java.util.ServiceLoader}. */
    public PostgresTestDestination() {}

    @Override
    public String name() {
        return POSTGRES;
    }

    @Override
    public TestPlace newPlace(Path folder) {
        return new PostgresPlace(pool);
    }

    @Override
    public Optional<AfterKill> afterKill() {
        return Optional.of(new AfterKill.Server(PostgresTestDestination::endConnections));
    }

    private static void endConnections(Pipeline pipeline) {
        var ended = pipeline.destination()
                .query(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
                                + " AND usename = current_user AND pid <> pg_backend_pid()"
                                + " AND application_name = " + DSL.inline("pipette pipeline " + pipeline.name()),
                        pipeline.home());
    }

    @Override
    public void close() {
        pool.close();
    }
}
