package dev.pipette.duckdb;

import static dev.pipette.Pipette.cursor;
import static dev.pipette.Pipette.jsonl;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pipette.LoadListener;
import dev.pipette.Resource;
import dev.pipette.spi.LoadStep;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Large files of JSON lines are read in slices; what is loaded is the same as from one walk over all of them. */
class SlicedLoadTests {
    private static final int ROWS = 10_000;
    private static final String NOTE = " and a note".repeat(36);
    private static final Instant BEGIN = Instant.parse("2025-12-24T00:00:00Z");

    @TempDir
    Path folder;

    private Scratch sliced;
    private Scratch walked;

    @BeforeEach
    void prepare() throws IOException {
        assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "slices need a second processor");
        sliced = new Scratch(Files.createDirectories(folder.resolve("sliced")), "shop");
        walked = new Scratch(Files.createDirectories(folder.resolve("walked")), "shop");
    }

    /** Rows of about 500 bytes, more than 4 MB of them: the ids from the first on, four for each second. */
    private void write(String name, int firstId, String status) throws IOException {
        try (BufferedWriter file = Files.newBufferedWriter(folder.resolve(name))) {
            for (int id = firstId; id < firstId + ROWS; id++) {
                file.write("{\"id\": " + id + ", \"status\": \"" + status + "\", \"at\": \""
                        + BEGIN.plusSeconds(id / 4) + "\", \"buyer\": {\"name\": \"n" + id
                        + NOTE + "\"}, \"lines\": [{\"sku\": \"s" + id % 7 + "\"}, {\"sku\": \"t\"}]}\n");
            }
        }
    }

    /** Loads all files in slices into one database; and into the other in one walk, because code looks at each row. */
    private void loadBothWays(UnaryOperator<Resource> change) {
        Resource orders = change.apply(jsonl("orders", folder.resolve("orders-*.jsonl")));

        assertThat(threadsOf(sliced, orders))
                .as("threads that read slices")
                .hasSizeGreaterThan(1)
                .allMatch(thread -> thread.startsWith("pipette-slice-"));
        assertThat(threadsOf(walked, orders.filter(row -> true)))
                .as("the thread of one walk")
                .hasSize(1)
                .allMatch(thread -> thread.startsWith("pipette-extract-"));
    }

    private static Set<String> threadsOf(Scratch shop, Resource orders) {
        Set<String> threads = ConcurrentHashMap.newKeySet();
        shop.pipeline()
                .listener(new LoadListener() {
                    @Override
                    public void reached(LoadStep step, String loadId) {}

                    @Override
                    public void reading(String resource, String file) {
                        threads.add(Thread.currentThread().getName());
                    }
                })
                .run(orders);
        return threads;
    }

    private void assertSame(String sql) {
        assertThat(sliced.rows(sql)).as(sql).isEqualTo(walked.rows(sql));
    }

    private void assertSameTables() {
        assertThat(sliced.columns("orders")).isEqualTo(walked.columns("orders"));
        assertSame("SELECT count(*), sum(hash(t)) FROM (SELECT * EXCLUDE (_dlt_id, _dlt_load_id) FROM orders) t");
        assertSame("SELECT count(*), sum(hash(o.id, l.sku, l._dlt_list_idx)) FROM orders o"
                + " JOIN orders__lines l ON l._dlt_parent_id = o._dlt_id");
        assertSame("SELECT count(*), count(DISTINCT _dlt_id) FROM orders__lines");
    }

    @Test
    void rows_of_both_files_are_appended_in_the_order_of_the_files() throws IOException {
        write("orders-1.jsonl", 0, "open");
        write("orders-2.jsonl", ROWS, "paid");

        loadBothWays(orders -> orders);

        assertSameTables();
        assertThat(sliced.rows("SELECT count(*), count(DISTINCT id) FROM orders"))
                .containsExactly("20000 | 20000");
    }

    @Test
    void rows_at_the_boundary_of_a_cursor_are_loaded_once() throws IOException {
        UnaryOperator<Resource> byTime = orders -> orders.incremental(cursor("at", Instant.class));
        write("orders-1.jsonl", 0, "open");
        write("orders-2.jsonl", ROWS, "open");
        loadBothWays(byTime);
        write("orders-3.jsonl", 2 * ROWS - 2, "open"); // two rows that are loaded already, at the last value

        loadBothWays(byTime);

        assertSameTables();
        assertThat(sliced.rows("SELECT count(*), count(DISTINCT id) FROM orders"))
                .containsExactly("29998 | 29998");
        assertThat(sliced.pipeline().state().cursor("orders", "at"))
                .isPresent()
                .isEqualTo(walked.pipeline().state().cursor("orders", "at"));
    }
}
