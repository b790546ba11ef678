package dev.pipette.engine.load.plan;

import dev.pipette.engine.query.PackageQuery;
import dev.pipette.engine.query.RejectedRows.Reason;
import dev.pipette.schema.SchemaContract.Entity;
import dev.pipette.schema.SchemaContract.Mode;
import java.util.function.Function;

/**
 * Values of one column that a schema contract, or the declared type of the column, keeps out of a table.
 *
 * @param kind what keeps them out
 * @param entity what the schema has no place for
 * @param mode what happens to the rows
 * @param change what a load without a contract would do, as a phrase; or the type that the values are not of
 * @param values the values as JSON, over a query of the table; NULL for those that are loaded
 */
public record ContractRefusal(
        Reason.Kind kind,
        Entity entity,
        Mode mode,
        String column,
        String change,
        Function<PackageQuery, String> values) {
    /** Values that a schema contract keeps out. */
    static ContractRefusal of(
            Entity entity, Mode mode, String column, String change, Function<PackageQuery, String> values) {
        return new ContractRefusal(Reason.Kind.CONTRACT, entity, mode, column, change, values);
    }

    /**
     * Values that are not of the type of their column.
     *
     * @param type as people write it
     */
    static ContractRefusal ofType(String column, String type, Function<PackageQuery, String> values) {
        return new ContractRefusal(Reason.Kind.TYPE, Entity.DATA_TYPE, Mode.DISCARD_ROW, column, type, values);
    }

    /** Whether the rows that have the values are not loaded. */
    public boolean rejectsRows() {
        return mode == Mode.DISCARD_ROW;
    }

    /** The column of a query that has the values. */
    public String output() {
        return "_pipette_refused_" + (kind == Reason.Kind.CONTRACT ? entity : kind) + "_" + column;
    }

    /**
     * What keeps the values out, for people.
     *
     * @param place the column, and for a nested table its name before it
     */
    public String rule(String place) {
        return kind == Reason.Kind.CONTRACT
                ? rule(entity, mode) + ": " + place
                : kind + "(" + place + ", " + change + ")";
    }

    static String rule(Entity entity, Mode mode) {
        return "contract " + entity + "=" + mode;
    }
}
