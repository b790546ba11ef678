package dev.pipette.engine.load.apply;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.list;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.primaryKey;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.unique;

import dev.pipette.engine.load.plan.SchemaChange;
import dev.pipette.schema.Column;
import dev.pipette.schema.SystemColumns;
import dev.pipette.schema.TableReference;
import dev.pipette.spi.DestinationSession;
import java.util.List;
import org.jooq.Field;
import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;

/** Makes the changes of a plan, inside its transaction. */
public final class SchemaWriter {
    private final DestinationSession session;
    private final String dataset;

    /** Makes changes in a dataset. */
    public SchemaWriter(DestinationSession session, String dataset) {
        this.session = session;
        this.dataset = dataset;
    }

    /** Makes the changes; where one fails, the error names it. */
    public void apply(List<SchemaChange> changes) {
        for (SchemaChange change : changes) {
            try {
                apply(change);
            } catch (DataAccessException failed) {
                throw session.failure(doing(change) + dataset + "." + change.table(), failed);
            }
        }
    }

    private static String doing(SchemaChange change) {
        return switch (change) {
            case SchemaChange.MakeTable _ -> "make table ";
            case SchemaChange.AddReference added ->
                "add the foreign key " + added.reference().describe() + " to table ";
            case SchemaChange.AddIndex added -> "make index " + added.name() + " of table ";
            default -> "change table ";
        };
    }

    private void apply(SchemaChange change) {
        Table<Record> target = in(change.table());
        switch (change) {
            case SchemaChange.MakeTable made ->
                session.dsl()
                        .createTable(target)
                        .columns(made.columns().stream().map(this::typed).toList())
                        .execute();
            case SchemaChange.AddColumn added ->
                session.dsl()
                        .alterTable(target)
                        .addColumn(typed(added.column()))
                        .execute();
            case SchemaChange.WidenColumn widened ->
                session.dsl()
                        .alterTable(target)
                        .alterColumn(field(name(widened.column().name()), Object.class))
                        .set(session.dataType(widened.column()))
                        .execute();
            case SchemaChange.AddRootIds ids -> addRootIds(target, ids);
            case SchemaChange.SetNullable set -> setNullable(target, set);
            case SchemaChange.AddKey added -> addKey(target, added);
            case SchemaChange.AddIndex added ->
                session.dsl()
                        .createIndex(name(added.name()))
                        .on(target, fields(added.columns()))
                        .execute();
            case SchemaChange.AddReference added -> addReference(target, added.reference());
            case SchemaChange.Describe described -> describe(target, described);
        }
    }

    private void setNullable(Table<Record> target, SchemaChange.SetNullable set) {
        var altering = session.dsl().alterTable(target).alterColumn(name(set.column()));
        (set.nullable() ? altering.dropNotNull() : altering.setNotNull()).execute();
    }

    /** Without a name: the destination gives it one that is free. */
    private void addKey(Table<Record> target, SchemaChange.AddKey added) {
        Field<?>[] columns = fields(added.columns()).toArray(Field[]::new);
        session.dsl()
                .alterTable(target)
                .add(added.primary() ? primaryKey(columns) : unique(columns))
                .execute();
    }

    /** Checked at the end of a transaction: rows are deleted and inserted again, and tables are filled in any order. */
    private void addReference(Table<Record> target, TableReference reference) {
        // jOOQ has no word for it
        session.dsl()
                .execute(
                        "alter table {0} add foreign key ({1}) references {2} ({3}) deferrable initially deferred",
                        target,
                        list(names(reference.columns())),
                        in(reference.table()),
                        list(names(reference.referencedColumns())));
    }

    private void describe(Table<Record> target, SchemaChange.Describe described) {
        Name of = target.getQualifiedName();
        described
                .column()
                .map(column -> session.dsl().commentOnColumn(of.append(column)))
                .orElseGet(() -> session.dsl().commentOnTable(target))
                .is(described.description())
                .execute();
    }

    private static List<Field<Object>> fields(List<String> columns) {
        return columns.stream().map(column -> field(name(column))).toList();
    }

    private static List<Name> names(List<String> columns) {
        return columns.stream().map(DSL::name).toList();
    }

    private void addRootIds(Table<Record> target, SchemaChange.AddRootIds ids) {
        session.dsl()
                .alterTable(target)
                .addColumn(typed(SystemColumns.rootId().withNullable(true)))
                .execute();
        Field<String> root = field(name(SystemColumns.ROOT_ID), String.class);
        if (ids.isRoot()) {
            session.dsl()
                    .update(target)
                    .set(root, field(name(SystemColumns.PARENT_ID), String.class))
                    .execute();
            return;
        }
        Table<Record> above = in(ids.parent()).as("above");
        session.dsl()
                .update(target)
                .set(root, column(above, SystemColumns.ROOT_ID))
                .from(above)
                .where(column(above, SystemColumns.ROW_ID).eq(column(target, SystemColumns.PARENT_ID)))
                .execute();
    }

    private static Field<String> column(Table<?> of, String columnName) {
        return field(name(of.getName(), columnName), String.class);
    }

    private Field<?> typed(Column column) {
        return field(name(column.name()), session.dataType(column).nullable(column.nullable()));
    }

    private Table<Record> in(String tableName) {
        return table(session.qualified(dataset, tableName));
    }
}
