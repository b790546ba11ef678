package dev.pipette.testing.contract;

import static dev.pipette.testing.contract.Trial.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.LoadInfo;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How tables change when the rows do. */
interface EvolutionContract {
    @Test
    default void a_new_key_becomes_a_new_column(Trial trial) {
        trial.run(json("items", "[{'id': 1}]"));

        LoadInfo second = trial.run(json("items", "[{'id': 2, 'name': 'two'}]"));

        assertThat(second.schemaChanges()).containsExactly("column items.name text was added");
        assertThat(trial.rows("SELECT id, name FROM items ORDER BY id")).containsExactly("1 | NULL", "2 | two");
    }

    @Test
    default void a_new_list_becomes_a_new_table(Trial trial) {
        trial.run(json("items", "[{'id': 1}]").merge("id"));

        LoadInfo second = trial.run(json("items", "[{'id': 2, 'tags': ['x']}]").merge("id"));

        assertThat(second.schemaChanges()).containsExactly("table items__tags was made with 1 column");
        assertThat(trial.rows("SELECT value FROM items__tags")).containsExactly("x");
    }

    @Test
    default void keys_without_any_value_make_no_column(Trial trial) {
        trial.run(json("items", "[{'id': 1, 'name': null}]"));

        LoadInfo second = trial.run(json("items", "[{'id': 2, 'name': null}]"));

        assertThat(second.schemaChanges()).isEmpty();
        assertThat(trial.columns("items")).containsExactly("id", "_dlt_load_id", "_dlt_id");
    }

    @Test
    default void integers_widen_to_doubles_when_all_of_them_stay_exact(Trial trial) {
        trial.run(json("items", "[{'price': 9007199254740992}]"));

        LoadInfo second = trial.run(json("items", "[{'price': 1.5}]"));

        assertThat(second.schemaChanges()).hasSize(1).first().asString().contains("items.price was widened from");
        assertThat(trial.type("items", "price")).isEqualTo("Double");
        assertThat(trial.rows("SELECT price FROM items ORDER BY price")).containsExactly("1.5", "9.007199254740992E15");
    }

    @Test
    default void integers_that_no_double_holds_stay_and_the_double_goes_to_a_variant_column(Trial trial) {
        trial.run(json("items", "[{'id': 1, 'price': 9007199254740993}]"));

        LoadInfo second = trial.run(json("items", "[{'id': 2, 'price': 1.5}]"));

        assertThat(second.schemaChanges()).containsExactly("column items.price__v_double double was added");
        assertThat(trial.rows("SELECT id, price, price__v_double FROM items ORDER BY id"))
                .containsExactly("1 | 9007199254740993 | NULL", "2 | NULL | 1.5");
    }

    @Test
    default void a_value_of_another_type_goes_to_a_variant_column(Trial trial) {
        trial.run(json("items", "[{'id': 1, 'size': 7}]"));

        trial.run(json("items", "[{'id': 2, 'size': 'large'}, {'id': 3, 'size': 8}]"));

        assertThat(trial.rows("SELECT id, size, size__v_text FROM items ORDER BY id"))
                .containsExactly("1 | 7 | NULL", "2 | NULL | large", "3 | 8 | NULL");
    }

    @Test
    default void the_order_of_the_rows_does_not_decide_the_type(Trial trial) {
        trial.run(
                json("ints_first", "[{'id': 1, 'v': 1}, {'id': 2, 'v': 1.5}, {'id': 3, 'v': 'x'}]"),
                json("text_first", "[{'id': 3, 'v': 'x'}, {'id': 2, 'v': 1.5}, {'id': 1, 'v': 1}]"));

        List<String> expected = List.of("1 | 1.0 | NULL", "2 | 1.5 | NULL", "3 | NULL | x");
        assertThat(trial.rows("SELECT id, v, v__v_text FROM ints_first ORDER BY id"))
                .isEqualTo(expected);
        assertThat(trial.rows("SELECT id, v, v__v_text FROM text_first ORDER BY id"))
                .isEqualTo(expected);
    }

    @Test
    default void decimals_get_more_digits_after_the_point(Trial trial) {
        trial.run(items("19.90").column("price", Pipette.decimal(10, 2)));

        LoadInfo second = trial.run(items("0.1234"));

        assertThat(second.schemaChanges()).singleElement().asString().endsWith(" to decimal(12,4)");
        assertThat(trial.rows("SELECT price FROM items ORDER BY price")).containsExactly("0.1234", "19.9000");
    }

    @Test
    default void decimals_with_more_digits_than_a_column_can_get_are_kept_beside_it(Trial trial) {
        trial.run(items("12345678901234567890.5"));

        trial.run(items("0.1234567890123456789"));

        assertThat(trial.rows("SELECT price, price__v_decimal FROM items ORDER BY price"))
                .contains("12345678901234567890.500000000 | NULL")
                .anyMatch(row -> row.startsWith("NULL | 0.1234567890123456789"));
    }

    private static Resource items(String price) {
        return Pipette.resource("items").rows(List.of(Map.of("price", new BigDecimal(price))));
    }

    @Test
    default void a_column_that_was_dropped_by_hand_is_added_again_and_reported(Trial trial) {
        trial.run(json("items", "[{'id': 1, 'name': 'one'}]"));
        trial.execute("ALTER TABLE contract_data.items DROP COLUMN name");

        LoadInfo second = trial.run(json("items", "[{'id': 2, 'name': 'two'}]"));

        assertThat(second.schemaChanges())
                .containsExactly("column items.name text was missing at the destination and was added again");
        assertThat(trial.rows("SELECT id, name FROM items ORDER BY id")).containsExactly("1 | NULL", "2 | two");
    }

    @Test
    default void a_key_column_that_was_dropped_by_hand_is_added_again(Trial trial) {
        trial.run(json("items", "[{'id': 1, 'name': 'one'}]").merge("id"));
        trial.execute("ALTER TABLE contract_data.items DROP COLUMN id");

        trial.run(json("items", "[{'id': 2, 'name': 'two'}]").merge("id"));

        assertThat(trial.rows("SELECT id, name FROM items ORDER BY name")).containsExactly("NULL | one", "2 | two");
    }

    @Test
    default void a_table_that_was_dropped_by_hand_is_made_again_with_all_columns_that_arrive(Trial trial) {
        trial.run(json("items", "[{'id': 1, 'tags': ['x']}]").merge("id"));
        trial.execute("DROP TABLE contract_data.items__tags");
        trial.execute("DROP TABLE contract_data.items");

        trial.run(json("items", "[{'id': 2, 'tags': ['y']}]").merge("id"));

        assertThat(trial.rows("SELECT id FROM items")).containsExactly("2");
        assertThat(trial.rows("SELECT value FROM items__tags")).containsExactly("y");
    }

    @Test
    default void a_column_that_was_made_by_hand_is_left_alone(Trial trial) {
        trial.run(json("items", "[{'id': 1}]"));
        trial.execute("ALTER TABLE contract_data.items ADD COLUMN note VARCHAR");
        trial.execute("UPDATE contract_data.items SET note = 'mine'");

        trial.run(json("items", "[{'id': 2}]"));

        assertThat(trial.rows("SELECT id, note FROM items ORDER BY id")).containsExactly("1 | mine", "2 | NULL");
    }
}
