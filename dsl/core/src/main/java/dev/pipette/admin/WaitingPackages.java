package dev.pipette.admin;

import dev.pipette.admin.PipelineAdmin.PackageAttempt;
import dev.pipette.admin.PipelineAdmin.PendingPackage;
import dev.pipette.engine.folder.DatasetPlace.Relation;
import dev.pipette.engine.folder.GivingUp;
import dev.pipette.engine.folder.LoadAttempt;
import dev.pipette.engine.folder.RunLock;
import dev.pipette.engine.folder.SealedPackage;
import dev.pipette.engine.folder.WorkingFolder;
import dev.pipette.engine.load.bookkeeping.CommittedState;
import dev.pipette.engine.load.bookkeeping.RetryingClient;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.engine.run.KnownDataset;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.text.Listing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The packages of a pipeline that wait or were quarantined: lists them, and deletes those that are given up. */
final class WaitingPackages {
    private final AdminPlace place;
    private final WorkingFolder working;

    WaitingPackages(AdminPlace place) {
        this.place = place;
        this.working = place.working();
    }

    /** All of them, oldest first. */
    Listing<PendingPackage> list() {
        List<PendingPackage> pending = new ArrayList<>();
        working.packages().waiting().forEach(waiting -> pending.add(describe(waiting, stateOf(waiting))));
        working.packages().quarantined().forEach(waiting -> pending.add(describe(waiting, "quarantined")));
        pending.sort(Comparator.comparing(PendingPackage::loadId));
        return new Listing<>(pending, AdminText.pending(pending));
    }

    private static String stateOf(SealedPackage waiting) {
        return waiting.committed() ? "committed" : GivingUp.reason(waiting).isPresent() ? "giving_up" : "sealed";
    }

    /** Deletes one, and later ones that continue with the state of its resources; the load ids of the deleted ones. */
    List<String> discard(String loadId) {
        if (!working.exists()) {
            throw unknown(loadId);
        }
        try (RunLock lock = place.lock()) {
            List<SealedPackage> waiting = new ArrayList<>(working.packages().waiting());
            waiting.addAll(working.packages().quarantined());
            SealedPackage first = waiting.stream()
                    .filter(found -> found.loadId().equals(loadId))
                    .findFirst()
                    .orElseThrow(() -> unknown(loadId));
            List<String> discarded = new ArrayList<>();
            for (SealedPackage sealed : waiting) {
                if (sealed == first || continues(sealed, first)) {
                    refuseCommitted(sealed);
                    working.packages().delete(sealed.folder());
                    discarded.add(sealed.loadId());
                }
            }
            return discarded;
        }
    }

    /** Whether a package was extracted from state that another one would have left. */
    private static boolean continues(SealedPackage later, SealedPackage first) {
        Set<String> resources =
                first.manifest().resources().stream().map(ResourceLoad::name).collect(Collectors.toSet());
        return later.loadId().compareTo(first.loadId()) > 0
                && !later.committed()
                && later.manifest().resources().stream()
                        .anyMatch(resource -> resource.followsState() && resources.contains(resource.name()));
    }

    private void refuseCommitted(SealedPackage sealed) {
        RetryingClient client = place.client();
        KnownDataset its = new KnownDataset(working, client, sealed.manifest().dataset());
        if (its.identified().relation(sealed) != Relation.OTHER
                && CommittedState.isCommitted(
                        client, sealed.manifest().dataset(), sealed.manifest().schemaName(), sealed.loadId())) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "package " + sealed.loadId() + " of pipeline "
                            + place.pipeline().name()
                            + " is committed at the destination, so there is nothing to discard; the next run ticks it"
                            + " off.");
        }
    }

    /** The error for a load id that none of them has. */
    PipetteException unknown(String loadId) {
        return new PipetteException(
                ErrorCode.BAD_USAGE,
                "pipeline " + place.pipeline().name() + " has no package " + loadId + " that waits or was quarantined"
                        + (list().isEmpty()
                                ? "; none does."
                                : ". There are: "
                                        + list().stream()
                                                .map(PendingPackage::loadId)
                                                .collect(Collectors.joining(", "))
                                        + "."));
    }

    private PendingPackage describe(SealedPackage sealed, String state) {
        Map<String, Long> rows = new LinkedHashMap<>();
        sealed.manifest().tables().forEach(table -> rows.put(table.name(), table.rows()));
        return new PendingPackage(
                place.pipeline().name(),
                sealed.loadId(),
                state,
                sealed.folder(),
                rows,
                working.packages().reason(sealed).or(() -> working.packages().held(sealed)),
                LoadAttempt.of(sealed).stream()
                        .map(attempt -> new PackageAttempt(Instant.parse(attempt.at()), attempt.reason()))
                        .toList(),
                Stream.concat(working.packages().waiting().stream(), working.packages().readableQuarantined().stream())
                        .filter(other -> continues(other, sealed))
                        .map(SealedPackage::loadId)
                        .sorted()
                        .toList());
    }
}
