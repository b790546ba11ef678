package dev.pipette.engine.load.plan;

import dev.pipette.schema.Column;
import java.util.List;

/** One change of a destination's tables, decided on and not made yet. */
public sealed interface SchemaChange {
    /** The table that is made or changed. */
    String table();

    /** Makes a table. */
    record MakeTable(String table, List<Column> columns) implements SchemaChange {
        /** Copies the list. */
        public MakeTable {
            columns = List.copyOf(columns);
        }
    }

    /** Adds a column to a table that is there. */
    record AddColumn(String table, Column column) implements SchemaChange {}

    /** Gives a column of a table that is there a wider type. */
    record WidenColumn(String table, Column column) implements SchemaChange {}

    /**
     * Gives the rows of a nested table that an append loaded the ids of their root rows.
     *
     * @param parent the table directly above
     * @param isRoot whether the parent is the root table
     */
    record AddRootIds(String table, String parent, boolean isRoot) implements SchemaChange {}
}
