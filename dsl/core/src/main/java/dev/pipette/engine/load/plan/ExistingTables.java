package dev.pipette.engine.load.plan;

import dev.pipette.schema.TableDetails;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What has to be known of a dataset's tables, beside their columns, before a load is planned. Nothing is written. */
public interface ExistingTables {
    /** A dataset without tables. */
    ExistingTables NONE = new ExistingTables() {
        @Override
        public boolean haveIntegersBeyondDouble(String table, String column) {
            return false;
        }

        @Override
        public int integerDigits(String table, String column) {
            return 1;
        }

        @Override
        public Optional<String> inTheWay(String table) {
            return Optional.empty();
        }

        @Override
        public Set<String> ownColumns() {
            return Set.of();
        }
    };

    /** Whether a column of integers has some that a double cannot hold. */
    boolean haveIntegersBeyondDouble(String table, String column);

    /** The most digits before the point that a decimal of the column has. */
    int integerDigits(String table, String column);

    /** What has the name of a table that is to be made and is not a table: {@code "a view"}. */
    Optional<String> inTheWay(String table);

    /** Names of columns that the destination has in every table. */
    Set<String> ownColumns();

    /** The keys, indexes and comments of a table, none for one that is not there; empty where the destination makes none. */
    default Optional<TableDetails> details(String table) {
        return Optional.empty();
    }

    /** Whether the destination adds foreign keys that are checked when a transaction ends. */
    default boolean hasForeignKeys() {
        return false;
    }

    /** Whether an index of the dataset has this name. */
    default boolean isIndex(String name) {
        return false;
    }

    /** How many rows a table has. */
    default long rows(String table) {
        return 0;
    }

    /** How many rows have no value in a column. */
    default long rowsWithout(String table, String column) {
        return 0;
    }

    /** Values that several rows have in these columns, with the number of the rows; empty where there are none. */
    default Optional<String> valuesTwice(String table, List<String> columns) {
        return Optional.empty();
    }
}
