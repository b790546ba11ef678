package dev.pipette.engine.run;

import dev.pipette.Pipeline;
import dev.pipette.admin.Commands;
import dev.pipette.engine.extract.InputFile;
import dev.pipette.engine.extract.ResourcePlan;
import dev.pipette.engine.folder.LoadedMeanwhile;
import dev.pipette.engine.folder.SealedPackage;
import dev.pipette.engine.folder.WorkingFolder;
import dev.pipette.engine.load.Publisher.Outcome;
import dev.pipette.engine.load.bookkeeping.CommittedState;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.engine.query.ResourceRows;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Packages that are not loaded and stay on disk: those that another machine overtook, and those that were set aside. Such
 * a package is deleted only when it is proven that its rows are in a package that was sealed after it; otherwise it waits
 * for a person.
 */
final class UnloadedPackages {
    private final Pipeline pipeline;
    private final WorkingFolder working;
    private final RunPlace place;
    private final RepeatedRows repeated;
    private final Consumer<String> notes;
    private final List<Unloaded> unloaded = new ArrayList<>();

    /** @param notes gets a sentence about each package that is deleted, or that waits */
    UnloadedPackages(RunPlace place, RepeatedRows repeated, Consumer<String> notes) {
        this.pipeline = place.pipeline();
        this.working = place.working();
        this.place = place;
        this.repeated = repeated;
        this.notes = notes;
        List<SealedPackage> aside = working.packages().readableQuarantined();
        if (!aside.isEmpty()) {
            place.known().identified();
        }
        aside.stream().filter(place.known()::holds).forEach(found -> unloaded.add(new Unloaded(found, null, true)));
    }

    /** One package, and which of its resources were extracted again. */
    private static final class Unloaded {
        final SealedPackage sealed;
        final Outcome.@Nullable Moved moved;
        final boolean noted;
        final Set<String> repeated = new HashSet<>();
        final Set<String> different = new HashSet<>();

        Unloaded(SealedPackage sealed, Outcome.@Nullable Moved moved, boolean noted) {
            this.sealed = sealed;
            this.moved = moved;
            this.noted = noted;
        }

        Set<String> resources() {
            return sealed.manifest().resources().stream()
                    .map(ResourceLoad::name)
                    .collect(Collectors.toSet());
        }
    }

    /** Keeps a package of an earlier run that another machine overtook. */
    void overtaken(SealedPackage sealed, Outcome.Moved moved) {
        unloaded.add(withoutLoadedKeys(new Unloaded(sealed, moved, true)));
        deleteRepeated("package " + sealed.loadId()
                + " was dropped, because another machine loaded the pipeline meanwhile (" + moved.found() + ")");
    }

    /** Keeps a package of this run, which extracts its resources again, but for those whose run key is committed. */
    void overtakenNow(SealedPackage sealed, Outcome.Moved moved) {
        unloaded.add(withoutLoadedKeys(new Unloaded(sealed, moved, false)));
        deleteRepeated("");
    }

    /** What is committed with the run key of a resource are its rows. */
    private Unloaded withoutLoadedKeys(Unloaded waiting) {
        for (ResourceLoad resource : waiting.sealed.manifest().resources()) {
            if (resource.runKey() != null
                    && CommittedState.hasRunKey(
                            place.client(), place.dataset(), pipeline.name(), resource.name(), resource.runKey())) {
                waiting.repeated.add(resource.name());
            }
        }
        return waiting;
    }

    /** A sentence about what this run extracted and could not load; empty where there is nothing. */
    String waitingNow() {
        List<String> now = unloaded.stream()
                .filter(waiting -> !waiting.noted)
                .map(waiting -> waiting.sealed.loadId())
                .toList();
        return now.isEmpty() ? "" : "Rows that it extracted wait in package " + String.join(", ", now) + ". ";
    }

    /** Called before resources are extracted from their beginning. */
    void extracting(List<ResourcePlan> resources) {
        resources.forEach(resource -> unloaded.forEach(waiting -> {
            waiting.repeated.remove(resource.name());
            waiting.different.remove(resource.name());
        }));
    }

    /**
     * Compares the packages with one that was sealed, and deletes those whose rows are all there.
     *
     * @param hasMore whether the rows of its resource continue in further packages
     * @param files that this run has of each resource
     */
    void sealed(SealedPackage made, boolean hasMore, Map<String, List<InputFile>> files) {
        for (Unloaded waiting : unloaded) {
            for (ResourceLoad now : made.manifest().resources()) {
                compare(waiting, made, now.name(), hasMore, files.getOrDefault(now.name(), List.of()));
            }
        }
        deleteRepeated("");
    }

    private void compare(
            Unloaded waiting, SealedPackage made, String resource, boolean hasMore, List<InputFile> files) {
        Optional<ResourceRows> before = ResourceRows.of(waiting.sealed, resource);
        if (before.isEmpty() || waiting.different.contains(resource)) {
            return;
        }
        ResourceRows now = ResourceRows.of(made, resource).orElseThrow();
        if (!repeated.areIn(now, before.get(), hasMore, files)) {
            waiting.different.add(resource);
            LoadedMeanwhile.add(
                    waiting.sealed,
                    made.loadId(),
                    RepeatedRows.filesInBoth(now.resource(), before.get().resource()));
        } else if (!hasMore) {
            waiting.repeated.add(resource);
            // should other resources keep the package, this one's rows must not be loaded a second time
            LoadedMeanwhile.add(
                    waiting.sealed,
                    made.loadId(),
                    RepeatedRows.plainInput(before.get().resource()));
        }
    }

    private void deleteRepeated(String known) {
        for (Unloaded waiting : List.copyOf(unloaded)) {
            if (waiting.repeated.containsAll(waiting.resources())) {
                working.packages().delete(waiting.sealed.folder());
                unloaded.remove(waiting);
                if (waiting.noted) {
                    notes.accept(known.isEmpty() ? dropped(waiting) : known);
                }
            }
        }
    }

    private static String dropped(Unloaded waiting) {
        String loadId = waiting.sealed.loadId();
        return waiting.moved == null
                ? "package " + loadId + ", which was set aside, was deleted; its resources were extracted again"
                : "package " + loadId + " was dropped, because another machine loaded the pipeline meanwhile ("
                        + waiting.moved.found() + "); its resources were extracted again";
    }

    /** Says which packages wait, and how each is resolved. */
    void noteWaiting() {
        for (Unloaded waiting : unloaded) {
            if (waiting.moved != null) {
                working.packages().hold(waiting.sealed, reason(waiting.moved));
                notes.accept(waits(waiting.sealed, waiting.moved));
            }
        }
    }

    private static String reason(Outcome.Moved moved) {
        return "another machine loaded the pipeline meanwhile (" + moved.found()
                + "), and no later run extracted all of"
                + " its rows again. "
                + (moved.canBeLoadedLate()
                        ? "It can be loaded now."
                        : "It is not loaded over that: look at its rows, load those that are missing from their source,"
                                + " and delete it.");
    }

    private String waits(SealedPackage sealed, Outcome.Moved moved) {
        String loadId = sealed.loadId();
        String resources =
                sealed.manifest().resources().stream().map(ResourceLoad::name).collect(Collectors.joining(", "));
        return "package " + loadId + " of " + resources
                + " waits, because another machine loaded the pipeline meanwhile ("
                + moved.found() + ") and this run did not extract all of its rows again: "
                + (moved.canBeLoadedLate()
                        ? "'" + Commands.retry(pipeline, loadId) + "' loads it"
                        : "'" + Commands.tables(pipeline, loadId) + "' lists its tables")
                + ", and '" + Commands.discard(pipeline, loadId) + "' deletes it";
    }
}
