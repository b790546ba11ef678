package dev.pipette.jobs.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pipette.jobs.JobFile;
import dev.pipette.jobs.store.StoredFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A library that the attempts of a machine share. */
class LibraryFileTests {
    private static final byte[] CONTENT = "classes".getBytes(StandardCharsets.UTF_8);
    private static final JobFile LIBRARY = new JobFile("tool-1.jar", StoredFiles.sha256(CONTENT));
    private static final Function<JobFile, byte[]> ABSENT = library -> {
        throw new IllegalStateException("the store is away");
    };

    @TempDir
    Path home;

    private Path file;

    @BeforeEach
    void keep_it() throws IOException {
        file = home.resolve("jobs/files").resolve(LIBRARY.sha256()).resolve(LIBRARY.name());
        LibraryFile.keep(file, LIBRARY, library -> CONTENT);
    }

    @Test
    void it_is_read_from_the_store_once() throws IOException {
        LibraryFile.keep(file, LIBRARY, ABSENT);

        assertThat(file).hasBinaryContent(CONTENT);
        try (var files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void one_that_was_changed_or_cut_short_is_written_again() throws IOException {
        for (String wrong : new String[] {"evil classes", "class", ""}) {
            Files.writeString(file, wrong);

            LibraryFile.keep(file, LIBRARY, library -> CONTENT);

            assertThat(file).hasBinaryContent(CONTENT);
        }
        Files.writeString(file, "evil classes");
        assertThatThrownBy(() -> LibraryFile.keep(file, LIBRARY, ABSENT)).hasMessage("the store is away");
    }

    @Test
    void it_is_for_this_user_alone() throws IOException {
        assumeTrue(file.getFileSystem().supportedFileAttributeViews().contains("posix"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }
}
