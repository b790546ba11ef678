package dev.pipette.load;

import static org.jooq.impl.DSL.abs;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.table;

import dev.pipette.pack.Manifest;
import dev.pipette.pack.PackageQuery;
import dev.pipette.pack.PackageReader;
import dev.pipette.pack.PackageTable;
import dev.pipette.pack.ResourceLoad;
import dev.pipette.schema.Column;
import dev.pipette.schema.Naming;
import dev.pipette.schema.Schema;
import dev.pipette.schema.SystemColumns;
import dev.pipette.schema.TableColumn;
import dev.pipette.schema.TableSchema;
import dev.pipette.spi.DestinationSession;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.exception.DataAccessException;

/**
 * Changes the destination's schema for one package, inside its transaction, and remembers it in the schema document.
 * What is to be done is known before anything is: rows are staged in between, while nobody has to wait for a table.
 */
final class SchemaChanges {
    private final DestinationSession session;
    private final Manifest manifest;
    private final PackageReader reader;
    private final Map<String, List<TableColumn>> existing;
    private final Naming naming;
    private final Map<String, PreparedTable> prepared = new LinkedHashMap<>();
    private final List<String> sentences = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<Runnable> statements = new ArrayList<>();
    private Schema schema;

    /**
     * The changes for a package.
     *
     * @param schema the committed schema
     * @param existing the dataset's tables as the catalogue has them
     */
    SchemaChanges(
            DestinationSession session,
            Manifest manifest,
            PackageReader reader,
            Schema schema,
            Map<String, List<TableColumn>> existing,
            Naming naming) {
        this.session = session;
        this.manifest = manifest;
        this.reader = reader;
        this.schema = schema;
        this.existing = existing;
        this.naming = naming;
    }

    /** The schema after the changes. */
    Schema schema() {
        return schema;
    }

    /** What was changed, one sentence each. */
    List<String> sentences() {
        return sentences;
    }

    /** What else happened to values that people want to know. */
    List<String> notes() {
        return notes;
    }

    /** The tables that rows are to be applied to, by name. */
    Map<String, PreparedTable> tables() {
        return prepared;
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

    /** Decides on the changes; nothing is changed yet. */
    void plan() {
        TableRefusals refusals = new TableRefusals(session, manifest.dataset());
        DltContract contract = new DltContract(schema, manifest.dataset());
        TablePlanner planner = new TablePlanner(reader, manifest.dataset(), schema, naming, new ExistingValues());
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
                refusals.check(plan);
                contract.check(plan);
                notes.addAll(plan.notes());
                List<Column> system = systemColumns(resource, packed, there);
                List<Column> columns = new ArrayList<>();
                for (TablePlan.Value value : plan.values()) {
                    query.output(value.expression(), value.column().name());
                    columns.add(value.column());
                }
                columns.addAll(system);
                boolean alters = change(plan, system, there);
                prepared.put(packed.name(), new PreparedTable(resource, plan, query, columns, alters));
                remember(resource, packed, plan, system);
            }
            if (resource.replacesRows()) {
                addRootIds(resource);
            }
        }
    }

    /** Makes and changes the tables. */
    void apply() {
        statements.forEach(Runnable::run);
    }

    /** A change of a table that is there. */
    private void alter(String tableName, Runnable change) {
        change("change table " + place(tableName), change);
    }

    /** A statement; where it fails, the error says what was being done. */
    private void change(String doing, Runnable change) {
        statements.add(() -> {
            try {
                change.run();
            } catch (DataAccessException failed) {
                throw session.failure(doing, failed);
            }
        });
    }

    private String place(String tableName) {
        return manifest.dataset() + "." + tableName;
    }

    /** Asks the destination's tables. */
    private final class ExistingValues implements TablePlanner.ExistingValues {
        @Override
        public boolean haveIntegersBeyondDouble(String tableName, String columnName) {
            Field<Long> value = field(name(columnName), Long.class);
            return session.dsl()
                    .fetchExists(selectOne()
                            .from(in(tableName))
                            .where(value.gt(1L << 53).or(value.lt(-(1L << 53)))));
        }

        @Override
        public int integerDigits(String tableName, String columnName) {
            Field<BigDecimal> value = field(name(columnName), BigDecimal.class);
            BigDecimal largest = session.dsl()
                    .select(max(abs(value)))
                    .from(in(tableName))
                    .where(value.minus(value)
                            .eq(BigDecimal.ZERO)) // not NaN, nor infinity, which PostgreSQL's decimals have
                    .fetchSingle()
                    .value1();
            return largest == null ? 1 : Math.max(1, largest.precision() - largest.scale());
        }
    }

    private List<Column> systemColumns(ResourceLoad resource, PackageTable packed, Optional<List<TableColumn>> there) {
        if (!packed.isNested()) {
            return List.of(SystemColumns.loadId(), SystemColumns.rowId());
        }
        List<Column> columns = new ArrayList<>();
        boolean rootIds = resource.replacesRows()
                || there.filter(found ->
                                TablePlan.find(found, SystemColumns.ROOT_ID).isPresent())
                        .isPresent();
        if (rootIds) {
            columns.add(SystemColumns.rootId());
        }
        columns.addAll(List.of(SystemColumns.parentId(), SystemColumns.listIndex(), SystemColumns.rowId()));
        return columns;
    }

    /** Plans the statements; true where they alter a table that is there. */
    private boolean change(TablePlan plan, List<Column> system, Optional<List<TableColumn>> there) {
        Table<Record> target = in(plan.table().name());
        sentences.addAll(plan.changes());
        if (plan.create()) {
            List<Field<?>> fields = new ArrayList<>();
            plan.values().forEach(value -> fields.add(typed(value.column())));
            system.forEach(column -> fields.add(typed(column)));
            change(
                    "make table " + place(plan.table().name()),
                    () -> session.dsl().createTable(target).columns(fields).execute());
            return false;
        }
        List<Column> missing = new ArrayList<>(plan.added());
        for (Column column : system) {
            if (TablePlan.find(there.orElse(List.of()), column.name()).isEmpty()
                    && !column.name().equals(SystemColumns.ROOT_ID)) {
                missing.add(column.withNullable(true));
            }
        }
        missing.forEach(column -> alter(
                plan.table().name(),
                () -> session.dsl().alterTable(target).addColumn(typed(column)).execute()));
        plan.widened()
                .forEach(column -> alter(
                        plan.table().name(),
                        () -> session.dsl()
                                .alterTable(target)
                                .alterColumn(column(column.name()))
                                .set(session.dataType(column))
                                .execute()));
        return !missing.isEmpty() || !plan.widened().isEmpty();
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
            known = known.withWriteDisposition(resource.disposition()).filledBy(resource.name());
        }
        Set<String> widened = plan.widened().stream().map(Column::name).collect(Collectors.toSet());
        Set<String> addedLater = plan.added().stream().map(Column::name).collect(Collectors.toSet());
        List<Column> learnt = new ArrayList<>();
        for (TablePlan.Value value : plan.values()) {
            Column column = value.column();
            boolean keep = known.column(column.name()).filter(Column::complete).isPresent()
                    && !widened.contains(column.name());
            if (!keep) {
                learnt.add(addedLater.contains(column.name()) ? column.withNullable(true) : column);
            }
        }
        for (Column column : system) {
            if (known.column(column.name()).isEmpty()) {
                learnt.add(column);
            }
        }
        schema = schema.withTable(known.withColumns(learnt).withSeenData());
        if (resource.replacesRows()) {
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
                alter(nested.name(), () -> addRootId(resource, nested));
                sentences.add("column " + nested.name() + "." + SystemColumns.ROOT_ID
                        + " was added and filled, for the "
                        + (resource.merges() ? "merge" : "files that are loaded again"));
                schema = schema.withTable(
                        nested.withColumn(SystemColumns.rootId().withNullable(true)));
            }
        }
    }

    private void addRootId(ResourceLoad resource, TableSchema nested) {
        Table<Record> target = in(nested.name());
        session.dsl()
                .alterTable(target)
                .addColumn(typed(SystemColumns.rootId().withNullable(true)))
                .execute();
        Field<String> root = textColumn(SystemColumns.ROOT_ID);
        String parent = nested.parent().orElseThrow();
        if (parent.equals(resource.table())) {
            session.dsl()
                    .update(target)
                    .set(root, textColumn(SystemColumns.PARENT_ID))
                    .execute();
        } else {
            Table<Record> above = in(parent).as("above");
            session.dsl()
                    .update(target)
                    .set(root, field(name("above", SystemColumns.ROOT_ID), String.class))
                    .from(above)
                    .where(column(above, SystemColumns.ROW_ID).eq(column(target, SystemColumns.PARENT_ID)))
                    .execute();
        }
    }
}
