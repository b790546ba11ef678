package dev.pipette.postgres;

import dev.pipette.Destination;
import dev.pipette.testing.postgres.PostgresDatabase;
import dev.pipette.testing.postgres.PostgresPool;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Databases of the contract's tests, each known by the destination that a test loads into. */
final class Databases implements AutoCloseable {
    // a test that is over may still have threads that let go of their connections
    private final PostgresPool pool = new PostgresPool(Duration.ofSeconds(20));
    private final Map<Destination, PostgresDatabase> used = new ConcurrentHashMap<>();

    /** An empty database as a destination. */
    Destination take(Function<PostgresDatabase, Destination> named) {
        PostgresDatabase database = pool.take();
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
        pool.giveBack(Objects.requireNonNull(used.remove(destination)));
    }

    @Override
    public void close() {
        pool.close();
    }
}
