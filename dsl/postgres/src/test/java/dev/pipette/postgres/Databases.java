package dev.pipette.postgres;

import dev.pipette.Destination;
import dev.pipette.testing.postgres.PostgresDatabase;
import dev.pipette.testing.postgres.PostgresServer;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/**
 * Databases that tests use one after the other. The first connections to a new database have to build its caches; one
 * that was emptied has them.
 */
final class Databases implements AutoCloseable {
    /** Whoever still holds something of a test that is over has to let go of it in this time. */
    private static final String EMPTY = """
            SET lock_timeout = '20s';
            DO $$
              DECLARE dataset name;
              BEGIN
                FOR dataset IN
                  SELECT nspname FROM pg_namespace
                  WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'public')
                LOOP
                  EXECUTE format('DROP SCHEMA %I CASCADE', dataset);
                END LOOP;
              END
            $$""";

    private final Queue<PostgresDatabase> free = new ConcurrentLinkedQueue<>();
    private final Map<Destination, PostgresDatabase> used = new ConcurrentHashMap<>();

    /** An empty database as a destination. */
    Destination take(Function<PostgresDatabase, Destination> named) {
        PostgresDatabase emptied = free.poll();
        PostgresDatabase database = emptied == null ? PostgresServer.shared().newDatabase() : emptied;
        Destination destination = named.apply(database);
        used.put(destination, database);
        return destination;
    }

    /** The database of a destination as another one. */
    Destination named(Destination destination, Function<PostgresDatabase, Destination> other) {
        return other.apply(Objects.requireNonNull(used.get(destination)));
    }

    /** Empties the database of a test that is over. */
    void give(Destination destination) {
        PostgresDatabase database = Objects.requireNonNull(used.remove(destination));
        database.execute(EMPTY);
        free.add(database);
    }

    @Override
    public void close() {
        free.forEach(PostgresDatabase::close);
        used.values().forEach(PostgresDatabase::close);
    }
}
