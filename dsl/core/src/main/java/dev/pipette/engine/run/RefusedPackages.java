package dev.pipette.engine.run;

import dev.pipette.Pipeline;
import dev.pipette.admin.Commands;
import dev.pipette.engine.extract.ResourcePlan;
import dev.pipette.engine.folder.FailureCount;
import dev.pipette.engine.folder.LoadAttempt;
import dev.pipette.engine.folder.SealedPackage;
import dev.pipette.engine.folder.WorkingFolder;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.text.Secrets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Sets packages aside that the destination does not take, so that they do not stop what comes after them. Their state did
 * not move: the next run extracts their resources again.
 */
final class RefusedPackages {
    /** How often in a row a package may fail in the same way while others wait for it. */
    static final int MOST_FAILURES = 3;

    private static final Set<ErrorCode> WITH_WAY_OUT =
            Set.of(ErrorCode.LOAD_REFUSED, ErrorCode.ROW_REFUSED, ErrorCode.CHECK_FAILED);

    private final Pipeline pipeline;
    private final WorkingFolder working;
    private final RunPlace place;
    private final Set<String> loadIds = new HashSet<>();
    private final Set<String> resources = new LinkedHashSet<>();
    private final List<PipetteException> errors = new ArrayList<>();

    RefusedPackages(RunPlace place) {
        this.pipeline = place.pipeline();
        this.working = place.working();
        this.place = place;
    }

    /** Whether this run set the package aside. */
    boolean contains(SealedPackage sealed) {
        return loadIds.contains(sealed.loadId());
    }

    /**
     * Looks at why a package could not be loaded, and sets it aside where to load it again can only fail again, or failed
     * again and again.
     *
     * @param recovered whether an earlier run made the package
     * @param begun whether the destination had begun the transaction: what fails before says nothing about the package
     * @return the error to throw
     */
    PipetteException failed(SealedPackage sealed, PipetteException failed, boolean recovered, boolean begun) {
        String reason = Secrets.masked(String.valueOf(failed.getMessage()));
        if (begun || failed.code().setsPackageAside()) {
            LoadAttempt.add(sealed, pipeline.clock().instant(), reason);
        }
        if (failed.code().setsPackageAside()) {
            setAside(sealed, reason);
            return WITH_WAY_OUT.contains(failed.code()) ? withMore(failed, wayOut(sealed)) : failed;
        }
        if (failed.code() == ErrorCode.STATE_MOVED && replays(sealed)) {
            // its rows were replayed or discarded elsewhere: it can never be loaded, and they are in the table of
            // rejects
            working.packages().delete(sealed.folder());
            loadIds.add(sealed.loadId());
            return failed;
        }
        boolean countable =
                failed.code() == ErrorCode.DESTINATION_FAILED || failed.code() == ErrorCode.DESTINATION_UNAVAILABLE;
        if (!begun || !countable) {
            return failed;
        }
        int times = FailureCount.add(sealed, reason);
        if (!recovered || times < MOST_FAILURES) {
            return failed;
        }
        String often = "It failed so " + times + " times in a row.";
        setAside(sealed, reason + " " + often);
        return withMore(failed, often + " " + wayOut(sealed));
    }

    private static boolean replays(SealedPackage sealed) {
        return sealed.manifest().resources().stream().anyMatch(resource -> resource.replays() != null);
    }

    private String wayOut(SealedPackage sealed) {
        return "Package " + sealed.loadId() + " is set aside: after a fix, '"
                + Commands.retry(pipeline, sealed.loadId()) + "' loads it, and '"
                + Commands.discard(pipeline, sealed.loadId()) + "' deletes it.";
    }

    private void setAside(SealedPackage sealed, String reason) {
        working.packages().quarantine(sealed, reason);
        added(sealed);
        Set<String> rewound = new HashSet<>(names(sealed));
        for (SealedPackage later : working.packages().waiting()) {
            boolean shares = names(later).stream().anyMatch(rewound::contains);
            if (shares
                    && !later.committed()
                    && place.known().holds(later)
                    && later.loadId().compareTo(sealed.loadId()) > 0) {
                rewound.addAll(names(later));
                working.packages()
                        .quarantine(
                                later,
                                "package " + sealed.loadId()
                                        + ", which was extracted before it and has rows of the same"
                                        + " resource, was set aside: " + reason);
                added(later);
            }
        }
    }

    private void added(SealedPackage sealed) {
        loadIds.add(sealed.loadId());
        resources.addAll(names(sealed));
    }

    private static Set<String> names(SealedPackage sealed) {
        return sealed.manifest().resources().stream().map(ResourceLoad::name).collect(Collectors.toSet());
    }

    private static PipetteException withMore(PipetteException failed, String more) {
        String message = String.valueOf(failed.getMessage()).substring(("[" + failed.code() + "] ").length());
        return new PipetteException(failed.code(), message + " " + more, failed);
    }

    /** Lets the run continue with other resources after a package of an earlier run was set aside. */
    void goOnAfter(PipetteException error) {
        errors.add(error);
    }

    /** The resources that this run continues with. */
    List<ResourcePlan> others(List<ResourcePlan> all) {
        List<ResourcePlan> others = all.stream()
                .filter(resource -> !resources.contains(resource.name()))
                .toList();
        return new SharedTables(all, place.naming()).whole(others);
    }

    /**
     * Ends the run with the error of a package that was set aside, where the run was to load one of its resources. It is
     * not acknowledged then: the same call loads nothing a second time.
     *
     * @return what else was set aside, one sentence each
     */
    List<String> end(List<ResourcePlan> all) {
        List<ResourcePlan> others = others(all);
        if (errors.isEmpty() || others.size() == all.size()) {
            return errors.stream()
                    .map(error -> "a package of an earlier run was set aside: " + error.getMessage())
                    .toList();
        }
        String left = all.stream()
                .filter(resource -> !others.contains(resource))
                .map(ResourcePlan::name)
                .collect(Collectors.joining(", "));
        PipetteException first = errors.getFirst();
        PipetteException error = others.isEmpty()
                ? first
                : withMore(first, "This run did not read " + left + "; its other resources were loaded.");
        errors.stream().skip(1).forEach(error::addSuppressed);
        throw error;
    }
}
