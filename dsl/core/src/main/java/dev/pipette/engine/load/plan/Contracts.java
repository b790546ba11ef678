package dev.pipette.engine.load.plan;

import dev.pipette.engine.manifest.PackageTable;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.engine.query.PackageReader;
import dev.pipette.engine.query.RejectedRows.Reason;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.Schema;
import dev.pipette.schema.SchemaContract;
import dev.pipette.schema.SchemaContract.Entity;
import dev.pipette.schema.SchemaContract.Mode;
import dev.pipette.schema.TableSchema;
import dev.pipette.text.Units;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The schema contracts of a package's tables, and what breaks those that allow no change. The contract of a run goes before that of
 * a resource, and both before the one that the schema document holds: the table's, its root table's, or the one for all.
 *
 * <p>Source of the document's: {@code Schema.apply_schema_contract} in dlt 1.26.
 */
final class Contracts {
    private static final String HINT = "schema_contract";

    private final Schema schema;
    private final String dataset;
    private final PackageReader reader;
    private final List<String> broken = new ArrayList<>();
    private boolean declares;

    /** @param schema as it is committed, before the load changes it */
    Contracts(Schema schema, String dataset, PackageReader reader) {
        this.schema = schema;
        this.dataset = dataset;
        this.reader = reader;
    }

    /** What holds for a table. */
    TableContract of(ResourceLoad resource, PackageTable table, boolean isThere) {
        declares |= resource.declaresSchema();
        return new TableContract(
                contract(resource, table),
                schema.table(table.name()),
                resource.declared(table.name()),
                resource.declaresSchema(),
                isThere,
                takesMissingForGone(resource));
    }

    /** Whether a row that does not arrive is deleted or retired, so that none may be rejected. */
    private static boolean takesMissingForGone(ResourceLoad resource) {
        return resource.disposition().takesAllRows()
                || resource.disposition().versions().isPresent();
    }

    private SchemaContract contract(ResourceLoad resource, PackageTable table) {
        return Optional.ofNullable(resource.runContract())
                .or(() -> Optional.ofNullable(resource.contract()))
                .or(() -> schema.table(table.name())
                        .or(() -> schema.table(table.root()))
                        .flatMap(found -> found.hint(HINT))
                        .or(() -> schema.table(table.root()).flatMap(root -> root.hint(HINT)))
                        .or(() -> Optional.ofNullable(schema.settings().get(HINT)))
                        .flatMap(SchemaContract::fromDlt))
                .orElse(SchemaContract.evolving());
    }

    /** The table with the contract that its resource declares. */
    static TableSchema remembered(TableSchema table, ResourceLoad resource) {
        SchemaContract contract = resource.contract();
        return contract == null || table.isNested() ? table : table.withHint(HINT, contract.toDlt());
    }

    /** Takes notice of a table that may not be made; returns what is left out, as a sentence for people, where the load goes on. */
    Optional<String> leave(PackageTable table, TableContract contract) {
        String rows = Units.rows(table.rows());
        return took(
                "table " + table.name()
                        + (contract.declares()
                                ? " is not in the declared schema and would get " + rows
                                : " would be made for " + rows),
                Entity.TABLES,
                contract.ofTable(),
                table.isNested());
    }

    /** Takes notice of values that are kept out; returns what is left out, as a sentence for people, where the load goes on. */
    Optional<String> leave(PackageTable table, ContractRefusal refusal) {
        PackageReader.Found found = reader.found(table, refusal.values());
        String values = found.count() == 1 ? "a value" : Units.number(found.count()) + " values";
        if (refusal.kind() != Reason.Kind.CONTRACT) {
            return Optional.of("column " + table.name() + "." + refusal.column() + " is " + refusal.change() + ", and "
                    + values + (found.count() == 1 ? " is not: " : " are not, the first: ") + found.first()
                    + ". The rows are rejected");
        }
        return took(
                "column " + table.name() + "." + refusal.column() + " " + refusal.change() + " for "
                        + values
                        + (found.count() == 1 ? ", " : ", the first ") + found.first(),
                refusal.entity(),
                refusal.mode(),
                true);
    }

    private Optional<String> took(String change, Entity entity, Mode mode, boolean rejects) {
        String rule = entity + ": " + mode;
        if (mode == Mode.FREEZE) {
            broken.add(change + " (" + rule + ")");
            return Optional.empty();
        }
        String end = mode == Mode.DISCARD_ROW && rejects ? "rejected" : "not loaded";
        return Optional.of(change + ": " + end + ", as the contract says " + rule);
    }

    /**
     * Refuses the load where a contract is broken.
     *
     * @throws PipetteException CONTRACT_BROKEN with all that breaks it
     */
    void check() {
        if (broken.isEmpty()) {
            return;
        }
        throw new PipetteException(
                ErrorCode.CONTRACT_BROKEN,
                "the schema contract of dataset " + dataset + " does not allow "
                        + (broken.size() == 1 ? "this change: " : broken.size() + " changes: ")
                        + String.join("; ", broken)
                        + ". Nothing was loaded. Correct the rows, "
                        + (declares ? "add it to the schema file, " : "") + "or allow it with"
                        + " .contract(SchemaContract.evolving()) (--contract evolve), and run again.");
    }
}
