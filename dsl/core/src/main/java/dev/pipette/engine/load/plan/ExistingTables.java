package dev.pipette.engine.load.plan;

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
}
