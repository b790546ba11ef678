package dev.pipette.jobs;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The log of an attempt.
 *
 * <pre>{@code
 * JobLog log = job.logs(occurrence.id());
 * log.lastLines().forEach(System.out::println);
 * log.file().ifPresent(file -> System.out.println("all of it: " + file));
 * }</pre>
 *
 * @param lastLines the last 200, without secrets; empty while the attempt runs
 * @param file the whole log; empty when it is on another machine, or was deleted
 */
public record JobLog(List<String> lastLines, Optional<Path> file) {
    /** Copies the list. */
    public JobLog {
        lastLines = List.copyOf(lastLines);
    }

    /** The last lines, as they were printed. */
    @Override
    public String toString() {
        return String.join("\n", lastLines);
    }
}
