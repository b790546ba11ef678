package dev.pipette.testing;

import java.nio.file.Path;

/** The destinations that {@link LoadTest} can make. */
public enum TestDestination {
    /** DuckDB in this process, in a file. Wants {@code pipette-duckdb} on the class path. */
    DUCKDB("duckdb") {
        @Override
        Place newPlace(Path folder, PostgresPool pool) {
            return new DuckDbPlace(folder.resolve("test.duckdb"));
        }
    },

    /**
     * A real PostgreSQL, started once in a build. Wants {@code pipette-postgres} on the class path, and what {@link
     * dev.pipette.testing.postgres.PostgresServer} names.
     */
    POSTGRES("postgres") {
        @Override
        Place newPlace(Path folder, PostgresPool pool) {
            return new PostgresPlace(pool);
        }
    };

    private final String label;

    TestDestination(String label) {
        this.label = label;
    }

    abstract Place newPlace(Path folder, PostgresPool pool);

    @Override
    public String toString() {
        return label;
    }
}
