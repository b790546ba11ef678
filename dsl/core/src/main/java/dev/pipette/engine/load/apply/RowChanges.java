package dev.pipette.engine.load.apply;

import static dev.pipette.engine.load.apply.RowOutputs.ORDINAL;
import static dev.pipette.engine.load.apply.RowOutputs.ROOT;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import dev.pipette.check.CheckResult;
import dev.pipette.engine.load.apply.Rejecting.Rejected;
import dev.pipette.engine.load.bookkeeping.Bookkeeping;
import dev.pipette.engine.load.bookkeeping.RejectRows;
import dev.pipette.engine.load.check.ArrivalChecks;
import dev.pipette.engine.load.plan.LoadPlan;
import dev.pipette.engine.load.plan.PreparedTable;
import dev.pipette.engine.manifest.Manifest;
import dev.pipette.engine.manifest.PackageTable;
import dev.pipette.engine.manifest.ReferenceOrder;
import dev.pipette.engine.manifest.RejectedLines;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.engine.query.PackageReader;
import dev.pipette.schema.Refresh;
import dev.pipette.schema.Schema;
import dev.pipette.schema.SystemColumns;
import dev.pipette.schema.TableColumn;
import dev.pipette.schema.TableSchema;
import dev.pipette.spi.ChangedTable;
import dev.pipette.spi.DestinationSession;
import dev.pipette.spi.PackagedRows;
import dev.pipette.text.Units;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.exception.DataAccessException;

/** Applies the rows of one package, inside its transaction; see {@link TableWrite} for what a write disposition does. */
final class RowChanges {
    private final DestinationSession session;
    private final Manifest manifest;
    private final Schema schema;
    private final Map<String, PreparedTable> prepared;
    private final Map<String, TableWrite> writes = new HashMap<>();
    private final WriteTools tools;
    private final boolean replacing;
    private final BoundaryKeys boundary;
    private final RowOutputs outputs;
    private final RowInserts inserts;
    private final Map<String, PackagedRows> packaged = new HashMap<>();
    private final Map<String, Table<Record>> staged = new HashMap<>();
    private final PackageReader reader;
    private final LoadPlan plan;
    private final RejectRows rejects;
    private final Map<String, ArrivalChecks> checks = new LinkedHashMap<>();
    private final Bookkeeping bookkeeping;
    private final List<String> notes = new ArrayList<>();
    private final Map<String, RejectRows.Lines> lines = new HashMap<>();

    /**
     * The rows of a package.
     *
     * @param existing the dataset's tables as the catalogue had them before the schema was changed
     * @param replacing whether a replace takes the old rows away; not where rows of another resource of the same package
     *     have done so before
     */
    RowChanges(
            DestinationSession session,
            Manifest manifest,
            Bookkeeping bookkeeping,
            Map<String, List<TableColumn>> existing,
            LoadPlan plan,
            PackageReader reader,
            boolean replacing) {
        this.session = session;
        this.manifest = manifest;
        this.bookkeeping = bookkeeping;
        this.reader = reader;
        this.rejects =
                new RejectRows(session, bookkeeping, manifest, manifest.time().atOffset(ZoneOffset.UTC));
        this.replacing = replacing;
        this.schema = plan.schema();
        this.plan = plan;
        this.prepared = plan.tables();
        this.tools = new WriteTools(
                session,
                manifest.dataset(),
                existing,
                schema,
                prepared,
                staged,
                new NestedDelete(session, manifest.dataset(), existing, schema),
                manifest.time());
        manifest.byTable().forEach(resource -> writes.put(resource.table(), TableWrite.of(resource, tools, replacing)));
        this.boundary = new BoundaryKeys(session, manifest, bookkeeping);
        this.outputs = new RowOutputs(manifest, reader, writes);
        this.inserts = new RowInserts(session, manifest.dataset(), reader, outputs, schema);
    }

    /** What was being done to a row that the destination refused after all rows were there; empty where it is no row of these. */
    Optional<String> refusedLater(DataAccessException refused) {
        return prepared.values().stream()
                .flatMap(target -> inserts.refusedLater(target, refused).stream())
                .findFirst();
    }

    /** How many keys were added at the boundary of cursors. */
    long boundaryRows() {
        return boundary.added();
    }

    /** How a resource changes its tables, of which only it fills the root table. */
    TableWrite write(ResourceLoad resource) {
        return Objects.requireNonNull(writes.get(resource.table()));
    }

    /** Looks at the rows as their checks say. Called before {@link #stage}. */
    void judge() {
        for (ResourceLoad resource : manifest.byTable()) {
            List<PackageTable> tables = manifest.tablesOf(resource);
            RejectedLines found = resource.lines();
            if (found != null) {
                lines.put(resource.table(), rejects.lines(resource, found, reader));
            }
            if (ArrivalChecks.areNeeded(resource, plan, tables)) {
                ArrivalChecks judged = new ArrivalChecks(reader, resource, plan, tables, linesOf(resource));
                checks.put(resource.table(), judged);
                judged.rejectedByThemselves().ifPresent(numbers -> outputs.hide(resource, numbers));
            }
        }
    }

    /** How many lines of its files are rejected with this load. */
    private long linesOf(ResourceLoad resource) {
        RejectRows.Lines found = lines.get(resource.table());
        return found == null ? 0 : found.count();
    }

    /** How the checks of the rows ended; known when they are {@link #apply applied}, whether that succeeds or not. */
    List<CheckResult> checkResults() {
        return checks.values().stream()
                .flatMap(judged -> judged.results().stream())
                .toList();
    }

    /**
     * Brings rows to the destination that are compared there with others, or whose table has to be altered: otherwise
     * its readers would wait while the rows travel. The others go straight into their tables.
     */
    void stage() {
        for (PreparedTable table : prepared.values()) {
            String name = table.plan().table().name();
            ArrivalChecks judged = checks.get(table.resource().table());
            if (table.resource().replays() != null || judged != null && judged.mayReject()) {
                outputs.number(table.resource());
            }
            PackagedRows rows = outputs.rows(table);
            packaged.put(name, rows);
            boolean compared = outputs.compares(table.resource());
            if (compared || table.alters()) {
                staged.put(
                        name,
                        inserts.refusable(
                                table,
                                () -> session.relation(
                                        name, rows, compared && !table.query().ownRowIds())));
            }
        }
    }

    List<TableResult> apply() {
        List<TableResult> results = new ArrayList<>();
        Map<String, LeftOut> loadedBefore = new HashMap<>();
        for (ResourceLoad resource : manifest.byTable()) {
            Table<Record> rows = staged.get(resource.table());
            if (rows != null) {
                LeftOut known = boundary.loadedBefore(resource, rows);
                loadedBefore.put(resource.table(), known);
                judgeWithout(resource, known);
            }
        }
        Map<String, List<TableResult>> byTable = new HashMap<>();
        for (ResourceLoad resource : ReferenceOrder.of(manifest.byTable())) {
            byTable.put(
                    resource.table(),
                    withLines(resource, apply(resource, loadedBefore.getOrDefault(resource.table(), LeftOut.NONE))));
        }
        manifest.byTable().forEach(resource -> results.addAll(byTable.getOrDefault(resource.table(), List.of())));
        results.forEach(this::changed);
        return results;
    }

    /** The results, with the lines that could not be read: rows that arrived for the root table. */
    private List<TableResult> withLines(ResourceLoad resource, List<TableResult> results) {
        long count = linesOf(resource);
        if (count == 0) {
            return results;
        }
        Objects.requireNonNull(lines.get(resource.table())).keep().run();
        List<TableResult> counted = new ArrayList<>(results);
        if (!has(counted, resource.table())) {
            counted.addFirst(onlyDeleted(resource, resource.table(), 0));
        }
        counted.replaceAll(result -> result.table().name().equals(resource.table())
                ? result.withRejected(result.rejected() + count)
                : result);
        return counted;
    }

    private void judgeWithout(ResourceLoad resource, LeftOut known) {
        ArrivalChecks judged = checks.get(resource.table());
        if (judged != null && judged.looksAtNumbers()) {
            judged.leaveOut(known.numbers(session));
        }
    }

    private void changed(TableResult result) {
        List<String> key = write(result.resource()).matchedBy();
        List<String> matchedBy = !key.isEmpty() && result.table().isNested() ? List.of(SystemColumns.ROOT_ID) : key;
        session.changed(new ChangedTable(
                manifest.dataset(),
                result.table().name(),
                result.rows(),
                result.deleted() + result.updated(),
                matchedBy));
    }

    private List<TableResult> apply(ResourceLoad resource, LeftOut loadedBefore) {
        TableWrite write = write(resource);
        Map<String, Long> cleared = replacing && resource.refresh() == Refresh.DROP_DATA
                ? tools.delete().all(resource)
                : write.clear();
        PreparedTable root = prepared.get(resource.table());
        if (root == null) {
            return emptyResults(resource, NestedDelete.plus(cleared, write.nothingArrived()));
        }
        Table<Record> rows = staged.get(resource.table());
        Arrivals arrivals = Arrivals.inserted(LeftOut.NONE);
        Rejected rejected =
                resource.replays() == null ? rejected(resource, loadedBefore) : replayed(resource, loadedBefore);
        if (rows != null) {
            arrivals = inserts.refusable(root, () -> write.arrive(rejected.all()));
            boundary.keep(resource, rows, loadedBefore);
        }
        arrivals = arrivals.withDeleted(cleared);
        List<TableResult> results = new ArrayList<>();
        results.add(rootResult(root, arrivals, rejected.count()));
        for (PackageTable packed : manifest.tablesOf(resource)) {
            PreparedTable nested = prepared.get(packed.name());
            if (packed.isNested() && nested != null) {
                results.add(nestedResult(nested, arrivals, nestedIn(rejected, nested)));
            }
        }
        arrivals.deleted().forEach((tableName, count) -> {
            if (count > 0 && !has(results, tableName)) {
                results.add(onlyDeleted(resource, tableName, count));
            }
        });
        new DltRowIds(tools, manifest.loadId()).write(resource);
        return results;
    }

    private Rejected rejected(ResourceLoad resource, LeftOut loadedBefore) {
        ArrivalChecks judged = checks.get(resource.table());
        if (judged == null || !judged.mayReject()) {
            return Rejected.none(loadedBefore);
        }
        Rejecting rejecting = new Rejecting(resource, tools, judged, reader, plan, manifest.tablesOf(resource));
        Rejected rejected = rejecting.among(loadedBefore);
        if (rejected.count() > 0 && resource.replays() == null) {
            rejecting.keep(rejects);
        }
        return rejected;
    }

    private Rejected replayed(ResourceLoad resource, LeftOut loadedBefore) {
        Replaying replaying = new Replaying(resource, manifest, bookkeeping, tools, reader);
        replaying.checkAreOpen();
        Rejected rejected = rejected(resource, replaying.withoutOvertaken(loadedBefore, notes::add));
        replaying.mark(rejected.all());
        if (rejected.count() > 0) {
            notes.add(Units.rows(rejected.count()) + " of table " + resource.table()
                    + (rejected.count() == 1 ? " still breaks a rule, and stays" : " still break a rule, and stay")
                    + " rejected");
        }
        return rejected;
    }

    /** What there is to say of the rows. */
    List<String> notes() {
        return notes;
    }

    /** How many rows of a nested table belong to those that are rejected. */
    private long nestedIn(Rejected rejected, PreparedTable nested) {
        if (rejected.count() == 0) {
            return 0;
        }
        Table<Record> rows =
                Objects.requireNonNull(staged.get(nested.plan().table().name()));
        Condition loaded = rejected.rejected().without(RowFields.of(rows, ROOT));
        return session.dsl().fetchCount(selectOne().from(rows).where(loaded.not()));
    }

    private TableResult rootResult(PreparedTable root, Arrivals arrivals, long rejected) {
        PackageTable packed = root.plan().table();
        long rows = inserted(root, arrivals.left()) + arrivals.inPlace();
        long unchanged = arrivals.same()
                .map(same -> (long) session.dsl().fetchCount(same))
                .orElse(0L);
        long taken = arrivals.deleted().getOrDefault(packed.name(), 0L);
        return new TableResult(
                packed,
                root.resource(),
                rows,
                arrivals.updated(),
                unchanged,
                packed.rows() - rows - unchanged - rejected,
                taken - (arrivals.updated() - arrivals.inPlace()),
                rejected);
    }

    private TableResult nestedResult(PreparedTable nested, Arrivals arrivals, long rejected) {
        PackageTable packed = nested.plan().table();
        long rows = inserted(nested, arrivals.leftNested());
        long unchanged = arrivals.same()
                .map(same -> (long) session.dsl()
                        .fetchCount(selectOne()
                                .from(Objects.requireNonNull(staged.get(packed.name())))
                                .where(ROOT.in(select(ORDINAL).from(same)))))
                .orElse(0L);
        return new TableResult(
                packed,
                nested.resource(),
                rows,
                0,
                unchanged,
                packed.rows() - rows - unchanged - rejected,
                arrivals.deleted().getOrDefault(packed.name(), 0L),
                rejected);
    }

    private List<TableResult> emptyResults(ResourceLoad resource, Map<String, Long> deleted) {
        List<TableResult> results = new ArrayList<>();
        for (PackageTable packed : manifest.tablesOf(resource)) {
            results.add(onlyDeleted(resource, packed, deleted.getOrDefault(packed.name(), 0L)));
        }
        deleted.forEach((tableName, count) -> {
            if (!has(results, tableName) && (count > 0 || !resource.choosesTables())) {
                results.add(onlyDeleted(resource, tableName, count));
            }
        });
        return results;
    }

    private static boolean has(List<TableResult> results, String tableName) {
        return results.stream().anyMatch(result -> result.table().name().equals(tableName));
    }

    private TableResult onlyDeleted(ResourceLoad resource, String tableName, long count) {
        String parent = schema.table(tableName).flatMap(TableSchema::parent).orElse(null);
        return onlyDeleted(
                resource, new PackageTable(tableName, parent, resource.table(), List.of(), List.of(), 0), count);
    }

    private static TableResult onlyDeleted(ResourceLoad resource, PackageTable table, long count) {
        return new TableResult(table, resource, 0, 0, 0, 0, count, 0);
    }

    private long inserted(PreparedTable target, LeftOut left) {
        PackageTable packed = target.plan().table();
        Table<Record> rows = staged.get(packed.name());
        if (rows == null) {
            return inserts.append(target, Objects.requireNonNull(packaged.get(packed.name())));
        }
        if (!outputs.compares(target.resource())) {
            return inserts.insert(target, rows, every -> noCondition());
        }
        Field<Long> ordinal = packed.isNested() ? ROOT : ORDINAL;
        return inserts.insert(target, rows, some -> left.without(RowFields.of(some, ordinal)));
    }
}
