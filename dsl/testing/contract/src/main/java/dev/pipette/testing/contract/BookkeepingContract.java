package dev.pipette.testing.contract;

import static dev.pipette.testing.contract.Trial.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.Pipeline;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.spi.LoadStep;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The bookkeeping tables are dlt's, column by column, and nothing is put on a table that dlt would not put there. */
interface BookkeepingContract {
    private static List<String> described(Trial trial, String table) {
        return trial
                .rows("SELECT column_name, is_nullable FROM information_schema.columns WHERE table_schema ="
                        + " 'contract_data' AND table_name = '" + table + "' ORDER BY ordinal_position")
                .stream()
                .map(row -> row.split(" \\| "))
                .map(row -> row[0] + " " + trial.type(table, row[0]) + (row[1].equals("NO") ? " not null" : ""))
                .toList();
    }

    private static void load(Trial trial) {
        trial.pipeline()
                .runKey("2025-12-24")
                .run(json("items", "[{'id': 1, 'at': 5, 'tags': ['x']}]")
                        .primaryKey("id")
                        .incremental(Pipette.cursor("at", Long.class)));
    }

    @Test
    default void bookkeeping_tables_have_the_columns_of_dlt(Trial trial) {
        load(trial);

        assertThat(described(trial, "_dlt_loads"))
                .containsExactly(
                        "load_id String not null",
                        "schema_name String",
                        "status Long not null",
                        "inserted_at OffsetDateTime not null",
                        "schema_version_hash String");
        assertThat(described(trial, "_dlt_version"))
                .containsExactly(
                        "version Long not null",
                        "engine_version Long not null",
                        "inserted_at OffsetDateTime not null",
                        "schema_name String not null",
                        "version_hash String not null",
                        "schema String not null");
        assertThat(described(trial, "_dlt_pipeline_state"))
                .containsExactly(
                        "version Long not null",
                        "engine_version Long not null",
                        "pipeline_name String not null",
                        "state String not null",
                        "created_at OffsetDateTime not null",
                        "version_hash String",
                        "_dlt_load_id String not null",
                        "_dlt_id String not null");
    }

    @Test
    default void what_dlt_does_not_know_stands_in_tables_of_our_own(Trial trial) {
        load(trial);

        assertThat(trial.allTables())
                .containsExactlyInAnyOrder(
                        "_dlt_loads",
                        "_dlt_pipeline_state",
                        "_dlt_version",
                        "_pipette_boundary",
                        "_pipette_dataset",
                        "_pipette_files",
                        "_pipette_last_changes",
                        "_pipette_run_keys",
                        "items",
                        "items__tags");
        assertThat(described(trial, "_pipette_boundary"))
                .containsExactly(
                        "pipeline_name String not null",
                        "resource_name String not null",
                        "cursor_path String not null",
                        "key UUID not null",
                        "position Double");
        assertThat(described(trial, "_pipette_run_keys"))
                .containsExactly(
                        "pipeline_name String not null",
                        "resource_name String not null",
                        "run_key String not null",
                        "load_id String not null");
    }

    @Test
    default void no_table_has_a_key_or_an_index(Trial trial) {
        load(trial);
        trial.run(json("merged", "[{'id': 1, 'tags': ['x']}]").merge("id"));

        assertThat(trial.rows("SELECT table_name, constraint_type FROM information_schema.table_constraints"
                        + " WHERE table_schema = 'contract_data'"
                        + " AND constraint_type IN ('PRIMARY KEY', 'UNIQUE', 'FOREIGN KEY')"))
                .isEmpty();
    }

    @Test
    default void data_tables_have_the_system_columns_of_dlt(Trial trial) {
        Resource items = json("items", "[{'id': 1, 'tags': [{'name': 'x', 'marks': [5]}]}]");

        trial.run(items, merged());

        assertThat(trial.columns("items")).containsExactly("id", "_dlt_load_id", "_dlt_id");
        assertThat(trial.columns("items__tags")).containsExactly("name", "_dlt_parent_id", "_dlt_list_idx", "_dlt_id");
        assertThat(trial.columns("merged__tags"))
                .containsExactlyInAnyOrder("name", "_dlt_root_id", "_dlt_parent_id", "_dlt_list_idx", "_dlt_id");
        assertThat(trial.rows("SELECT count(*) FROM merged__tags__marks k JOIN merged__tags t"
                        + " ON k._dlt_parent_id = t._dlt_id JOIN merged m ON k._dlt_root_id = m._dlt_id"
                        + " AND t._dlt_root_id = m._dlt_id"))
                .containsExactly("1");
    }

    private static Resource merged() {
        return json("merged", "[{'id': 1, 'tags': [{'name': 'x', 'marks': [5]}]}]")
                .merge("id");
    }

    @Test
    default void row_ids_are_unique_over_loads_and_tables(Trial trial) {
        Resource items = json("items", "[{'tags': [1, 2, 3]}, {'tags': [1, 2]}, {'tags': []}]");
        trial.run(items);
        trial.run(items);

        assertThat(trial.rows("SELECT count(DISTINCT _dlt_id) FROM (SELECT _dlt_id FROM items"
                        + " UNION ALL SELECT _dlt_id FROM items__tags) AS ids"))
                .containsExactly("16");
    }

    @Test
    default void a_load_row_tells_schema_and_time(Trial trial) {
        Clock clock = Clock.fixed(Instant.parse("2025-12-24T15:00:00.5Z"), ZoneOffset.UTC);

        trial.pipeline().clock(clock).run(json("items", "[{'id': 1}]"));

        assertThat(trial.rows("SELECT l.load_id, l.schema_name, l.status, l.inserted_at, v.version"
                        + " FROM _dlt_loads l JOIN _dlt_version v ON v.version_hash = l.schema_version_hash"))
                .containsExactly("1766588400.5000000 | contract | 0 | 2025-12-24T15:00:00.500Z | 2");
        assertThat(trial.rows("SELECT pipeline_name, version, _dlt_load_id FROM _dlt_pipeline_state"))
                .containsExactly("contract | 1 | 1766588400.5000000");
    }

    @Test
    default void a_schema_version_is_stored_only_when_the_schema_changes(Trial trial) {
        trial.run(json("items", "[{'id': 1}]"));
        trial.run(json("items", "[{'id': 2}]"));
        trial.run(json("items", "[{'id': 3, 'name': 'three'}]"));

        assertThat(trial.rows("SELECT version FROM _dlt_version ORDER BY version"))
                .containsExactly("2", "3");
        assertThat(trial.loadIds()).hasSize(3);
    }

    @Test
    default void load_ids_grow_whatever_the_clock_says(Trial trial) {
        Clock early = Clock.fixed(Instant.parse("2001-01-01T00:00:00Z"), ZoneOffset.UTC);
        trial.run(json("items", "[{'id': 1}]"));

        trial.pipeline().clock(early).run(json("items", "[{'id': 2}]"));
        trial.elsewhere().clock(early).run(json("items", "[{'id': 3}]"));

        assertThat(trial.rows("SELECT id FROM items ORDER BY _dlt_load_id")).containsExactly("1", "2", "3");
    }

    @Test
    default void pipelines_whose_clocks_agree_do_not_take_each_others_loads_for_their_own(Trial trial) {
        Clock clock = Clock.fixed(Instant.parse("2025-12-24T15:00:00Z"), ZoneOffset.UTC);
        Resource mine = Pipette.resource("mine").stream(() -> {
            if (trial.count("theirs") == 0) {
                trial.pipeline("other").clock(clock).run(json("theirs", "[{'id': 2}]"));
            }
            return Stream.of(Map.of("id", 1));
        });

        trial.pipeline().clock(clock).run(mine);

        assertThat(trial.rows("SELECT id FROM mine")).containsExactly("1");
        assertThat(trial.rows("SELECT id FROM theirs")).containsExactly("2");
        assertThat(trial.loadIds()).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    default void machines_whose_clocks_agree_do_not_take_each_others_loads_for_their_own(Trial trial) {
        Clock clock = Clock.fixed(Instant.parse("2025-12-24T15:00:00Z"), ZoneOffset.UTC);
        trial.run(json("items", "[{'id': 0}]"));
        AtomicInteger races = new AtomicInteger();
        Pipeline overtaken = trial.pipeline().clock(clock).listener((step, loadId) -> {
            if (step == LoadStep.SEALED && races.getAndIncrement() == 0) {
                trial.elsewhere().clock(clock).run(json("items", "[{'id': 2}]"));
            }
        });

        overtaken.run(json("items", "[{'id': 1}]"));

        assertThat(trial.rows("SELECT id FROM items ORDER BY id")).containsExactly("0", "1", "2");
        assertThat(trial.loadIds()).hasSize(3).doesNotHaveDuplicates();
    }

    @Test
    default void names_of_datasets_are_normalized_for_loading_and_for_reading(Trial trial) {
        var pipeline = Pipette.pipeline("s3-Exports", trial.destination()).home(trial.home());

        pipeline.run(json("items", "[{'id': 1}]"));

        assertThat(pipeline.dataset().tables()).containsExactly("items");
        assertThat(pipeline.dataset().count("items")).isEqualTo(1);
    }
}
