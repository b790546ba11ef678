package dev.pipette.engine.run;

import dev.pipette.Pipeline;
import dev.pipette.engine.distributed.DistributedLoad;
import dev.pipette.engine.extract.Extraction;
import dev.pipette.engine.extract.ExtractionStart;
import dev.pipette.engine.extract.InputFile;
import dev.pipette.engine.extract.ResourcePlan;
import dev.pipette.engine.folder.SealedPackage;
import dev.pipette.engine.folder.WorkingFolder;
import dev.pipette.engine.load.Publisher.Outcome;
import dev.pipette.engine.load.Refreshing;
import dev.pipette.engine.load.bookkeeping.CommittedState;
import dev.pipette.engine.load.bookkeeping.RetryingClient;
import dev.pipette.engine.manifest.CursorLoad;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.engine.query.ResourceRows;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.LoadStep;
import dev.pipette.text.Units;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Extracts what is new and loads it: in one package, or one for each step of a resource that is committed in steps. */
final class NewRows {
    /** How often extraction starts again because another machine loads the same pipeline. */
    private static final int MAX_ATTEMPTS = 10;

    private final RunPlace place;
    private final Pipeline pipeline;
    private final WorkingFolder working;
    private final RetryingClient client;
    private final RunPackages packages;
    private final FinishedInputs finished;
    private final UnloadedPackages unloaded;
    private Map<String, List<InputFile>> listed = Map.of();
    private SharedTables shared;
    private Families families = new Families(List.of());
    private final StepRejects earlier = new StepRejects();

    /**
     * The new rows of a run.
     *
     * @param finished what need not be read again
     * @param unloaded packages whose rows may be extracted again now
     */
    NewRows(RunPlace place, RunPackages packages, FinishedInputs finished, UnloadedPackages unloaded) {
        this.place = place;
        this.pipeline = place.pipeline();
        this.working = place.working();
        this.client = place.client();
        this.packages = packages;
        this.finished = finished;
        this.unloaded = unloaded;
        this.shared = new SharedTables(List.of(), place.naming());
    }

    void load(List<ResourcePlan> resources, Map<String, List<InputFile>> allFiles) {
        listed = allFiles;
        shared = new SharedTables(resources, place.naming());
        Map<String, List<InputFile>> files = new HashMap<>(allFiles);
        families = new Families(resources);
        List<ResourcePlan> open = new ArrayList<>();
        for (ResourcePlan resource : resources) {
            if (pipeline.refresh().isPresent()
                    || shared.isReplacedTogether(resource)
                    || !isFinished(resource, files, open)) {
                open.add(resource);
            }
        }
        for (int attempt = 1; !open.isEmpty(); attempt++) {
            CommittedState committed = committedState(open, true);
            List<ResourcePlan> due = open.stream()
                    .filter(resource -> !hasRunKey(resource, committed))
                    .toList();
            checkFed(due, open);
            open.retainAll(due);
            if (loadNew(due, files, committed, open)) {
                return;
            }
            if (attempt == MAX_ATTEMPTS) {
                throw new PipetteException(
                        ErrorCode.STATE_MOVED,
                        "pipeline " + pipeline.name() + " was loaded by another machine during each of " + MAX_ATTEMPTS
                                + " attempts. "
                                + (packages.loaded().isEmpty() ? "Nothing of this run was loaded. " : "")
                                + unloaded.waitingNow()
                                + "Let one machine at a time run it.");
            }
        }
    }

    /** What is made of another resource's rows is finished where that one is. */
    private boolean isFinished(ResourcePlan resource, Map<String, List<InputFile>> files, List<ResourcePlan> open) {
        Optional<String> parent = resource.parent();
        if (parent.isEmpty()) {
            return finished.haveAllOf(resource, files);
        }
        if (open.stream().anyMatch(other -> other.name().equals(parent.get()))) {
            return false;
        }
        if (!finished.haveRowsMadeBy(resource)) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "an interrupted run had read " + parent.get() + " without " + resource.name()
                            + ", which is made of its rows. What it had read is loaded now. Run it again to read "
                            + parent.get() + " for " + resource.name() + ". Nothing else was loaded.");
        }
        return true;
    }

    /** A resource whose input was loaded with the run key feeds no other one. */
    private void checkFed(List<ResourcePlan> due, List<ResourcePlan> open) {
        for (ResourcePlan resource : due) {
            resource.parent()
                    .filter(name -> open.stream().anyMatch(other -> other.name().equals(name))
                            && due.stream().noneMatch(other -> other.name().equals(name)))
                    .ifPresent(name -> {
                        throw new PipetteException(
                                ErrorCode.BAD_USAGE,
                                "run key " + pipeline.runKey().orElse("") + " is committed for resource " + name
                                        + " and not for " + resource.name()
                                        + ", which is made of its rows. Choose another run key. Nothing was loaded.");
                    });
        }
    }

    /** @param withLedgers whether the loaded files are looked up as well, which may be many */
    private CommittedState committedState(List<ResourcePlan> resources, boolean withLedgers) {
        CommittedState committed = CommittedState.read(client, place.question(resources, withLedgers));
        pipeline.listener().reached(LoadStep.STATE_READ, "");
        committed.doubtful().ifPresent(state -> {
            throw state.problem(pipeline.name(), client.describe(), place.dataset());
        });
        packages.dataset().found(committed.identity());
        packages.checkNotRewound(committed.stateVersion());
        return committed;
    }

    /**
     * Loads in one package what is loaded at once, and then each resource that is committed in steps.
     *
     * @param open what is loaded is taken out of it
     * @return false when another machine loaded meanwhile, so that what is open starts again
     */
    private boolean loadNew(
            List<ResourcePlan> due,
            Map<String, List<InputFile>> files,
            CommittedState committed,
            List<ResourcePlan> open) {
        List<ResourcePlan> atOnce = due.stream()
                .filter(resource -> families.first(resource).commitInterval().isEmpty())
                .toList();
        var groups = RunSchema.groups(place, committed, atOnce).values();
        groups.forEach(shared::checkInOnePackage);
        groups.forEach(families::checkInOneSource);
        checkRefresh(due, committed);
        for (List<ResourcePlan> group : groups) {
            CommittedState base = open.size() == due.size() ? committed : committedState(group, true);
            try (Extractions extractions = new Extractions(group, files, base)) {
                if (extractions.step(base, false) == Step.MOVED) {
                    return false;
                }
            }
            open.removeAll(group);
        }
        while (!open.isEmpty()) {
            List<ResourcePlan> family = families.of(open.getFirst(), open);
            CommittedState base = open.size() == due.size() ? committed : committedState(family, true);
            RunSchema.groups(place, base, family).values().forEach(families::checkInOneSource);
            if (!loadInSteps(family, files, base)) {
                return false;
            }
            open.removeAll(family);
        }
        return true;
    }

    private void checkRefresh(List<ResourcePlan> due, CommittedState committed) {
        pipeline.refresh()
                .ifPresent(refresh -> RunSchema.groups(place, committed, due)
                        .forEach((schema, group) -> committed
                                .schema(schema.name())
                                .ifPresent(stored -> Refreshing.check(
                                        refresh,
                                        stored,
                                        place.dataset(),
                                        group.stream().map(ResourcePlan::name).collect(Collectors.toSet())))));
    }

    private boolean loadInSteps(
            List<ResourcePlan> family, Map<String, List<InputFile>> files, CommittedState committed) {
        try (Extractions extractions = new Extractions(family, files, committed)) {
            CommittedState base = committed;
            for (Step step = extractions.step(base, true); step != Step.LAST; step = extractions.step(base, true)) {
                if (step == Step.MOVED) {
                    return false;
                }
                long mine = Math.max(base.stateVersion(), packages.knownVersion());
                base = committedState(family, false);
                if (base.stateVersion() != mine) {
                    noteMoved("state version " + base.stateVersion());
                    return false;
                }
            }
            return true;
        }
    }

    private void noteMoved(String found) {
        packages.note("extracted again, because another machine loaded the pipeline meanwhile (" + found + ")");
    }

    private enum Step {
        MOVED,
        MORE,
        LAST
    }

    /** The walks of some resources, which are extracted into one package, or of a family that has a package for each step. */
    private final class Extractions implements AutoCloseable {
        private final PackageMaker maker;
        private final Map<String, String> identities = new HashMap<>();
        private final List<Extraction> walks;
        private final String schemaName;
        private final Optional<DistributedLoad> distributed;
        private final Set<String> skipped;
        private final Set<String> knownRows = new HashSet<>();

        Extractions(List<ResourcePlan> resources, Map<String, List<InputFile>> files, CommittedState committed) {
            RunSchema schema = RunSchema.groups(place, committed, resources)
                    .keySet()
                    .iterator()
                    .next();
            schemaName = schema.name();
            maker = new PackageMaker(place, schema, earlier);
            NewExtractions begun = new NewExtractions(place, schema, resources);
            Map<String, ExtractionStart> starts = new HashMap<>();
            resources.forEach(resource -> starts.put(
                    resource.name(),
                    begun.startOf(resource, files.getOrDefault(resource.name(), List.of()), committed)));
            distributed = DistributedResources.of(place, resources, starts, committed, packages);
            walks = resources.stream()
                    .map(resource -> begun.of(resource, distributed(resource, starts)))
                    .toList();
            Extraction.connect(walks);
            resources.forEach(resource -> identities.put(resource.name(), FinishedInputs.identity(resource, files)));
            skipped = resources.stream()
                    .filter(ResourcePlan::isSkipped)
                    .map(ResourcePlan::name)
                    .collect(Collectors.toSet());
            unloaded.extracting(resources);
        }

        /** Whether another process that was killed has committed the load of this call, whose rows nothing else knows again. */
        private boolean isCommittedElsewhere() {
            Optional<String> known = distributed
                    .filter(load ->
                            !walks.stream().map(Extraction::resource).allMatch(DistributedResources::isKnownAgain))
                    .flatMap(load -> load.committedBefore(
                            id -> CommittedState.isCommitted(client, place.dataset(), schemaName, id)));
            known.ifPresent(id -> {
                packages.note("load " + id
                        + " of this call, which another process began, is committed: nothing was read again");
                distributed.orElseThrow().ends(id);
            });
            return known.isPresent();
        }

        private ExtractionStart distributed(ResourcePlan resource, Map<String, ExtractionStart> starts) {
            ExtractionStart start = Objects.requireNonNull(starts.get(resource.name()));
            return distributed
                    .flatMap(load -> load.rows(resource.name()))
                    .map(start::readBy)
                    .orElse(start);
        }

        /**
         * Extracts and publishes a step.
         *
         * @param alone whether the package's resource continues after what is committed, so that the package is history as
         *     soon as it is
         */
        Step step(CommittedState committed, boolean alone) {
            try {
                Step done = isCommittedElsewhere() ? Step.LAST : stepped(committed, alone);
                end();
                return done;
            } catch (RuntimeException failed) {
                end();
                throw failed;
            }
        }

        /** The load is over: it is not the next call's. What cannot be tidied is a note, because the load has happened. */
        private void end() {
            try {
                distributed.ifPresent(DistributedLoad::end);
            } catch (PipetteException failed) {
                packages.note("files of the load were left in the stage: " + failed.getMessage());
            }
        }

        private Step stepped(CommittedState committed, boolean alone) {
            PackageMaker.Made made = maker.make(walks, identities, committed, distributed, this::isLeftOut);
            distributed.flatMap(DistributedLoad::takeNote).ifPresent(packages::note);
            walks.forEach(walk -> walk.takeNotes().forEach(packages::note));
            made.notes().forEach(packages::note);
            Step done = made.hasMore() ? Step.MORE : Step.LAST;
            SealedPackage sealed = made.sealed();
            unloaded.sealed(sealed, made.hasMore(), listed);
            if (sealed.manifest().isEmpty()) {
                working.packages().delete(sealed.folder());
                return done;
            }
            walks.forEach(walk -> DeclaredColumns.notes(
                            walk.resource(), sealed.manifest(), committed.schema(), place.naming())
                    .forEach(packages::note));
            return switch (distributed.isPresent() ? packages.publishShared(sealed) : packages.publish(sealed, false)) {
                case Outcome.Committed outcome -> {
                    packages.committed(sealed, outcome, false);
                    earlier.add(outcome.tables());
                    noteCursors(sealed, committed);
                    if (alone) {
                        packages.acknowledge(sealed);
                    }
                    yield done;
                }
                case Outcome.AlreadyCommitted already
                when distributed.isPresent() -> {
                    packages.committedByAnother(sealed, already.stateVersion());
                    yield done;
                }
                case Outcome.AlreadyCommitted already -> {
                    packages.known(sealed, already.stateVersion());
                    yield done;
                }
                case Outcome.NothingNew nothing -> {
                    packages.nothingNew(nothing);
                    working.packages().delete(sealed.folder());
                    yield done;
                }
                case Outcome.Moved moved -> {
                    unloaded.overtakenNow(sealed, moved);
                    noteMoved(moved.found());
                    yield Step.MOVED;
                }
                case Outcome.Rewound rewound -> throw packages.rewound(sealed, rewound);
            };
        }

        private boolean isLeftOut(ResourceRows rows) {
            if (skipped.contains(rows.resource().name())) {
                packages.note("resource " + rows.resource().name() + ": " + Units.rows(rows.count())
                        + " extracted, none loaded, because it is skipped");
                return true;
            }
            boolean known = pipeline.refresh().isEmpty() && (isMadeOfKnown(rows) || finished.hasRowsOf(rows));
            if (known) {
                knownRows.add(rows.resource().name());
            }
            return known;
        }

        /** Whether it is made of rows that an interrupted run had made it of as well. */
        private boolean isMadeOfKnown(ResourceRows rows) {
            return walks.stream()
                    .map(Extraction::resource)
                    .filter(resource -> resource.name().equals(rows.resource().name()))
                    .anyMatch(resource ->
                            resource.parent().filter(knownRows::contains).isPresent()
                                    && finished.haveRowsMadeBy(resource));
        }

        @Override
        public void close() {
            walks.forEach(Extraction::close);
            distributed.ifPresent(DistributedLoad::close);
        }
    }

    private boolean hasRunKey(ResourcePlan resource, CommittedState committed) {
        boolean known = pipeline.refresh().isEmpty() && committed.runKeys().contains(resource.name());
        if (known) {
            shared.replacing(resource).stream()
                    .map(ResourcePlan::name)
                    .filter(name -> !committed.runKeys().contains(name))
                    .findFirst()
                    .ifPresent(other -> {
                        throw new PipetteException(
                                ErrorCode.BAD_USAGE,
                                "run key " + pipeline.runKey().orElse("") + " is committed for resource "
                                        + resource.name() + " and not for " + other + ", and both replace table "
                                        + place.naming().identifier(resource.tableName())
                                        + ", which takes the rows of both. Choose another run key. Nothing was loaded.");
                    });
            packages.note("resource " + resource.name() + " was not read, because run key "
                    + pipeline.runKey().orElse("") + " is committed");
        }
        return known;
    }

    private void noteCursors(SealedPackage loadedNow, CommittedState before) {
        CursorNotes.leftAlone(loadedNow.manifest(), before).forEach(packages::note);
        for (ResourceLoad load : loadedNow.manifest().resources()) {
            CursorLoad cursor = load.cursor();
            if (cursor != null) {
                cursor.backfill()
                        .ifPresent(asked -> packages.note("resource " + load.name() + ": backfill " + asked + " by "
                                + cursor.path() + "; where its cursor is was left as it is"));
                cursor.shortenedLag().ifPresent(lag -> packages.note("resource " + load.name() + ": " + lag));
            }
        }
    }
}
