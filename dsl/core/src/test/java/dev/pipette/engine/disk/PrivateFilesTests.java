package dev.pipette.engine.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFilesTests {
    private static final PrivateFiles PRIVATE = PrivateFiles.of(null);

    @TempDir
    Path folder;

    @BeforeEach
    void need_permissions() {
        assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"));
    }

    @Test
    void folders_and_files_are_for_this_user_alone() throws IOException {
        Path inner = folder.resolve("home/pipelines/shop");
        Path file = inner.resolve("file");

        PRIVATE.makeFolders(inner);
        PRIVATE.write(file, "text");
        try (FileChannel lock = PRIVATE.lockFile(inner.resolve("lock"))) {
            assertThat(lock.isOpen()).isTrue();
        }

        assertThat(permissions(folder.resolve("home"))).isEqualTo("rwx------");
        assertThat(permissions(inner)).isEqualTo("rwx------");
        assertThat(permissions(file)).isEqualTo("rw-------");
        assertThat(permissions(inner.resolve("lock"))).isEqualTo("rw-------");
        assertThat(Files.readString(file)).isEqualTo("text");
    }

    @Test
    void what_is_there_keeps_its_permissions() throws IOException {
        Path wide = Files.createDirectory(folder.resolve("wide"));
        Path file = Files.writeString(wide.resolve("file"), "a longer text");
        Files.setPosixFilePermissions(wide, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        PRIVATE.makeFolders(wide.resolve("inner"));
        PRIVATE.write(file, "text");

        assertThat(permissions(wide)).isEqualTo("rwxr-xr-x");
        assertThat(permissions(wide.resolve("inner"))).isEqualTo("rwx------");
        assertThat(permissions(file)).isEqualTo("rw-r--r--");
        assertThat(Files.readString(file)).isEqualTo("text");
    }

    @Test
    void a_file_that_somebody_else_made_is_narrowed() throws IOException {
        Path file = Files.writeString(folder.resolve("0.parquet"), "");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));

        PRIVATE.narrow(file);

        assertThat(permissions(file)).isEqualTo("rw-------");
    }

    @Test
    void a_group_shares_folders_and_files_whatever_the_umask_is() throws IOException {
        String group =
                Files.readAttributes(folder, PosixFileAttributes.class).group().getName();
        PrivateFiles shared = PrivateFiles.of(" " + group + " ");
        Path inner = folder.resolve("home/inner");

        shared.makeFolders(inner);
        shared.write(inner.resolve("file"), "text");
        Files.writeString(inner.resolve("0.parquet"), "");
        shared.narrow(inner.resolve("0.parquet"));

        assertThat(permissions(inner)).isEqualTo("rwxrwx---");
        assertThat(permissions(inner.resolve("file"))).isEqualTo("rw-rw----");
        assertThat(permissions(inner.resolve("0.parquet"))).isEqualTo("rw-rw----");
        assertThat(Files.readAttributes(inner.resolve("file"), PosixFileAttributes.class)
                        .group()
                        .getName())
                .isEqualTo(group);
    }

    @Test
    void a_group_that_there_is_not_is_refused() {
        assertThatThrownBy(() -> PrivateFiles.of("no-such-group").makeFolders(folder.resolve("home")))
                .hasMessage(
                        "[BAD_SETTINGS] PIPETTE_SHARED_GROUP names the group 'no-such-group', which this system does"
                                + " not have. Name one that 'id -Gn' prints, or unset it.");
        assertThat(folder.resolve("home")).as("it would be private for ever").doesNotExist();
        assertThat(PrivateFiles.of(" ").sharedGroup()).isEmpty();
    }

    @Test
    void no_file_is_written_through_a_symbolic_link() throws IOException {
        Path target = Files.writeString(folder.resolve("target"), "precious");
        Path link = Files.createSymbolicLink(folder.resolve("lock"), target);

        assertThatThrownBy(() -> PRIVATE.lockFile(link))
                .hasMessage("[WORKING_FOLDER_FAILED] " + link + " is a symbolic link to " + target
                        + ". Pipette writes this file itself and follows no link there, because whoever made it would"
                        + " choose what is overwritten. Delete the link and run again.");
        assertThatThrownBy(() -> PRIVATE.write(link, "x")).hasMessageContaining(" is a symbolic link to ");
        assertThat(Files.readString(target)).isEqualTo("precious");

        Files.delete(link);
        PRIVATE.lockFile(link).close();
        assertThat(link).isRegularFile();
    }

    @Test
    void a_link_to_a_file_that_is_missing_makes_none() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("draft"), folder.resolve("missing"));

        assertThatThrownBy(() -> PRIVATE.write(link, "x")).hasMessageContaining(" is a symbolic link to ");
        assertThat(folder.resolve("missing")).doesNotExist();
    }

    @Test
    void a_file_system_without_permissions_has_its_own_rules() throws IOException {
        URI zip = URI.create("jar:" + folder.resolve("files.zip").toUri());
        try (FileSystem plain = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
            Path inner = plain.getPath("/home/inner");

            PRIVATE.makeFolders(inner);
            Path file = Files.writeString(inner.resolve("file"), "x");
            PRIVATE.narrow(file);

            assertThat(plain.supportedFileAttributeViews()).doesNotContain("posix");
            assertThat(Files.readString(file)).isEqualTo("x");
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
