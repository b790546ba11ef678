package dev.pipette.engine.load;

import dev.pipette.engine.load.Publisher.Outcome;
import dev.pipette.engine.load.bookkeeping.CommittedDataset;
import dev.pipette.engine.load.bookkeeping.ResourceStates;
import dev.pipette.engine.manifest.Manifest;
import dev.pipette.engine.manifest.ResourceLoad;
import java.util.List;
import java.util.Optional;

/**
 * Whether a package may still be loaded on top of what is committed.
 *
 * @param manifest of the package
 * @param recovered whether an earlier attempt may have committed it
 * @param known the version of the state that this machine knows to be committed; 0 for none
 * @param late whether it may be loaded on top of what was committed since it was extracted
 */
record PublishChecks(Manifest manifest, boolean recovered, long known, boolean late) {
    /** Why nothing is written; empty where the package may be loaded. */
    Optional<Outcome> refusal(CommittedDataset committed) {
        return sameLoad(committed)
                .or(() -> rewound(committed))
                .or(() -> madeAgain(committed))
                .or(() -> runKey(committed))
                .or(() -> moved(committed));
    }

    /** Two machines whose clocks agree can choose one load id: then the load there is not of this package. */
    private Optional<Outcome> sameLoad(CommittedDataset committed) {
        return committed
                .bookkeeping()
                .schemaOfLoad(manifest.loadId())
                .map(schema -> recovered && schema.equals(manifest.schemaName())
                        ? new Outcome.AlreadyCommitted(committed.version())
                        : new Outcome.Moved("load id " + manifest.loadId(), false));
    }

    private Optional<Outcome> rewound(CommittedDataset committed) {
        long expected = late ? known : Math.max(known, manifest.baseStateVersion());
        return committed.version() < expected
                ? Optional.of(new Outcome.Rewound(committed.version()))
                : Optional.empty();
    }

    private Optional<Outcome> madeAgain(CommittedDataset committed) {
        boolean another = committed
                .datasetId()
                .filter(manifest.identity()::isOfAnotherThan)
                .isPresent();
        return !late && committed.version() > 0 && another
                ? Optional.of(new Outcome.Moved(
                        "dataset " + manifest.dataset() + " was dropped and made again",
                        ResourceStates.moved(committed.state(), manifest).isEmpty()))
                : Optional.empty();
    }

    private Optional<Outcome> runKey(CommittedDataset committed) {
        for (ResourceLoad resource : manifest.resources()) {
            if (resource.runKey() != null
                    && resource.refresh() == null
                    && committed
                            .bookkeeping()
                            .of(manifest.pipeline(), resource.name())
                            .hasRunKey(resource.runKey())) {
                return Optional.of(
                        new Outcome.Moved("run key " + resource.runKey() + " of resource " + resource.name(), false));
            }
        }
        return Optional.empty();
    }

    /**
     * Whether an extraction from the newest state would give the same package: rows that are only added, whose run key is not
     * committed, of resources whose state is still the one that they were extracted from and is not changed. Other rows could be
     * older than those that were loaded meanwhile, or loaded already.
     */
    private boolean isIndependent(CommittedDataset committed) {
        return manifest.baseStateVersion() > 0
                && manifest.resources().stream()
                        .allMatch(resource -> resource.runKey() != null
                                && resource.appends()
                                && !resource.followsState()
                                && ResourceStates.isUnchanged(committed.state(), manifest, resource));
    }

    private Optional<Outcome> moved(CommittedDataset committed) {
        if (committed.version() == manifest.baseStateVersion() || isIndependent(committed)) {
            return Optional.empty();
        }
        List<String> moved = ResourceStates.moved(committed.state(), manifest);
        if (late) {
            return moved.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Outcome.Moved("the state of " + String.join(", ", moved), false));
        }
        return Optional.of(new Outcome.Moved("state version " + committed.version(), moved.isEmpty()));
    }
}
