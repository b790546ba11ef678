package dev.pipette.engine.extract;

import static dev.pipette.Pipette.jsonl;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pipette.incremental.StoredFile;
import dev.pipette.schema.WriteDisposition;
import dev.pipette.spi.FileStore.OpenLocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFeedTests {
    private static final StoredFile ORDERS = new StoredFile("shop/orders.jsonl", "tag", 10, Instant.EPOCH);

    private static final ResourcePlan ORDERS_PLAN = ResourcePlan.builder()
            .name("orders")
            .tableName("orders")
            .source(jsonl("orders", Path.of("*.jsonl")).source())
            .writeDisposition(new WriteDisposition.Append())
            .deduplicatesWithinRun(false)
            .build();

    @TempDir
    Path folder;

    /** A store that writes a file as the umask, or its own habit, has it. */
    private static final class Careless implements OpenLocation {
        @Override
        public List<StoredFile> list() {
            return List.of(ORDERS);
        }

        @Override
        public Optional<StoredFile> fetch(StoredFile file, Path to) throws IOException {
            Files.writeString(to, "{\"id\": 1}\n");
            Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rw-rw-rw-"));
            return Optional.of(file);
        }

        @Override
        public void close() {}
    }

    @Test
    void what_a_store_wrote_is_narrowed_in_a_folder_that_others_cannot_enter() throws IOException {
        assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"));
        Path fetched = folder.resolve("fetched");
        InputFile listed = InputFile.in(new Careless(), ORDERS, "shop/orders.jsonl tag");

        try (FileFeed feed = new FileFeed(ORDERS_PLAN, List.of(listed), fetched)) {
            assertThatThrownBy(feed::next)
                    .as("core has no format to read what was fetched")
                    .hasMessageContaining("[NOT_INSTALLED]");

            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(fetched)))
                    .isEqualTo("rwx------");
            try (var files = Files.list(fetched)) {
                for (Path file : files.toList()) {
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------");
                }
            }
        }
    }
}
