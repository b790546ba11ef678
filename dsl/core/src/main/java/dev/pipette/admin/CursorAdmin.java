package dev.pipette.admin;

import dev.pipette.Pipeline;
import dev.pipette.engine.folder.RunLock;
import dev.pipette.engine.folder.SealedPackage;
import dev.pipette.engine.folder.WorkingFolder;
import dev.pipette.engine.folder.WorkingFolders;
import dev.pipette.engine.load.CursorSetting;
import dev.pipette.engine.load.CursorSetting.Done;
import dev.pipette.engine.load.CursorSetting.Found;
import dev.pipette.engine.load.bookkeeping.RetryingClient;
import dev.pipette.engine.run.Connections;
import dev.pipette.engine.run.KnownDataset;
import dev.pipette.engine.run.LoadIds;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.incremental.CursorKind;
import dev.pipette.schema.Naming;
import dev.pipette.spi.LoadStep;
import java.time.Instant;
import java.util.Optional;

/** Reads and sets a cursor of a resource, under the pipeline's lock and in one transaction. */
final class CursorAdmin {
    private final Pipeline pipeline;
    private final String resource;
    private final WorkingFolder working;
    private final KnownDataset known;
    private final CursorSetting setting;

    CursorAdmin(Pipeline pipeline, String resource, Optional<String> path) {
        this.pipeline = pipeline;
        this.resource = resource;
        RetryingClient client = Connections.to(pipeline.destination(), pipeline.home());
        this.working = WorkingFolders.of(pipeline.home(), pipeline.name(), client);
        Naming naming = Naming.snakeCase(client.maxIdentifierLength());
        String dataset = naming.identifier(pipeline.datasetName());
        this.known = new KnownDataset(working, client, dataset);
        this.setting = new CursorSetting(
                client,
                new CursorSetting.Question(
                        pipeline.name(), dataset, naming.identifier(pipeline.name()), resource, path),
                pipeline.clock(),
                pipeline.listener());
    }

    CursorInfo cursor() {
        return info(setting.find(), Optional.empty());
    }

    CursorInfo set(Object value, Optional<CursorKind> kind) {
        try (RunLock lock = RunLock.take(working, pipeline.name(), pipeline.lockTimeout())) {
            working.prepare();
            known.identified();
            refuseWaiting();
            Done done = setting.set(
                    stored -> CursorSetting.at(stored, value, kind, resource), this::nextLoadId, known.version());
            pipeline.listener().reached(LoadStep.COMMITTED, done.loadId());
            known.committed(done.stateVersion(), done.loadId());
            return info(done.cursor(), Optional.of(done.loadId()));
        }
    }

    private CursorInfo info(Found found, Optional<String> loadId) {
        return new CursorInfo(
                pipeline.name(),
                resource,
                found.cursor().path(),
                found.cursor().kind().word(),
                found.cursor().value(),
                found.cursor().lastValue(),
                found.cursor().key(),
                found.keys(),
                loadId);
    }

    /** A new version of the state would make a package that waits unloadable. */
    private void refuseWaiting() {
        for (SealedPackage waiting : working.packages().waiting()) {
            if (known.holds(waiting)) {
                throw new PipetteException(
                        ErrorCode.PACKAGE_PENDING,
                        "package " + waiting.loadId() + " waits, and could not be loaded after the cursor of "
                                + resource
                                + " was set. Run pipeline " + pipeline.name()
                                + " to load it, or delete it with 'pipette pipeline " + pipeline.name() + " discard "
                                + waiting.loadId() + "'. Nothing was changed.");
            }
        }
    }

    private String nextLoadId(Optional<String> newestThere) {
        return LoadIds.next(Instant.now(pipeline.clock()), newestThere, known.newestLoadId());
    }
}
