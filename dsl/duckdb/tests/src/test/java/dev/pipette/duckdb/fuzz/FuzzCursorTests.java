package dev.pipette.duckdb.fuzz;

import dev.pipette.error.PipetteException;
import dev.pipette.testing.folders.MemoryFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A cursor with any of its options loads what a model of it says, over some runs whose input overlaps: rows that Java
 * reads, the same rows in files that DuckDB moves, and the same rows committed in steps.
 */
class FuzzCursorTests {
    private static final int CASES_AT_ONCE = 5;

    @TempDir
    Path folder;

    private final AtomicInteger places = new AtomicInteger();

    @Test
    void a_cursor_loads_what_its_model_says_whoever_reads_the_rows() {
        Fuzz.each(3, 10 * CASES_AT_ONCE, this::check);
    }

    private void check(Random random) throws IOException, SQLException {
        Path place = Files.createDirectories(folder.resolve("cases" + places.incrementAndGet()));
        List<CursorCase> cases = IntStream.range(0, CASES_AT_ONCE)
                .mapToObj(number -> CursorCase.random(random))
                .toList();
        try {
            new CursorTrials(new CursorTrial(place), cases, random).check();
        } catch (AssertionError | PipetteException failed) {
            throw new AssertionError(
                    IntStream.range(0, CASES_AT_ONCE)
                            .mapToObj(number -> "case" + number + " is " + cases.get(number))
                            .toList()
                            .toString(),
                    failed);
        }
        MemoryFolders.delete(place);
    }
}
