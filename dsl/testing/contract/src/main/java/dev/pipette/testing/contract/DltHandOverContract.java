package dev.pipette.testing.contract;

import static dev.pipette.testing.contract.Trial.json;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.admin.DltExport;
import dev.pipette.schema.Migration;
import dev.pipette.schema.StateDocument;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rows at a cursor are passed to dlt, and what dlt did meanwhile is seen. */
interface DltHandOverContract {
    private static Resource events(String rows) {
        return json("events", rows).incremental(Pipette.cursor("updated_at", Long.class));
    }

    private static StateDocument state(Trial trial) {
        return StateDocument.decode(trial.rows("SELECT state FROM _dlt_pipeline_state ORDER BY version DESC LIMIT 1")
                .getFirst());
    }

    private static List<?> digests(Trial trial) {
        Object cursors =
                requireNonNull(state(trial).resourceState("contract", "events").get("incremental"));
        Object cursor = requireNonNull(((Map<?, ?>) cursors).get("updated_at"));
        return (List<?>) requireNonNull(((Map<?, ?>) cursor).get("unique_hashes"));
    }

    /** The digests are those that dlt 1.26 recorded for the same rows: golden/incremental_boundary_pk.json. */
    @Test
    default void the_rows_at_a_cursor_are_in_the_state_that_dlt_goes_on_from(Trial trial) {
        trial.run(events("[{'id': 1, 'updated_at': 10}, {'id': 2, 'updated_at': 20}, {'id': 3, 'updated_at': 20}]")
                .primaryKey("id"));

        DltExport exported = trial.pipeline().admin().exportStateForDlt(Map.of());

        assertThat(digests(trial)).map(Object::toString).contains("Cn/dwi436vBbdERZ9hKf", "Tp44cKMYfAuJiBfxLAqu");
        assertThat(exported.cursors())
                .containsExactly(new DltExport.ExportedCursor("events", "updated_at", 20L, List.of("id"), 2, 2));
        assertThat(trial.loadIds())
                .hasSize(2)
                .last()
                .isEqualTo(exported.loadId().orElseThrow());
        assertThat(state(trial).version()).isEqualTo(2);
    }

    @Test
    default void columns_that_were_renamed_are_found_by_the_names_that_the_source_has(Trial trial) {
        trial.run(events("[{'id': 2, 'updated_at': 20}, {'id': 3, 'updated_at': 20}]"));
        trial.pipeline()
                .admin()
                .migrate(Migration.rename("events.id", "number").andRename("events.updated_at", "changed_at"));

        DltExport exported = trial.pipeline().admin().exportStateForDlt(Map.of("events", List.of("id")));

        assertThat(digests(trial)).map(Object::toString).contains("Cn/dwi436vBbdERZ9hKf", "Tp44cKMYfAuJiBfxLAqu");
        assertThat(exported.cursors())
                .containsExactly(new DltExport.ExportedCursor("events", "updated_at", 20L, List.of("number"), 2, 2));
    }

    @Test
    default void an_export_that_is_repeated_changes_nothing_and_pipette_goes_on_as_before(Trial trial) {
        Resource events = events("[{'id': 1, 'updated_at': 20}]").primaryKey("id");
        trial.run(events);
        trial.pipeline().admin().exportStateForDlt(Map.of());

        DltExport again = trial.pipeline().admin().exportStateForDlt(Map.of());

        assertThat(again.loadId()).isEmpty();
        assertThat(trial.run(events).nothingNew()).isTrue();
    }

    @Test
    default void a_row_that_is_known_as_a_whole_cannot_be_handed_over_without_a_key(Trial trial) {
        trial.run(events("[{'id': 1, 'updated_at': 20}]"));

        assertThatThrownBy(() -> trial.pipeline().admin().exportStateForDlt(Map.of()))
                .hasMessage("[BAD_USAGE] the state of pipeline contract cannot be passed to dlt as it is: resource"
                        + " events has no primary key, and dlt's digest of a whole row cannot be computed from its table."
                        + " Let dlt know rows by a key, primary_key=\"id\", and say the same here: --key events=id."
                        + " Nothing was changed.");

        trial.pipeline().admin().exportStateForDlt(Map.of("events", List.of("id")));
        assertThat(digests(trial)).hasSize(2);
    }

    /** dlt's next run: another last value, and its digest of row 2, which it loaded there. */
    @Test
    default void state_that_dlt_moved_is_gone_on_from_and_old_keys_drop_no_row(Trial trial) {
        trial.run(events("[{'id': 2, 'updated_at': 10}, {'id': 3, 'updated_at': 10}]")
                .primaryKey("id"));
        StateDocument moved = state(trial)
                .withResourceState(
                        "contract",
                        "events",
                        Map.of(
                                "incremental",
                                Map.of(
                                        "updated_at",
                                        Map.of("last_value", 20L, "unique_hashes", List.of("Tp44cKMYfAuJiBfxLAqu")))))
                .bumped();
        trial.execute("INSERT INTO contract_data._dlt_pipeline_state SELECT " + moved.version()
                + ", engine_version, pipeline_name, '"
                + moved.encode() + "', created_at, '" + moved.versionHash()
                + "', '9999999999.1', 'dlt' FROM contract_data._dlt_pipeline_state");
        trial.execute(
                "INSERT INTO contract_data._dlt_loads SELECT '9999999999.1', schema_name, 0, inserted_at, schema_version_hash"
                        + " FROM contract_data._dlt_loads");

        trial.run(events("[{'id': 1, 'updated_at': 19}, {'id': 2, 'updated_at': 20}, {'id': 3, 'updated_at': 20},"
                        + " {'id': 4, 'updated_at': 20}]")
                .primaryKey("id"));

        assertThat(trial.rows("SELECT id, updated_at FROM events ORDER BY updated_at, id"))
                .containsExactly("2 | 10", "3 | 10", "3 | 20", "4 | 20");
    }
}
