package dev.pipette.testing;

import dev.pipette.Destination;
import dev.pipette.Pipette;
import java.nio.file.Path;

/** A file in the folder of the test, which stays and goes with the folder. */
record DuckDbPlace(Path file) implements Place {
    @Override
    public Destination destination() {
        return Pipette.duckdb(file);
    }

    @Override
    public void release() {}

    @Override
    public void keep(Path folder, Path home) {}
}
