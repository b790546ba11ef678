package dev.pipette.postgres;

import dev.pipette.testing.history.HistoryTests;

/** A PostgreSQL database holds what random histories must leave. */
final class PostgresHistoryTests extends HistoryTests {
    PostgresHistoryTests() {
        super(new PostgresPlaces());
    }
}
