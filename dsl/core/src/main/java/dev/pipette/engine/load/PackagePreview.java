package dev.pipette.engine.load;

import static dev.pipette.bookkeeping.Tables.PIPETTE_BOUNDARY;

import dev.pipette.engine.load.apply.PackageChanges;
import dev.pipette.engine.load.apply.TableResult;
import dev.pipette.engine.load.bookkeeping.Bookkeeping;
import dev.pipette.engine.load.bookkeeping.CommittedDataset;
import dev.pipette.engine.load.plan.CurrentNames;
import dev.pipette.engine.load.plan.LoadPlan;
import dev.pipette.engine.load.preview.ComparedColumns;
import dev.pipette.engine.load.preview.PackageOutlook;
import dev.pipette.engine.load.preview.RecordedSession;
import dev.pipette.engine.load.preview.TableOutline;
import dev.pipette.engine.manifest.Manifest;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.engine.query.PackageReader;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.Naming;
import dev.pipette.schema.Schema;
import dev.pipette.spi.Check.Status;
import dev.pipette.spi.DestinationSession;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds out what {@link Publication} would do with a package, in a session that only reads: the same checks, the same plan, and
 * the same changes of rows, which a {@link RecordedSession} writes down instead of making them. It takes no lock.
 */
public final class PackagePreview {
    private final DestinationSession session;
    private final Manifest manifest;
    private final PackageReader reader;
    private final Naming naming;
    private final boolean comparing;

    /**
     * A preview of one package.
     *
     * @param manifest of the package, or of some of its resources
     * @param naming of the destination
     * @param comparing whether the keys of the rows are compared with the destination
     */
    public PackagePreview(
            DestinationSession session, Manifest manifest, PackageReader reader, Naming naming, boolean comparing) {
        this.session = session;
        this.manifest = manifest;
        this.reader = reader;
        this.naming = naming;
        this.comparing = comparing;
    }

    /**
     * What the load would do.
     *
     * @throws PipetteException the one that the load would throw
     */
    public PackageOutlook outlook() {
        CommittedDataset committed = CommittedDataset.read(session, manifest);
        new PublishChecks(manifest, false, 0, false).refusal(committed).ifPresent(moved -> {
            throw new PipetteException(
                    ErrorCode.STATE_MOVED,
                    "pipeline " + manifest.pipeline()
                            + " was loaded by another machine while the plan was made. Make the plan again.");
        });
        Optional<Schema> stored = committed.bookkeeping().newestSchema(manifest.schemaName());
        Refreshing refreshing = new Refreshing(manifest, stored, committed);
        refreshing.check();
        Manifest named = CurrentNames.of(manifest, refreshing.schema());
        RecordedSession recorded = new RecordedSession(
                session,
                manifest.dataset(),
                refreshing.existing(),
                compared(named),
                named.layers().size() > 1);
        Bookkeeping bookkeeping = new Bookkeeping(recorded, manifest.dataset(), committed.tables());
        Publication.checkDltRules(named, refreshing.schema(), committed.bookkeeping());
        makeDataset(committed, recorded, bookkeeping);
        List<LoadPlan> plans = new ArrayList<>();
        PackageChanges changes = new PackageChanges(
                recorded,
                named,
                reader,
                bookkeeping,
                naming,
                refreshing.schema(),
                refreshing.existing(),
                false,
                true,
                plan -> {
                    plans.add(plan);
                    recorded.planned(plan);
                });
        changes.stage();
        List<String> sentences = new ArrayList<>(refreshing.apply(recorded, bookkeeping));
        changes.changeTables();
        changes.changeRows();
        sentences.addAll(changes.sentences());
        TableOutline outline = new TableOutline(recorded, refreshing.existing(), plans);
        return new PackageOutlook(
                changes.results().stream().map(outline::of).toList(),
                recorded.recording().statements(),
                sentences,
                Stream.concat(changes.notes().stream(), warnings(changes.results(), committed).stream())
                        .toList());
    }

    /** What the catalogue says against loads into tables that are there, such as a missing right; one sentence each. */
    private List<String> warnings(List<TableResult> results, CommittedDataset committed) {
        return results.stream()
                .map(result -> result.table().name())
                .distinct()
                .filter(committed.tables()::containsKey)
                .flatMap(table -> session.inspect(manifest.dataset(), table).stream()
                        .filter(check -> check.status() == Status.FAILED || check.status() == Status.WARNING)
                        .map(check -> "the destination may refuse what the plan shows: table " + manifest.dataset()
                                + "." + table + ", " + check.name() + ": " + check.found() + ". " + check.advice()))
                .toList();
    }

    private void makeDataset(CommittedDataset committed, RecordedSession recorded, Bookkeeping bookkeeping) {
        if (!committed.isMade()) {
            recorded.createDataset(manifest.dataset());
        }
        if (!bookkeeping.complete()) {
            bookkeeping.create();
        }
        if (!committed.tables().containsKey(PIPETTE_BOUNDARY.getName())) {
            recorded.missing(PIPETTE_BOUNDARY);
        }
    }

    private Map<String, ComparedColumns> compared(Manifest named) {
        Map<String, ComparedColumns> compared = new HashMap<>();
        for (ResourceLoad resource : named.byTable()) {
            compared.put(resource.table(), comparing ? ComparedColumns.of(resource) : ComparedColumns.NONE);
        }
        return compared;
    }
}
