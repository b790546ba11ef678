package dev.pipette.engine.extract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.incremental.StoredFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file is another one when its content is, whatever its size and its time say. */
class LocalContentTests {
    private static final FileTime TIME = FileTime.from(Instant.parse("2025-01-01T00:00:00Z"));

    @TempDir
    Path folder;

    @Test
    void content_of_the_same_length_has_another_checksum() throws IOException {
        assertThat(LocalContent.of(file("a", "123456789"))).isEqualTo("crc32c=e3069283"); // the check value of CRC-32C
        assertThat(LocalContent.of(file("b", "123456798"))).isNotEqualTo("crc32c=e3069283");
        assertThat(LocalContent.of(file("c", ""))).isEqualTo("crc32c=00000000");
    }

    @Test
    void a_file_that_is_replaced_by_one_of_the_same_size_and_time_is_another() throws IOException {
        Path file = file("a.csv", "id\n1\n");
        String remembered = remembered(file);

        Files.move(file("new.csv", "id\n2\n"), file, StandardCopyOption.REPLACE_EXISTING);

        assertThat(LocalContent.isSame(remembered, file)).isFalse();
    }

    @Test
    void a_file_that_is_copied_or_touched_is_the_same() throws IOException {
        Path file = file("a.csv", "id\n1\n");
        String remembered = remembered(file);

        assertThat(LocalContent.isSame(remembered, file)).isTrue();
        assertThat(LocalContent.isSame(remembered, file("copy.csv", "id\n1\n"))).isTrue();
        file("a.csv", "id\n1\n");
        assertThat(LocalContent.isSame(remembered, file)).isTrue();
    }

    @Test
    void where_no_content_is_remembered_every_file_has_it() throws IOException {
        assertThat(LocalContent.isSame("", file("a.csv", "id\n1\n"))).isTrue();
    }

    @Test
    void a_file_that_cannot_be_read_is_another() throws IOException {
        Path file = file("a.csv", "id\n1\n");
        String remembered = remembered(file);
        Files.delete(file);

        assertThat(LocalContent.isSame(remembered, file)).isFalse();
        assertThat(LocalContent.ofReadable(file)).isEmpty();
    }

    @Test
    void of_a_large_file_its_beginning_and_its_end_are_read_too() throws IOException {
        Path file = folder.resolve("large");
        try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
            large.setLength(LocalContent.READ_WHOLE + 1_000_003);
        }
        String zeros = LocalContent.of(file);

        assertThat(change(file, 0)).isNotEqualTo(zeros);
        assertThat(change(file, LocalContent.READ_WHOLE + 1_000_002)).isNotEqualTo(zeros);
    }

    private static String change(Path file, long place) throws IOException {
        try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
            large.seek(place);
            large.write(7);
            String changed = LocalContent.of(file);
            large.seek(place);
            large.write(0);
            return changed;
        }
    }

    private static String remembered(Path file) {
        return LocalContent.remembered(new StoredFile(file.toString(), "", 5, TIME.toInstant()), file)
                .etag();
    }

    private Path file(String name, String content) throws IOException {
        Path file = Files.writeString(folder.resolve(name), content);
        return Files.setLastModifiedTime(file, TIME);
    }
}
