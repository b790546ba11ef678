package dev.pipette.plan;

/**
 * A statement that the load would run. The rows of the load are named {@code "staged"."TABLE"}: the destination chooses
 * itself where it keeps them until they are in their table, and how it brings them there.
 *
 * @param purpose what it is for
 * @param table the table that it makes, changes or fills; empty for a schema
 * @param sql in the destination's dialect, with all values in it
 */
public record PlannedStatement(Purpose purpose, String table, String sql) {
    /** What a statement is for. */
    public enum Purpose {
        /** It makes or changes schemas and tables. */
        SCHEMA,
        /** It changes rows. */
        ROWS,
        /** It changes the tables in which state and loads are kept. */
        BOOKKEEPING
    }

    @Override
    public String toString() {
        return sql;
    }
}
