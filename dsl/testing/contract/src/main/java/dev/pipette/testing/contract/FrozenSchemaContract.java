package dev.pipette.testing.contract;

import static dev.pipette.testing.contract.Trial.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.LoadInfo;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.check.Checks;
import dev.pipette.plan.RunPlan;
import dev.pipette.schema.SchemaContract;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A schema contract says how far a load may change its tables. */
interface FrozenSchemaContract {
    private static Resource items(String rows) {
        return json("items", rows);
    }

    @Test
    default void a_frozen_schema_takes_rows_that_fit_and_refuses_the_others_with_all_reasons(Trial trial) {
        trial.run(items("[{'id': 1, 'rank': 5}]"));
        Resource fitting = items("[{'id': 2, 'rank': 6}]").contract(SchemaContract.frozen());
        Resource changed = items("[{'id': 3, 'rank': 'high', 'note': 'n', 'tags': ['a', 'b']}]")
                .contract(SchemaContract.frozen());
        List<String> columns = trial.columns("items");

        assertThatThrownBy(() -> trial.run(changed))
                .hasMessageStartingWith(
                        "[CONTRACT_BROKEN] the schema contract of dataset contract_data does not allow 3"
                                + " changes: column items.rank is bigint, and would be changed or have another column beside it"
                                + " for a value, 'high' in row 1 (data_type: freeze); column items.note would be added for a"
                                + " value, 'n' in row 1 (columns: freeze); table items__tags would be made for 2 rows (tables:"
                                + " freeze). Nothing was loaded.");
        trial.run(fitting);

        assertThat(trial.columns("items")).isEqualTo(columns);
        assertThat(trial.rows("SELECT id, rank FROM items ORDER BY id")).containsExactly("1 | 5", "2 | 6");
    }

    @Test
    default void a_contract_is_remembered_until_another_is_declared(Trial trial) {
        trial.run(items("[{'id': 1}]").contract(SchemaContract.of("columns=freeze")));

        assertThatThrownBy(() -> trial.run(items("[{'id': 2, 'note': 'n'}]")))
                .hasMessageContaining("column items.note would be added");
        trial.run(items("[{'id': 3, 'note': 'n'}]").contract(SchemaContract.evolving()));
        trial.run(items("[{'id': 4, 'more': 'm'}]"));

        assertThat(trial.columns("items")).contains("note", "more");
    }

    @Test
    default void the_contract_of_a_run_goes_before_that_of_a_resource_and_is_not_remembered(Trial trial) {
        Resource frozen = items("[{'id': 1}]").contract(SchemaContract.frozen());
        assertThatThrownBy(() -> trial.run(frozen)).hasMessageContaining("table items would be made for 1 row");

        trial.pipeline("contract").contract(SchemaContract.evolving()).run(frozen);

        assertThatThrownBy(() -> trial.run(items("[{'id': 2, 'note': 'n'}]")))
                .hasMessageContaining("column items.note would be added");
        assertThat(trial.rows("SELECT id FROM items")).containsExactly("1");
    }

    @Test
    default void discarded_values_and_tables_are_left_out_and_the_rows_are_loaded(Trial trial) {
        trial.run(items("[{'id': 1, 'rank': 5}]"));

        LoadInfo info = trial.run(items("[{'id': 2, 'rank': 'high', 'note': 'n', 'tags': ['a']}, {'id': 3, 'rank': 6}]")
                .contract(SchemaContract.of("discard_value")));

        assertThat(trial.rows("SELECT id, rank FROM items ORDER BY id")).containsExactly("1 | 5", "2 | NULL", "3 | 6");
        assertThat(trial.columns("items")).doesNotContain("note", "rank__v_text");
        assertThat(info.notes())
                .anySatisfy(note ->
                        assertThat(note).contains("column items.note would be added for a value, 'n' in row 1"));
    }

    @Test
    default void a_package_that_broke_a_contract_stops_no_later_run(Trial trial) {
        trial.run(items("[{'id': 1}]"));
        Resource changed = items("[{'id': 2, 'note': 'n'}]").contract(SchemaContract.frozen());
        assertThatThrownBy(() -> trial.run(changed)).hasMessageContaining("[CONTRACT_BROKEN]");
        assertThatThrownBy(() -> trial.run(changed)).hasMessageContaining("[CONTRACT_BROKEN]");

        trial.run(items("[{'id': 2, 'note': 'n'}]").contract(SchemaContract.evolving()));

        assertThat(trial.rows("SELECT id, note FROM items ORDER BY id")).containsExactly("1 | NULL", "2 | n");
    }

    @Test
    default void discarded_rows_are_kept_whole_as_rejects_with_what_breaks_the_contract(Trial trial) {
        trial.run(items("[{'id': 1, 'rank': 5, 'parts': [{'n': 1}]}]"));

        LoadInfo info = trial.run(items("[{'id': 2, 'rank': 6, 'parts': [{'n': 2}]},"
                        + " {'id': 3, 'rank': 'high', 'parts': [{'n': 3}]},"
                        + " {'id': 4, 'note': 'n', 'more': {'deep': 5}},"
                        + " {'id': 5, 'parts': [{'n': 4}, {'n': 5, 'size': 'L'}]},"
                        + " {'id': 6, 'tags': ['a', 'b']}]")
                .contract(SchemaContract.of("discard_row")));

        assertThat(trial.rows("SELECT id, rank FROM items ORDER BY id")).containsExactly("1 | 5", "2 | 6");
        assertThat(trial.rows("SELECT n FROM items__parts ORDER BY n")).containsExactly("1", "2");
        assertThat(trial.columns("items")).doesNotContain("note", "rank__v_text");
        assertThat(trial.rows("SELECT row_number, kind, rule, message, content FROM _pipette_rejects ORDER BY 1"))
                .containsExactly(
                        "2 | contract | contract data_type=discard_row: rank | contract data_type=discard_row: rank = high"
                                + " | {\"id\":3,\"rank\":\"high\",\"note\":null,\"more__deep\":null,\"parts\":[{\"n\":3,\"size\":null}],\"tags\":null}",
                        "3 | contract | contract columns=discard_row: note | contract columns=discard_row: note = n; contract columns=discard_row: more__deep = 5"
                                + " | {\"id\":4,\"rank\":null,\"note\":\"n\",\"more__deep\":5,\"parts\":null,\"tags\":null}",
                        "4 | contract | contract columns=discard_row: items__parts.size | contract columns=discard_row: items__parts.size"
                                + " | {\"id\":5,\"rank\":null,\"note\":null,\"more__deep\":null,\"parts\":[{\"n\":4,\"size\":null},{\"n\":5,\"size\":\"L\"}],\"tags\":null}",
                        "5 | contract | contract tables=discard_row: table items__tags | contract tables=discard_row: table items__tags"
                                + " | {\"id\":6,\"rank\":null,\"note\":null,\"more__deep\":null,\"parts\":null,\"tags\":[{\"value\":\"a\"},{\"value\":\"b\"}]}");
        assertThat(info.rejected()).isEqualTo(4);
    }

    @Test
    default void a_row_that_a_contract_rejects_does_not_take_the_row_away_that_it_would_replace(Trial trial) {
        trial.run(items("[{'id': 1, 'rank': 5}, {'id': 2, 'rank': 6}]").merge("id"));

        trial.run(items("[{'id': 1, 'rank': 'high'}, {'id': 2, 'rank': 7}]")
                .merge("id")
                .contract(SchemaContract.of("data_type=discard_row")));

        assertThat(trial.rows("SELECT id, rank FROM items ORDER BY id")).containsExactly("1 | 5", "2 | 7");
    }

    @Test
    default void a_plan_counts_the_rows_that_a_contract_rejects(Trial trial) {
        trial.run(items("[{'id': 1, 'rank': 5}]"));
        Resource changed = items("[{'id': 2, 'rank': 'high'}, {'id': 3, 'rank': 6}]")
                .contract(SchemaContract.of("data_type=discard_row"));

        RunPlan plan = PlanContract.plannedAndRun(trial, changed);

        assertThat(plan.tables().getFirst().rejected()).isEqualTo(1);
    }

    @Test
    default void no_row_is_discarded_where_a_row_that_does_not_arrive_is_taken_for_one_that_is_gone(Trial trial) {
        trial.run(items("[{'id': 1, 'rank': 5}, {'id': 2, 'rank': 6}]").merge(Pipette.snapshot("id")));

        assertThatThrownBy(() -> trial.run(items("[{'id': 1, 'rank': 'high'}, {'id': 2, 'rank': 7}]")
                        .merge(Pipette.snapshot("id"))
                        .contract(SchemaContract.of("discard_row"))))
                .hasMessageContaining("'high' in row 1 (data_type: freeze)");
        assertThat(trial.rows("SELECT id, rank FROM items ORDER BY id")).containsExactly("1 | 5", "2 | 6");
    }

    @Test
    default void more_rows_that_a_contract_rejects_than_allowed_publish_nothing(Trial trial) {
        trial.run(items("[{'id': 1, 'rank': 5}]"));
        Resource most = items("[{'id': 2, 'rank': 'high'}, {'id': 3, 'rank': 'low'}, {'id': 4}]")
                .contract(SchemaContract.of("discard_row"))
                .maxRejects(1);

        assertThatThrownBy(() -> trial.run(most)).hasMessageContaining("max_rejects(1)");
        assertThat(trial.rows("SELECT id FROM items")).containsExactly("1");

        trial.run(most.maxRejects(2));
        assertThat(trial.rows("SELECT id FROM items ORDER BY id")).containsExactly("1", "4");
    }

    @Test
    default void a_value_that_no_column_holds_is_shown_shortened_and_without_u0000(Trial trial) {
        trial.run(json("orders", "[{'id': 1}]"));

        LoadInfo info = trial.run(json("orders", "[{'id': 'a\\u0000b" + "x".repeat(1000) + "'}]")
                .contract(SchemaContract.of("discard_row")));

        assertThat(info.rejected()).isEqualTo(1);
        assertThat(info.notes())
                .singleElement()
                .satisfies(note -> assertThat(note).hasSizeLessThan(300));
        assertThat(trial.rows("SELECT message FROM _pipette_rejects").getFirst())
                .contains("id = a\\u0000bxxx");
    }

    @Test
    default void each_run_says_which_rows_it_leaves_out_also_where_it_writes_nothing(Trial trial) {
        trial.run(json("others", "[{'id': 1}]"));

        for (int run = 0; run < 2; run++) {
            assertThat(trial.run(json("orders", "[{'id': 1}]").contract(SchemaContract.of("discard_row")))
                            .notes())
                    .containsExactly("table orders would be made for 1 row: not loaded, as the contract says"
                            + " tables: discard_row");
        }
    }

    @Test
    default void a_value_that_a_contract_rejects_is_no_missing_one(Trial trial) {
        trial.run(json("orders", "[{'id': 1}]"));

        LoadInfo info = trial.run(json("orders", "[{'id': 'x'}, {'id': 2}]")
                .check(Checks.notNull("id"))
                .contract(SchemaContract.of("discard_row")));

        assertThat(info.rejected()).isEqualTo(1);
        assertThat(trial.rows("SELECT id FROM orders ORDER BY id")).containsExactly("1", "2");
        assertThat(trial.rows("SELECT message FROM _pipette_rejects"))
                .containsExactly("contract data_type=discard_row: id = x");
    }
}
