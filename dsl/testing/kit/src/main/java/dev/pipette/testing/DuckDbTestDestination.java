package dev.pipette.testing;

import dev.pipette.Destination;
import dev.pipette.Pipette;
import dev.pipette.testing.folders.KeptOpen;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * DuckDB in {@link LoadTest}: a file in the folder of the test.
 *
 * <p>With {@code -Dpipette.test.keep-open=true} the file is open during the whole test, see {@link KeptOpen}, so that a small load
 * takes half of the time. Other processes cannot open the file then.
 */
public final class DuckDbTestDestination implements TestDestination {
    /** The system property that keeps files open. */
    public static final String KEEP_OPEN = "pipette.test.keep-open";

    /** For {@link java.util.ServiceLoader}. */
    public DuckDbTestDestination() {}

    @Override
    public String name() {
        return DUCKDB;
    }

    @Override
    public TestPlace newPlace(Path folder) {
        Path file = folder.resolve("test.duckdb");
        if (Boolean.getBoolean(KEEP_OPEN)) {
            KeptOpen.keep(file);
        }
        return TestPlace.of(Pipette.duckdb(file));
    }

    /** A copy of what a run left is kept open too; a place without a file is empty, and a run makes its file there itself. */
    private static Destination scratch(Path folder) {
        Path file = folder.resolve("scratch.duckdb");
        if (Boolean.getBoolean(KEEP_OPEN) && Files.exists(file)) {
            KeptOpen.keep(file);
        }
        return Pipette.duckdb(file);
    }

    @Override
    public Optional<AfterKill> afterKill() {
        return Optional.of(new AfterKill.Files(DuckDbTestDestination::scratch));
    }
}
