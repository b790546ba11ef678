package dev.pipette.engine.load.apply;

import static dev.pipette.engine.load.apply.RowOutputs.ORDINAL;
import static dev.pipette.engine.load.apply.RowOutputs.ROOT;
import static org.jooq.impl.DSL.noCondition;

import dev.pipette.engine.load.bookkeeping.Bookkeeping;
import dev.pipette.engine.load.plan.LoadPlan;
import dev.pipette.engine.load.plan.PreparedTable;
import dev.pipette.engine.manifest.Manifest;
import dev.pipette.engine.manifest.PackageTable;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.engine.query.PackageReader;
import dev.pipette.schema.Schema;
import dev.pipette.schema.SystemColumns;
import dev.pipette.schema.TableColumn;
import dev.pipette.schema.TableSchema;
import dev.pipette.spi.ChangedTable;
import dev.pipette.spi.DestinationSession;
import dev.pipette.spi.PackagedRows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/** Applies the rows of one package, inside its transaction; see {@link TableWrite} for what a write disposition does. */
final class RowChanges {
    private final DestinationSession session;
    private final Manifest manifest;
    private final Schema schema;
    private final Map<String, PreparedTable> prepared;
    private final Map<String, TableWrite> writes = new HashMap<>();
    private final BoundaryKeys boundary;
    private final RowOutputs outputs;
    private final RowInserts inserts;
    private final Map<String, PackagedRows> packaged = new HashMap<>();
    private final Map<String, Table<Record>> staged = new HashMap<>();

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
        this.schema = plan.schema();
        this.prepared = plan.tables();
        NestedDelete delete = new NestedDelete(session, manifest.dataset(), existing, schema);
        manifest.resources()
                .forEach(resource -> writes.put(resource.name(), TableWrite.of(resource, delete, replacing)));
        this.boundary = new BoundaryKeys(session, manifest, bookkeeping);
        this.outputs = new RowOutputs(manifest, reader, writes);
        this.inserts = new RowInserts(session, manifest.dataset(), reader, outputs);
    }

    /** How many keys were added at the boundary of cursors. */
    long boundaryRows() {
        return boundary.added();
    }

    /** How a resource changes its tables. */
    TableWrite write(ResourceLoad resource) {
        return Objects.requireNonNull(writes.get(resource.name()));
    }

    /**
     * Brings rows to the destination that are compared there with others, or whose table has to be altered: otherwise
     * its readers would wait while the rows travel. The others go straight into their tables.
     */
    void stage() {
        for (PreparedTable table : prepared.values()) {
            String name = table.plan().table().name();
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

    /** The rows of a root table that are compared with others, where they are staged. */
    Optional<Table<Record>> staged(String rootTable) {
        return Optional.ofNullable(staged.get(rootTable));
    }

    List<TableResult> apply() {
        List<TableResult> results = new ArrayList<>();
        for (ResourceLoad resource : manifest.resources()) {
            results.addAll(apply(resource));
        }
        results.forEach(this::changed);
        return results;
    }

    private void changed(TableResult result) {
        List<String> key = write(result.resource()).matchedBy();
        List<String> matchedBy = !key.isEmpty() && result.table().isNested() ? List.of(SystemColumns.ROOT_ID) : key;
        session.changed(new ChangedTable(
                manifest.dataset(), result.table().name(), result.rows(), result.deleted(), matchedBy));
    }

    private List<TableResult> apply(ResourceLoad resource) {
        TableWrite write = write(resource);
        Map<String, Long> deleted = write.clear();
        PreparedTable root = prepared.get(resource.table());
        if (root == null) {
            return emptyResults(resource, deleted);
        }
        Table<Record> rows = staged.get(resource.table());
        LeftOut left = LeftOut.NONE;
        if (rows != null) {
            LeftOut loadedBefore = boundary.loadedBefore(resource, rows);
            deleted = NestedDelete.plus(deleted, write.makeRoom(rows, loadedBefore.without(rows)));
            left = loadedBefore.andFollowed(session, rows, write.sameBy());
            boundary.keep(resource, rows, loadedBefore);
        }
        List<TableResult> results = new ArrayList<>();
        results.add(insert(root, left, deleted));
        for (PackageTable packed : manifest.tablesOf(resource)) {
            PreparedTable nested = prepared.get(packed.name());
            if (packed.isNested() && nested != null) {
                results.add(insert(nested, left, deleted));
            }
        }
        deleted.forEach((tableName, count) -> {
            if (count > 0 && !has(results, tableName)) {
                results.add(onlyDeleted(resource, tableName, count));
            }
        });
        return results;
    }

    private List<TableResult> emptyResults(ResourceLoad resource, Map<String, Long> deleted) {
        List<TableResult> results = new ArrayList<>();
        for (PackageTable packed : manifest.tablesOf(resource)) {
            results.add(new TableResult(packed, resource, 0, 0, deleted.getOrDefault(packed.name(), 0L)));
        }
        deleted.forEach((tableName, count) -> {
            if (!has(results, tableName)) {
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
        PackageTable nothing = new PackageTable(tableName, parent, resource.table(), List.of(), List.of(), 0);
        return new TableResult(nothing, resource, 0, 0, count);
    }

    private TableResult insert(PreparedTable target, LeftOut left, Map<String, Long> deleted) {
        PackageTable packed = target.plan().table();
        long inserted = inserted(target, left);
        return new TableResult(
                packed, target.resource(), inserted, packed.rows() - inserted, deleted.getOrDefault(packed.name(), 0L));
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
