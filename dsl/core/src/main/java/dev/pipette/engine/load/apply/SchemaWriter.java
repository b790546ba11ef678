package dev.pipette.engine.load.apply;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import dev.pipette.engine.load.plan.SchemaChange;
import dev.pipette.schema.Column;
import dev.pipette.schema.SystemColumns;
import dev.pipette.spi.DestinationSession;
import java.util.List;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.exception.DataAccessException;

/** Makes the changes of a plan, inside its transaction. */
final class SchemaWriter {
    private final DestinationSession session;
    private final String dataset;

    SchemaWriter(DestinationSession session, String dataset) {
        this.session = session;
        this.dataset = dataset;
    }

    /** Makes the changes; where one fails, the error names it. */
    void apply(List<SchemaChange> changes) {
        for (SchemaChange change : changes) {
            try {
                apply(change);
            } catch (DataAccessException failed) {
                String doing = change instanceof SchemaChange.MakeTable ? "make table " : "change table ";
                throw session.failure(doing + dataset + "." + change.table(), failed);
            }
        }
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
        }
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
