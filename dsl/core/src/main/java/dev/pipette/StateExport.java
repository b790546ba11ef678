package dev.pipette;

import dev.pipette.load.DltHandOver;
import dev.pipette.load.DltHandOver.Done;
import dev.pipette.load.RetryingClient;
import dev.pipette.pack.RunLock;
import dev.pipette.pack.SealedPackage;
import dev.pipette.pack.WorkingFolder;
import dev.pipette.schema.Naming;
import dev.pipette.spi.LoadStep;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Hands a pipeline's state over to dlt, under the pipeline's lock and in one transaction. */
final class StateExport {
    private final Pipeline pipeline;
    private final WorkingFolder working;
    private final RetryingClient client;
    private final String dataset;
    private final String schemaName;

    StateExport(Pipeline pipeline) {
        this.pipeline = pipeline;
        this.working = WorkingFolder.of(pipeline.home(), pipeline.name());
        this.client = pipeline.destination().connect(pipeline.home());
        Naming naming = Naming.snakeCase(client.maxIdentifierLength());
        this.dataset = naming.identifier(pipeline.datasetName());
        this.schemaName = naming.identifier(pipeline.name());
    }

    DltExport forDlt(Map<String, List<String>> keys) {
        DltHandOver handOver = new DltHandOver(
                client,
                new DltHandOver.Question(pipeline.name(), dataset, schemaName, keys),
                pipeline.clockUsed(),
                pipeline.listener());
        try (RunLock lock = RunLock.take(working, pipeline.name(), pipeline.lockWait())) {
            working.prepare();
            refuseWaiting();
            long known = working.committed(client.identity(), dataset)
                    .map(WorkingFolder.Committed::stateVersion)
                    .orElse(0L);
            Done done = handOver.export(this::nextLoadId, known);
            done.loadId().ifPresent(loadId -> {
                pipeline.listener().reached(LoadStep.COMMITTED, loadId);
                working.committed(client.identity(), dataset, new WorkingFolder.Committed(done.stateVersion(), loadId));
            });
            return new DltExport(
                    pipeline.name(),
                    done.loadId(),
                    done.cursors().stream()
                            .map(one -> new DltExport.ExportedCursor(
                                    one.resource(), one.path(), one.lastValue(), one.key(), one.rows(), one.known()))
                            .toList());
        }
    }

    /** A new version of the state would make a package that waits unloadable. */
    private void refuseWaiting() {
        for (SealedPackage waiting : working.sealedPackages()) {
            if (waiting.manifest().destination().equals(client.identity())
                    && waiting.manifest().dataset().equals(dataset)) {
                throw new PipetteException(
                        ErrorCode.PACKAGE_PENDING,
                        "package " + waiting.loadId() + " waits, and could not be loaded after the state was exported."
                                + " Run pipeline " + pipeline.name()
                                + " to load it, or delete it with 'pipette pipeline " + pipeline.name() + " discard "
                                + waiting.loadId() + "'. Nothing was changed.");
            }
        }
    }

    private String nextLoadId(Optional<String> newestThere) {
        return LoadIds.next(
                Instant.now(pipeline.clockUsed()), newestThere, working.newestLoadId(client.identity(), dataset));
    }
}
