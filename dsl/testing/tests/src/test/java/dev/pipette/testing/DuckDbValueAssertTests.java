package dev.pipette.testing;

import dev.pipette.Pipeline;
import dev.pipette.Pipette;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class DuckDbValueAssertTests implements ValueComparisons {
    @TempDir
    Path folder;

    @Override
    public Pipeline pipeline() {
        return Pipette.pipeline("t", Pipette.duckdb(folder.resolve("t.duckdb"))).home(folder);
    }
}
