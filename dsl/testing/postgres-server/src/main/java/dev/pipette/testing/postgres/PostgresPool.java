package dev.pipette.testing.postgres;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Empty databases for tests that run side by side: emptying one is several times faster than making one. They are dropped
 * when the pool is closed.
 *
 * <pre>{@code
 * try (PostgresPool pool = new PostgresPool(Duration.ofSeconds(1))) {
 *   PostgresDatabase database = pool.take();
 *   pool.giveBack(database);
 * }
 * }</pre>
 */
public final class PostgresPool implements AutoCloseable {
    private static final String DROP_ALL_SCHEMAS = """
            DO $$
            DECLARE name text;
            BEGIN
              FOR name IN SELECT nspname FROM pg_namespace
                  WHERE nspname NOT LIKE 'pg\\_%' AND nspname NOT IN ('information_schema', 'public') LOOP
                EXECUTE format('DROP SCHEMA %I CASCADE', name);
              END LOOP;
            END $$""";

    private static final String THINGS_IN_PUBLIC =
            "SELECT count(*) FROM pg_depend WHERE refclassid = 'pg_namespace'::regclass"
                    + " AND refobjid = 'public'::regnamespace AND deptype = 'n'";

    private final Duration patience;
    private final Queue<PostgresDatabase> empty = new ConcurrentLinkedQueue<>();
    private final Queue<PostgresDatabase> all = new ConcurrentLinkedQueue<>();

    /**
     * An empty pool.
     *
     * @param patience how long a test that is over may still hold a table that it made
     */
    public PostgresPool(Duration patience) {
        this.patience = patience;
    }

    /** An empty database that no other test has now. */
    public PostgresDatabase take() {
        PostgresDatabase free = empty.poll();
        if (free != null) {
            return free;
        }
        PostgresDatabase made = PostgresServer.shared().newDatabase();
        all.add(made);
        return made;
    }

    /**
     * Empties a database for the next test.
     *
     * @throws IllegalStateException when the test left a connection open that holds its tables
     */
    public void giveBack(PostgresDatabase database) {
        try {
            database.execute("SET lock_timeout = " + patience.toMillis() + ";\n" + DROP_ALL_SCHEMAS);
        } catch (IllegalStateException locked) {
            throw new IllegalStateException(
                    "the test left something open that holds its tables, a dataset().dsl() or a transaction; close it: "
                            + String.valueOf(locked.getMessage())
                                    .lines()
                                    .toList()
                                    .getLast(),
                    locked);
        }
        if (database.rows(THINGS_IN_PUBLIC).equals(List.of("0"))) {
            empty.add(database);
        }
    }

    @Override
    public void close() {
        all.forEach(PostgresDatabase::close);
    }
}
