package dev.pipette.engine.load.migrate;

import dev.pipette.schema.Column;
import dev.pipette.schema.ValueType;

/** One change of a column that a migration makes at the destination, and of what the schema remembers. */
public sealed interface ColumnMigration {
    String table();

    /** The column, as it is before the migration. */
    String column();

    /** How many rows the table has. */
    long rows();

    /** Whether the destination is changed; it is not where somebody has made the change there already. */
    boolean isThere();

    /** What happens at the destination, in words. */
    String words();

    /**
     * Gives the column another name.
     *
     * @param beside the column that this one holds other values of, and is renamed with; empty for a column of its own
     */
    record Rename(String table, String column, String newName, String beside, long rows, boolean isThere)
            implements ColumnMigration {
        @Override
        public String words() {
            return column + " is renamed " + newName + (beside.isEmpty() ? "" : ", with " + beside);
        }
    }

    /**
     * Takes the column away.
     *
     * @param values how many rows have a value in it
     */
    record Drop(String table, String column, String beside, long rows, long values, boolean isThere)
            implements ColumnMigration {
        @Override
        public String words() {
            return column + " is dropped" + (beside.isEmpty() ? "" : ", with " + beside);
        }
    }

    /**
     * Gives the column another type.
     *
     * @param type the column with its new type
     * @param from which values it holds
     * @param sqlType its type at the destination, before the migration
     */
    record Retype(String table, String column, Column type, ValueType from, String sqlType, long rows, boolean isThere)
            implements ColumnMigration {
        @Override
        public String words() {
            return column + " is changed from " + sqlType + " to " + type.typeText();
        }
    }

    /**
     * Lets rows make a column again that was dropped, or whose name is the former one of another.
     *
     * @param holder the column that was renamed; empty for one that was dropped
     */
    record Restore(String table, String column, String holder, long rows) implements ColumnMigration {
        @Override
        public boolean isThere() {
            return false;
        }

        @Override
        public String words() {
            return column + " may be made again by the next values that arrive"
                    + (holder.isEmpty() ? "" : ", which fill " + holder + " no more");
        }
    }
}
