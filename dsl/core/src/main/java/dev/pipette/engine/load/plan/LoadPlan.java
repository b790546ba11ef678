package dev.pipette.engine.load.plan;

import dev.pipette.schema.Schema;
import dev.pipette.schema.SchemaContract;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a load does to the destination's tables, decided before anything is written.
 *
 * @param tables those that rows are applied to, by name, in the order of the package
 * @param changes of the tables, in the order in which they are made, before any row is loaded
 * @param lastChanges those that are made when the rows are loaded
 * @param schema the schema document after the changes
 * @param sentences the changes for people, one sentence each
 * @param refused nested tables that a contract does not let be made, for whose rows the rows that they are nested in are rejected
 * @param notes notes for people on what else happens to values
 */
public record LoadPlan(
        Map<String, PreparedTable> tables,
        List<SchemaChange> changes,
        List<SchemaChange> lastChanges,
        Schema schema,
        Map<String, PreparedTable> refused,
        List<String> sentences,
        List<String> notes) {
    /** Why rows with rows of a refused table are rejected, for people. */
    public static final String REFUSED_TABLE =
            ContractRefusal.rule(SchemaContract.Entity.TABLES, SchemaContract.Mode.DISCARD_ROW);

    /** Copies the lists and the maps. */
    public LoadPlan {
        tables = Collections.unmodifiableMap(new LinkedHashMap<>(tables));
        refused = Collections.unmodifiableMap(new LinkedHashMap<>(refused));
        changes = List.copyOf(changes);
        lastChanges = List.copyOf(lastChanges);
        sentences = List.copyOf(sentences);
        notes = List.copyOf(notes);
    }
}
