package dev.pipette;

import dev.pipette.load.CommittedState;
import dev.pipette.pack.ResourceLoad;
import dev.pipette.pack.RunLock;
import dev.pipette.pack.SealedPackage;
import dev.pipette.pack.WorkingFolder;
import dev.pipette.schema.Naming;
import dev.pipette.schema.Schema;
import dev.pipette.spi.DestinationClient;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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
        WorkingFolder working = WorkingFolder.of(home, name);
        return working.binding()
                .map(binding -> Pipeline.of(name, Destination.parse(binding.destination()))
                        .dataset(binding.dataset())
                        .home(home));
    }

    /** The names of the pipelines that have a working folder. */
    public static List<String> list(Path home) {
        return WorkingFolder.pipelines(home);
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
        CommittedState committed = committed();
        return new Info(
                pipeline.name(),
                client().describe(),
                dataset(),
                working().path(),
                committed.newestLoadId().isPresent(),
                committed.stateVersion(),
                states(committed),
                pending());
    }

    /** The loads of the dataset, newest first. */
    public List<Load> loads() {
        return CommittedState.loads(client(), dataset()).stream()
                .map(load -> new Load(load.loadId(), load.insertedAt(), load.status(), load.schemaName()))
                .toList();
    }

    /** The committed state of each resource, by resource name. */
    public Map<String, Map<String, Object>> state() {
        return states(committed());
    }

    /** The committed schema; empty before the first load. */
    public Optional<Schema> schema() {
        return committed().schema();
    }

    /** The packages that wait or were quarantined, oldest first. */
    public List<PendingPackage> pending() {
        WorkingFolder working = working();
        List<PendingPackage> pending = new ArrayList<>();
        working.sealedPackages()
                .forEach(waiting ->
                        pending.add(describe(working, waiting, waiting.committed() ? "committed" : "sealed")));
        working.quarantinedPackages().forEach(waiting -> pending.add(describe(working, waiting, "quarantined")));
        pending.sort(Comparator.comparing(PendingPackage::loadId));
        return List.copyOf(pending);
    }

    /**
     * Deletes a package that waits, and those after it that load the same resources. Their rows are not lost while
     * their sources are: state was not moved, so the next run extracts them again.
     *
     * @return the load ids of the deleted packages
     * @throws PipetteException BAD_USAGE when there is no such package, or when it is committed: its rows would be
     *     loaded twice
     */
    public List<String> discard(String loadId) {
        WorkingFolder working = working();
        if (!working.exists()) {
            throw unknown(loadId);
        }
        try (RunLock lock = RunLock.take(working, pipeline.name(), pipeline.lockWait())) {
            List<SealedPackage> waiting = new ArrayList<>(working.sealedPackages());
            waiting.addAll(working.quarantinedPackages());
            SealedPackage first = waiting.stream()
                    .filter(found -> found.loadId().equals(loadId))
                    .findFirst()
                    .orElseThrow(() -> unknown(loadId));
            Set<String> resources = first.manifest().resources().stream()
                    .map(ResourceLoad::name)
                    .collect(Collectors.toSet());
            List<String> discarded = new ArrayList<>();
            for (SealedPackage sealed : waiting) {
                boolean later = sealed.loadId().compareTo(loadId) > 0 && !sealed.committed();
                boolean sharesResource = sealed.manifest().resources().stream()
                        .anyMatch(resource -> resources.contains(resource.name()));
                if (sealed == first || (later && sharesResource)) {
                    refuseCommitted(sealed);
                    working.delete(sealed.folder());
                    discarded.add(sealed.loadId());
                }
            }
            return discarded;
        }
    }

    private void refuseCommitted(SealedPackage sealed) {
        DestinationClient client = client();
        if (sealed.manifest().destination().equals(client.identity())
                && CommittedState.isCommitted(
                        client, sealed.manifest().dataset(), sealed.manifest().schemaName(), sealed.loadId())) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "package " + sealed.loadId() + " of pipeline " + pipeline.name()
                            + " is committed at the destination, so there is nothing to discard; the next run ticks it"
                            + " off.");
        }
    }

    /**
     * Forgets what this working folder believes of the destination and takes what is committed there as the truth.
     * Packages that were extracted from newer state than there is can never be loaded; they are set aside in quarantine.
     */
    public Info sync() {
        WorkingFolder working = working();
        try (RunLock lock = RunLock.take(working, pipeline.name(), pipeline.lockWait())) {
            working.prepare();
            DestinationClient client = client();
            CommittedState committed = committed();
            working.binding(new WorkingFolder.Binding(client.identity(), dataset()));
            for (SealedPackage sealed : working.sealedPackages()) {
                boolean here = sealed.manifest().destination().equals(client.identity())
                        && sealed.manifest().dataset().equals(dataset());
                if (here && sealed.manifest().baseStateVersion() > committed.stateVersion()) {
                    working.quarantine(
                            sealed,
                            "extracted from state version "
                                    + sealed.manifest().baseStateVersion()
                                    + ", and the destination, which was dropped or"
                                    + " restored from an older copy, has version " + committed.stateVersion()
                                    + ". The next run of its resources extracts them again.");
                }
            }
            working.committed(
                    client.identity(),
                    dataset(),
                    committed
                            .newestLoadId()
                            .map(loadId -> new WorkingFolder.Committed(committed.stateVersion(), loadId))
                            .orElse(null));
        }
        return info();
    }

    private PipetteException unknown(String loadId) {
        return new PipetteException(
                ErrorCode.BAD_USAGE,
                "pipeline " + pipeline.name() + " has no package " + loadId + " that waits or was quarantined"
                        + (pending().isEmpty()
                                ? "; none does."
                                : ". There are: "
                                        + pending().stream()
                                                .map(PendingPackage::loadId)
                                                .collect(Collectors.joining(", "))
                                        + "."));
    }

    private static PendingPackage describe(WorkingFolder working, SealedPackage sealed, String state) {
        Map<String, Long> rows = new LinkedHashMap<>();
        sealed.manifest().tables().forEach(table -> rows.put(table.name(), table.rows()));
        return new PendingPackage(sealed.loadId(), state, sealed.folder(), rows, working.reason(sealed));
    }

    private Map<String, Map<String, Object>> states(CommittedState committed) {
        Map<String, Map<String, Object>> states = new LinkedHashMap<>();
        committed.state().ifPresent(state -> {
            for (String source : state.sourceNames()) {
                for (String resource : state.resourceNames(source)) {
                    Map<String, Object> values = new LinkedHashMap<>();
                    state.resourceState(source, resource).forEach((key, value) -> {
                        if (value != null) {
                            values.put(key, value);
                        }
                    });
                    states.put(resource, values);
                }
            }
        });
        return states;
    }

    private CommittedState committed() {
        return CommittedState.read(
                client(),
                new CommittedState.Question(
                        pipeline.name(), dataset(), naming().identifier(pipeline.name()), Optional.empty(), List.of()));
    }

    private WorkingFolder working() {
        return WorkingFolder.of(pipeline.home(), pipeline.name());
    }

    private DestinationClient client() {
        return pipeline.destination().connect(pipeline.home());
    }

    private Naming naming() {
        return Naming.snakeCase(client().maxIdentifierLength());
    }

    private String dataset() {
        return naming().identifier(pipeline.datasetName());
    }
}
