package dev.pipette.engine.load;

import dev.pipette.engine.load.apply.SchemaWriter;
import dev.pipette.engine.load.plan.SchemaChange;
import dev.pipette.engine.load.preview.RecordedSession;
import dev.pipette.plan.PlannedStatement;
import dev.pipette.schema.Column;
import dev.pipette.schema.KeyHints;
import dev.pipette.schema.Naming;
import dev.pipette.schema.SystemColumns;
import dev.pipette.schema.TableSchema;
import dev.pipette.schema.file.SchemaFile;
import dev.pipette.spi.DestinationSession;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The statements that a load would run to make the tables of a schema, by the classes that run them in a load. */
public final class TableStatements {
    private TableStatements() {}

    /**
     * The statements, in an order in which they can run.
     *
     * @param session whose destination says the types and the dialect; nothing is written
     * @param naming of the destination, for the names of indexes
     */
    public static List<String> of(DestinationSession session, Naming naming, String dataset, SchemaFile schema) {
        RecordedSession recorded = new RecordedSession(session, dataset, Map.of(), Map.of(), false);
        recorded.createDataset(dataset);
        List<SchemaChange> changes = new ArrayList<>();
        List<SchemaChange> last = new ArrayList<>();
        Set<String> indexes = new HashSet<>();
        schema.tables().stream()
                .filter(table -> !table.columns().isEmpty())
                .forEach(table -> add(session, naming, table, indexes, changes, last));
        SchemaWriter writer = new SchemaWriter(recorded, dataset);
        writer.apply(changes);
        writer.apply(last);
        return recorded.recording().statements().stream()
                .map(PlannedStatement::sql)
                .toList();
    }

    private static void add(
            DestinationSession session,
            Naming naming,
            TableSchema table,
            Set<String> indexes,
            List<SchemaChange> changes,
            List<SchemaChange> last) {
        String name = table.name();
        List<Column> columns = List.copyOf(table.columns().values());
        changes.add(new SchemaChange.MakeTable(name, columns));
        List<String> primary =
                table.columnsWith(Column::primaryKey).stream().map(Column::name).toList();
        if (KeyHints.enforcesPrimaryKey(table) && !primary.isEmpty()) {
            changes.add(new SchemaChange.AddKey(name, primary, true));
        }
        List<List<String>> uniqueKeys = new ArrayList<>();
        columns.stream()
                .filter(column -> column.unique() && !column.name().startsWith(SystemColumns.PREFIX))
                .forEach(column -> uniqueKeys.add(List.of(column.name())));
        uniqueKeys.addAll(KeyHints.uniqueKeys(table));
        uniqueKeys.forEach(key -> changes.add(new SchemaChange.AddKey(name, key, false)));
        table.description().ifPresent(text -> changes.add(new SchemaChange.Describe(name, Optional.empty(), text)));
        columns.forEach(column -> column.description()
                .ifPresent(text -> changes.add(new SchemaChange.Describe(name, Optional.of(column.name()), text))));
        for (List<String> index : KeyHints.indexes(table)) {
            last.add(new SchemaChange.AddIndex(name, indexName(naming, name, index, indexes), index));
        }
        if (session.hasForeignKeys()) {
            KeyHints.references(table).forEach(reference -> last.add(new SchemaChange.AddReference(name, reference)));
        }
    }

    private static String indexName(Naming naming, String table, List<String> columns, Set<String> taken) {
        String words = table + "_" + String.join("_", columns);
        String name = naming.identifier(words + "_idx");
        for (int number = 2; !taken.add(name); number++) {
            name = naming.identifier(words + "_idx" + number);
        }
        return name;
    }
}
