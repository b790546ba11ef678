package dev.pipette.admin;

import dev.pipette.Pipeline;
import dev.pipette.engine.folder.RunLock;
import dev.pipette.engine.folder.SealedPackage;
import dev.pipette.engine.folder.WorkingFolder;
import dev.pipette.engine.folder.WorkingFolders;
import dev.pipette.engine.load.bookkeeping.CommittedState;
import dev.pipette.engine.load.bookkeeping.RetryingClient;
import dev.pipette.engine.run.Connections;
import dev.pipette.engine.run.KnownDataset;
import dev.pipette.engine.run.LoadIds;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.Naming;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where a pipeline is inspected and changed: its working folder here, and its dataset at the destination.
 *
 * @param dataset its name at the destination
 * @param schemaName of a pipeline whose state names none
 * @param known what this machine knows of the dataset
 */
record AdminPlace(
        Pipeline pipeline,
        RetryingClient client,
        WorkingFolder working,
        String dataset,
        String schemaName,
        KnownDataset known) {
    static AdminPlace of(Pipeline pipeline) {
        RetryingClient client = Connections.to(pipeline.destination(), pipeline.home());
        WorkingFolder working = WorkingFolders.of(pipeline.home(), pipeline.name(), client);
        Naming naming = Naming.snakeCase(client.maxIdentifierLength());
        String dataset = naming.identifier(pipeline.datasetName());
        return new AdminPlace(
                pipeline,
                client,
                working,
                dataset,
                naming.identifier(pipeline.name()),
                new KnownDataset(working, client, dataset));
    }

    /** Whether a command without a destination means this one: it is that of the pipeline's last run. */
    boolean isRemembered() {
        return working.binding()
                .filter(bound -> bound.destination().equals(client.address())
                        && bound.dataset().equals(dataset))
                .isPresent();
    }

    /** What is committed at the destination. */
    CommittedState committed() {
        return CommittedState.read(
                client,
                new CommittedState.Question(
                        pipeline.name(), dataset, schemaName, Optional.empty(), List.of(), List.of()));
    }

    /** Takes the pipeline's lock, so that no run changes anything meanwhile. */
    RunLock lock() {
        return RunLock.take(working, pipeline.name(), pipeline.lockTimeout());
    }

    /** Takes the lock for a change at the destination, of which it asks first which dataset it has. */
    RunLock lockForChange() {
        RunLock lock = lock();
        try {
            working.prepare();
            known.identified();
            return lock;
        } catch (RuntimeException failed) {
            lock.close();
            throw failed;
        }
    }

    /**
     * Refuses a change that makes a new version of the state while a package waits: it could not be loaded any more.
     *
     * @param change what would be done, such as {@code the state was exported}
     */
    void refuseWaiting(String change) {
        for (SealedPackage waiting : working.packages().waiting()) {
            if (known.holds(waiting)) {
                throw new PipetteException(
                        ErrorCode.PACKAGE_PENDING,
                        "package " + waiting.loadId() + " waits, and could not be loaded after " + change
                                + ". Run pipeline " + pipeline.name()
                                + " to load it, or delete it with 'pipette pipeline " + pipeline.name() + " discard "
                                + waiting.loadId() + "'. Nothing was changed.");
            }
        }
    }

    /** A load id above all that are known, here and there. */
    String nextLoadId(Optional<String> newestThere) {
        return LoadIds.next(Instant.now(pipeline.clock()), newestThere, known.newestLoadId());
    }
}
