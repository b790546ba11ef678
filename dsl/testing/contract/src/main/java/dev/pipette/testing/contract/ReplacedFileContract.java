package dev.pipette.testing.contract;

import static dev.pipette.Pipette.csvFormat;
import static dev.pipette.Pipette.resource;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.LoadInfo;
import dev.pipette.Resource;
import dev.pipette.incremental.FileState;
import dev.pipette.spi.LoadStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A file that is replaced by one of the same size and time is another file: its rows are loaded. */
interface ReplacedFileContract {
    /** Puts a file with this content, and always the same time, in the place of another. */
    private static Path put(Trial trial, String name, String content) throws IOException {
        Path file = trial.folder().resolve(name);
        Path made = Files.writeString(trial.folder().resolve("made"), content);
        Files.setLastModifiedTime(made, FileTime.from(Instant.parse("2025-01-01T00:00:00Z")));
        return Files.move(made, file, StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    default void a_replaced_file_of_the_same_size_and_time_is_loaded_by_a_ledger(Trial trial) throws IOException {
        Resource orders =
                resource("orders").files(put(trial, "a.csv", "id\n1\n").toString(), csvFormat(), FileState.ledger());
        trial.run(orders);
        put(trial, "a.csv", "id\n2\n");

        LoadInfo second = trial.run(orders);
        LoadInfo third = trial.run(orders);

        assertThat(second.rows("orders")).isEqualTo(1);
        assertThat(third.nothingNew()).isTrue();
        assertThat(trial.rows("SELECT id FROM orders")).containsExactly("2");
    }

    @Test
    default void a_file_that_is_copied_with_its_time_is_not_loaded_again_by_a_ledger(Trial trial) throws IOException {
        Resource orders =
                resource("orders").files(put(trial, "a.csv", "id\n1\n").toString(), csvFormat(), FileState.ledger());
        trial.run(orders);
        put(trial, "a.csv", "id\n1\n");

        assertThat(trial.run(orders).nothingNew()).isTrue();
    }

    @Test
    default void a_replaced_file_of_the_same_size_and_time_is_loaded_after_an_interrupted_run(Trial trial)
            throws IOException {
        Resource orders =
                resource("orders").files(put(trial, "a.jsonl", "{\"id\": 1}").toString());
        trial.crash(LoadStep.SEALED, orders);
        put(trial, "a.jsonl", "{\"id\": 2}");

        LoadInfo rerun = trial.run(orders);
        put(trial, "a.jsonl", "{\"id\": 3}");
        trial.crash(LoadStep.SEALED, orders);
        trial.run(orders);

        assertThat(rerun.packages()).hasSize(2);
        assertThat(trial.rows("SELECT id FROM orders ORDER BY id")).containsExactly("1", "2", "3");
    }
}
