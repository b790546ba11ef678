package dev.pipette.engine.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.incremental.StoredFile;
import dev.pipette.spi.FileLocation;
import dev.pipette.spi.FileStore.OpenLocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which of the files that several locations list are read. */
final class ListedFilesTests {
    private static final FileLocation FIRST = FileLocation.of("https://h.example/export.csv?token=q7-x9Zz1");
    private static final FileLocation SECOND = FileLocation.of("https://h.example/export.csv?token=q7-x9Zz2");

    /** A store of which nothing is asked. */
    private enum Store implements OpenLocation {
        STORE;

        @Override
        public List<StoredFile> list() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<StoredFile> fetch(StoredFile file, Path to) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }

    private static InputFile stored(String key, String etag) {
        return InputFile.in(Store.STORE, new StoredFile(key, etag, 1, Instant.EPOCH), key + " " + etag);
    }

    private static InputFile local(Path path) {
        return new InputFile(
                new StoredFile(path.toString(), "", 1, Instant.EPOCH),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                path + " 1 0");
    }

    @Test
    void a_state_that_cannot_tell_two_files_apart_refuses_them() {
        ListedFiles files = new ListedFiles("exports", true);
        files.add(FIRST, stored("h.example/export.csv", "v1"));

        assertThatThrownBy(() -> files.add(SECOND, stored("h.example/export.csv", "v2")))
                .hasMessage("[BAD_USAGE] resource exports: https://h.example/export.csv?token=*** and"
                        + " https://h.example/export.csv?token=*** are known by one name: h.example/export.csv. The file"
                        + " state could not tell which of them is loaded. Load them in two resources, or without a file"
                        + " state.");
    }

    @Test
    void without_a_state_both_are_read() {
        ListedFiles files = new ListedFiles("exports", false);
        InputFile one = stored("h.example/export.csv", "v1");
        InputFile other = stored("h.example/export.csv", "v2");
        files.add(FIRST, one);
        files.add(SECOND, other);

        assertThat(files.all()).containsExactly(one, other);
    }

    @Test
    void a_file_that_is_replaced_between_the_listings_of_two_patterns_is_one_file() {
        ListedFiles files = new ListedFiles("exports", true);
        InputFile before = stored("b/in/1.csv", "v1");
        files.add(FileLocation.of("s3://b/in/*.csv"), before);
        files.add(FileLocation.of("s3://b/in/1.csv"), stored("b/in/1.csv", "v2"));

        assertThat(files.all()).containsExactly(before);
    }

    @Test
    void a_symbolic_link_to_a_file_of_the_list_is_not_read_again(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("t1.csv"), "id\n1\n");
        Path link = Files.createSymbolicLink(folder.resolve("link-to-t1.csv"), file);
        ListedFiles files = new ListedFiles("rows", false);
        InputFile first = local(file);
        files.add(FileLocation.of(file.toString()), first);
        files.add(FileLocation.of(link.toString()), local(link));

        assertThat(files.all()).containsExactly(first);
    }
}
