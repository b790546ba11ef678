package dev.pipette.engine.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.settings.Settings;
import dev.pipette.slices.Stage;
import dev.pipette.slices.Stages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SharedStageTests {
    @TempDir
    private Path folder;

    private Stage inFolder() {
        return Stages.open(folder.resolve("stage").toString(), Settings.load());
    }

    /** A stage that puts its first document, and fails before it answers. */
    private record LostAnswer(Stage stage, boolean[] failed) implements Stage {
        @Override
        public String address() {
            return stage.address();
        }

        @Override
        public boolean putIfAbsent(String key, byte[] content) throws IOException {
            boolean put = stage.putIfAbsent(key, content);
            if (!failed[0]) {
                failed[0] = true;
                throw new IOException("connection reset");
            }
            return put;
        }

        @Override
        public void put(String key, Path file) throws IOException {
            stage.put(key, file);
        }

        @Override
        public Optional<byte[]> read(String key) throws IOException {
            return stage.read(key);
        }

        @Override
        public boolean fetch(String key, Path to) throws IOException {
            return stage.fetch(key, to);
        }

        @Override
        public List<String> list(String prefix) throws IOException {
            return stage.list(prefix);
        }

        @Override
        public void delete(List<String> keys) throws IOException {
            stage.delete(keys);
        }

        @Override
        public void close() {
            stage.close();
        }
    }

    @Test
    void a_document_whose_answer_was_lost_is_the_first_one() throws InterruptedException {
        try (SharedStage stage = new SharedStage(new LostAnswer(inFolder(), new boolean[1]))) {
            assertThat(stage.putIfAbsent("shop/a.json", Map.of("attempt", "1"))).isTrue();
        }
    }

    @Test
    void a_document_of_another_process_stays_after_a_failed_attempt() throws InterruptedException {
        try (SharedStage other = new SharedStage(inFolder());
                SharedStage stage = new SharedStage(new LostAnswer(inFolder(), new boolean[1]))) {
            assertThat(other.putIfAbsent("shop/a.json", Map.of("attempt", "2"))).isTrue();
            assertThat(stage.putIfAbsent("shop/a.json", Map.of("attempt", "1"))).isFalse();
        }
    }

    @Test
    void a_folder_that_cannot_be_written_is_named() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "not a folder");
        try (SharedStage stage = new SharedStage(Stages.open(file.toString(), Settings.load()))) {
            assertThatThrownBy(() -> stage.putIfAbsent("shop/a.json", Map.of()))
                    .hasMessageStartingWith("[WORKING_FOLDER_FAILED] could not write shop/a.json to the stage " + file
                            + " in 5 attempts: ")
                    .hasMessageEndingWith(
                            ". All processes of the load have to reach it, with rights to read and to write.");
        }
    }
}
