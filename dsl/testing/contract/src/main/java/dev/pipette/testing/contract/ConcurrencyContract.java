package dev.pipette.testing.contract;

import static dev.pipette.testing.contract.Trial.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.spi.LoadStep;
import dev.pipette.testing.HeldRun;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.jooq.CloseableDSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pipelines that share a dataset lose nothing of each other's, and those who read it see all of a load or nothing. */
@Timeout(120)
interface ConcurrencyContract {
    /** Rows of the keys from one to another, the last one left out, which say who wrote them. */
    private static Resource keyed(int from, int to, String writer) {
        return Pipette.resource("keyed").stream(() -> IntStream.range(from, to)
                        .mapToObj(id -> Map.of("id", id, "writer", writer, "tags", List.of(writer))))
                .merge("id");
    }

    @Test
    default void merges_with_overlapping_keys_leave_one_row_for_each_key_that_of_the_later_commit(Trial trial) {
        List<String> order = new CopyOnWriteArrayList<>(); // a load that is at CHECKED holds the table until its commit

        AtOnce.run(2, thread -> () -> {
            String name = "p" + thread;
            var pipeline = trial.pipeline(name).listener((step, loadId) -> {
                if (step == LoadStep.CHECKED) {
                    order.add(name);
                }
            });
            pipeline.run(keyed(thread * 10, thread * 10 + 20, name));
            pipeline.run(keyed(thread * 10, thread * 10 + 20, name));
            return name;
        });

        String last = order.getLast();
        String first = last.equals("p0") ? "p1" : "p0";
        assertThat(trial.rows("SELECT count(*), count(DISTINCT id) FROM keyed")).containsExactly("30 | 30");
        assertThat(trial.rows("SELECT writer, count(*) FROM keyed GROUP BY writer ORDER BY writer"))
                .containsExactlyInAnyOrder(last + " | 20", first + " | 10");
        assertThat(trial.rows("SELECT count(*) FROM keyed k JOIN keyed__tags t ON t._dlt_parent_id = k._dlt_id"
                        + " AND t._dlt_root_id = k._dlt_id AND t.value = k.writer"))
                .containsExactly("30");
        assertThat(trial.rows("SELECT count(*) FROM keyed__tags")).containsExactly("30");
    }

    @Test
    default void pipelines_that_make_one_dataset_at_once_all_load_their_tables(Trial trial) {
        int pipelines = 8;

        AtOnce.run(
                pipelines,
                thread -> () -> trial.pipeline("p" + thread)
                        .run(json("items_" + thread, "[{'id': " + thread + ", 'tags': ['x']}]")));

        for (int thread = 0; thread < pipelines; thread++) {
            assertThat(trial.rows("SELECT id FROM items_" + thread)).containsExactly(String.valueOf(thread));
            assertThat(trial.count("items_" + thread + "__tags")).isEqualTo(1);
        }
        assertThat(trial.loadIds()).hasSize(pipelines).doesNotHaveDuplicates();
        assertThat(trial.rows("SELECT pipeline_name FROM _dlt_pipeline_state")).hasSize(pipelines);
    }

    @Test
    default void pipelines_that_make_one_table_at_once_all_add_their_rows_and_columns(Trial trial) {
        AtOnce.run(
                4,
                thread -> () -> trial.pipeline("p" + thread)
                        .run(json(
                                "shared",
                                "[{'id': " + thread + ", 'own_" + thread + "': true, 'list_" + thread
                                        + "': [1, 2]}]")));

        assertThat(trial.rows("SELECT id, own_0, own_1, own_2, own_3 FROM shared ORDER BY id"))
                .containsExactly(
                        "0 | true | NULL | NULL | NULL",
                        "1 | NULL | true | NULL | NULL",
                        "2 | NULL | NULL | true | NULL",
                        "3 | NULL | NULL | NULL | true");
        assertThat(trial.count("shared__list_3")).isEqualTo(2);
    }

    @Test
    default void pipelines_that_add_one_column_to_a_table_at_once_both_load(Trial trial) {
        trial.run(json("shared", "[{'id': 0, 'n': 1}]"));

        AtOnce.run(
                2,
                thread -> () -> trial.pipeline("p" + thread)
                        .run(json("shared", "[{'id': " + (thread + 1) + ", 'name': 'p" + thread + "', 'n': 1.5}]")));

        assertThat(trial.rows("SELECT id, name, n FROM shared ORDER BY id"))
                .containsExactly("0 | NULL | 1.0", "1 | p0 | 1.5", "2 | p1 | 1.5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"append", "merge", "replace"})
    default void a_reader_sees_all_of_a_load_or_nothing_and_does_not_stop_it(String disposition, Trial trial) {
        Resource before = items(disposition, 0, 5);
        trial.run(before);
        String query = "SELECT (SELECT count(*) FROM contract_data.items),"
                + " (SELECT count(*) FROM contract_data.items__tags),"
                + " (SELECT count(*) FROM contract_data._dlt_loads)";
        String after = disposition.equals("replace") ? "7 | 7 | 2" : "12 | 12 | 2";

        try (CloseableDSLContext reader = trial.pipeline().dataset().dsl();
                HeldRun load = HeldRun.at(LoadStep.BOOKKEEPING_WRITTEN, trial.pipeline(), items(disposition, 5, 12))) {
            reader.execute("BEGIN TRANSACTION");
            assertThat(Trial.rows(reader, query)).containsExactly("5 | 5 | 1");
            load.finish();
            assertThat(Trial.rows(reader, query)).singleElement().isIn("5 | 5 | 1", after);
            reader.execute("COMMIT");
        }

        assertThat(trial.rows(query)).containsExactly(after);
    }

    private static Resource items(String disposition, int from, int to) {
        Resource items = Pipette.resource("items").stream(
                () -> IntStream.range(from, to).mapToObj(id -> Map.of("id", id, "tags", List.of("x"))));
        return switch (disposition) {
            case "append" -> items;
            case "replace" -> items.replace();
            default -> items.merge("id");
        };
    }

    @Test
    default void rows_that_others_add_while_a_load_replaces_or_merges_are_not_lost(Trial trial) {
        trial.run(json("mine", "[{'id': 1}]").merge("id"), json("all", "[{'id': 1}]"));

        AtOnce.run(2, thread -> () -> {
            for (int round = 0; round < 3; round++) {
                int id = 10 * (thread + 1) + round;
                trial.pipeline("p" + thread)
                        .run(json("mine", "[{'id': " + id + "}]").merge("id"), json("all", "[{'id': " + id + "}]"));
            }
            return thread;
        });

        String[] ids = {"1", "10", "11", "12", "20", "21", "22"};
        assertThat(trial.rows("SELECT id FROM mine ORDER BY id")).containsExactly(ids);
        assertThat(trial.rows("SELECT id FROM contract_data.\"all\" ORDER BY id"))
                .containsExactly(ids);
    }
}
