package dev.pipette;

import dev.pipette.schema.Schema;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks into a pipeline and resolves what waits there: behind {@code pipette pipeline NAME ...}.
 *
 * <pre>{@code
 * for (PendingPackage waiting : pipeline.admin().pending()) {
 *   System.out.println(waiting.loadId() + " " + waiting.state());
 * }
 * }</pre>
 */
public final class PipelineAdmin {
    private final Pipeline pipeline;

    PipelineAdmin(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    /** The pipeline of this name as its working folder remembers it: destination and dataset of its last run. */
    public static Optional<Pipeline> find(String name, Path home) {
        throw new UnsupportedOperationException();
    }

    /** The names of the pipelines that have a working folder. */
    public static List<String> list(Path home) {
        throw new UnsupportedOperationException();
    }

    /** A load that stands in {@code _dlt_loads}. */
    public record Load(String loadId, Instant insertedAt, long status, String schemaName) {}

    /** A package that was not loaded: {@code sealed} waits for the next run, {@code quarantined} for a person. */
    public record PendingPackage(
            String loadId, String state, Path folder, Map<String, Long> rows, Optional<String> reason) {}

    /** What is known of the pipeline. */
    public record Info(
            String pipeline,
            String destination,
            String dataset,
            Path folder,
            boolean committedBefore,
            long stateVersion,
            Map<String, Map<String, Object>> resourceStates,
            List<PendingPackage> pending) {}

    /** Everything about the pipeline in one value. */
    public Info info() {
        throw new UnsupportedOperationException();
    }

    /** The loads of the dataset, newest first. */
    public List<Load> loads() {
        throw new UnsupportedOperationException();
    }

    /** The committed state of each resource, by resource name. */
    public Map<String, Map<String, Object>> state() {
        throw new UnsupportedOperationException();
    }

    /** The committed schema; empty before the first load. */
    public Optional<Schema> schema() {
        throw new UnsupportedOperationException();
    }

    /** The packages that wait or were quarantined, oldest first. */
    public List<PendingPackage> pending() {
        throw new UnsupportedOperationException();
    }

    /**
     * Deletes a package that waits, and those after it that load the same resources. Their rows are not lost while
     * their sources are: state was not moved, so the next run extracts them again.
     *
     * @return the load ids of the deleted packages
     */
    public List<String> discard(String loadId) {
        throw new UnsupportedOperationException();
    }

    /** Forgets what this working folder believes of the destination and takes what is committed there as the truth. */
    public Info sync() {
        throw new UnsupportedOperationException();
    }
}
