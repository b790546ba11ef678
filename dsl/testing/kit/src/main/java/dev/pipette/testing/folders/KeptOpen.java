package dev.pipette.testing.folders;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Logger;

/**
 * Keeps the DuckDB files of tests open in this process. DuckDB needs 15 ms to open a file that is closed, 10 ms to list its tables for
 * the first time, and some more to close it; it needs next to nothing for a file that is open, and a load opens its file several
 * times. Other processes cannot open a file that is kept, and tests of opening and closing work without it.
 *
 * <p>A file that does not exist is a link to an empty one that stays open: when the folder of the link is deleted, the file is emptied
 * for the next test that needs one of this name.
 *
 * <pre>{@code
 * KeptOpen.keep(folder.resolve("shop.duckdb"));
 * }</pre>
 */
public final class KeptOpen {
    private static final KeptOpen SHARED = new KeptOpen();

    /** JUnit's, which warns of each link that leads out of the folder of a test. */
    private static final Logger LINKS =
            Logger.getLogger("org.junit.jupiter.engine.extension.TempDirectory$CloseablePath");

    private static final String PREFIX = "pipette-kept-";

    private final Map<Path, OpenDatabase> kept = new HashMap<>();
    private final Map<String, Deque<OpenDatabase>> emptied = new HashMap<>();
    private Optional<Path> folder = Optional.empty();
    private int made;

    private KeptOpen() {}

    /** Opens a file, which is made if need be, until its folder is deleted. */
    public static void keep(Path file) {
        SHARED.open(file);
    }

    private synchronized void open(Path file) {
        if (kept.containsKey(file) && Files.exists(file)) {
            return;
        }
        takeBack();
        kept.put(file, Files.exists(file) ? OpenDatabase.of(file) : linked(file));
    }

    /** An empty database, to which the file is made a link; the file itself where a file system has no links. */
    private OpenDatabase linked(Path file) {
        try {
            Files.createDirectories(file.getParent());
            OpenDatabase database = empty(file.getFileName().toString());
            try {
                Files.createSymbolicLink(file, database.file());
                return database;
            } catch (UnsupportedOperationException | FileSystemException withoutLinks) {
                giveBack(database);
                return OpenDatabase.of(file);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** DuckDB names a database after its file, so it must have the same name. */
    private OpenDatabase empty(String name) throws IOException {
        Deque<OpenDatabase> ready = emptied.getOrDefault(name, new ArrayDeque<>());
        return ready.isEmpty()
                ? OpenDatabase.of(Files.createDirectory(folder().resolve(String.valueOf(made++)))
                        .resolve(name))
                : ready.pop();
    }

    private Path folder() {
        if (folder.isEmpty()) {
            LINKS.setFilter(warning -> !warning.getMessage().contains(PREFIX));
            Path inMemory = MemoryFolders.create(PREFIX);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                leave();
                MemoryFolders.delete(inMemory);
            }));
            folder = Optional.of(inMemory);
        }
        return folder.get();
    }

    /** Whoever keeps the folder of a test that failed finds the database there, and not a link. */
    private synchronized void leave() {
        kept.forEach((link, database) -> {
            if (Files.isSymbolicLink(link)) {
                database.moveTo(link);
            }
        });
    }

    /** Empties the databases whose links are gone, and closes those that cannot be used again. */
    private void takeBack() {
        List<OpenDatabase> gone = new ArrayList<>();
        for (Iterator<Map.Entry<Path, OpenDatabase>> all = kept.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<Path, OpenDatabase> one = all.next();
            if (!Files.exists(one.getKey(), LinkOption.NOFOLLOW_LINKS)) {
                gone.add(one.getValue());
                all.remove();
            }
        }
        gone.forEach(this::giveBack);
    }

    private void giveBack(OpenDatabase database) {
        if (Files.exists(database.file()) && database.empty()) {
            emptied.computeIfAbsent(database.file().getFileName().toString(), name -> new ArrayDeque<>())
                    .push(database);
        } else {
            database.close();
        }
    }
}
