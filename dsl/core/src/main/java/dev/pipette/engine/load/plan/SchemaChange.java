package dev.pipette.engine.load.plan;

import dev.pipette.schema.Column;
import dev.pipette.schema.TableReference;
import java.util.List;
import java.util.Optional;

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

    /** Lets a column take NULL, or not any more. */
    record SetNullable(String table, String column, boolean nullable) implements SchemaChange {}

    /**
     * Adds a key.
     *
     * @param primary whether it is the primary key
     */
    record AddKey(String table, List<String> columns, boolean primary) implements SchemaChange {
        /** Copies the list. */
        public AddKey {
            columns = List.copyOf(columns);
        }
    }

    /** Makes an index. */
    record AddIndex(String table, String name, List<String> columns) implements SchemaChange {
        /** Copies the list. */
        public AddIndex {
            columns = List.copyOf(columns);
        }
    }

    /** Adds a foreign key, which is checked when the transaction ends. */
    record AddReference(String table, TableReference reference) implements SchemaChange {}

    /**
     * Gives a table or a column a comment.
     *
     * @param column the column; empty for the table
     */
    record Describe(String table, Optional<String> column, String description) implements SchemaChange {}
}
