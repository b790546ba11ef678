package dev.pipette.engine.folder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.engine.folder.WorkingFolder.Binding;
import dev.pipette.engine.manifest.DatasetIdentity;
import dev.pipette.spi.DestinationClient;
import dev.pipette.spi.DestinationSession;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pipelines of one name into different files have folders of their own, and other pipelines the folder of their name. */
final class WorkingFoldersTests {
    @TempDir
    private Path home;

    private final Set<String> files = new HashSet<>(Set.of("/a", "/b", "/c"));

    /** A file that is named by its path alone. */
    private final class File implements DestinationClient {
        private final String path;

        File(String path) {
            this.path = path;
        }

        @Override
        public String describe() {
            return path;
        }

        @Override
        public String identity() {
            return path;
        }

        @Override
        public boolean isBeside(String identity) {
            return files.contains(identity) && !identity.equals(path);
        }

        @Override
        public String dltType() {
            return "none";
        }

        @Override
        public int maxIdentifierLength() {
            return 63;
        }

        @Override
        public boolean exists() {
            return files.contains(path);
        }

        @Override
        public DestinationSession open(Access access) {
            throw new UnsupportedOperationException();
        }
    }

    private WorkingFolder run(String path) {
        WorkingFolder folder = WorkingFolders.of(home, "quakes", new File(path));
        folder.prepare();
        folder.bind(new Binding(path, "data", null));
        return folder;
    }

    @Test
    void the_first_has_the_folder_of_its_name_and_another_file_one_with_a_key() {
        WorkingFolder one = run("/a");
        WorkingFolder other = run("/b");

        assertThat(one.path()).hasFileName("quakes");
        assertThat(other.path().getFileName().toString()).matches("quakes@[A-Za-z0-9]+");
        assertThat(run("/a")).isEqualTo(one);
        assertThat(run("/b")).isEqualTo(other);
        assertThat(WorkingFolders.in(home))
                .extracting(WorkingFolders.Named::pipeline)
                .containsExactly("quakes", "quakes");
    }

    @Test
    void a_file_that_was_moved_keeps_its_folder() {
        run("/a");
        WorkingFolder other = run("/b");
        files.remove("/b");

        assertThat(WorkingFolders.of(home, "quakes", new File("/moved"))).isEqualTo(other);
    }

    @Test
    void a_server_by_any_name_has_the_folder_of_its_name() {
        WorkingFolder one = run("postgres://localhost/quakes");

        assertThat(run("postgres://127.0.0.1/quakes")).isEqualTo(one);
    }

    @Test
    void a_folder_that_an_older_version_used_for_two_files_stays_the_folder_of_both() {
        WorkingFolder shared = run("/a");
        File a = new File("/a");
        shared.committed()
                .remember(
                        new DatasetPlace(a, "data", DatasetIdentity.UNKNOWN), new CommittedNotes.Note(1, "1.5", null));
        shared.bind(new Binding("/b", "data", null));

        assertThat(WorkingFolders.of(home, "quakes", a)).isEqualTo(shared);
        assertThat(WorkingFolders.of(home, "quakes", new File("/b"))).isEqualTo(shared);
        assertThat(WorkingFolders.of(home, "quakes", new File("/c"))).isNotEqualTo(shared);
    }

    @Test
    void a_folder_that_is_broken_is_left_to_its_own_pipeline() throws Exception {
        run("/a");
        WorkingFolder other = run("/b");
        Files.writeString(other.path().resolve("pipeline.json"), "{");

        assertThat(run("/a").path()).hasFileName("quakes");
    }

    @Test
    void the_file_of_the_current_folder_is_meant() {
        WorkingFolder one = run("/a");
        WorkingFolder other = run("/b");

        assertThat(WorkingFolders.meant(List.of(one, other), "/b"::equals)).contains(other);
        assertThat(WorkingFolders.meant(List.of(one, other), "/c"::equals)).isEmpty();
        assertThat(WorkingFolders.meant(List.of(one), "/c"::equals)).contains(one);
    }
}
