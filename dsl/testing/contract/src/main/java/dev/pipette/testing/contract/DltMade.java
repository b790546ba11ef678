package dev.pipette.testing.contract;

import static java.util.Objects.requireNonNull;

import dev.pipette.schema.Schema;
import dev.pipette.schema.StateDocument;
import dev.pipette.schema.SystemTables;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Turns what Pipette loaded into what dlt would have loaded: schemas without Pipette's mark, and state in dlt's form. */
final class DltMade {
    private static final String MARK = "x-pipette-naming";

    private DltMade() {}

    /** The newest version of a schema. */
    static Schema schema(Trial trial, String name) {
        return Schema.fromJson(trial.rows("SELECT schema FROM _dlt_version WHERE schema_name = '" + name
                        + "' ORDER BY inserted_at DESC LIMIT 1")
                .getFirst());
    }

    /** The newest state of the trial's pipeline. */
    static StateDocument state(Trial trial) {
        return StateDocument.decode(trial.rows("SELECT state FROM _dlt_pipeline_state ORDER BY version DESC LIMIT 1")
                .getFirst());
    }

    /** What the state keeps of a cursor. */
    static Map<?, ?> cursor(Trial trial, String source, String resource, String path) {
        Map<?, ?> cursors = (Map<?, ?>)
                requireNonNull(state(trial).resourceState(source, resource).get("incremental"));
        return (Map<?, ?>) requireNonNull(cursors.get(path));
    }

    /** Makes the pipeline's schema one of dlt, changed as asked. */
    static void schema(Trial trial, UnaryOperator<Schema> change) {
        Schema made = change.apply(withoutMark(schema(trial, "contract"))).bumped();
        trial.execute("UPDATE contract_data._dlt_version SET schema = " + literal(made.toJson()) + ", version_hash = "
                + literal(made.versionHash()) + ", version = " + made.version() + " WHERE schema_name = 'contract'");
    }

    private static Schema withoutMark(Schema schema) {
        return schema.withTable(schema.table(SystemTables.VERSION).orElseThrow().withoutHint(MARK));
    }

    /** Adds a schema of another source. */
    static void addSchema(Trial trial, Schema schema) {
        Schema made = schema.bumped();
        trial.execute("INSERT INTO contract_data._dlt_version (version, engine_version, inserted_at, schema_name,"
                + " version_hash, schema) VALUES (" + made.version() + ", 11, now(), " + literal(made.name()) + ", "
                + literal(made.versionHash()) + ", " + literal(made.toJson()) + ")");
    }

    /** Changes the newest state, without making another version of it. */
    static void state(Trial trial, UnaryOperator<StateDocument> change) {
        StateDocument before = state(trial);
        StateDocument made = change.apply(before).bumped().withVersion(before.version());
        trial.execute("UPDATE contract_data._dlt_pipeline_state SET state = " + literal(made.encode())
                + ", version_hash = " + literal(made.versionHash()) + " WHERE version = " + before.version());
    }

    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
