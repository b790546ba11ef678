package dev.pipette.admin;

import dev.pipette.Pipeline;
import dev.pipette.engine.folder.RunLock;
import dev.pipette.engine.folder.SealedPackage;
import dev.pipette.engine.load.Publisher;
import dev.pipette.engine.load.ResourceDrop;
import dev.pipette.engine.load.ResourceDrop.Dropped;
import dev.pipette.engine.load.ResourceDrop.Found;
import dev.pipette.engine.load.bookkeeping.CommittedState;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.LoadStep;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Drops one resource of a pipeline: first at the destination, in one transaction, and then its packages that wait. A
 * crash before the commit changes nothing; one after it leaves packages that the destination no longer takes, because
 * its state has moved.
 */
final class ResourceDropping {
    private final AdminPlace place;
    private final Pipeline pipeline;
    private final String resource;
    private final boolean stateOnly;
    private final ResourceDrop drop;

    ResourceDropping(AdminPlace place, String resource, boolean stateOnly) {
        this.place = place;
        this.pipeline = place.pipeline();
        this.resource = resource;
        this.stateOnly = stateOnly;
        this.drop = new ResourceDrop(
                place.client(),
                new ResourceDrop.Question(pipeline.name(), place.dataset(), place.schemaName(), resource, stateOnly),
                pipeline.clock(),
                pipeline.listener());
    }

    /** What would be dropped. */
    DropInfo plan() {
        place.known().identified();
        return plan(drop.find(), taken());
    }

    /** Drops, and returns what was dropped. */
    DropInfo drop() {
        try (RunLock lock = place.lockForChange()) {
            Found before = drop.find();
            refuseRewound(before.stateVersion());
            List<SealedPackage> taken = taken();
            DropInfo plan = plan(before, taken);
            taken.forEach(this::refuseCommitted);
            refuseOthers(taken);
            Dropped dropped = drop.drop(place::nextLoadId);
            dropped.loadId().ifPresent(loadId -> {
                pipeline.listener().reached(LoadStep.COMMITTED, loadId);
                place.known().committed(dropped.stateVersion(), loadId);
            });
            taken.forEach(waiting -> place.working().packages().delete(waiting.folder()));
            return (dropped.found().isEmpty() ? plan : plan(dropped.found(), taken)).asDone();
        }
    }

    private DropInfo plan(Found found, List<SealedPackage> taken) {
        if (found.isEmpty() && taken.isEmpty()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "pipeline " + pipeline.name() + " has nothing of a resource '" + resource + "' in "
                            + place.client().describe() + ", dataset " + place.dataset() + ". It has: "
                            + (found.resources().isEmpty() ? "none" : String.join(", ", found.resources())) + ".");
        }
        return new DropInfo(
                pipeline.name(),
                resource,
                place.client().describe(),
                place.dataset(),
                false,
                stateOnly,
                found.tables(),
                found.hasState(),
                found.boundaryKeys(),
                found.runKeys(),
                found.files(),
                taken.stream().map(SealedPackage::loadId).toList(),
                Commands.drop(pipeline, resource, stateOnly, place.isRemembered()));
    }

    /** The packages for this dataset that hold the resource, and later ones of the resources that these hold. */
    private List<SealedPackage> taken() {
        List<SealedPackage> waiting = new ArrayList<>(place.working().packages().waiting());
        waiting.addAll(place.working().packages().quarantined());
        waiting.sort(Comparator.comparing(SealedPackage::loadId));
        Set<String> resources = new HashSet<>(Set.of(resource));
        List<SealedPackage> taken = new ArrayList<>();
        for (SealedPackage found : waiting) {
            Set<String> held = resources(found);
            if (place.known().holds(found) && held.stream().anyMatch(resources::contains)) {
                taken.add(found);
                resources.addAll(held);
            }
        }
        return taken;
    }

    private static Set<String> resources(SealedPackage waiting) {
        return waiting.manifest().resources().stream().map(ResourceLoad::name).collect(Collectors.toSet());
    }

    private void refuseRewound(long found) {
        if (place.known().version() > found) {
            throw Publisher.rewound(
                    pipeline.name(), place.client().describe(), place.known().version(), found, Optional.empty());
        }
    }

    /** The rows of such a package are there already, and the call that loaded them would load them again. */
    private void refuseCommitted(SealedPackage waiting) {
        if (CommittedState.isCommitted(
                place.client(), place.dataset(), waiting.manifest().schemaName(), waiting.loadId())) {
            throw new PipetteException(
                    ErrorCode.PACKAGE_PENDING,
                    "package " + waiting.loadId() + " with " + resource
                            + " is committed at the destination, and the run that committed it was interrupted. Run"
                            + " pipeline " + pipeline.name() + " again, which ticks it off, and then drop "
                            + resource + ". Nothing was dropped.");
        }
    }

    /** The new state version would make a package of other resources, whose rows may be nowhere else, unloadable. */
    private void refuseOthers(List<SealedPackage> taken) {
        for (SealedPackage waiting : place.working().packages().waiting()) {
            if (place.known().holds(waiting)
                    && taken.stream().noneMatch(one -> one.loadId().equals(waiting.loadId()))) {
                throw new PipetteException(
                        ErrorCode.PACKAGE_PENDING,
                        "package " + waiting.loadId() + " of "
                                + String.join(
                                        ", ",
                                        resources(waiting).stream().sorted().toList())
                                + " waits, and could not be loaded after " + resource
                                + " was dropped. Run pipeline " + pipeline.name()
                                + " to load it, or delete it with 'pipette pipeline " + pipeline.name() + " discard "
                                + waiting.loadId() + "'. Nothing was dropped.");
            }
        }
    }
}
