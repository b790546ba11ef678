package dev.pipette;

import dev.pipette.LoadInfo.LoadedPackage;
import dev.pipette.LoadInfo.TableLoad;
import dev.pipette.extract.Extraction;
import dev.pipette.extract.InputFile;
import dev.pipette.extract.InputFiles;
import dev.pipette.extract.StreamCopies;
import dev.pipette.incremental.FileState;
import dev.pipette.load.CommittedState;
import dev.pipette.load.Publisher;
import dev.pipette.load.Publisher.Outcome;
import dev.pipette.load.RetryingClient;
import dev.pipette.pack.CursorLoad;
import dev.pipette.pack.DuckEngine;
import dev.pipette.pack.PackageReader;
import dev.pipette.pack.ResourceLoad;
import dev.pipette.pack.RunLock;
import dev.pipette.pack.SealedPackage;
import dev.pipette.pack.WorkingFolder;
import dev.pipette.schema.Naming;
import dev.pipette.spi.LoadStep;
import dev.pipette.spi.RowSource;
import dev.pipette.spi.Secrets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One run of a pipeline: finishes what waits, extracts what is new into a package, publishes it, and acknowledges. The
 * order of the steps is what makes a load happen once; each is named by {@link LoadStep}.
 */
final class PipelineRun {
    /** How often extraction starts again because another machine loads the same pipeline. */
    private static final int MAX_ATTEMPTS = 10;

    private final Pipeline pipeline;
    private final WorkingFolder working;
    private final RetryingClient client;
    private final Naming naming;
    private final Publisher publisher;

    /** Of everything that the run does: an engine starts in 15 ms, and many a load takes not much more. */
    private final DuckEngine engine;

    private final List<LoadedPackage> loaded = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<String> acknowledged = new ArrayList<>();

    private final FinishedInputs finished;

    PipelineRun(Pipeline pipeline) {
        this.pipeline = pipeline;
        this.working = WorkingFolder.of(pipeline.home(), pipeline.name());
        this.client = pipeline.destination().connect(pipeline.home(), pipeline.listener());
        this.naming = Naming.snakeCase(client.maxIdentifierLength());
        this.engine = new DuckEngine(working.spill(), PackageMaker.engineMemory());
        this.publisher = new Publisher(client, pipeline.clockUsed(), pipeline.listener());
        this.finished = new FinishedInputs(pipeline.runKeyName());
    }

    LoadInfo run(List<Resource> resources) {
        long begun = System.nanoTime();
        check(resources);
        try (InputFiles inputs = new InputFiles()) {
            Map<String, List<InputFile>> files = new LinkedHashMap<>();
            for (Resource resource : resources) {
                files.put(
                        resource.name(),
                        resource.source() instanceof RowSource.Files source ? inputs.of(resource, source) : List.of());
            }
            run(resources, inputs, files);
        }
        return LoadInfo.builder()
                .pipelineName(pipeline.name())
                .destination(client.describe())
                .dataset(dataset())
                .packages(loaded)
                .notes(notes)
                .duration(Duration.ofNanos(System.nanoTime() - begun))
                .build();
    }

    private void run(List<Resource> resources, InputFiles inputs, Map<String, List<InputFile>> files) {
        try (RunLock lock = RunLock.take(working, pipeline.name(), pipeline.lockWait());
                StreamCopies copies = new StreamCopies(working.copies(), pipeline.listener())) {
            working.prepare();
            working.clean(pipeline.keepsPackages());
            pipeline.listener().reached(LoadStep.PIPELINE_LOCKED, "");
            files.putAll(copies.of(resources));
            working.binding(binding());
            notes.addAll(client.hints());
            try (engine) {
                finishPending(resources);
                loadNew(resources, inputs, files);
            }
            if (!acknowledged.isEmpty()) {
                working.acknowledge(acknowledged);
                pipeline.listener().reached(LoadStep.ACKNOWLEDGED, acknowledged.getLast());
                working.clean(pipeline.keepsPackages());
                pipeline.listener().reached(LoadStep.CLEANED, acknowledged.getLast());
            }
        }
    }

    /** Where the rows go, for people, without secrets. */
    String destination() {
        return client.describe();
    }

    String dataset() {
        return naming.identifier(pipeline.datasetName());
    }

    WorkingFolder.Binding binding() {
        return new WorkingFolder.Binding(client.address(), dataset());
    }

    /** The packages that were committed so far. */
    List<LoadedPackage> loaded() {
        return loaded;
    }

    /** What else there is to know so far. */
    List<String> notes() {
        return notes;
    }

    private void check(List<Resource> resources) {
        Set<String> names = new HashSet<>();
        Map<String, String> tables = new HashMap<>();
        for (Resource resource : resources) {
            if (!names.add(resource.name())) {
                throw new PipetteException(
                        ErrorCode.NAME_COLLISION, "two resources of the run have the name " + resource.name() + ".");
            }
            String table = naming.identifier(resource.tableName());
            String other = tables.put(table, resource.name());
            if (other != null || table.startsWith("_dlt_") || table.startsWith("_pipette_")) {
                throw new PipetteException(
                        ErrorCode.NAME_COLLISION,
                        "resource " + resource.name() + " fills table " + table
                                + (other == null
                                        ? ", which is a bookkeeping table's name."
                                        : ", and so does " + other + ".")
                                + " Choose another with .table(..).");
            }
        }
    }

    // Packages of earlier runs.

    private void finishPending(List<Resource> resources) {
        for (SealedPackage sealed : working.sealedPackages()) {
            if (sealed.manifest().destination().equals(client.identity())
                    && sealed.manifest().dataset().equals(dataset())) {
                finish(sealed, resources);
            } else {
                notes.add("package " + sealed.loadId() + " waits for "
                        + sealed.manifest().destination() + ", dataset "
                        + sealed.manifest().dataset()
                        + ": run the pipeline with that destination to load it, or 'pipette"
                        + " pipeline " + pipeline.name() + " discard " + sealed.loadId() + "' to delete it");
            }
        }
    }

    private void finish(SealedPackage sealed, List<Resource> resources) {
        // Not the mark but the destination says whether it is committed: it may have been set back since.
        if (sealed.committed()
                && CommittedState.isCommitted(
                        client, dataset(), sealed.manifest().schemaName(), sealed.loadId())) {
            recognized(sealed);
            return;
        }
        Outcome outcome = publish(sealed, true);
        switch (outcome) {
            case Outcome.Committed committed -> {
                notes.add("finished package " + sealed.loadId() + " of an earlier run that was interrupted");
                committed(sealed, committed, true);
                finished.add(sealed);
            }
            case Outcome.AlreadyCommitted already -> {
                known(sealed, already.stateVersion());
                working.mark(sealed);
                recognized(sealed);
            }
            case Outcome.NothingNew nothing -> working.delete(sealed.folder());
            case Outcome.Rewound rewound -> throw rewound(sealed, rewound);
            case Outcome.Moved moved -> discardMoved(sealed, resources, moved);
        }
    }

    private void recognized(SealedPackage sealed) {
        notes.add("package " + sealed.loadId()
                + " of an earlier run that was interrupted had been committed; it was not loaded again");
        acknowledged.add(sealed.loadId());
        finished.add(sealed);
    }

    private PipetteException rewound(SealedPackage sealed, Outcome.Rewound rewound) {
        return Publisher.rewound(
                pipeline.name(),
                client.describe(),
                Math.max(knownVersion(), sealed.manifest().baseStateVersion()),
                rewound.found(),
                Optional.of(sealed.loadId()));
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
            notes.add("package " + sealed.loadId() + " of " + String.join(", ", missing)
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
        notes.add("package " + sealed.loadId() + " was dropped, because another machine loaded the pipeline meanwhile ("
                + moved.found() + "); its resources were extracted again");
    }

    // New rows.

    private void loadNew(List<Resource> resources, InputFiles inputs, Map<String, List<InputFile>> allFiles) {
        Map<String, List<InputFile>> files = new HashMap<>(allFiles);
        List<Resource> open = new ArrayList<>(resources.stream()
                .filter(resource -> !finished.haveAllOf(resource, files, notes))
                .toList());
        for (int attempt = 1; !open.isEmpty(); attempt++) {
            CommittedState committed = committedState(open, true);
            List<Resource> due = open.stream()
                    .filter(resource -> !hasRunKey(resource, committed))
                    .toList();
            open.retainAll(due);
            if (loadNew(due, inputs, files, committed, open)) {
                return;
            }
            if (attempt == MAX_ATTEMPTS) {
                throw new PipetteException(
                        ErrorCode.STATE_MOVED,
                        "pipeline " + pipeline.name() + " was loaded by another machine during each of " + MAX_ATTEMPTS
                                + " attempts. " + (loaded.isEmpty() ? "Nothing of this run was loaded. " : "")
                                + "Let one machine at a time run it.");
            }
        }
    }

    /** @param withLedgers whether the files that are loaded are asked for as well, which may be many */
    private CommittedState committedState(List<Resource> resources, boolean withLedgers) {
        CommittedState committed = CommittedState.read(
                client,
                new CommittedState.Question(
                        pipeline.name(),
                        dataset(),
                        schemaName(),
                        pipeline.runKeyName(),
                        resources.stream().map(Resource::name).toList(),
                        resources.stream()
                                .filter(resource -> withLedgers
                                        && resource.fileState()
                                                .filter(FileState::isLedger)
                                                .isPresent())
                                .map(Resource::name)
                                .toList()));
        pipeline.listener().reached(LoadStep.STATE_READ, "");
        checkNotRewound(committed.stateVersion());
        return committed;
    }

    /**
     * Loads in one package what is loaded at once, and then each resource that is committed in steps.
     *
     * @param open what is loaded is taken out of it
     * @return false when another machine loaded meanwhile, so that what is open starts again
     */
    private boolean loadNew(
            List<Resource> due,
            InputFiles inputs,
            Map<String, List<InputFile>> files,
            CommittedState committed,
            List<Resource> open) {
        List<Resource> atOnce = due.stream()
                .filter(resource -> resource.commitInterval().isEmpty())
                .toList();
        if (!atOnce.isEmpty()) {
            try (Extractions extractions = new Extractions(atOnce, inputs, files, committed)) {
                if (extractions.step(committed, false) == Step.MOVED) {
                    return false;
                }
            }
            open.removeAll(atOnce);
        }
        for (Resource resource : List.copyOf(open)) {
            CommittedState base = open.size() == due.size() ? committed : committedState(List.of(resource), true);
            if (!loadInSteps(resource, inputs, files, base)) {
                return false;
            }
            open.remove(resource);
        }
        return true;
    }

    private boolean loadInSteps(
            Resource resource, InputFiles inputs, Map<String, List<InputFile>> files, CommittedState committed) {
        try (Extractions extractions = new Extractions(List.of(resource), inputs, files, committed)) {
            CommittedState base = committed;
            for (Step step = extractions.step(base, true); step != Step.LAST; step = extractions.step(base, true)) {
                if (step == Step.MOVED) {
                    return false;
                }
                long mine = Math.max(base.stateVersion(), knownVersion());
                base = committedState(List.of(resource), false);
                if (base.stateVersion() != mine) {
                    noteMoved("state version " + base.stateVersion());
                    return false;
                }
            }
            return true;
        }
    }

    private void noteMoved(String found) {
        notes.add("extracted again, because another machine loaded the pipeline meanwhile (" + found + ")");
    }

    private enum Step {
        MOVED,
        MORE,
        LAST
    }

    /** The walks of some resources, which are extracted into one package, or of one that has a package for each step. */
    private final class Extractions implements AutoCloseable {
        private final PackageMaker maker =
                new PackageMaker(pipeline, working, client, naming, dataset(), schemaName(), engine);
        private final Map<String, String> identities = new HashMap<>();
        private final List<Extraction> walks;

        Extractions(
                List<Resource> resources,
                InputFiles inputs,
                Map<String, List<InputFile>> files,
                CommittedState committed) {
            walks = resources.stream()
                    .map(resource -> maker.extraction(
                            resource,
                            files.getOrDefault(resource.name(), List.of()),
                            inputs.location(resource),
                            committed))
                    .toList();
            resources.forEach(resource -> identities.put(resource.name(), FinishedInputs.identity(resource, files)));
        }

        /**
         * Extracts and publishes a step.
         *
         * @param alone whether the package's resource goes on after what is committed, so that the package is history as
         *     soon as it is
         */
        Step step(CommittedState committed, boolean alone) {
            PackageMaker.Made made = maker.make(walks, identities, committed);
            walks.forEach(walk -> walk.takeNotes().forEach(notes::add));
            Step done = made.hasMore() ? Step.MORE : Step.LAST;
            SealedPackage sealed = made.sealed();
            if (sealed.manifest().isEmpty()) {
                working.delete(sealed.folder());
                return done;
            }
            return switch (publish(sealed, false)) {
                case Outcome.Committed outcome -> {
                    committed(sealed, outcome, false);
                    noteBackfills(sealed);
                    if (alone) {
                        acknowledge(sealed);
                    }
                    yield done;
                }
                case Outcome.AlreadyCommitted already -> {
                    known(sealed, already.stateVersion());
                    yield done;
                }
                case Outcome.NothingNew nothing -> {
                    working.delete(sealed.folder());
                    yield done;
                }
                case Outcome.Moved moved -> {
                    working.delete(sealed.folder());
                    noteMoved(moved.found());
                    yield Step.MOVED;
                }
                case Outcome.Rewound rewound -> throw rewound(sealed, rewound);
            };
        }

        @Override
        public void close() {
            walks.forEach(Extraction::close);
        }
    }

    private void acknowledge(SealedPackage sealed) {
        acknowledged.remove(sealed.loadId());
        working.acknowledge(List.of(sealed.loadId()));
        pipeline.listener().reached(LoadStep.ACKNOWLEDGED, sealed.loadId());
        working.putAway(sealed, pipeline.keepsPackages());
        pipeline.listener().reached(LoadStep.CLEANED, sealed.loadId());
    }

    private boolean hasRunKey(Resource resource, CommittedState committed) {
        boolean known = committed.runKeys().contains(resource.name());
        if (known) {
            notes.add("resource " + resource.name() + " was not read, because run key "
                    + pipeline.runKeyName().orElse("") + " is committed");
        }
        return known;
    }

    private String schemaName() {
        return naming.identifier(pipeline.name());
    }

    private void noteBackfills(SealedPackage loadedNow) {
        for (ResourceLoad load : loadedNow.manifest().resources()) {
            CursorLoad cursor = load.cursor();
            if (cursor != null) {
                cursor.backfill()
                        .ifPresent(asked -> notes.add("resource " + load.name() + ": backfill " + asked + " by "
                                + cursor.path() + "; where its cursor stands was left as it is"));
            }
        }
    }

    // Publishing.

    /**
     * Publishes a package. Where its rows are at fault it is put into quarantine, so that it does not stand in the way of
     * every later run: state did not move, and the next run extracts its resources again.
     */
    private Outcome publish(SealedPackage sealed, boolean recovered) {
        try {
            return publisher.publish(sealed, new PackageReader(engine, sealed), recovered, knownVersion());
        } catch (PipetteException failed) {
            if (failed.code().kind() == ErrorCode.Kind.DATA) {
                working.quarantine(sealed, Secrets.masked(String.valueOf(failed.getMessage())));
            }
            throw failed;
        }
    }

    private void committed(SealedPackage sealed, Outcome.Committed done, boolean recovered) {
        pipeline.listener().reached(LoadStep.COMMITTED, sealed.loadId());
        known(sealed, done.stateVersion());
        working.mark(sealed);
        pipeline.listener().reached(LoadStep.MARKED, sealed.loadId());
        acknowledged.add(sealed.loadId());
        loaded.add(new LoadedPackage(
                sealed.loadId(),
                recovered,
                done.tables().stream()
                        .map(result -> new TableLoad(
                                result.table().name(),
                                result.resource().name(),
                                Optional.ofNullable(result.table().parent()),
                                result.resource().disposition(),
                                result.rows(),
                                result.skipped(),
                                result.deleted()))
                        .toList(),
                done.schemaChanges()));
    }

    private void known(SealedPackage sealed, long stateVersion) {
        working.committed(client.identity(), dataset(), new WorkingFolder.Committed(stateVersion, sealed.loadId()));
    }

    private void checkNotRewound(long found) {
        if (knownVersion() > found) {
            throw Publisher.rewound(pipeline.name(), client.describe(), knownVersion(), found, Optional.empty());
        }
    }

    /** The version of the state that this machine knows to be committed. */
    private long knownVersion() {
        return working.committed(client.identity(), dataset())
                .map(WorkingFolder.Committed::stateVersion)
                .orElse(0L);
    }
}
