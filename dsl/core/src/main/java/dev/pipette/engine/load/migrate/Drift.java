package dev.pipette.engine.load.migrate;

import dev.pipette.schema.Column;
import dev.pipette.schema.ColumnMemory;
import dev.pipette.schema.Schema;
import dev.pipette.schema.SystemColumns;
import dev.pipette.schema.TableColumn;
import dev.pipette.schema.TableSchema;
import dev.pipette.schema.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How the tables of a destination differ from the schema: what somebody changed there. A pure function of both, so that one
 * question of the catalogue answers it for all tables.
 *
 * @param schema what the pipeline's loads made
 * @param existing the dataset's tables as the catalogue has them
 */
record Drift(Schema schema, Map<String, List<TableColumn>> existing) {
    /** The differences of one table, one sentence each. */
    List<String> of(TableSchema table) {
        List<TableColumn> there = existing.get(table.name());
        if (there == null) {
            return table.seenData()
                    ? List.of("table " + table.name() + " is missing at the destination; the next load makes it again")
                    : List.of();
        }
        List<String> sentences = new ArrayList<>();
        for (Column column : table.columns().values()) {
            Optional<TableColumn> found = find(there, column.name());
            if (found.isEmpty() && column.complete()) {
                sentences.add("column " + table.name() + "." + column.name()
                        + " is missing at the destination; the next values that arrive make it again");
            }
            found.filter(now -> isOfAnotherType(column, now))
                    .ifPresent(now -> sentences.add("column " + table.name() + "." + column.name() + " is "
                            + now.sqlType().toLowerCase(Locale.ROOT) + " at the destination, and was loaded as "
                            + column.typeText()));
        }
        for (TableColumn now : there) {
            boolean known = table.columns().keySet().stream().anyMatch(now::is);
            if (!known && !now.name().startsWith(SystemColumns.PREFIX)) {
                String former = ColumnMemory.isDropped(table, now.name())
                        ? "was dropped by a migration, and is there again"
                        : "was added at the destination; no load filled it";
                sentences.add("column " + table.name() + "." + now.name() + " " + former);
            }
        }
        return sentences;
    }

    private static boolean isOfAnotherType(Column column, TableColumn now) {
        Optional<ValueType> loaded = column.dataType().map(type -> ValueType.of(type, column.timezone()));
        return loaded.isPresent() && !now.type().equals(loaded);
    }

    static Optional<TableColumn> find(List<TableColumn> columns, String name) {
        return columns.stream().filter(column -> column.is(name)).findFirst();
    }
}
