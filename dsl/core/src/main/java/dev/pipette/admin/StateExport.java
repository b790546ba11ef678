package dev.pipette.admin;

import dev.pipette.Pipeline;
import dev.pipette.engine.folder.RunLock;
import dev.pipette.engine.folder.SealedPackage;
import dev.pipette.engine.folder.WorkingFolder;
import dev.pipette.engine.folder.WorkingFolders;
import dev.pipette.engine.load.DltHandOver;
import dev.pipette.engine.load.DltHandOver.Done;
import dev.pipette.engine.load.bookkeeping.RetryingClient;
import dev.pipette.engine.run.Connections;
import dev.pipette.engine.run.KnownDataset;
import dev.pipette.engine.run.LoadIds;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
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
    private final KnownDataset known;
    private final String schemaName;

    StateExport(Pipeline pipeline) {
        this.pipeline = pipeline;
        this.client = Connections.to(pipeline.destination(), pipeline.home());
        this.working = WorkingFolders.of(pipeline.home(), pipeline.name(), client);
        Naming naming = Naming.snakeCase(client.maxIdentifierLength());
        this.dataset = naming.identifier(pipeline.datasetName());
        this.schemaName = naming.identifier(pipeline.name());
        this.known = new KnownDataset(working, client, dataset);
    }

    DltExport forDlt(Map<String, List<String>> keys) {
        DltHandOver handOver = new DltHandOver(
                client,
                new DltHandOver.Question(pipeline.name(), dataset, schemaName, keys),
                pipeline.clock(),
                pipeline.listener());
        try (RunLock lock = RunLock.take(working, pipeline.name(), pipeline.lockTimeout())) {
            working.prepare();
            known.identified();
            refuseWaiting();
            Done done = handOver.export(this::nextLoadId, known.version());
            done.loadId().ifPresent(loadId -> {
                pipeline.listener().reached(LoadStep.COMMITTED, loadId);
                known.committed(done.stateVersion(), loadId);
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
        for (SealedPackage waiting : working.packages().waiting()) {
            if (known.holds(waiting)) {
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
        return LoadIds.next(Instant.now(pipeline.clock()), newestThere, known.newestLoadId());
    }
}
