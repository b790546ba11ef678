package dev.pipette.duckdb.campaign;

import dev.pipette.testing.history.HistoryTests;

/** A DuckDB file holds what random histories must leave. */
final class DuckDbHistoryTests extends HistoryTests {
    DuckDbHistoryTests() {
        super(new DuckDbPlaces());
    }
}
