package dev.pipette.postgres;

import dev.pipette.testing.history.HistoryTests;

/** A PostgreSQL database behind a pooler in transaction mode holds what random histories must leave. */
final class PostgresPoolerHistoryTests extends HistoryTests {
    PostgresPoolerHistoryTests() {
        super(new PooledPlaces());
    }
}
