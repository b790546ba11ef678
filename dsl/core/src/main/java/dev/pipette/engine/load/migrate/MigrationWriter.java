package dev.pipette.engine.load.migrate;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.raw;
import static org.jooq.impl.DSL.table;

import dev.pipette.engine.load.migrate.ColumnMigration.Drop;
import dev.pipette.engine.load.migrate.ColumnMigration.Rename;
import dev.pipette.engine.load.migrate.ColumnMigration.Restore;
import dev.pipette.engine.load.migrate.ColumnMigration.Retype;
import dev.pipette.spi.DestinationSession;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.DataType;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.exception.DataAccessException;

/** Makes the changes of a migration at the destination, inside its transaction. */
public record MigrationWriter(DestinationSession session, String dataset) {
    /** Makes the changes, one table after the other; where one fails, the error names it. */
    public void apply(List<ColumnMigration> changes) {
        Map<String, List<ColumnMigration>> byTable = new LinkedHashMap<>();
        changes.stream()
                .filter(ColumnMigration::isThere)
                .forEach(change -> byTable.computeIfAbsent(change.table(), name -> new ArrayList<>())
                        .add(change));
        byTable.forEach((tableName, some) ->
                session.changeColumns(dataset, tableName, newNames(some), () -> some.forEach(this::apply)));
    }

    private static Map<String, String> newNames(List<ColumnMigration> changes) {
        Map<String, String> names = new LinkedHashMap<>();
        for (ColumnMigration change : changes) {
            if (change instanceof Rename rename) {
                names.put(rename.column(), rename.newName());
            }
        }
        return names;
    }

    private void apply(ColumnMigration change) {
        Table<Record> target = table(session.qualified(dataset, change.table()));
        try {
            switch (change) {
                case Rename rename ->
                    session.dsl()
                            .alterTable(target)
                            .renameColumn(name(rename.column()))
                            .to(name(rename.newName()))
                            .execute();
                case Drop drop ->
                    session.dsl()
                            .alterTable(target)
                            .dropColumn(name(drop.column()))
                            .execute();
                case Retype retype -> retype(target, retype);
                case Restore _ -> {
                    // the schema alone remembers
                }
            }
        } catch (DataAccessException failed) {
            throw session.failure("migrate table " + dataset + "." + change.table() + ": " + change.words(), failed);
        }
    }

    private void retype(Table<Record> target, Retype retype) {
        DataType<?> type = session.dataType(retype.type());
        // jOOQ has no word for USING
        session.dsl()
                .execute(
                        "alter table {0} alter column {1} type {2} using {3}",
                        target,
                        name(retype.column()),
                        raw(type.getCastTypeName(session.dsl().configuration())),
                        session.converted(field(name(retype.column()), Object.class), type));
    }
}
