package dev.pipette.engine.load;

import static dev.pipette.bookkeeping.Tables.PIPETTE_BOUNDARY;

import dev.pipette.engine.load.apply.PackageChanges;
import dev.pipette.engine.load.apply.TableResult;
import dev.pipette.engine.load.bookkeeping.Bookkeeping;
import dev.pipette.engine.load.bookkeeping.CommittedDataset;
import dev.pipette.engine.load.plan.LoadPlan;
import dev.pipette.engine.load.preview.PackageOutlook;
import dev.pipette.engine.load.preview.RecordedSession;
import dev.pipette.engine.load.preview.TableOutline;
import dev.pipette.engine.manifest.Manifest;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.engine.query.PackageReader;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.plan.PlannedRefusal;
import dev.pipette.schema.Naming;
import dev.pipette.schema.Schema;
import dev.pipette.schema.SchemaOrigin;
import dev.pipette.spi.Check;
import dev.pipette.spi.DestinationSession;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds out what {@link Publication} would do with a package, in a session that only reads: the same checks, the same plan, and
 * the same changes of rows, which a {@link RecordedSession} writes down instead of making them. It takes no lock.
 */
public final class PackagePreview {
    private final DestinationSession session;
    private final Manifest manifest;
    private final PackageReader reader;
    private final Naming naming;

    /**
     * A preview of one package.
     *
     * @param manifest of the package, or of some of its resources
     * @param naming of the destination
     */
    public PackagePreview(DestinationSession session, Manifest manifest, PackageReader reader, Naming naming) {
        this.session = session;
        this.manifest = manifest;
        this.reader = reader;
        this.naming = naming;
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
        RecordedSession recorded = new RecordedSession(
                session,
                manifest.dataset(),
                committed.tables(),
                keys(),
                manifest.layers().size() > 1);
        Bookkeeping bookkeeping = new Bookkeeping(recorded, manifest.dataset(), committed.tables());
        Optional<Schema> stored = committed.bookkeeping().newestSchema(manifest.schemaName());
        Publication.checkDltRules(manifest, stored, committed.bookkeeping());
        makeDataset(committed, recorded, bookkeeping);
        List<LoadPlan> plans = new ArrayList<>();
        PackageChanges changes = new PackageChanges(
                recorded,
                manifest,
                reader,
                bookkeeping,
                naming,
                stored.orElseGet(() -> SchemaOrigin.pipettes(manifest.schemaName())),
                committed.tables(),
                false,
                plan -> {
                    plans.add(plan);
                    recorded.planned(plan);
                });
        changes.stage();
        changes.changeTables();
        changes.changeRows();
        TableOutline outline = new TableOutline(recorded, committed.tables(), plans);
        return new PackageOutlook(
                changes.results().stream().map(outline::of).toList(),
                recorded.recording().statements(),
                changes.sentences(),
                changes.notes(),
                refusals(changes.results(), committed));
    }

    /** What the destination's catalogue says against a load into tables that are there: a missing right, for instance. */
    private List<PlannedRefusal> refusals(List<TableResult> results, CommittedDataset committed) {
        Map<String, PlannedRefusal> refusals = new LinkedHashMap<>();
        for (TableResult result : results) {
            String table = result.table().name();
            if (committed.tables().containsKey(table) && !refusals.containsKey(table)) {
                session.inspect(manifest.dataset(), table).stream()
                        .filter(check -> check.status() == Check.Status.FAILED)
                        .findFirst()
                        .ifPresent(check -> refusals.put(table, refusal(result, check)));
            }
        }
        return List.copyOf(refusals.values());
    }

    private PlannedRefusal refusal(TableResult result, Check check) {
        PipetteException refused = new PipetteException(
                ErrorCode.LOAD_REFUSED,
                "table " + manifest.dataset() + "." + result.table().name() + ", " + check.name() + ": " + check.found()
                        + ". " + check.advice());
        return new PlannedRefusal(
                Optional.of(result.resource().name()), refused.code(), String.valueOf(refused.getMessage()));
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

    private Map<String, List<String>> keys() {
        Map<String, List<String>> keys = new HashMap<>();
        for (ResourceLoad resource : manifest.resources()) {
            keys.put(resource.table(), resource.mergeKey());
        }
        return keys;
    }
}
