package dev.pipette.engine.manifest;

import java.util.List;
import java.util.Optional;

/**
 * A table of the schema that a run declares: its columns and their types.
 *
 * @param name of the table, normalized
 * @param columns with normalized names
 */
public record DeclaredTable(String name, List<ResourceLoad.Hint> columns) {
    /** Copies the list. */
    public DeclaredTable {
        columns = List.copyOf(columns);
    }

    /** What is declared of a column; empty where the table has none of this name. */
    public Optional<ResourceLoad.Hint> column(String column) {
        return columns.stream().filter(hint -> hint.column().equals(column)).findFirst();
    }
}
