package dev.pipette.testing;

import dev.pipette.Destination;
import java.nio.file.Path;

/**
 * Where one test loads to: a destination that holds nothing when the test begins, and that no other test uses.
 *
 * <pre>{@code
 * TestPlace place = TestPlace.of(Pipette.duckdb(folder.resolve("test.duckdb")));
 * }</pre>
 */
public interface TestPlace {
    /** A place inside the folder of the test: it is deleted, or kept, with the folder. */
    static TestPlace of(Destination destination) {
        return () -> destination;
    }

    /** The destination. */
    Destination destination();

    /**
     * Called when the test passed: what it loaded is not needed.
     *
     * @throws IllegalStateException when something that the test left open keeps it
     */
    default void release() {}

    /**
     * Called when the test failed: what it loaded stays for a person to look at.
     *
     * @param folder of the test, which stays, for what would not outlive the build
     * @param home Pipette's working folder
     */
    default void keep(Path folder, Path home) {}
}
