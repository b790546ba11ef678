package dev.pipette.engine.load.plan;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.Column;
import dev.pipette.schema.Schema;
import dev.pipette.schema.SystemColumns;
import dev.pipette.schema.TableSchema;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The schema contract of dlt: which changes of a table it forbids. Pipette refuses a load that would make one, because it
 * neither discards rows nor values.
 *
 * <p>Source: {@code Schema.apply_schema_contract} in dlt 1.26.
 */
final class DltContract {
    private static final String EVOLVE = "evolve";

    private final Schema schema;
    private final String dataset;

    /** @param schema as it is committed, before the load changes it */
    DltContract(Schema schema, String dataset) {
        this.schema = schema;
        this.dataset = dataset;
    }

    /**
     * Looks at what a load would change.
     *
     * @throws PipetteException LOAD_REFUSED for a change that the contract forbids
     */
    void check(TablePlan plan) {
        String table = plan.table().name();
        Object contract = contract(table, plan.table().root());
        Optional<TableSchema> known = schema.table(table);
        boolean isNew = known.filter(TableSchema::seenData).isEmpty();
        if (isNew) {
            refuse(mode(contract, "tables"), "tables", table, "make the table");
            return;
        }
        List<Column> added = plan.added().stream()
                .filter(column -> !column.name().startsWith(SystemColumns.PREFIX))
                .filter(column -> known.get()
                        .column(column.name())
                        .filter(Column::complete)
                        .isEmpty())
                .toList();
        if (!evolvesOnce(known.get())) {
            added.stream()
                    .filter(column -> !column.variant())
                    .findFirst()
                    .ifPresent(column ->
                            refuse(mode(contract, "columns"), "columns", table, "add column '" + column.name() + "'"));
        }
        added.stream()
                .filter(Column::variant)
                .findFirst()
                .ifPresent(column ->
                        refuse(mode(contract, "data_type"), "data_type", table, "add column '" + column.name() + "'"));
        plan.widened().stream()
                .findFirst()
                .ifPresent(column -> refuse(
                        mode(contract, "data_type"),
                        "data_type",
                        table,
                        "change the type of column '" + column.name() + "'"));
    }

    private Object contract(String table, String root) {
        return schema.table(table)
                .flatMap(found -> found.hint("schema_contract"))
                .or(() -> schema.table(root).flatMap(found -> found.hint("schema_contract")))
                .or(() -> Optional.ofNullable(schema.settings().get("schema_contract")))
                .orElse(EVOLVE);
    }

    private static String mode(Object contract, String entity) {
        Object mode = contract instanceof Map<?, ?> modes ? modes.get(entity) : contract;
        return mode == null ? EVOLVE : mode.toString();
    }

    private static boolean evolvesOnce(TableSchema table) {
        return table.hint("x-normalizer")
                .filter(hint -> hint instanceof Map<?, ?> map && Boolean.TRUE.equals(map.get("evolve-columns-once")))
                .isPresent();
    }

    private void refuse(String mode, String entity, String table, String change) {
        if (mode.equals(EVOLVE)) {
            return;
        }
        String dlts = switch (mode) {
            case "discard_row" -> "leave such rows out";
            case "discard_value" -> "leave such values out";
            default -> "refuse such rows";
        };
        throw new PipetteException(
                ErrorCode.LOAD_REFUSED,
                "this load would " + change + " in " + dataset + "." + table + ", and the contract of dlt's schema "
                        + schema.name() + " says " + entity + ": " + mode + ", for which dlt would " + dlts
                        + ". Change the rows with .map(..), or say schema_contract=\"evolve\" in the dlt source and run it"
                        + " once. Nothing was loaded.");
    }
}
