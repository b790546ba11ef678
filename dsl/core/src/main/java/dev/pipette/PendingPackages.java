package dev.pipette;

import dev.pipette.load.CommittedState;
import dev.pipette.load.Publisher.Outcome;
import dev.pipette.load.RetryingClient;
import dev.pipette.pack.DatasetPlace.Relation;
import dev.pipette.pack.ResourceLoad;
import dev.pipette.pack.SealedPackage;
import dev.pipette.pack.WorkingFolder;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finishes the packages that earlier runs, which were interrupted, left behind. */
final class PendingPackages {
    private final Pipeline pipeline;
    private final WorkingFolder working;
    private final RetryingClient client;
    private final String dataset;
    private final RunPackages packages;
    private final FinishedInputs finished;

    /** @param finished is told what had been read */
    PendingPackages(RunPlace place, RunPackages packages, FinishedInputs finished) {
        this.pipeline = place.pipeline();
        this.working = place.working();
        this.client = place.client();
        this.dataset = place.dataset();
        this.packages = packages;
        this.finished = finished;
    }

    void finish(List<Resource> resources) {
        List<SealedPackage> waiting = working.sealedPackages();
        if (!waiting.isEmpty()) {
            packages.dataset().identified();
        }
        for (SealedPackage sealed : waiting) {
            Relation relation = packages.dataset().relation(sealed);
            if (relation == Relation.SAME) {
                finish(sealed, resources);
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

    private void finish(SealedPackage sealed, List<Resource> resources) {
        // Not the mark but the destination says whether it is committed: it may have been set back since.
        if (sealed.committed() && isCommitted(sealed)) {
            recognized(sealed);
            return;
        }
        Outcome outcome = packages.publish(sealed, true);
        switch (outcome) {
            case Outcome.Committed committed -> {
                packages.note("finished package " + sealed.loadId() + " of an earlier run that was interrupted");
                packages.committed(sealed, committed, true);
                finished.add(sealed);
            }
            case Outcome.AlreadyCommitted already -> {
                packages.known(sealed, already.stateVersion());
                working.mark(sealed);
                recognized(sealed);
            }
            case Outcome.NothingNew nothing -> working.delete(sealed.folder());
            case Outcome.Rewound rewound -> throw packages.rewound(sealed, rewound);
            case Outcome.Moved moved -> discardMoved(sealed, resources, moved);
        }
    }

    private boolean isCommitted(SealedPackage sealed) {
        return CommittedState.isCommitted(client, dataset, sealed.manifest().schemaName(), sealed.loadId());
    }

    private void recognized(SealedPackage sealed) {
        packages.recognized(sealed);
        finished.add(sealed);
    }

    /** A package that another machine overtook is dropped only where this run extracts all of it again. */
    private void discardMoved(SealedPackage sealed, List<Resource> resources, Outcome.Moved moved) {
        Set<String> now = new HashSet<>();
        resources.forEach(resource -> now.add(resource.name()));
        List<String> missing = sealed.manifest().resources().stream()
                .map(ResourceLoad::name)
                .filter(name -> !now.contains(name))
                .toList();
        if (missing.size() == sealed.manifest().resources().size()) {
            packages.note("package " + sealed.loadId() + " of " + String.join(", ", missing)
                    + " waits, because another machine loaded the pipeline meanwhile (" + moved.found()
                    + "): run these resources to extract them again, or 'pipette pipeline " + pipeline.name()
                    + " discard " + sealed.loadId() + "' to delete it");
            return;
        }
        if (!missing.isEmpty()) {
            throw new PipetteException(
                    ErrorCode.PACKAGE_PENDING,
                    "package " + sealed.loadId() + " cannot be loaded, because another machine loaded pipeline "
                            + pipeline.name() + " meanwhile (" + moved.found() + "), and this run does not extract "
                            + String.join(", ", missing)
                            + " again. Run these resources, or delete the package with 'pipette pipeline "
                            + pipeline.name() + " discard " + sealed.loadId() + "'.");
        }
        working.delete(sealed.folder());
        packages.note(
                "package " + sealed.loadId() + " was dropped, because another machine loaded the pipeline meanwhile ("
                        + moved.found() + "); its resources were extracted again");
    }
}
