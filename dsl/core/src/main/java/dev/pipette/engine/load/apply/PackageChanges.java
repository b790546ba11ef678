package dev.pipette.engine.load.apply;

import dev.pipette.check.CheckResult;
import dev.pipette.engine.load.bookkeeping.Bookkeeping;
import dev.pipette.engine.load.plan.ExistingTables;
import dev.pipette.engine.load.plan.LoadPlan;
import dev.pipette.engine.load.plan.LoadPlanner;
import dev.pipette.engine.load.plan.SchemaChange;
import dev.pipette.engine.manifest.Manifest;
import dev.pipette.engine.query.PackageReader;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.Naming;
import dev.pipette.schema.Schema;
import dev.pipette.schema.TableColumn;
import dev.pipette.spi.DestinationSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jooq.exception.DataAccessException;

/**
 * Changes the tables of one package, inside its transaction. Where several resources fill one table, their rows are loaded
 * one after the other, each against the table as the one before left it: the result is that of two loads, in one step.
 */
public final class PackageChanges {
    private final DestinationSession session;
    private final Manifest manifest;
    private final PackageReader reader;
    private final Bookkeeping bookkeeping;
    private final Naming naming;
    private final boolean waited;
    private final boolean judged;
    private final Consumer<LoadPlan> planned;
    private final List<Manifest> waiting;
    private final List<TableResult> results = new ArrayList<>();
    private final PlannedDetails details = new PlannedDetails();
    private final List<SchemaChange> lastChanges = new ArrayList<>();
    private final List<String> sentences = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<RowChanges> parts = new ArrayList<>();
    private Layer layer;
    private long boundaryRows;
    private boolean changesTables;

    /** The resources of a package that have tables of their own each. */
    private record Layer(LoadPlan plan, RowChanges rows, NewerRows newer) {}

    /**
     * The changes for a package; nothing is planned yet.
     *
     * @param schema the committed schema
     * @param existing the dataset's tables as the catalogue has them
     * @param waited whether the package may have waited while newer rows were loaded
     * @param judged whether the rows are looked at as their checks say
     * @param planned gets the plan of each part of the package before anything of it is done
     */
    public PackageChanges(
            DestinationSession session,
            Manifest manifest,
            PackageReader reader,
            Bookkeeping bookkeeping,
            Naming naming,
            Schema schema,
            Map<String, List<TableColumn>> existing,
            boolean waited,
            boolean judged,
            Consumer<LoadPlan> planned) {
        this.session = session;
        this.manifest = manifest;
        this.reader = reader;
        this.bookkeeping = bookkeeping;
        this.naming = naming;
        this.waited = waited;
        this.judged = judged;
        this.planned = planned;
        this.waiting = new ArrayList<>(manifest.layers());
        this.layer = planned(waiting.removeFirst(), schema, existing, true);
    }

    private Layer planned(Manifest part, Schema schema, Map<String, List<TableColumn>> existing, boolean replacing) {
        ExistingTables values = new SessionTables(session, part.dataset(), details);
        LoadPlan plan = new LoadPlanner(part, reader, schema, existing, values, naming).plan();
        details.planned(plan);
        planned.accept(plan);
        RowChanges rows = new RowChanges(session, part, bookkeeping, existing, plan, reader, replacing);
        parts.add(rows);
        return new Layer(plan, rows, new NewerRows(session, part, bookkeeping, existing, rows));
    }

    /** Brings rows to the destination that have to wait there; see {@link RowChanges#stage}. */
    public void stage() {
        if (judged) {
            layer.rows().judge();
        }
        layer.rows().stage();
    }

    /** What of a later load the package would undo, as a phrase; looked for where it may have waited. */
    public Optional<String> newer() {
        return waited ? layer.newer().found() : Optional.empty();
    }

    /** Makes and changes the tables. */
    public void changeTables() {
        new SchemaWriter(session, manifest.dataset()).apply(layer.plan().changes());
    }

    /**
     * Loads the rows.
     *
     * @return newer rows that the package would take away, as a phrase: then the transaction has to be rolled back
     */
    public Optional<String> changeRows() {
        finishLayer();
        while (!waiting.isEmpty()) {
            layer = planned(waiting.removeFirst(), layer.plan().schema(), session.tables(manifest.dataset()), false);
            stage();
            Optional<String> newer = newer();
            if (newer.isPresent()) {
                return newer;
            }
            if (!layer.plan().changes().isEmpty()) {
                checkConstraints(); // a table cannot be changed while a check of its rows is to come
            }
            changeTables();
            finishLayer();
        }
        checkConstraints();
        new SchemaWriter(session, manifest.dataset()).apply(lastChanges);
        return Optional.empty();
    }

    private void checkConstraints() {
        try {
            session.checkConstraints();
        } catch (DataAccessException broken) {
            String doing = "check the foreign keys of " + manifest.dataset();
            PipetteException failed = session.failure(doing, broken);
            throw failed.code() == ErrorCode.ROW_REFUSED
                    ? session.failure(
                            parts.stream()
                                    .flatMap(part -> part.refusedLater(broken).stream())
                                    .findFirst()
                                    .orElse(doing),
                            broken)
                    : failed;
        }
    }

    private void finishLayer() {
        results.addAll(layer.rows().apply());
        boundaryRows += layer.rows().boundaryRows();
        changesTables |= !layer.plan().changes().isEmpty();
        lastChanges.addAll(layer.plan().lastChanges());
        sentences.addAll(layer.plan().sentences());
        notes.addAll(layer.plan().notes());
        notes.addAll(layer.rows().notes());
    }

    /** What happened to the tables. */
    public List<TableResult> results() {
        return results;
    }

    /** How the checks ended that are about the arriving rows, as far as they were looked at. */
    public List<CheckResult> checkResults() {
        return parts.stream().flatMap(part -> part.checkResults().stream()).toList();
    }

    /** How many keys were added at the boundary of cursors. */
    public long boundaryRows() {
        return boundaryRows;
    }

    /** Whether tables are made or changed. */
    public boolean changesTables() {
        return changesTables || !lastChanges.isEmpty();
    }

    /** The schema after the changes. */
    public Schema schema() {
        return layer.plan().schema();
    }

    /** What was changed in the schema, one sentence each. */
    public List<String> sentences() {
        return sentences;
    }

    /** Notes for people on what else happened to values. */
    public List<String> notes() {
        return notes;
    }
}
