package dev.pipette.testing.contract;

import static dev.pipette.testing.contract.Trial.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.LoadInfo;
import dev.pipette.Resource;
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
}
