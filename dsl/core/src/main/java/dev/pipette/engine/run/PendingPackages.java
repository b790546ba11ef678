package dev.pipette.engine.run;

import dev.pipette.Pipeline;
import dev.pipette.engine.folder.DatasetPlace.Relation;
import dev.pipette.engine.folder.GivingUp;
import dev.pipette.engine.folder.SealedPackage;
import dev.pipette.engine.folder.WorkingFolder;
import dev.pipette.engine.load.Publisher.Outcome;
import dev.pipette.engine.load.bookkeeping.CommittedState;
import dev.pipette.engine.load.bookkeeping.RetryingClient;
import dev.pipette.error.PipetteException;
import java.util.List;
import java.util.Optional;

/** Finishes the packages that earlier, interrupted runs left. */
final class PendingPackages {
    private final Pipeline pipeline;
    private final WorkingFolder working;
    private final RetryingClient client;
    private final String dataset;
    private final RunPackages packages;
    private final FinishedInputs finished;
    private final UnloadedPackages unloaded;

    /**
     * The packages that wait.
     *
     * @param finished gets what is loaded now
     * @param unloaded gets what cannot be loaded
     */
    PendingPackages(RunPlace place, RunPackages packages, FinishedInputs finished, UnloadedPackages unloaded) {
        this.pipeline = place.pipeline();
        this.working = place.working();
        this.client = place.client();
        this.dataset = place.dataset();
        this.packages = packages;
        this.finished = finished;
        this.unloaded = unloaded;
    }

    void finish() {
        List<SealedPackage> waiting = working.packages().waiting();
        if (!waiting.isEmpty()) {
            packages.dataset().identified();
        }
        for (SealedPackage sealed : waiting) {
            Relation relation = packages.dataset().relation(sealed);
            if (relation == Relation.SAME) {
                finish(sealed);
            } else if (relation == Relation.COPY && isCommitted(sealed)) {
                recognized(sealed);
            } else {
                boolean sameName = client.isNamed(sealed.manifest().destination())
                        && sealed.manifest().dataset().equals(dataset);
                packages.note("package " + sealed.loadId() + " waits for "
                        + (sameName ? "another database that had this name: " : "")
                        + sealed.manifest().destination() + ", dataset "
                        + sealed.manifest().dataset()
                        + ": run the pipeline with that destination to load it, or 'pipette"
                        + " pipeline " + pipeline.name() + " discard " + sealed.loadId() + "' to delete it");
            }
        }
    }

    private void finish(SealedPackage sealed) {
        if (packages.refused().contains(sealed)) {
            return; // it came after one that was set aside
        }
        // Not the mark but the destination says whether it is committed: it may have been set back since.
        if (sealed.committed() && isCommitted(sealed)) {
            recognized(sealed);
            return;
        }
        switch (published(sealed).orElse(null)) {
            case null -> {
                // set aside; the run continues with other resources
            }
            case Outcome.Committed committed
            when GivingUp.reason(sealed).isPresent() -> {
                packages.committed(sealed, committed, true);
                packages.givenUp(sealed);
            }
            case Outcome.Committed committed -> {
                packages.note("finished package " + sealed.loadId() + " of an earlier run that was interrupted");
                packages.committed(sealed, committed, true);
                finished.add(sealed);
            }
            case Outcome.AlreadyCommitted already -> {
                packages.known(sealed, already.stateVersion());
                working.packages().mark(sealed);
                recognized(sealed);
            }
            case Outcome.NothingNew nothing -> {
                packages.nothingNew(nothing);
                working.packages().delete(sealed.folder());
            }
            case Outcome.Rewound rewound -> throw packages.rewound(sealed, rewound);
            case Outcome.Moved moved -> unloaded.overtaken(sealed, moved);
        }
    }

    /** Publishes a package; empty where it was set aside. */
    private Optional<Outcome> published(SealedPackage sealed) {
        // opening a destination that was deleted would make it again
        if (sealed.manifest().baseStateVersion() > 0 && !client.exists()) {
            return Optional.of(new Outcome.Rewound(0));
        }
        try {
            return Optional.of(packages.publish(sealed, true));
        } catch (PipetteException failed) {
            if (!packages.refused().contains(sealed)) {
                throw failed;
            }
            packages.refused().goOnAfter(failed);
            return Optional.empty();
        }
    }

    private boolean isCommitted(SealedPackage sealed) {
        return CommittedState.isCommitted(client, dataset, sealed.manifest().schemaName(), sealed.loadId());
    }

    private void recognized(SealedPackage sealed) {
        packages.recognized(sealed);
        if (GivingUp.reason(sealed).isEmpty()) {
            finished.add(sealed);
        }
    }
}
