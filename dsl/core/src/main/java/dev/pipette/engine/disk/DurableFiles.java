package dev.pipette.engine.disk;

import dev.pipette.error.PipetteException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.Stream;

/** Writes files of a working folder so that they outlive a loss of power: flushed to the disk, and replaced by a rename. */
public final class DurableFiles {
    private DurableFiles() {}

    /** Replaces a file, or makes it: after a loss of power the old or the new content is there, never half of one. */
    public static void replace(Path path, String content) throws IOException {
        move(path, content);
        forceFolder(Objects.requireNonNull(path.getParent()));
    }

    /** Replaces a file by a rename, which {@link #forceFolder} makes durable. */
    public static void move(Path path, String content) throws IOException {
        Path draft = path.resolveSibling(path.getFileName() + ".draft");
        PrivateFiles.USUAL.write(draft, content);
        force(draft);
        Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * Makes a file durable that DuckDB wrote, and keeps other users from it.
     *
     * @throws PipetteException WORKING_FOLDER_FAILED when the disk refuses it
     */
    public static void take(Path file) {
        try {
            PrivateFiles.USUAL.narrow(file);
        } catch (IOException failed) {
            throw FolderProblem.failedTo("write", file, failed);
        }
        force(file);
    }

    /**
     * Makes the content of a file durable.
     *
     * @throws PipetteException WORKING_FOLDER_FAILED when the disk refuses it
     */
    public static void force(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        } catch (IOException failed) {
            throw FolderProblem.failedTo("write", file, failed);
        }
    }

    /** Makes the names in a folder durable. */
    public static void forceFolder(Path path) throws IOException {
        if (!System.getProperty("os.name").startsWith("Windows")) {
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /** Deletes a folder with all that is in it. */
    public static void deleteAll(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
