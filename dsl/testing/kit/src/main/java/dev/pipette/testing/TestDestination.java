package dev.pipette.testing;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A kind of destination that {@link LoadTest} runs tests with; found by {@link java.util.ServiceLoader}, so that any
 * library can bring one.
 *
 * <pre>{@code
 * // named in META-INF/services/dev.pipette.testing.TestDestination
 * public final class QuackTestDestination implements TestDestination {
 *   @Override
 *   public String name() {
 *     return "quack";
 *   }
 *
 *   @Override
 *   public TestPlace newPlace(Path folder) {
 *     return TestPlace.of(Destination.parse("quack:" + folder.resolve("test.quack")));
 *   }
 * }
 *
 * @LoadTest(destinations = {DUCKDB, "quack"})
 * class OrdersTests { .. }
 * }</pre>
 *
 * <p>Needs a public constructor without parameters. The tests of a JVM share one instance.
 */
public interface TestDestination extends AutoCloseable {
    /** DuckDB in this process, in a file. Needs {@code pipette-duckdb} on the class path. */
    String DUCKDB = "duckdb";

    /** A real PostgreSQL, started once in a build. Needs {@code pipette-testing-postgres} on the class path. */
    String POSTGRES = "postgres";

    /** The name that {@link LoadTest} has for it: the scheme of its destinations. */
    String name();

    /**
     * A destination that holds nothing yet, for one test.
     *
     * @param folder of the test, which exists and is deleted with it
     */
    TestPlace newPlace(Path folder);

    /**
     * How a process that was killed leaves such a destination; {@link RunningAssert#survivesCrashes()} needs it. Empty
     * by default.
     */
    default Optional<AfterKill> afterKill() {
        return Optional.empty();
    }

    /** Called when the last test of this JVM is over. */
    @Override
    default void close() {}
}
