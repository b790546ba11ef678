package dev.pipette.jobs;

import java.util.List;
import java.util.Optional;

/**
 * What a job runs.
 *
 * <pre>{@code
 * Work everflow = new Work.SourceOf("everflow", List.of("daily_stats"), Optional.empty());
 * }</pre>
 */
public sealed interface Work {
    /** Whether it follows cursors of its own, where no interval says what it loads: a source, and a replication file. */
    boolean hasCursors();

    /**
     * A script, {@code .jsh} or {@code .java}, or a replication file, {@code .yaml} or {@code .yml}.
     *
     * @param fileName without folders
     * @param sha256 of its bytes, which the store of jobs keeps
     */
    record Script(String fileName, String sha256) implements Work {
        @Override
        public boolean hasCursors() {
            return fileName.endsWith(".yaml") || fileName.endsWith(".yml");
        }

        @Override
        public String toString() {
            return fileName;
        }
    }

    /**
     * A source, by its name.
     *
     * @param source as {@code pipette sources} lists it
     * @param only these resources of it; empty for all
     * @param project the folder of the settings
     */
    record SourceOf(String source, List<String> only, Optional<String> project) implements Work {
        @Override
        public boolean hasCursors() {
            return true;
        }

        @Override
        public String toString() {
            return source + (only.isEmpty() ? "" : " (" + String.join(", ", only) + ")");
        }
    }
}
