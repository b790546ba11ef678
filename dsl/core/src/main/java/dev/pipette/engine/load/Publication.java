package dev.pipette.engine.load;

import dev.pipette.check.CheckResult;
import dev.pipette.engine.load.Publisher.Outcome;
import dev.pipette.engine.load.apply.GivenUpRows;
import dev.pipette.engine.load.apply.PackageChanges;
import dev.pipette.engine.load.bookkeeping.Bookkeeping;
import dev.pipette.engine.load.bookkeeping.CheckRows;
import dev.pipette.engine.load.bookkeeping.CommittedDataset;
import dev.pipette.engine.load.bookkeeping.DatasetTable;
import dev.pipette.engine.load.bookkeeping.DltTableRules;
import dev.pipette.engine.load.bookkeeping.RetryingClient;
import dev.pipette.engine.load.plan.CurrentNames;
import dev.pipette.engine.manifest.Manifest;
import dev.pipette.engine.query.PackageReader;
import dev.pipette.schema.Naming;
import dev.pipette.schema.Schema;
import dev.pipette.spi.DestinationSession;
import dev.pipette.spi.LoadStep;
import dev.pipette.spi.LockName;
import dev.pipette.spi.StepListener;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One package inside one transaction: lock, read, check, plan, stage, change the schema, apply the rows, write the
 * bookkeeping. Who began the transaction commits it, or rolls it back.
 */
final class Publication {
    private final DestinationSession session;
    private final Manifest manifest;
    private final PackageReader reader;
    private final PublishChecks checks;
    private final RetryingClient client;
    private final Clock clock;
    private final StepListener listener;

    Publication(
            DestinationSession session,
            PackageReader reader,
            PublishChecks checks,
            RetryingClient client,
            Clock clock,
            StepListener listener) {
        this.session = session;
        this.manifest = checks.manifest();
        this.reader = reader;
        this.checks = checks;
        this.client = client;
        this.clock = clock;
        this.listener = listener;
    }

    /** Writes everything but the COMMIT; nothing, where the outcome is another than {@link Outcome.Committed}. */
    Outcome outcome() {
        session.lock(locks(), listener::waiting);
        CommittedDataset committed = CommittedDataset.read(session, manifest);
        Optional<Outcome> refusal = checks.refusal(committed);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        reader.checkFiles(true);
        reached(LoadStep.CHECKED);

        Optional<Schema> stored = committed.bookkeeping().newestSchema(manifest.schemaName());
        Refreshing refreshing = new Refreshing(manifest, stored, committed);
        refreshing.check();
        Manifest named = CurrentNames.of(manifest, refreshing.schema());
        checkDltRules(named, refreshing.schema(), committed.bookkeeping());
        PackageChanges changes = changes(named, refreshing, committed);
        changes.stage();
        reached(LoadStep.ROWS_STAGED);
        Optional<String> newer = checks.recovered() ? refreshing.newer(session).or(changes::newer) : Optional.empty();
        if (newer.isPresent()) {
            return new Outcome.Moved(newer.get(), false);
        }

        makeDataset(committed);
        List<String> sentences = new ArrayList<>(refreshing.apply(session, committed.bookkeeping()));
        changes.changeTables();
        reached(LoadStep.SCHEMA_CHANGED);
        LoadChecks judged = new LoadChecks(session, named, committed.tables(), clock);
        try {
            newer = changes.changeRows();
        } catch (RuntimeException failed) {
            // broken checks are why, or would be the next error
            BrokenChecks.refuse(changes.checkResults(), failed);
            throw failed;
        }
        if (newer.isPresent()) {
            return new Outcome.Moved(newer.get(), false);
        }
        reached(LoadStep.ROWS_APPLIED);
        List<CheckResult> results = judged.results(changes.checkResults());
        BrokenChecks.refuse(results, null);
        sentences.addAll(changes.sentences());
        return written(committed, stored, changes, refreshing, sentences, results);
    }

    /**
     * The same for a package whose rows become rejected rows. The schema, its contracts and the checks are not asked: they may be
     * why it is given up.
     *
     * @param reason why, for people
     */
    Outcome givenUp(String reason) {
        session.lock(locks(), listener::waiting);
        CommittedDataset committed = CommittedDataset.read(session, manifest);
        Optional<Outcome> refusal = checks.refusal(committed);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        reader.checkFiles(true, "");
        reached(LoadStep.CHECKED);

        Optional<Schema> stored = committed.bookkeeping().newestSchema(manifest.schemaName());
        Refreshing refreshing = new Refreshing(manifest, stored, committed);
        makeDataset(committed);
        GivenUpRows rows = new GivenUpRows(
                session, manifest, reader, committed.bookkeeping(), committed.tables(), refreshing.schema(), reason);
        rows.keep(this::reached);
        LoadRecord made = LoadRecord.ofGivenUp(committed, manifest, rows.results(), refreshing, client.dltType());
        if (!made.hasNews() && rows.boundaryRows() == 0) {
            return new Outcome.NothingNew(List.of(), List.of());
        }
        String datasetId = made.write(committed, stored, refreshing.schema(), identity(committed), clock);
        reached(LoadStep.BOOKKEEPING_WRITTEN);
        return new Outcome.Committed(
                rows.results(),
                List.of(),
                made.version(committed),
                datasetId,
                refreshing.schema(),
                List.of(),
                List.of());
    }

    private DatasetTable identity(CommittedDataset committed) {
        return new DatasetTable(session, manifest.dataset(), committed.tables().keySet());
    }

    private void reached(LoadStep step) {
        listener.reached(step, manifest.loadId());
    }

    private SortedSet<LockName> locks() {
        SortedSet<LockName> locks = new TreeSet<>();
        locks.add(LockName.pipeline(manifest.pipeline()));
        manifest.byTable().forEach(resource -> locks.add(LockName.table(manifest.dataset(), resource.table())));
        manifest.refresh()
                .ifPresent(refresh ->
                        tablesToRefresh().forEach(table -> locks.add(LockName.table(manifest.dataset(), table))));
        // two pipelines may choose one load id in the same microsecond
        locks.add(LockName.load(manifest.dataset(), manifest.loadId()));
        return locks;
    }

    private List<String> tablesToRefresh() {
        CommittedDataset now = CommittedDataset.read(session, manifest);
        return new Refreshing(manifest, now.bookkeeping().newestSchema(manifest.schemaName()), now).tables();
    }

    /** Looks at what dlt's schemas say of the tables: also at those of other pipelines, which may share a table. */
    static void checkDltRules(Manifest manifest, Schema own, Bookkeeping bookkeeping) {
        List<Schema> schemas = new ArrayList<>(bookkeeping.otherSchemas(manifest.schemaName(), DltTableRules.WORDS));
        schemas.addFirst(own);
        for (Schema schema : schemas) {
            DltTableRules rules = new DltTableRules(schema, manifest.dataset());
            manifest.byTable().forEach(resource -> rules.check(resource.table(), resource.disposition()));
        }
    }

    private PackageChanges changes(Manifest named, Refreshing refreshing, CommittedDataset committed) {
        return new PackageChanges(
                session,
                named,
                reader,
                committed.bookkeeping(),
                Naming.snakeCase(client.maxIdentifierLength()),
                refreshing.schema(),
                refreshing.existing(),
                checks.recovered(),
                true,
                plan -> {});
    }

    private void makeDataset(CommittedDataset committed) {
        if (committed.datasetId().isPresent() && committed.bookkeeping().complete()) {
            return;
        }
        // makes two first loads of different pipelines wait for each other; taken last by everybody
        session.lock(new TreeSet<>(List.of(LockName.dataset(manifest.dataset()))), listener::waiting);
        if (!committed.isMade()) {
            session.createDataset(manifest.dataset());
        }
        committed.bookkeeping().create();
    }

    private Outcome written(
            CommittedDataset committed,
            Optional<Schema> stored,
            PackageChanges changes,
            Refreshing refreshing,
            List<String> sentences,
            List<CheckResult> judged) {
        LoadRecord made = LoadRecord.of(
                committed, manifest, changes.results(), refreshing, changes.changesTables(), client.dltType());
        if (!made.hasNews() && changes.boundaryRows() == 0) {
            return new Outcome.NothingNew(changes.notes(), judged);
        }
        String datasetId = made.write(committed, stored, changes.schema(), identity(committed), clock);
        new CheckRows(session, manifest.dataset(), committed.tables().keySet())
                .add(manifest.pipeline(), manifest.loadId(), judged, OffsetDateTime.now(clock));
        List<String> notes = new ArrayList<>(changes.notes());
        notes.addAll(DltNotes.of(manifest));
        reached(LoadStep.BOOKKEEPING_WRITTEN);
        return new Outcome.Committed(
                changes.results(), sentences, made.version(committed), datasetId, changes.schema(), notes, judged);
    }
}
