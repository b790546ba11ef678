package dev.pipette.testing.postgres;

import dev.pipette.testing.folders.MemoryFolders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Folders of servers: others may pass through them, and may not look round. */
final class Folders {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Folders() {}

    /** A new folder with the given start of its name. */
    static Path temporary(String prefix) {
        try {
            return passable(MemoryFolders.create(prefix));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static Path passable(Path folder) throws IOException {
        return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    }

    /** Deletes a folder; continues for a while when a process that is just ending still writes to it. */
    static void delete(Path folder) {
        Poll.until(PATIENCE, () -> deleted(folder));
    }

    private static boolean deleted(Path folder) {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failed)
                        throws IOException {
                    Files.deleteIfExists(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
            return true;
        } catch (NoSuchFileException gone) {
            return Files.notExists(folder);
        } catch (IOException stillWritten) {
            return false;
        }
    }
}
