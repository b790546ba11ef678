package dev.pipette.load;

import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectDistinct;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.table;

import dev.pipette.incremental.CursorKind;
import dev.pipette.load.Publisher.TableResult;
import dev.pipette.pack.CursorLoad;
import dev.pipette.pack.Manifest;
import dev.pipette.pack.PackageQuery;
import dev.pipette.pack.PackageReader;
import dev.pipette.pack.PackageTable;
import dev.pipette.pack.ResourceLoad;
import dev.pipette.schema.Column;
import dev.pipette.schema.DataType;
import dev.pipette.schema.Digest128;
import dev.pipette.schema.Naming;
import dev.pipette.schema.Schema;
import dev.pipette.schema.SystemColumns;
import dev.pipette.schema.TableColumn;
import dev.pipette.schema.TableSchema;
import dev.pipette.spi.DestinationSession;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/** Changes the schema and applies the rows of one package, inside its transaction. */
final class Applying {
    private static final Field<Long> ORDINAL = field(name("_pipette_ordinal"), Long.class);
    private static final Field<Long> ROOT = field(name("_pipette_root"), Long.class);
    private static final Field<UUID> KEY = field(name("_pipette_key"), UUID.class);
    private static final Field<Boolean> AT_START = field(name("_pipette_at_start"), Boolean.class);
    private static final Field<Boolean> AT_END = field(name("_pipette_at_end"), Boolean.class);

    private final DestinationSession session;
    private final Manifest manifest;
    private final PackageReader reader;
    private final Bookkeeping bookkeeping;
    private final Map<String, List<TableColumn>> existing;
    private final Naming naming;
    private final Map<String, Prepared> prepared = new LinkedHashMap<>();
    private final List<String> changes = new ArrayList<>();
    private Schema schema;
    private long boundaryRows;

    /** A table with its plan and its query, before the relation is made. */
    private record Prepared(ResourceLoad resource, TablePlan plan, PackageQuery query, List<Column> columns) {}

    Applying(
            DestinationSession session,
            Manifest manifest,
            PackageReader reader,
            Bookkeeping bookkeeping,
            Schema schema,
            Map<String, List<TableColumn>> existing,
            Naming naming) {
        this.session = session;
        this.manifest = manifest;
        this.reader = reader;
        this.bookkeeping = bookkeeping;
        this.schema = schema;
        this.existing = existing;
        this.naming = naming;
    }

    Schema schema() {
        return schema;
    }

    List<String> changes() {
        return changes;
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

    private static Field<Object> column(Table<?> of, String columnName) {
        return field(name(of.getName(), columnName), Object.class);
    }

    // Schema.

    void changeSchema() {
        TablePlanner planner = new TablePlanner(reader, schema, naming, this::holdsIntegersBeyondDouble);
        for (ResourceLoad resource : manifest.resources()) {
            for (PackageTable packed : manifest.tablesOf(resource)) {
                Optional<List<TableColumn>> there = Optional.ofNullable(existing.get(packed.name()));
                if (packed.rows() == 0 && !resource.replaces()) {
                    continue;
                }
                PackageQuery query = reader.query(packed);
                TablePlan plan = planner.plan(resource, packed, there, query);
                if (plan.values().isEmpty() && packed.rows() == 0) {
                    continue;
                }
                List<Column> system = systemColumns(resource, packed, there);
                List<Column> columns = new ArrayList<>();
                for (TablePlan.Value value : plan.values()) {
                    query.output(value.expression(), value.column().name());
                    columns.add(value.column());
                }
                columns.addAll(system);
                change(plan, system, there);
                prepared.put(packed.name(), new Prepared(resource, plan, query, columns));
                remember(resource, packed, plan, system);
            }
            if (resource.merges()) {
                addRootIds(resource);
            }
        }
    }

    private boolean holdsIntegersBeyondDouble(String tableName, String columnName) {
        Field<Long> value = field(name(columnName), Long.class);
        return session.dsl()
                .fetchExists(
                        selectOne().from(in(tableName)).where(value.gt(1L << 53).or(value.lt(-(1L << 53)))));
    }

    private List<Column> systemColumns(ResourceLoad resource, PackageTable packed, Optional<List<TableColumn>> there) {
        if (!packed.isNested()) {
            return List.of(SystemColumns.loadId(), SystemColumns.rowId());
        }
        List<Column> columns = new ArrayList<>();
        boolean rootIds = resource.merges()
                || there.filter(found ->
                                TablePlan.find(found, SystemColumns.ROOT_ID).isPresent())
                        .isPresent();
        if (rootIds) {
            columns.add(SystemColumns.rootId());
        }
        columns.addAll(List.of(SystemColumns.parentId(), SystemColumns.listIndex(), SystemColumns.rowId()));
        return columns;
    }

    private void change(TablePlan plan, List<Column> system, Optional<List<TableColumn>> there) {
        Table<Record> target = in(plan.table().name());
        if (plan.create()) {
            var create = session.dsl().createTable(target);
            List<Field<?>> fields = new ArrayList<>();
            plan.values().forEach(value -> fields.add(typed(value.column())));
            system.forEach(column -> fields.add(typed(column)));
            create.columns(fields).execute();
        } else {
            List<Column> missing = new ArrayList<>(plan.added());
            for (Column column : system) {
                if (TablePlan.find(there.orElse(List.of()), column.name()).isEmpty()
                        && !column.name().equals(SystemColumns.ROOT_ID)) {
                    missing.add(column.withNullable(true));
                }
            }
            for (Column column : missing) {
                session.dsl().alterTable(target).addColumn(typed(column)).execute();
            }
            for (Column column : plan.widened()) {
                session.dsl()
                        .alterTable(target)
                        .alterColumn(column(column.name()))
                        .set(session.dataType(column))
                        .execute();
            }
        }
        changes.addAll(plan.changes());
    }

    private Field<?> typed(Column column) {
        return field(name(column.name()), session.dataType(column).nullable(column.nullable()));
    }

    private void remember(ResourceLoad resource, PackageTable packed, TablePlan plan, List<Column> system) {
        String parent = packed.parent();
        TableSchema known = schema.table(packed.name())
                .orElseGet(() -> parent == null
                        ? TableSchema.root(packed.name(), resource.disposition(), resource.name())
                        : TableSchema.nested(packed.name(), parent));
        if (parent == null) {
            known = known.withWriteDisposition(resource.disposition());
        }
        for (TablePlan.Value value : plan.values()) {
            Column column = value.column();
            boolean keep = known.column(column.name()).filter(Column::complete).isPresent()
                    && plan.widened().stream().noneMatch(wide -> wide.name().equals(column.name()));
            if (!keep) {
                boolean addedLater =
                        plan.added().stream().anyMatch(added -> added.name().equals(column.name()));
                known = known.withColumn(addedLater ? column.withNullable(true) : column);
            }
        }
        for (Column column : system) {
            if (known.column(column.name()).isEmpty()) {
                known = known.withColumn(column);
            }
        }
        schema = schema.withTable(known.withSeenData());
        if (resource.merges()) {
            schema = schema.withRootKey(resource.table());
        }
    }

    /** Gives the nested tables that an append loaded the root ids that a merge needs. */
    private void addRootIds(ResourceLoad resource) {
        for (TableSchema nested : schema.tableTree(resource.table())) {
            List<TableColumn> there = existing.get(nested.name());
            if (nested.isNested()
                    && there != null
                    && TablePlan.find(there, SystemColumns.ROOT_ID).isEmpty()) {
                Table<Record> target = in(nested.name());
                Table<Record> parent = in(nested.parent().orElseThrow());
                boolean first = nested.parent().orElseThrow().equals(resource.table());
                session.dsl()
                        .alterTable(target)
                        .addColumn(typed(SystemColumns.rootId().withNullable(true)))
                        .execute();
                Field<String> root = textColumn(SystemColumns.ROOT_ID);
                if (first) {
                    session.dsl()
                            .update(target)
                            .set(root, textColumn(SystemColumns.PARENT_ID))
                            .execute();
                } else {
                    Table<Record> above = parent.as("above");
                    session.dsl()
                            .update(target)
                            .set(root, field(name("above", SystemColumns.ROOT_ID), String.class))
                            .from(above)
                            .where(column(above, SystemColumns.ROW_ID).eq(textColumn(SystemColumns.PARENT_ID)))
                            .execute();
                }
                changes.add("column " + nested.name() + "." + SystemColumns.ROOT_ID
                        + " was added and filled, for the merge");
                schema = schema.withTable(
                        nested.withColumn(SystemColumns.rootId().withNullable(true)));
            }
        }
    }

    // Rows.

    List<TableResult> applyRows() {
        List<TableResult> results = new ArrayList<>();
        for (ResourceLoad resource : manifest.resources()) {
            results.addAll(apply(resource));
        }
        return results;
    }

    private List<TableResult> apply(ResourceLoad resource) {
        Map<String, Long> deleted = resource.replaces() ? deleteAll(resource) : Map.of();
        Prepared root = prepared.get(resource.table());
        if (root == null) {
            return emptyResults(resource, deleted);
        }
        Table<Record> rows = relation(root);
        if (resource.merges()) {
            deleted = deleteMatching(resource, rows);
        }
        Optional<Table<Record>> left = leftOut(resource, rows);
        List<TableResult> results = new ArrayList<>();
        results.add(insert(root, rows, left, deleted));
        boundary(resource, rows);
        for (PackageTable packed : manifest.tablesOf(resource)) {
            Prepared nested = prepared.get(packed.name());
            if (packed.isNested() && nested != null) {
                results.add(insert(nested, relation(nested), left, deleted));
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
            deleted.put(there.name(), (long)
                    session.dsl().deleteFrom(in(there.name())).execute());
        }
        return deleted;
    }

    private Map<String, Long> deleteMatching(ResourceLoad resource, Table<Record> rows) {
        Map<String, Long> deleted = new LinkedHashMap<>();
        if (!existing.containsKey(resource.table())) {
            return deleted;
        }
        Table<Record> target = in(resource.table());
        List<TableSchema> nested =
                tree(resource).stream().filter(TableSchema::isNested).toList();
        Condition matches = org.jooq
                .impl
                .DSL
                .row(resource.mergeKey().stream().map(Applying::column).toList())
                .in(select(resource.mergeKey().stream().map(Applying::column).toList())
                        .from(rows));
        if (!nested.isEmpty()) {
            Table<Record> gone = session.temporary(
                    "gone",
                    select(textColumn(SystemColumns.ROW_ID)).from(target).where(matches));
            for (TableSchema there : nested.reversed()) {
                deleted.put(there.name(), (long) session.dsl()
                        .deleteFrom(in(there.name()))
                        .where(textColumn(SystemColumns.ROOT_ID)
                                .in(select(textColumn(SystemColumns.ROW_ID)).from(gone)))
                        .execute());
            }
        }
        deleted.put(resource.table(), (long)
                session.dsl().deleteFrom(target).where(matches).execute());
        return deleted;
    }

    /** The ordinals of root rows that are not loaded: replaced by a later row, or loaded before. */
    private Optional<Table<Record>> leftOut(ResourceLoad resource, Table<Record> rows) {
        if (resource.merges()) {
            List<Field<Object>> keys =
                    resource.mergeKey().stream().map(Applying::column).toList();
            int distinct = session.dsl().fetchCount(selectDistinct(keys).from(rows));
            if (distinct == session.dsl().fetchCount(rows)) {
                return Optional.empty();
            }
            Field<Long> last = max(ORDINAL).over().partitionBy(keys).as("last");
            var numbered = select(ORDINAL, last).from(rows).asTable("numbered");
            return Optional.of(session.temporary(
                    "left_out", select(ORDINAL).from(numbered).where(ORDINAL.lt(field(name("last"), Long.class)))));
        }
        CursorLoad cursor = resource.cursor();
        if (cursor == null || !cursor.deduplicated() || cursor.start() == null) {
            return Optional.empty();
        }
        return Optional.of(session.temporary(
                "left_out",
                select(ORDINAL)
                        .from(rows)
                        .where(AT_START)
                        .and(KEY.in(select(Bookkeeping.boundaryKey())
                                .from(bookkeeping.boundary())
                                .where(bookkeeping.boundaryOf(manifest.pipeline(), resource, cursor.path()))))));
    }

    private TableResult insert(
            Prepared target, Table<Record> rows, Optional<Table<Record>> left, Map<String, Long> deleted) {
        PackageTable packed = target.plan().table();
        List<Field<Object>> columns =
                target.columns().stream().map(column -> column(column.name())).toList();
        Field<Long> number = packed.isNested() ? ROOT : ORDINAL;
        Condition wanted = left.<Condition>map(
                        table -> number.notIn(select(ORDINAL).from(table)))
                .orElseGet(org.jooq.impl.DSL::noCondition);
        long inserted = session.dsl()
                .insertInto(in(packed.name()))
                .columns(columns)
                .select(select(columns).from(rows).where(wanted))
                .execute();
        return new TableResult(
                packed, target.resource(), inserted, packed.rows() - inserted, deleted.getOrDefault(packed.name(), 0L));
    }

    /** Keeps the keys of the rows at the cursor's new end, for the next load. */
    private void boundary(ResourceLoad resource, Table<Record> rows) {
        CursorLoad cursor = resource.cursor();
        if (cursor == null || !cursor.deduplicated() || cursor.end() == null) {
            return;
        }
        Condition mine = bookkeeping.boundaryOf(manifest.pipeline(), resource, cursor.path());
        Table<Record> boundary = bookkeeping.boundary();
        if (!cursor.end().equals(cursor.start())) {
            session.dsl().deleteFrom(boundary).where(mine).execute();
        }
        Table<Record> known = boundary.as("known");
        boundaryRows += session.dsl()
                .insertInto(boundary)
                .columns(
                        column("pipeline_name"),
                        column("resource_name"),
                        column("cursor_path"),
                        field(name("key"), UUID.class))
                .select(selectDistinct(
                                inline((Object) manifest.pipeline()),
                                inline((Object) resource.name()),
                                inline((Object) cursor.path()),
                                KEY)
                        .from(rows)
                        .where(AT_END)
                        .and(KEY.notIn(
                                select(Bookkeeping.boundaryKey()).from(known).where(mine))))
                .execute();
    }

    // Relations.

    private Table<Record> relation(Prepared table) {
        PackageTable packed = table.plan().table();
        ResourceLoad resource = table.resource();
        PackageQuery query = table.query();
        List<Column> columns = new ArrayList<>(table.columns());
        CursorLoad cursor = packed.isNested() ? null : resource.cursor();
        boolean deduplicated = cursor != null && cursor.deduplicated();
        boolean ordinals = packed.isNested() || resource.merges() || deduplicated;
        systemOutputs(packed, table.columns(), query);
        if (ordinals) {
            String number = packed.isNested() ? query.rootOrdinal() : query.ordinal();
            query.output(number, (packed.isNested() ? ROOT : ORDINAL).getName());
            columns.add(Column.of((packed.isNested() ? ROOT : ORDINAL).getName(), DataType.BIGINT));
        }
        if (cursor != null) {
            cursorOutputs(resource, packed, cursor, query, columns);
        }
        boolean readOften = (resource.merges() || deduplicated) && !query.ownRowIds();
        return session.relation(packed.name(), query.sql(), columns, readOften);
    }

    private void cursorOutputs(
            ResourceLoad resource, PackageTable packed, CursorLoad cursor, PackageQuery query, List<Column> columns) {
        CursorKind kind = cursor.kind();
        if (kind == null) {
            return;
        }
        String value = query.cursorValue(cursor, kind);
        Object from = cursor.start() == null ? cursor.initial() : cursor.start();
        if (from != null) {
            query.where(value + " >= " + PackageQuery.cursorLiteral(from, kind));
        }
        if (cursor.deduplicated()) {
            String atStart =
                    cursor.start() == null ? "false" : value + " = " + PackageQuery.cursorLiteral(cursor.start(), kind);
            String atEnd =
                    cursor.end() == null ? "false" : value + " = " + PackageQuery.cursorLiteral(cursor.end(), kind);
            query.output(atStart, AT_START.getName()).output(atEnd, AT_END.getName());
            columns.add(Column.of(AT_START.getName(), DataType.BOOL));
            columns.add(Column.of(AT_END.getName(), DataType.BOOL));
            query.output(key(resource, packed, query), KEY.getName());
            columns.add(Column.of(KEY.getName(), DataType.TEXT));
        }
    }

    private static String key(ResourceLoad resource, PackageTable packed, PackageQuery query) {
        if (!resource.primaryKey().isEmpty()) {
            return query.key(resource.primaryKey());
        }
        String digest = TablePlanner.HIDDEN + "row_key";
        return packed.columns().contains(digest)
                ? query.uuid(digest)
                : query.key(packed.columns().stream().sorted().toList());
    }

    private void systemOutputs(PackageTable packed, List<Column> columns, PackageQuery query) {
        for (Column column : columns) {
            @Nullable
            String expression = switch (column.name()) {
                case SystemColumns.LOAD_ID -> literal(manifest.loadId());
                case SystemColumns.ROW_ID ->
                    query.ownRowIds() ? rowId(packed.name(), query.ordinal()) : PackageQuery.RANDOM_ROW_ID;
                case SystemColumns.PARENT_ID ->
                    rowId(java.util.Objects.requireNonNull(packed.parent()), query.parentOrdinal());
                case SystemColumns.ROOT_ID -> rowId(packed.root(), query.rootOrdinal());
                case SystemColumns.LIST_INDEX -> query.listIndex();
                default -> null;
            };
            if (expression != null) {
                query.output(expression, column.name());
            }
        }
    }

    private String rowId(String tableName, String ordinal) {
        String prefix = Digest128.of(manifest.pipeline() + " " + manifest.loadId() + " " + tableName, 8);
        return literal(prefix + "_") + " || " + ordinal;
    }

    private static String literal(String text) {
        return dev.pipette.pack.Sql.literal(text);
    }
}
