package dev.pipette.engine.load.apply;

import static dev.pipette.engine.load.apply.RowOutputs.AT_END;
import static dev.pipette.engine.load.apply.RowOutputs.AT_START;
import static dev.pipette.engine.load.apply.RowOutputs.DISTINCT;
import static dev.pipette.engine.load.apply.RowOutputs.KEY;
import static dev.pipette.engine.load.apply.RowOutputs.ORDINAL;
import static dev.pipette.engine.load.apply.RowOutputs.POSITION;
import static dev.pipette.engine.load.apply.RowOutputs.ROOT;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectDistinct;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.table;

import dev.pipette.engine.load.bookkeeping.Bookkeeping;
import dev.pipette.engine.load.plan.LoadPlan;
import dev.pipette.engine.load.plan.PreparedTable;
import dev.pipette.engine.manifest.CursorLoad;
import dev.pipette.engine.manifest.FilesLoad;
import dev.pipette.engine.manifest.Manifest;
import dev.pipette.engine.manifest.PackageTable;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.engine.query.PackageReader;
import dev.pipette.incremental.CursorKind;
import dev.pipette.incremental.LastValue;
import dev.pipette.schema.Schema;
import dev.pipette.schema.SystemColumns;
import dev.pipette.schema.TableColumn;
import dev.pipette.schema.TableSchema;
import dev.pipette.spi.ChangedTable;
import dev.pipette.spi.DestinationSession;
import dev.pipette.spi.PackagedRows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.SQLDataType;

/** Applies the rows of one package by their resources' write dispositions, inside its transaction. */
final class RowChanges {
    /** Files whose rows one statement deletes. */
    private static final int FILES_AT_ONCE = 500;

    private static final Field<Double> KEY_POSITION = field(name("position"), Double.class);

    private final DestinationSession session;
    private final Manifest manifest;
    private final Bookkeeping bookkeeping;
    private final Map<String, List<TableColumn>> existing;
    private final Schema schema;
    private final Map<String, PreparedTable> prepared;
    private final RowOutputs outputs;
    private final RowInserts inserts;
    private final Map<String, PackagedRows> packaged = new HashMap<>();
    private final Map<String, Table<Record>> staged = new HashMap<>();
    private final boolean replacing;
    private long boundaryRows;

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
        this.existing = existing;
        this.replacing = replacing;
        this.schema = plan.schema();
        this.prepared = plan.tables();
        this.outputs = new RowOutputs(manifest, reader);
        this.inserts = new RowInserts(session, manifest.dataset(), reader, outputs);
    }

    /** How many keys were added at the boundary of cursors. */
    long boundaryRows() {
        return boundaryRows;
    }

    private Table<Record> in(String tableName) {
        return table(session.qualified(manifest.dataset(), tableName));
    }

    private static Field<Object> column(String columnName) {
        return field(name(columnName), Object.class);
    }

    private static Field<String> textColumn(String columnName) {
        return field(name(columnName), String.class);
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
            boolean compared = RowOutputs.compared(table.resource());
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

    private String place(String tableName) {
        return manifest.dataset() + "." + tableName;
    }

    /** Deletes rows; where that fails, the error names the table. */
    private long deleteFrom(String tableName, Condition matches) {
        try {
            return session.dsl().deleteFrom(in(tableName)).where(matches).execute();
        } catch (DataAccessException failed) {
            throw session.failure("delete rows from " + place(tableName), failed);
        }
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
        ResourceLoad resource = result.resource();
        List<String> matchedBy = !resource.merges()
                ? List.of()
                : result.table().isNested() ? List.of(SystemColumns.ROOT_ID) : resource.mergeKey();
        session.changed(new ChangedTable(
                manifest.dataset(), result.table().name(), result.rows(), result.deleted(), matchedBy));
    }

    private List<TableResult> apply(ResourceLoad resource) {
        Map<String, Long> deleted =
                resource.replaces() ? replacing ? deleteAll(resource) : Map.of() : deleteFiles(resource);
        PreparedTable root = prepared.get(resource.table());
        if (root == null) {
            return emptyResults(resource, deleted);
        }
        Table<Record> rows = staged.get(resource.table());
        Optional<Table<Record>> left = Optional.empty();
        if (rows != null) {
            Optional<Table<Record>> loadedBefore = loadedBefore(resource, rows);
            deleted = resource.merges()
                    ? plus(deleted, deleteMatching(resource, rows, without(loadedBefore, rows)))
                    : deleted;
            left = leftOut(resource, rows, loadedBefore);
            boundary(resource, rows, loadedBefore);
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
            if (count > 0
                    && results.stream()
                            .noneMatch(result -> result.table().name().equals(tableName))) {
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
            if (results.stream().noneMatch(result -> result.table().name().equals(tableName))) {
                results.add(onlyDeleted(resource, tableName, count));
            }
        });
        return results;
    }

    private TableResult onlyDeleted(ResourceLoad resource, String tableName, long count) {
        String parent = schema.table(tableName).flatMap(TableSchema::parent).orElse(null);
        PackageTable nothing = new PackageTable(tableName, parent, resource.table(), List.of(), List.of(), 0);
        return new TableResult(nothing, resource, 0, 0, count);
    }

    /** The tables of a resource at the destination: those of the schema that are there, parents first. */
    private List<TableSchema> tree(ResourceLoad resource) {
        return schema.tableTree(resource.table()).stream()
                .filter(found -> existing.containsKey(found.name()))
                .toList();
    }

    private Map<String, Long> deleteAll(ResourceLoad resource) {
        Map<String, Long> deleted = new LinkedHashMap<>();
        for (TableSchema there : tree(resource).reversed()) {
            deleted.put(there.name(), deleteFrom(there.name(), noCondition()));
        }
        return deleted;
    }

    private static Map<String, Long> plus(Map<String, Long> some, Map<String, Long> more) {
        Map<String, Long> sums = new LinkedHashMap<>(some);
        more.forEach((table, count) -> sums.merge(table, count, Long::sum));
        return sums;
    }

    /** Deletes the rows of files that are loaded again. */
    private Map<String, Long> deleteFiles(ResourceLoad resource) {
        FilesLoad files = resource.files();
        Map<String, Long> deleted = new LinkedHashMap<>();
        if (files == null || !isThere(resource.table(), files.column())) {
            return deleted;
        }
        List<String> keys = files.replaced().stream().sorted().toList();
        for (int from = 0; from < keys.size(); from += FILES_AT_ONCE) {
            List<String> some = keys.subList(from, Math.min(keys.size(), from + FILES_AT_ONCE));
            deleted = plus(deleted, delete(resource, textColumn(files.column()).in(some)));
        }
        return deleted;
    }

    private boolean isThere(String tableName, String columnName) {
        return existing.getOrDefault(tableName, List.of()).stream()
                .anyMatch(found -> found.name().equals(columnName));
    }

    private Map<String, Long> deleteMatching(ResourceLoad resource, Table<Record> rows, Condition wanted) {
        if (!existing.containsKey(resource.table())) {
            return Map.of();
        }
        Condition matches = org.jooq
                .impl
                .DSL
                .row(resource.mergeKey().stream().map(RowChanges::column).toList())
                .in(select(resource.mergeKey().stream().map(RowChanges::column).toList())
                        .from(rows)
                        .where(wanted));
        return delete(resource, matches);
    }

    /** Deletes rows of a root table with what is nested in them. */
    private Map<String, Long> delete(ResourceLoad resource, Condition matches) {
        Map<String, Long> deleted = new LinkedHashMap<>();
        Table<Record> target = in(resource.table());
        List<TableSchema> nested =
                tree(resource).stream().filter(TableSchema::isNested).toList();
        if (!nested.isEmpty()) {
            Table<Record> gone = session.temporary(
                    "gone",
                    select(textColumn(SystemColumns.ROW_ID)).from(target).where(matches));
            for (TableSchema there : nested.reversed()) {
                deleted.put(
                        there.name(),
                        deleteFrom(
                                there.name(),
                                textColumn(SystemColumns.ROOT_ID)
                                        .in(select(textColumn(SystemColumns.ROW_ID))
                                                .from(gone))));
            }
        }
        deleted.put(resource.table(), deleteFrom(resource.table(), matches));
        return deleted;
    }

    /** The ordinals of rows at the start of the cursor that an earlier run loaded. */
    private Optional<Table<Record>> loadedBefore(ResourceLoad resource, Table<Record> rows) {
        CursorLoad cursor = resource.cursor();
        if (cursor == null || !cursor.deduplicated() || cursor.start() == null) {
            return Optional.empty();
        }
        return Optional.of(session.temporary(
                "loaded_before",
                select(ORDINAL)
                        .from(rows)
                        .where(AT_START)
                        .and(KEY.cast(SQLDataType.UUID)
                                .in(select(Bookkeeping.boundaryKey())
                                        .from(bookkeeping.boundary())
                                        .where(bookkeeping.boundaryOf(
                                                manifest.pipeline(), resource, cursor.path()))))));
    }

    /** The ordinals of root rows that are not loaded: loaded before, or followed by a row of the same key. */
    private Optional<Table<Record>> leftOut(
            ResourceLoad resource, Table<Record> rows, Optional<Table<Record>> loadedBefore) {
        List<? extends Field<?>> keys = resource.merges()
                ? resource.mergeKey().stream().map(RowChanges::column).toList()
                : List.of(DISTINCT);
        if (!resource.merges() && resource.distinctBy() == null) {
            return loadedBefore;
        }
        Condition wanted = without(loadedBefore, rows);
        int distinct = session.dsl().fetchCount(selectDistinct(keys).from(rows).where(wanted));
        if (distinct == session.dsl().fetchCount(selectOne().from(rows).where(wanted))) {
            return loadedBefore;
        }
        Field<Long> last = max(ORDINAL).over().partitionBy(keys).as("last");
        var numbered = select(ORDINAL, last).from(rows).where(wanted).asTable("numbered");
        Select<Record1<Long>> followed =
                select(ORDINAL).from(numbered).where(ORDINAL.lt(field(name("last"), Long.class)));
        return Optional.of(session.temporary(
                "left_out",
                loadedBefore
                        .<Select<Record1<Long>>>map(
                                before -> followed.unionAll(select(ORDINAL).from(before)))
                        .orElse(followed)));
    }

    private static Condition without(Optional<Table<Record>> left, Table<Record> rows) {
        return without(left, of(rows, ORDINAL));
    }

    private static Condition without(Optional<Table<Record>> left, Field<Long> number) {
        return left.<Condition>map(out -> notExists(selectOne()
                        .from(out.as("out"))
                        .where(field(name("out", ORDINAL.getName()), Long.class).eq(number))))
                .orElse(noCondition());
    }

    private TableResult insert(PreparedTable target, Optional<Table<Record>> left, Map<String, Long> deleted) {
        PackageTable packed = target.plan().table();
        long inserted = inserted(target, left);
        return new TableResult(
                packed, target.resource(), inserted, packed.rows() - inserted, deleted.getOrDefault(packed.name(), 0L));
    }

    private long inserted(PreparedTable target, Optional<Table<Record>> left) {
        PackageTable packed = target.plan().table();
        Table<Record> rows = staged.get(packed.name());
        if (rows == null) {
            return inserts.append(target, rowsOf(packed));
        }
        if (!RowOutputs.compared(target.resource())) {
            return inserts.insert(target, rows, every -> noCondition());
        }
        Field<Long> number = packed.isNested() ? ROOT : ORDINAL;
        return inserts.insert(target, rows, some -> without(left, of(some, number)));
    }

    private PackagedRows rowsOf(PackageTable packed) {
        return java.util.Objects.requireNonNull(packaged.get(packed.name()));
    }

    private static <T> Field<T> of(Table<?> table, Field<T> field) {
        return field(table.getQualifiedName().append(field.getName()), field.getDataType());
    }

    /** Keeps the keys of the rows at the cursor's new end, for the next load. */
    private void boundary(ResourceLoad resource, Table<Record> rows, Optional<Table<Record>> loadedBefore) {
        CursorLoad cursor = resource.cursor();
        if (cursor == null || !cursor.deduplicated() || cursor.end() == null) {
            return;
        }
        boolean moved = cursor.moved();
        Condition keys = bookkeeping.boundaryOf(manifest.pipeline(), resource, cursor.path());
        if (moved && (cursor.start() == null || !cursor.keepsKeysOfLag())) {
            session.dsl().deleteFrom(bookkeeping.boundary()).where(keys).execute();
        } else if (moved) {
            // the keys of an older version are those at the start
            session.dsl()
                    .update(bookkeeping.boundary())
                    .set(KEY_POSITION, cursor.startPosition())
                    .where(keys)
                    .and(KEY_POSITION.isNull())
                    .execute();
            session.dsl()
                    .deleteFrom(bookkeeping.boundary())
                    .where(keys)
                    .and(isLeft(cursor))
                    .execute();
        }
        // where the cursor left all values of loaded rows behind, none of these can come again
        boolean all = moved && !cursor.keepsKeysOfLag();
        boundaryRows += session.dsl()
                .insertInto(bookkeeping.boundary())
                .columns(
                        column("pipeline_name"),
                        column("resource_name"),
                        column("cursor_path"),
                        field(name("key"), UUID.class),
                        KEY_POSITION)
                .select(selectDistinct(
                                inline((Object) manifest.pipeline()),
                                inline((Object) resource.name()),
                                inline((Object) cursor.path()),
                                KEY.cast(SQLDataType.UUID),
                                POSITION)
                        .from(rows)
                        .where(AT_END)
                        .and(all ? noCondition() : without(loadedBefore, rows)))
                .execute();
    }

    /** Whether the lag does not reach back to a key any more. */
    private static Condition isLeft(CursorLoad cursor) {
        double from = CursorKind.position(cursor.keepsKeysFrom());
        // a database may round to the neighbour of the number that Java rounds to
        return cursor.rules().lastValue() == LastValue.LOWEST
                ? KEY_POSITION.gt(inline(Math.nextUp(Math.nextUp(from))))
                : KEY_POSITION.lt(inline(Math.nextDown(Math.nextDown(from))));
    }
}
