package dev.pipette.testing.contract;

import dev.pipette.LoadListener;
import dev.pipette.spi.LoadStep;
import java.util.Set;

/**
 * Notes the names of the threads that read files: one of each slice.
 *
 * @param names may be added to by several threads
 */
record ReadingThreads(Set<String> names) implements LoadListener {
    @Override
    public void reached(LoadStep step, String loadId) {}

    @Override
    public void reading(String resource, String file) {
        names.add(Thread.currentThread().getName());
    }
}
