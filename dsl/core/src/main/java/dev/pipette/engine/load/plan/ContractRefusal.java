package dev.pipette.engine.load.plan;

import dev.pipette.engine.query.PackageQuery;
import dev.pipette.schema.SchemaContract.Entity;
import dev.pipette.schema.SchemaContract.Mode;
import java.util.function.Function;

/**
 * Values of one column that a schema contract keeps out of a table.
 *
 * @param entity what the schema has no place for
 * @param mode what happens to the rows
 * @param change what a load without a contract would do, as a phrase
 * @param values the values as JSON, over a query of the table; NULL for those that are loaded
 */
public record ContractRefusal(
        Entity entity, Mode mode, String column, String change, Function<PackageQuery, String> values) {
    /** Whether the rows that have the values are not loaded. */
    public boolean rejectsRows() {
        return mode == Mode.DISCARD_ROW;
    }

    /** The column of a query that has the values. */
    public String output() {
        return "_pipette_refused_" + entity + "_" + column;
    }

    /** What keeps the values out, for people. */
    public String rule() {
        return rule(entity, mode);
    }

    static String rule(Entity entity, Mode mode) {
        return "contract " + entity + "=" + mode;
    }
}
