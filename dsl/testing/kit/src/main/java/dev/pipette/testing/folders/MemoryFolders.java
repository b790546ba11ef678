package dev.pipette.testing.folders;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * Makes the folders of tests in memory where the machine has room, and otherwise where {@code java.io.tmpdir} says: loads
 * sync what they write, and servers make hundreds of files, which takes a disk many times as long.
 *
 * <pre>{@code
 * @TempDir(factory = MemoryFolders.class)
 * Path folder;
 * }</pre>
 *
 * <p>Room is 4 GB that are free both in {@code /dev/shm} and of the memory itself. The system property {@code
 * pipette.testing.folder} names a folder that is used instead. {@code @LoadTest} and the kit's servers put their data
 * there; programs stay outside, for it may be forbidden to run any there.
 */
public final class MemoryFolders implements TempDirFactory {
    private static final String FOLDER_PROPERTY = "pipette.testing.folder";
    private static final Path MEMORY = Path.of("/dev/shm");
    private static final Path MEMORY_INFO = Path.of("/proc/meminfo");
    private static final long ROOM = 4L << 30;

    /** Makes an instance, as JUnit does for each folder. */
    public MemoryFolders() {}

    /**
     * Makes a new folder, which is not deleted by itself.
     *
     * @param prefix what its name begins with
     */
    public static Path create(String prefix) {
        try {
            Optional<Path> parent = parent();
            return parent.isPresent()
                    ? Files.createTempDirectory(parent.get(), prefix)
                    : Files.createTempDirectory(prefix);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Deletes a folder with all that is in it; does nothing where there is none. */
    public static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context) {
        return create("junit-");
    }

    private static Optional<Path> parent() throws IOException {
        String folder = System.getProperty(FOLDER_PROPERTY);
        if (folder != null) {
            return Optional.of(Path.of(folder));
        }
        return hasRoom() ? Optional.of(MEMORY) : Optional.empty();
    }

    private static boolean hasRoom() throws IOException {
        return Files.isWritable(MEMORY)
                && Files.getFileStore(MEMORY).type().equals("tmpfs")
                && Files.getFileStore(MEMORY).getUsableSpace() >= ROOM
                && available(Files.readAllLines(MEMORY_INFO)) >= ROOM;
    }

    /** Bytes that programs can have without swapping. Source: {@code proc_meminfo(5)}. */
    static long available(List<String> memoryInfo) {
        return memoryInfo.stream()
                .filter(line -> line.startsWith("MemAvailable:"))
                .map(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                .findFirst()
                .orElse(0L);
    }
}
