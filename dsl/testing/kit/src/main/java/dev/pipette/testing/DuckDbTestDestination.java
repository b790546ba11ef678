package dev.pipette.testing;

import dev.pipette.Pipette;
import java.nio.file.Path;
import java.util.Optional;

/** DuckDB in {@link LoadTest}: a file in the folder of the test. */
public final class DuckDbTestDestination implements TestDestination {
    /** For {@link java.util.ServiceLoader}. */
    public DuckDbTestDestination() {}

    @Override
    public String name() {
        return DUCKDB;
    }

    @Override
    public TestPlace newPlace(Path folder) {
        return TestPlace.of(Pipette.duckdb(folder.resolve("test.duckdb")));
    }

    @Override
    public Optional<AfterKill> afterKill() {
        return Optional.of(new AfterKill.Files(folder -> Pipette.duckdb(folder.resolve("scratch.duckdb"))));
    }
}
