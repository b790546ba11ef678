package dev.pipette.jobs.scheduler;

import dev.pipette.jobs.store.JobStore;
import dev.pipette.jobs.store.LogFile;
import dev.pipette.jobs.store.Worker;
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

/** Deletes the folders of attempts in this home folder whose time has passed; their rows in the store stay. */
final class OldLogs {
    private static final Logger LOG = LoggerFactory.getLogger(OldLogs.class);
    private static final Duration PAUSE = Duration.ofMinutes(10);

    private final JobStore store;
    private final AttemptFolders folders;
    private final Worker worker;
    private final Clock clock;
    private Instant next = Instant.MIN;

    OldLogs(JobStore store, AttemptFolders folders, Worker worker, Clock clock) {
        this.store = store;
        this.folders = folders;
        this.worker = worker;
        this.clock = clock;
    }

    void deleteNowAndThen() {
        Instant now = clock.instant();
        if (!now.isBefore(next)) {
            next = now.plus(PAUSE);
            store.attempts().oldLogs(worker, now).forEach(this::delete);
        }
    }

    private void delete(LogFile log) {
        try {
            Path folder = Path.of(log.file()).getParent();
            boolean isHere = folder != null && folders.isOne(folder) && Files.isDirectory(folder);
            if (folder != null && isHere) {
                deleteAll(folder);
            }
            if (isHere || log.isOwn()) { // what is not here may be on a machine of the same name
                store.attempts().logDeleted(log);
            }
        } catch (IOException failed) {
            LOG.warn("the old log {} cannot be deleted: {}", log.file(), failed.getMessage());
        }
    }

    private static void deleteAll(Path folder) throws IOException {
        List<Path> inside;
        try (Stream<Path> walk = Files.walk(folder)) {
            inside = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : inside) {
            Files.deleteIfExists(path);
        }
    }
}
