package dev.pipette.engine.load.apply;

import dev.pipette.engine.load.bookkeeping.Bookkeeping;
import dev.pipette.engine.load.bookkeeping.RejectRows;
import dev.pipette.engine.load.plan.PreparedTable;
import dev.pipette.engine.load.plan.TablePlan;
import dev.pipette.engine.load.plan.TablePlanner;
import dev.pipette.engine.manifest.CursorLoad;
import dev.pipette.engine.manifest.Manifest;
import dev.pipette.engine.manifest.PackageTable;
import dev.pipette.engine.manifest.RejectedLines;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.engine.query.JudgedRows;
import dev.pipette.engine.query.PackageQuery;
import dev.pipette.engine.query.PackageReader;
import dev.pipette.engine.query.RejectedRows;
import dev.pipette.engine.query.RejectedRows.JsonTable;
import dev.pipette.engine.query.RejectedRows.Reason;
import dev.pipette.schema.Schema;
import dev.pipette.schema.TableColumn;
import dev.pipette.schema.WriteDisposition;
import dev.pipette.spi.DestinationSession;
import dev.pipette.spi.LoadStep;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jooq.Record;
import org.jooq.Table;

/**
 * Brings the rows of a package that was given up to the table of rejects, inside its transaction. They are written as they arrived:
 * no table of the destination is looked at, so that nothing about it can be in the way. The rows that the load would have left
 * out are left out, and the keys at the boundary of cursors are kept, so that the next load continues as after any other.
 */
public final class GivenUpRows {
    /** The rule of the rows in the table of rejects. */
    public static final String RULE = "given_up";

    private final DestinationSession session;
    private final Manifest manifest;
    private final PackageReader reader;
    private final Bookkeeping bookkeeping;
    private final Map<String, List<TableColumn>> existing;
    private final Schema schema;
    private final Reason reason;
    private final RejectRows rejects;
    private final List<TableResult> results = new ArrayList<>();
    private long boundaryRows;

    /**
     * The rows of a package; nothing is written yet.
     *
     * @param existing the dataset's tables as the catalogue has them
     * @param schema the committed schema
     * @param reason why it is given up, for people
     */
    public GivenUpRows(
            DestinationSession session,
            Manifest manifest,
            PackageReader reader,
            Bookkeeping bookkeeping,
            Map<String, List<TableColumn>> existing,
            Schema schema,
            String reason) {
        this.session = session;
        this.manifest = manifest;
        this.reader = reader;
        this.bookkeeping = bookkeeping;
        this.existing = existing;
        this.schema = schema;
        this.reason = Reason.ofAll(Reason.Kind.PACKAGE, RULE, reason);
        this.rejects =
                new RejectRows(session, bookkeeping, manifest, manifest.time().atOffset(ZoneOffset.UTC));
    }

    /** What happened to the rows: none is in a table. */
    public List<TableResult> results() {
        return results;
    }

    /** How many keys were added at the boundary of cursors. */
    public long boundaryRows() {
        return boundaryRows;
    }

    /**
     * Writes them.
     *
     * @param reached is told of the steps
     */
    public void keep(Consumer<LoadStep> reached) {
        reached.accept(LoadStep.ROWS_STAGED);
        reached.accept(LoadStep.SCHEMA_CHANGED);
        manifest.layers().forEach(this::keep);
        reached.accept(LoadStep.ROWS_APPLIED);
    }

    private void keep(Manifest part) {
        Map<String, Table<Record>> staged = new HashMap<>();
        WriteTools tools = new WriteTools(
                session,
                part.dataset(),
                existing,
                schema,
                Map.of(),
                staged,
                new NestedDelete(session, part.dataset(), existing, schema),
                part.time());
        Map<String, TableWrite> writes = new HashMap<>();
        part.byTable()
                .forEach(resource -> writes.put(resource.table(), TableWrite.of(appended(resource), tools, false)));
        RowOutputs outputs = new RowOutputs(part, reader, writes);
        BoundaryKeys boundary = new BoundaryKeys(session, part, bookkeeping);
        Map<String, LeftOut> known = new HashMap<>();
        for (ResourceLoad resource : part.byTable()) {
            for (PackageTable table : part.tablesOf(resource)) {
                if (!table.isNested() && table.rows() > 0 && outputs.compares(resource)) {
                    PreparedTable numbers = numbers(resource, table);
                    Table<Record> rows = session.relation(table.name(), outputs.rows(numbers), true);
                    staged.put(table.name(), rows);
                    known.put(table.name(), boundary.loadedBefore(resource, rows));
                }
            }
        }
        for (ResourceLoad resource : part.byTable()) {
            keep(part, resource, writes, staged, known, boundary);
        }
        boundaryRows += boundary.added();
    }

    private void keep(
            Manifest part,
            ResourceLoad resource,
            Map<String, TableWrite> writes,
            Map<String, Table<Record>> staged,
            Map<String, LeftOut> known,
            BoundaryKeys boundary) {
        List<PackageTable> tables = part.tablesOf(resource).stream()
                .filter(table -> table.rows() > 0)
                .toList();
        Table<Record> rows = staged.get(resource.table());
        LeftOut left = LeftOut.NONE;
        if (rows != null) {
            LeftOut before = Objects.requireNonNull(known.get(resource.table()));
            TableWrite write = Objects.requireNonNull(writes.get(resource.table()));
            left = before.andFollowed(session, rows, write.comparedBy());
            boundary.keep(resource, rows, before);
        }
        long lines = lines(resource);
        if (tables.isEmpty() || tables.getFirst().isNested()) {
            results.add(result(emptyRoot(resource), resource, lines));
        } else {
            rows(resource, tables, left, lines);
        }
    }

    private static PackageTable emptyRoot(ResourceLoad resource) {
        return new PackageTable(resource.table(), null, resource.table(), List.of(), List.of(), 0);
    }

    private long lines(ResourceLoad resource) {
        RejectedLines found = resource.lines();
        if (found == null) {
            return 0;
        }
        RejectRows.Lines lines = rejects.lines(resource, found, reader);
        lines.keep().run();
        return lines.count();
    }

    /** @param tables the root table first */
    private void rows(ResourceLoad resource, List<PackageTable> tables, LeftOut left, long lines) {
        PackageQuery arriving = reader.query(tables.getFirst());
        CursorLoad cursor = resource.cursor();
        if (cursor != null && cursor.kind() != null) {
            arriving.within(cursor, cursor.kind());
        }
        JudgedRows all = reader.judged(arriving, List.of());
        all.leaveOut(left.numbers(session));
        RejectedRows rejected =
                reader.rejected(tables.stream().map(this::asItArrived).toList());
        long count = rejected.write(all, List.of(reason));
        if (count > 0) {
            rejects.add(resource, rejected);
        }
        for (PackageTable table : tables) {
            results.add(
                    result(table, resource, table.isNested() ? rejected.nestedIn(reader.query(table)) : count + lines));
        }
    }

    private static TableResult result(PackageTable table, ResourceLoad resource, long rejected) {
        return new TableResult(table, resource, 0, 0, 0, Math.max(0, table.rows() - rejected), 0, rejected);
    }

    /** All values of a table, each under the name of its column, whatever their types. */
    private JsonTable asItArrived(PackageTable table) {
        PackageQuery query = reader.query(table);
        Map<String, String> values = new LinkedHashMap<>();
        for (String column : table.columns()) {
            if (!column.startsWith(TablePlanner.HIDDEN)) {
                String output = "_pipette_value_of_" + column;
                query.output(query.anyJson(column), output);
                values.put(column, output);
            }
        }
        return new JsonTable(table, query, List.of(), values);
    }

    /** The rows of a table without their values: what they are told apart by is all that the destination gets of them. */
    private PreparedTable numbers(ResourceLoad resource, PackageTable table) {
        TablePlan plan =
                new TablePlan(table, List.of(), false, List.of(), List.of(), List.of(), Map.of(), List.of(), List.of());
        return new PreparedTable(resource, plan, reader.query(table), List.of(), false);
    }

    /** The resource as one that only adds rows: by nothing else are some of them left out before they meet a table. */
    private static ResourceLoad appended(ResourceLoad resource) {
        return ResourceLoad.builder()
                .from(resource)
                .disposition(new WriteDisposition.Append())
                .build();
    }
}
