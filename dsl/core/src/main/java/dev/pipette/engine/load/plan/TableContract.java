package dev.pipette.engine.load.plan;

import dev.pipette.engine.manifest.DeclaredTable;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.schema.Column;
import dev.pipette.schema.SchemaContract;
import dev.pipette.schema.SchemaContract.Entity;
import dev.pipette.schema.SchemaContract.Mode;
import dev.pipette.schema.TableSchema;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a schema contract says of one table. A table is new where neither the destination nor the schema has it: it gets the columns
 * that its rows need. A column or a table that the schema has and the destination lost is not new.
 *
 * @param known the table in the schema, before the load
 * @param declared what the schema of the run says of the table
 * @param declares whether the run declares a schema; then what it does not have is new, whatever is there
 * @param isThere whether the destination has the table
 * @param needsRows whether a row that does not arrive is taken for one that is gone
 */
record TableContract(
        SchemaContract contract,
        Optional<TableSchema> known,
        Optional<DeclaredTable> declared,
        boolean declares,
        boolean isThere,
        boolean needsRows) {
    /** For a table that nothing is known of, and that may be made. */
    static final TableContract NONE =
            new TableContract(SchemaContract.evolving(), Optional.empty(), Optional.empty(), false, false, false);

    private boolean isNew() {
        return !isThere && known.filter(TableSchema::seenData).isEmpty();
    }

    /** What happens to the table; that it is made, where it is not new. */
    Mode ofTable() {
        return (declares ? declared.isEmpty() : isNew()) ? whole(contract.mode(Entity.TABLES), false) : Mode.EVOLVE;
    }

    /**
     * What happens to a column.
     *
     * @param hasColumn whether the destination has it
     * @param mustStay whether rows cannot be loaded without its values
     */
    Mode ofColumn(String column, boolean hasColumn, boolean mustStay) {
        if (declared.isPresent()) {
            return declared.get().column(column).isPresent()
                    ? Mode.EVOLVE
                    : whole(contract.mode(Entity.COLUMNS), mustStay);
        }
        if (hasColumn) {
            return Mode.EVOLVE;
        }
        boolean isKnown = known.flatMap(table -> table.column(column))
                .filter(Column::complete)
                .isPresent();
        return isNew() || isKnown || evolvesOnce() ? Mode.EVOLVE : whole(contract.mode(Entity.COLUMNS), mustStay);
    }

    /**
     * What happens to values that do not fit a column that the destination has.
     *
     * @param mustStay whether rows cannot be loaded without its values
     */
    Mode ofUnfit(boolean mustStay) {
        return whole(contract.mode(Entity.DATA_TYPE), mustStay);
    }

    /** What is declared of a column of a table for which the resource declares nothing itself; null for nothing. */
    ResourceLoad.@Nullable Hint hint(String column) {
        return declared.flatMap(table -> table.column(column)).orElse(null);
    }

    /** Refuses the load where to discard would do more than to leave out what arrives. */
    private Mode whole(Mode mode, boolean mustStay) {
        boolean refuses = mode == Mode.DISCARD_VALUE && mustStay || mode == Mode.DISCARD_ROW && needsRows;
        return refuses ? Mode.FREEZE : mode;
    }

    /** dlt lets a table that a frozen contract made with its columns declared have further ones once. */
    private boolean evolvesOnce() {
        return known.flatMap(table -> table.hint("x-normalizer"))
                .filter(hint -> hint instanceof Map<?, ?> map && Boolean.TRUE.equals(map.get("evolve-columns-once")))
                .isPresent();
    }
}
