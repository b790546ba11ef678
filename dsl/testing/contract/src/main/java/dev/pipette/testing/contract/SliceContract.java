package dev.pipette.testing.contract;

import static dev.pipette.Pipette.jsonl;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pipette.LoadInfo;
import dev.pipette.check.BadRows;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** Files that several threads read in slices are loaded as if one thread had read them, in their order. */
interface SliceContract {
    /** As many rows of about 500 bytes as make a file worth a slice of its own: more than 4 MB. */
    int ROWS = 10_000;

    private static void write(Trial trial, String name, int firstId, String status) throws IOException {
        String note = "a note ".repeat(55);
        try (BufferedWriter file = Files.newBufferedWriter(trial.folder().resolve(name))) {
            for (int id = firstId; id < firstId + ROWS; id++) {
                file.write("{\"id\": " + id + ", \"status\": \"" + status + "\", \"note\": \"" + note
                        + "\", \"lines\": [{\"sku\": \"s" + id % 7 + "\"}, {\"sku\": \"t\"}]}\n");
            }
        }
    }

    @Test
    default void rows_of_the_later_slice_win_a_merge_with_their_nested_tables(Trial trial) throws IOException {
        assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "slices need a second processor");
        write(trial, "orders-1.jsonl", 0, "open");
        write(trial, "orders-2.jsonl", ROWS / 2, "paid");
        Set<String> readers = ConcurrentHashMap.newKeySet();

        trial.pipeline()
                .listener(new ReadingThreads(readers))
                .run(jsonl("orders", trial.folder().resolve("orders-*.jsonl")).merge("id"));

        assertThat(readers).as("threads that read").hasSizeGreaterThan(1);
        assertThat(trial.rows("SELECT status, count(*), min(id) FROM orders GROUP BY status ORDER BY status"))
                .containsExactly("open | 5000 | 0", "paid | 10000 | 5000");
        assertThat(trial.rows("SELECT count(*), count(DISTINCT l._dlt_id), count(DISTINCT o.id) FROM orders o"
                        + " JOIN orders__lines l ON l._dlt_parent_id = o._dlt_id"))
                .containsExactly("30000 | 30000 | 15000");
        assertThat(trial.count("orders__lines")).isEqualTo(30_000);
    }

    @Test
    default void lines_that_cannot_be_read_are_rejected_by_each_slice_in_the_order_of_the_files(Trial trial)
            throws IOException {
        assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "slices need a second processor");
        for (String name : List.of("orders-1.jsonl", "orders-2.jsonl")) {
            write(trial, name, 0, name);
            Path file = trial.folder().resolve(name);
            Files.writeString(file, "oops\n" + Files.readString(file) + "{\"id\": \n");
        }
        Set<String> readers = ConcurrentHashMap.newKeySet();

        LoadInfo info = trial.pipeline()
                .listener(new ReadingThreads(readers))
                .run(jsonl("orders", trial.folder().resolve("orders-*.jsonl")).badRows(BadRows.REJECT));

        assertThat(readers).as("threads that read").hasSizeGreaterThan(1);
        assertThat(info.rejected()).isEqualTo(4);
        assertThat(trial.count("orders")).isEqualTo(2 * ROWS);
        assertThat(trial.rows("SELECT place FROM _pipette_rejects"))
                .containsExactly(
                        trial.folder().resolve("orders-1.jsonl") + ", line 1",
                        trial.folder().resolve("orders-1.jsonl") + ", line " + (ROWS + 2),
                        trial.folder().resolve("orders-2.jsonl") + ", line 1",
                        trial.folder().resolve("orders-2.jsonl") + ", line " + (ROWS + 2));
    }
}
