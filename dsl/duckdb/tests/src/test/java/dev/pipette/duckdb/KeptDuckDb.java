package dev.pipette.duckdb;

import dev.pipette.Pipette;
import dev.pipette.testing.LoadTest;
import dev.pipette.testing.TestDestination;
import dev.pipette.testing.TestPlace;
import dev.pipette.testing.folders.KeptOpen;
import java.nio.file.Path;

/** DuckDB in {@link LoadTest}, for tests to which it makes no difference that their file is open all the time. */
public final class KeptDuckDb implements TestDestination {
    /** What {@link LoadTest} names it by. */
    public static final String KEPT = "duckdb, kept open";

    /** For {@link java.util.ServiceLoader}. */
    public KeptDuckDb() {}

    @Override
    public String name() {
        return KEPT;
    }

    @Override
    public TestPlace newPlace(Path folder) {
        Path file = folder.resolve("test.duckdb");
        KeptOpen.keep(file);
        return TestPlace.of(Pipette.duckdb(file));
    }
}
