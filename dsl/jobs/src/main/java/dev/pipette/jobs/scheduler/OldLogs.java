package dev.pipette.jobs.scheduler;

import dev.pipette.jobs.store.JobStore;
import dev.pipette.jobs.store.LogFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes the folders of attempts on this machine whose time has passed; their rows in the store stay. */
final class OldLogs {
    private static final Logger LOG = LoggerFactory.getLogger(OldLogs.class);
    private static final Duration PAUSE = Duration.ofMinutes(10);

    private final JobStore store;
    private final AttemptFolders folders;
    private final String host;
    private final Clock clock;
    private Instant next = Instant.MIN;

    OldLogs(JobStore store, AttemptFolders folders, String host, Clock clock) {
        this.store = store;
        this.folders = folders;
        this.host = host;
        this.clock = clock;
    }

    void deleteNowAndThen() {
        Instant now = clock.instant();
        if (!now.isBefore(next)) {
            next = now.plus(PAUSE);
            store.attempts().oldLogs(host, now).forEach(this::delete);
        }
    }

    private void delete(LogFile log) {
        try {
            Path folder = Path.of(log.file()).getParent();
            if (folder != null && folders.isOne(folder)) {
                deleteAll(folder);
            }
            store.attempts().logDeleted(log);
        } catch (IOException failed) {
            LOG.warn("the old log {} cannot be deleted: {}", log.file(), failed.getMessage());
        }
    }

    private static void deleteAll(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        List<Path> inside;
        try (Stream<Path> walk = Files.walk(folder)) {
            inside = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : inside) {
            Files.deleteIfExists(path);
        }
    }
}
