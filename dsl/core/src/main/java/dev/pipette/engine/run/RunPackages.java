package dev.pipette.engine.run;

import dev.pipette.LoadInfo.LoadedPackage;
import dev.pipette.LoadInfo.TableLoad;
import dev.pipette.LoadListener;
import dev.pipette.Pipeline;
import dev.pipette.admin.Commands;
import dev.pipette.check.CheckResult;
import dev.pipette.engine.columnar.DuckEngine;
import dev.pipette.engine.folder.GivingUp;
import dev.pipette.engine.folder.SealedPackage;
import dev.pipette.engine.folder.WorkingFolder;
import dev.pipette.engine.load.Publisher;
import dev.pipette.engine.load.Publisher.Outcome;
import dev.pipette.engine.load.bookkeeping.RetryingClient;
import dev.pipette.engine.query.PackageReader;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.Schema;
import dev.pipette.spi.LoadStep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Publishes the packages of one run, and remembers their results. */
public final class RunPackages {
    private final Pipeline pipeline;
    private final WorkingFolder working;
    private final RetryingClient client;
    private final KnownDataset dataset;
    private final DuckEngine engine;
    private final Publisher publisher;
    private final RefusedPackages refused;
    private final List<LoadedPackage> loaded = new ArrayList<>();
    private final Map<String, Schema> schemas = new HashMap<>();
    private final List<String> notes = new ArrayList<>();
    private final List<String> acknowledged = new ArrayList<>();
    /** Packages that are history and whose files are still there. */
    private final List<String> happened = new ArrayList<>();

    private boolean begun;

    public RunPackages(RunPlace place) {
        this.pipeline = place.pipeline();
        this.working = place.working();
        this.client = place.client();
        this.dataset = place.known();
        this.engine = place.engine();
        this.refused = new RefusedPackages(place);
        LoadListener beginning = (step, loadId) -> begun |= step == LoadStep.TRANSACTION_BEGUN;
        this.publisher = new Publisher(client, pipeline.clock(), Listeners.of(List.of(beginning, pipeline.listener())));
    }

    /** The dataset that the packages are loaded into. */
    KnownDataset dataset() {
        return dataset;
    }

    /** The packages that were committed so far. */
    public List<LoadedPackage> loaded() {
        return loaded;
    }

    /** The schemas that were committed so far, by load ids. */
    Map<String, Schema> schemas() {
        return schemas;
    }

    /** What else there is to know so far. */
    public List<String> notes() {
        return notes;
    }

    void note(String note) {
        notes.add(note);
    }

    /** The packages of this run that were set aside. */
    RefusedPackages refused() {
        return refused;
    }

    /**
     * Publishes a package. One that the destination does not take is set aside.
     *
     * @param recovered whether an earlier run made it
     */
    Outcome publish(SealedPackage sealed, boolean recovered) {
        Optional<String> givenUp = recovered ? GivingUp.reason(sealed) : Optional.empty();
        return publish(
                sealed,
                recovered,
                () -> givenUp.isPresent()
                        ? giveUp(sealed, givenUp.get())
                        : publisher.publish(sealed, new PackageReader(engine, sealed), recovered, knownVersion()));
    }

    /**
     * Publishes a package whose load other processes of the same call may make as well, and have committed: it is taken for theirs
     * then, and takes no newer rows away.
     */
    Outcome publishShared(SealedPackage sealed) {
        return publish(
                sealed,
                false,
                () -> publisher.publish(sealed, new PackageReader(engine, sealed), true, knownVersion()));
    }

    /** Another process of the same call has committed the load. */
    void committedByAnother(SealedPackage sealed, long stateVersion) {
        dataset.committed(stateVersion, sealed.loadId());
        note("load " + sealed.loadId() + " was committed by another process that ran the same at the same time");
        acknowledged.add(sealed.loadId());
    }

    /** Publishes the rows of a package as rejected ones. */
    public Outcome giveUp(SealedPackage sealed, String reason) {
        return publisher.giveUp(sealed, new PackageReader(engine, sealed), reason, knownVersion());
    }

    /** A package was given up, and its rows are committed as rejected ones. */
    public void givenUp(SealedPackage sealed) {
        note("package " + sealed.loadId() + " was given up: its rows are rejected rows with the rule given_up. '"
                + Commands.replay(pipeline, sealed.loadId()) + "' loads them after a fix");
    }

    /** Publishes a package of an earlier run on top of what was committed since. */
    public Outcome publishLate(SealedPackage sealed) {
        return publish(
                sealed, true, () -> publisher.publishLate(sealed, new PackageReader(engine, sealed), knownVersion()));
    }

    private Outcome publish(SealedPackage sealed, boolean recovered, Supplier<Outcome> publishing) {
        begun = false;
        try {
            return publishing.get();
        } catch (PipetteException failed) {
            throw refused.failed(sealed, failed, recovered, begun);
        }
    }

    public void committed(SealedPackage sealed, Outcome.Committed done, boolean recovered) {
        pipeline.listener().reached(LoadStep.COMMITTED, sealed.loadId());
        dataset.committed(done.stateVersion(), sealed.loadId(), done.datasetId());
        working.packages().mark(sealed);
        pipeline.listener().reached(LoadStep.MARKED, sealed.loadId());
        acknowledged.add(sealed.loadId());
        done.notes().forEach(this::note);
        schemas.put(sealed.loadId(), done.schema());
        loaded.add(new LoadedPackage(
                sealed.loadId(),
                recovered,
                done.tables().stream()
                        .map(result -> new TableLoad(
                                result.table().name(),
                                result.resource().name(),
                                Optional.ofNullable(result.table().parent()),
                                result.resource().disposition().kind(),
                                result.rows(),
                                result.updated(),
                                result.unchanged(),
                                result.skipped(),
                                result.deleted(),
                                result.rejected()))
                        .toList(),
                done.schemaChanges(),
                done.checks()));
        warn(done.checks());
    }

    /** Says what is left out, and which checks are broken, where nothing was written. */
    void nothingNew(Outcome.NothingNew nothing) {
        nothing.notes().forEach(this::note);
        warn(nothing.checks());
    }

    private void warn(List<CheckResult> checks) {
        checks.stream().filter(result -> !result.passed()).forEach(result -> note("check " + result));
    }

    public void known(SealedPackage sealed, long stateVersion) {
        dataset.committed(stateVersion, sealed.loadId());
    }

    /**
     * Notes that a destination file was deleted, and forgets what was committed in it. Not where a package waits that was
     * extracted from state of that file: alone it would be a part of the rows.
     */
    void startAnewWhereDeleted() {
        boolean needed = working.packages().waiting().stream()
                .anyMatch(
                        waiting -> dataset.holds(waiting) && waiting.manifest().baseStateVersion() > 0);
        if (!needed && dataset.wasDeleted()) {
            note(client.describe() + " was deleted since its last load (state version " + knownVersion()
                    + "), so that everything is loaded again: each cursor starts from its beginning");
            dataset.forget();
        }
    }

    void checkNotRewound(long found) {
        if (found == 0) {
            startAnewWhereDeleted();
        }
        if (knownVersion() > found) {
            throw Publisher.rewound(pipeline.name(), client.describe(), knownVersion(), found, Optional.empty());
        }
    }

    /** The version of the state that this machine knows to be committed. */
    long knownVersion() {
        return dataset.version();
    }

    /** A package was committed by an earlier run, which did not come to know it. */
    public void recognized(SealedPackage sealed) {
        note("package " + sealed.loadId()
                + " of an earlier run that was interrupted had been committed; it was not loaded again");
        acknowledged.add(sealed.loadId());
    }

    public PipetteException rewound(SealedPackage sealed, Outcome.Rewound rewound) {
        return Publisher.rewound(
                pipeline.name(),
                client.describe(),
                Math.max(knownVersion(), sealed.manifest().baseStateVersion()),
                rewound.found(),
                Optional.of(sealed.loadId()));
    }

    /** Makes a package history at once, because what follows continues after it. */
    public void acknowledge(SealedPackage sealed) {
        acknowledged.remove(sealed.loadId());
        happened.add(sealed.loadId());
        working.packages().acknowledge(happened).ifPresent(notes::add);
        pipeline.listener().reached(LoadStep.ACKNOWLEDGED, sealed.loadId());
        if (tidied(() -> working.packages().putAway(sealed, pipeline.keepsPackages()))) {
            happened.remove(sealed.loadId());
        }
        pipeline.listener().reached(LoadStep.CLEANED, sealed.loadId());
    }

    /** Makes history of all packages that are committed. */
    void acknowledgeAll() {
        if (acknowledged.isEmpty()) {
            return;
        }
        happened.addAll(acknowledged);
        working.packages().acknowledge(happened).ifPresent(notes::add);
        pipeline.listener().reached(LoadStep.ACKNOWLEDGED, acknowledged.getLast());
        tidied(() -> working.packages().clean(pipeline.keepsPackages()));
        pipeline.listener().reached(LoadStep.CLEANED, acknowledged.getLast());
    }

    /**
     * Deletes files of packages that are history. A failure is a note: an error would make people run the load again,
     * which has happened, and the next run deletes the files.
     */
    private boolean tidied(Runnable tidying) {
        try {
            tidying.run();
            return true;
        } catch (PipetteException failed) {
            note("the load is complete, but files of its package were left, and the next run deletes them: "
                    + failed.getMessage());
            return false;
        }
    }
}
