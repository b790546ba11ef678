package dev.pipette.postgres;

import dev.pipette.testing.history.HistoryTests;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * A PostgreSQL database behind a pooler in transaction mode holds what random histories must leave.
 * {@link PostgresHistoryTests} goes through the pooler as well, with a third of its steps: so these run only where somebody
 * asks for histories.
 */
@EnabledIfSystemProperty(named = "pipette.histories", matches = ".+", disabledReason = "-Dpipette.histories runs it")
final class PostgresPoolerHistoryTests extends HistoryTests {
    PostgresPoolerHistoryTests() {
        super(new PooledPlaces());
    }
}
