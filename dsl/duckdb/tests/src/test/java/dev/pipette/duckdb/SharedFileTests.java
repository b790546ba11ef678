package dev.pipette.duckdb;

import static dev.pipette.Pipette.duckdb;
import static dev.pipette.Pipette.pipeline;
import static dev.pipette.Pipette.resource;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.Pipeline;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Threads of one process share a file. */
class SharedFileTests {
    private static final int THREADS = 4;
    private static final int QUERIES = 150;

    @TempDir
    Path folder;

    /** DuckDB refuses a file whose last connection is just being closed: one of thirty queries of this test. */
    @Test
    void a_file_that_another_thread_is_closing_is_opened_when_it_is_closed() throws Exception {
        Pipeline shop = pipeline("shop", duckdb(folder.resolve("shop.duckdb"))).home(folder);
        shop.run(resource("orders").rows(List.of(Map.of("id", 1))));
        List<Future<Long>> counts = new ArrayList<>();

        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            for (int query = 0; query < THREADS * QUERIES; query++) {
                counts.add(threads.submit(() -> shop.dataset().count("orders")));
            }
        }

        for (Future<Long> count : counts) {
            assertThat(count.get()).isEqualTo(1);
        }
    }
}
