package dev.pipette.testing.folders;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryFoldersTests {
    @TempDir(factory = MemoryFolders.class)
    Path given = Path.of("");

    @Test
    void each_folder_is_new_and_can_be_written() throws IOException {
        Path one = MemoryFolders.create("pipette-one-");
        Path other = MemoryFolders.create("pipette-one-");

        assertThat(one).isNotEqualTo(other).isEmptyDirectory();
        assertThat(one.getFileName().toString()).startsWith("pipette-one-");
        Files.writeString(one.resolve("file"), "x");

        Files.delete(one.resolve("file"));
        Files.delete(one);
        Files.delete(other);
    }

    @Test
    void a_folder_is_deleted_with_all_that_is_in_it() throws IOException {
        Path folder = MemoryFolders.create("pipette-full-");
        Files.writeString(Files.createDirectories(folder.resolve("a/b")).resolve("file"), "x");

        MemoryFolders.delete(folder);
        MemoryFolders.delete(folder);

        assertThat(folder).doesNotExist();
    }

    @Test
    void junit_is_given_one_for_a_field() {
        assertThat(given).isEmptyDirectory();
        assertThat(given.getFileName().toString()).startsWith("junit-");
    }

    @Test
    void what_is_available_is_what_the_kernel_says() {
        assertThat(MemoryFolders.available(List.of("MemTotal:  24684096 kB", "MemAvailable:   23000000 kB")))
                .isEqualTo(23_000_000L * 1_024);
        assertThat(MemoryFolders.available(List.of("MemTotal:  24684096 kB"))).isZero();
    }
}
