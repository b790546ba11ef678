package dev.pipette.engine.load.plan;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.Column;
import java.util.stream.Stream;

/** Refuses, before anything is written, a table or a column that cannot be made because of its name. */
final class TableRefusals {
    private final ExistingTables existing;
    private final String dataset;

    TableRefusals(ExistingTables existing, String dataset) {
        this.existing = existing;
        this.dataset = dataset;
    }

    /**
     * Checks a plan.
     *
     * @throws PipetteException LOAD_REFUSED for a table whose name something else has, NAME_COLLISION for a column that the
     *     destination has in every table
     */
    void check(TablePlan plan) {
        String place = "table " + dataset + "." + plan.table().name();
        if (plan.create()) {
            existing.inTheWay(plan.table().name()).ifPresent(other -> {
                throw new PipetteException(
                        ErrorCode.LOAD_REFUSED,
                        place + " cannot be made: " + other
                                + " has this name. Rename or drop it, or load into a table of"
                                + " another name with .table(..) (--table). Nothing was changed.");
            });
        }
        Stream<Column> made =
                plan.create() ? plan.values().stream().map(TablePlan.Value::column) : plan.added().stream();
        made.map(Column::name)
                .filter(existing.ownColumns()::contains)
                .findFirst()
                .ifPresent(name -> {
                    throw new PipetteException(
                            ErrorCode.NAME_COLLISION,
                            place + " cannot have a column '" + name
                                    + "': every table of the destination has one of its own with"
                                    + " this name. Rename it in the input, or with .map(..). Nothing was changed.");
                });
    }
}
