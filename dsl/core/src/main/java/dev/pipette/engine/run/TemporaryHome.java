package dev.pipette.engine.run;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.pipette.engine.disk.DurableFiles;
import dev.pipette.engine.disk.FolderProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * A folder of this user alone, for what a plan extracts. It is deleted with all that is in it when the plan ends, also where a
 * signal ends the process. What a killed process left is deleted by a later plan.
 */
final class TemporaryHome implements AutoCloseable {
    private static final String PREFIX = "pipette-plan";
    private static final Duration OLD = Duration.ofDays(1);

    /** A thread of the plan may still write while the process ends. */
    private static final int ATTEMPTS = 5;

    private final Path folder;
    private final Thread hook;

    private TemporaryHome(Path folder) {
        this.folder = folder;
        this.hook = new Thread(this::deleteAtExit, PREFIX + "-cleanup");
    }

    static TemporaryHome make() {
        return make(Path.of(System.getProperty("java.io.tmpdir", ".")));
    }

    /** Makes one in a folder of temporary files, and deletes there what earlier plans left. */
    static TemporaryHome make(Path among) {
        try {
            TemporaryHome made = new TemporaryHome(Files.createTempDirectory(among, PREFIX));
            made.register();
            made.sweep(among);
            return made;
        } catch (IOException failed) {
            throw FolderProblem.temporary(failed);
        }
    }

    Path folder() {
        return folder;
    }

    /** What deletes the folder where a signal ends the process. */
    Thread hook() {
        return hook;
    }

    private void register() {
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException ending) {
            deleteAtExit(); // the process ends already, and reads no sample
        }
    }

    /** Deletes folders of this user that are too old to be in use; one that cannot be deleted must not stop a plan. */
    private void sweep(Path among) {
        Instant limit = Instant.now().minus(OLD);
        try (DirectoryStream<Path> found = Files.newDirectoryStream(among, PREFIX + "*")) {
            for (Path other : found) {
                if (other.getFileName().toString().matches(PREFIX + "[0-9]+") && isLeft(other, limit)) {
                    deleted(other);
                }
            }
        } catch (IOException | DirectoryIteratorException unlisted) {
            // the plan can be made all the same
        }
    }

    private boolean isLeft(Path other, Instant limit) {
        try {
            return Files.isDirectory(other, NOFOLLOW_LINKS)
                    && Files.getLastModifiedTime(other, NOFOLLOW_LINKS)
                            .toInstant()
                            .isBefore(limit)
                    && Files.getOwner(other, NOFOLLOW_LINKS).equals(Files.getOwner(folder));
        } catch (IOException gone) {
            return false; // another plan may delete it at the same time
        }
    }

    private void deleteAtExit() {
        int attempt = 0;
        while (attempt < ATTEMPTS && !deleted(folder)) {
            attempt++;
        }
    }

    private static boolean deleted(Path some) {
        try {
            if (Files.exists(some)) {
                DurableFiles.deleteAll(some);
            }
            return true;
        } catch (IOException | UncheckedIOException busy) {
            return false;
        }
    }

    /** What could not be deleted is tried again when the process ends, and by a later plan after a day. */
    @Override
    public void close() {
        if (deleted(folder)) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException ending) {
                deleted(folder); // beside the hook, which runs already
            }
        }
    }
}
