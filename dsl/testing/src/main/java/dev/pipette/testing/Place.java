package dev.pipette.testing;

import dev.pipette.Destination;
import java.nio.file.Path;

/** Where one test loads to: a destination that holds nothing when the test begins, and that nobody else uses. */
interface Place {
    Destination destination();

    /**
     * Told that the test passed: what it loaded is not wanted any more.
     *
     * @throws IllegalStateException when something that the test left open keeps it
     */
    void release();

    /**
     * Told that the test failed: what it loaded stays.
     *
     * @param folder of the test, which stays as well, for what would not outlive the build
     * @param home Pipette's working folder
     */
    void keep(Path folder, Path home);
}
