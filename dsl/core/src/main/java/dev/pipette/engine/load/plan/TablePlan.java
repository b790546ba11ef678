package dev.pipette.engine.load.plan;

import dev.pipette.engine.manifest.PackageTable;
import dev.pipette.schema.Column;
import dev.pipette.schema.TableColumn;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the rows of one package table get into one table of the destination.
 *
 * @param table the package's table
 * @param values the columns that the package has values for
 * @param create whether the table is to be made
 * @param added columns to be added to an existing table
 * @param widened columns whose type is to be changed
 * @param changes the same as sentences
 * @param casts for columns whose type is the destination's own, its name there, by the names of the columns
 * @param notes notes for people on what else happens to values, as sentences
 * @param refusals what a contract keeps out
 */
public record TablePlan(
        PackageTable table,
        List<Value> values,
        boolean create,
        List<Column> added,
        List<Column> widened,
        List<String> changes,
        Map<String, String> casts,
        List<String> notes,
        List<ContractRefusal> refusals) {
    /**
     * A column and what fills it.
     *
     * @param expression over a {@link dev.pipette.engine.query.PackageQuery}
     */
    record Value(Column column, String expression) {}

    /** Finds a column of a catalogue by name. */
    static Optional<TableColumn> find(List<TableColumn> columns, String name) {
        return columns.stream().filter(column -> column.is(name)).findFirst();
    }
}
