package dev.pipette.engine.disk;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a file system in an archive, where files can be given to any user. */
class TrustedPathTests {
    private static final UserPrincipal ME = new User("me");

    @TempDir
    Path folder;

    private FileSystem files = FileSystems.getDefault();
    private Path open = Path.of("");

    private record User(String getName) implements UserPrincipal {}

    @BeforeEach
    void make_a_folder_where_everybody_may_write() throws IOException {
        files = FileSystems.newFileSystem(
                URI.create("jar:" + folder.resolve("files.zip").toUri()),
                Map.of("create", "true", "enablePosixFileAttributes", "true"));
        open = made("/tmp", "root", "rwxrwxrwx");
    }

    @AfterEach
    void close() throws IOException {
        files.close();
    }

    private Path made(String path, String owner, String permissions) throws IOException {
        Path made = Files.createDirectory(files.getPath(path));
        PosixFileAttributeView view = Files.getFileAttributeView(made, PosixFileAttributeView.class);
        view.setOwner(new User(owner));
        view.setPermissions(PosixFilePermissions.fromString(permissions));
        return made;
    }

    @Test
    void a_folder_of_another_user_where_everybody_may_write_is_refused() throws IOException {
        Path home = made("/tmp/pipette", "mallory", "rwxrwxrwx");

        assertThatThrownBy(() -> TrustedPath.check(home.resolve("pipelines/shop"), () -> ME))
                .hasMessage("[WORKING_FOLDER_FAILED] /tmp/pipette belongs to mallory, and everybody may write in /tmp:"
                        + " that user could read and change what is loaded. Nothing was written. Choose a folder of"
                        + " your own with PIPETTE_HOME or .home(..).");
    }

    @Test
    void a_folder_inside_one_that_all_may_write_is_looked_at_too() throws IOException {
        Path home = made("/tmp/pipette", "me", "rwxrwxrwx");
        made("/tmp/pipette/pipelines", "mallory", "rwxrwxrwx");

        assertThatThrownBy(() -> TrustedPath.check(home.resolve("pipelines/shop"), () -> ME))
                .hasMessageContaining("/tmp/pipette/pipelines belongs to mallory");
    }

    @Test
    void ones_own_the_administrators_and_what_others_cannot_plant_is_trusted() throws IOException {
        made("/srv", "root", "rwxr-xr-x");

        for (Path path : new Path[] {
            made("/tmp/mine", "me", "rwx------"),
            made("/tmp/roots", "root", "rwxr-xr-x"),
            made("/srv/others", "mallory", "rwxrwxr-x"),
            open.resolve("missing/pipelines")
        }) {
            assertThatCode(() -> TrustedPath.check(path, () -> ME))
                    .as(path.toString())
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void a_link_of_another_user_where_everybody_may_write_is_refused() throws IOException {
        assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path mine = Files.createDirectory(folder.resolve("mine"));
        Path link = Files.createSymbolicLink(folder.resolve("pipette"), mine);
        PosixFileAttributeView view =
                Files.getFileAttributeView(link, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view.getOwner().getName().equals("root")) {
            view.setOwner(folder.getFileSystem()
                    .getUserPrincipalLookupService()
                    .lookupPrincipalByName("nobody")); // nobody but the administrator gives files away
        }

        assertThatThrownBy(() -> TrustedPath.check(link, () -> ME))
                .hasMessageContaining(link + " belongs to " + view.getOwner().getName());
    }

    @Test
    void the_user_of_this_process_is_trusted() throws IOException {
        assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path own = Files.createDirectory(folder.resolve("own"));

        assertThatCode(() -> TrustedPath.check(own)).doesNotThrowAnyException();
    }
}
