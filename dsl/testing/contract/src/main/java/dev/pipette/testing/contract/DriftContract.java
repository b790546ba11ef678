package dev.pipette.testing.contract;

import static dev.pipette.testing.contract.Trial.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.LoadInfo;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people change at the destination by hand is respected, or the load stops and says what is in the way. */
interface DriftContract {
    /** Whether the type of a column stays as it is while a view uses the column. */
    default boolean viewsPinTypes() {
        return false;
    }

    @ParameterizedTest
    @CsvSource({"VARCHAR, 7", "SMALLINT, 7", "DOUBLE PRECISION, 7.0", "DECIMAL(10), 7"})
    default void a_column_that_was_retyped_gets_what_fits_its_type(String type, String read, Trial trial) {
        trial.run(json("items", "[{'id': 1, 'n': 5}]"));
        trial.execute("ALTER TABLE contract_data.items ALTER COLUMN n SET DATA TYPE " + type);

        trial.run(json("items", "[{'id': 2, 'n': 7}]"));

        assertThat(trial.rows("SELECT n FROM items WHERE id = 2")).containsExactly(read);
        assertThat(trial.rows("SELECT id FROM items ORDER BY id")).containsExactly("1", "2");
    }

    @Test
    default void integers_that_a_retyped_column_does_not_hold_widen_it_again(Trial trial) {
        trial.run(json("items", "[{'id': 1, 'n': 5}]"));
        trial.execute("ALTER TABLE contract_data.items ALTER COLUMN n SET DATA TYPE SMALLINT");

        trial.run(json("items", "[{'id': 2, 'n': 9223372036854775807}]"));

        assertThat(trial.rows("SELECT id, n FROM items ORDER BY id"))
                .containsExactly("1 | 5", "2 | 9223372036854775807");
    }

    @Test
    default void a_column_of_a_type_that_we_do_not_write_is_left_alone_and_values_go_beside_it(Trial trial) {
        trial.run(json("items", "[{'id': 1, 'n': 5}]"));
        trial.execute("ALTER TABLE contract_data.items DROP COLUMN n");
        trial.execute("ALTER TABLE contract_data.items ADD COLUMN n UUID");

        LoadInfo second = trial.run(json("items", "[{'id': 2, 'n': 7}]"));

        assertThat(second.schemaChanges()).containsExactly("column items.n__v_bigint bigint was added");
        assertThat(trial.rows("SELECT id, n, n__v_bigint FROM items ORDER BY id"))
                .containsExactly("1 | NULL | NULL", "2 | NULL | 7");
    }

    @Test
    default void a_view_in_the_place_of_a_table_stops_the_load_until_it_is_gone(Trial trial) {
        trial.run(json("items", "[{'id': 1}]"));
        trial.execute("ALTER TABLE contract_data.items RENAME TO old_items");
        trial.execute("CREATE VIEW contract_data.items AS SELECT * FROM contract_data.old_items");

        assertThatThrownBy(() -> trial.run(json("items", "[{'id': 2}]")))
                .hasMessageContaining("items")
                .asInstanceOf(InstanceOfAssertFactories.type(PipetteException.class))
                .extracting(PipetteException::code)
                .isEqualTo(ErrorCode.LOAD_REFUSED);
        assertThat(trial.rows("SELECT id FROM old_items")).containsExactly("1");
        assertThat(trial.pipeline().admin().pending())
                .singleElement()
                .satisfies(waiting -> assertThat(waiting.state()).isEqualTo("quarantined"));

        trial.execute("DROP VIEW contract_data.items");
        trial.run(json("items", "[{'id': 2}]"));
        assertThat(trial.rows("SELECT id FROM items")).containsExactly("2");
    }

    @ParameterizedTest
    @CsvSource({"append", "replace", "merge"})
    default void a_view_over_a_table_and_its_nested_table_survives_every_load(String disposition, Trial trial) {
        String first = "[{'id': 1, 'tags': ['x']}]";
        String second = "[{'id': 1, 'tags': ['y', 'z'], 'name': 'one'}]";
        trial.run(json("items", first).merge("id"));
        trial.execute("CREATE VIEW contract_data.tagged AS SELECT i.id, t.value FROM contract_data.items i"
                + " JOIN contract_data.items__tags t ON t._dlt_parent_id = i._dlt_id");

        trial.run(
                switch (disposition) {
                    case "append" -> json("items", second);
                    case "replace" -> json("items", second).replace();
                    default -> json("items", second).merge("id");
                });

        String[] there = disposition.equals("append")
                ? new String[] {"1 | x", "1 | y", "1 | z"}
                : new String[] {"1 | y", "1 | z"};
        assertThat(trial.rows("SELECT id, value FROM tagged ORDER BY value")).containsExactly(there);
        assertThat(trial.rows("SELECT name FROM items WHERE name IS NOT NULL")).containsExactly("one");
    }

    @Test
    default void a_column_that_a_view_uses_is_widened_or_keeps_its_type_and_the_values_go_beside_it(Trial trial) {
        trial.run(json("items", "[{'id': 1, 'price': 5}]"));
        trial.execute("CREATE VIEW contract_data.prices AS SELECT price FROM contract_data.items");

        LoadInfo second = trial.run(json("items", "[{'id': 2, 'price': 1.5}, {'id': 3, 'price': 2}]"));

        if (viewsPinTypes()) {
            assertThat(second.schemaChanges())
                    .containsExactly(
                            "column items.price stays bigint, because view contract_data.prices uses it; values that"
                                    + " do not fit go to a column beside it",
                            "column items.price__v_double double was added");
            assertThat(trial.rows("SELECT id, price, price__v_double FROM items ORDER BY id"))
                    .containsExactly("1 | 5 | NULL", "2 | NULL | 1.5", "3 | 2 | NULL");
            assertThat(trial.rows("SELECT price FROM prices WHERE price IS NOT NULL ORDER BY price"))
                    .containsExactly("2", "5");
        } else {
            assertThat(trial.rows("SELECT id, price FROM items ORDER BY id"))
                    .containsExactly("1 | 5.0", "2 | 1.5", "3 | 2.0");
        }
        trial.run(json("items", "[{'id': 4, 'price': 0.25}]"));
        assertThat(trial.rows("SELECT count(*) FROM items")).containsExactly("4");
    }

    @Test
    default void integers_that_a_column_under_a_view_does_not_hold_go_beside_it_where_it_cannot_be_widened(
            Trial trial) {
        trial.run(json("items", "[{'id': 1, 'n': 5}]"));
        trial.execute("ALTER TABLE contract_data.items ALTER COLUMN n SET DATA TYPE INTEGER");
        trial.execute("CREATE VIEW contract_data.numbers AS SELECT n FROM contract_data.items");

        trial.run(json("items", "[{'id': 2, 'n': 2147483648}, {'id': 3, 'n': -2147483648}]"));

        assertThat(trial.rows("SELECT id, " + (viewsPinTypes() ? "coalesce(n, n__v_bigint)" : "n")
                        + " FROM items ORDER BY id"))
                .containsExactly("1 | 5", "2 | 2147483648", "3 | -2147483648");
        if (viewsPinTypes()) {
            assertThat(trial.rows("SELECT n FROM numbers WHERE n IS NOT NULL ORDER BY n"))
                    .containsExactly("-2147483648", "5");
        }
    }

    @Test
    default void columns_of_others_with_defaults_are_filled_by_the_destination(Trial trial) {
        trial.run(json("items", "[{'id': 1}]").merge("id"));
        trial.execute("ALTER TABLE contract_data.items ADD COLUMN source VARCHAR DEFAULT 'load'");
        trial.execute("UPDATE contract_data.items SET source = 'mine'");

        trial.run(json("items", "[{'id': 2}]").merge("id"));
        trial.run(json("items", "[{'id': 3}]"));

        assertThat(trial.rows("SELECT id, source FROM items ORDER BY id"))
                .containsExactly("1 | mine", "2 | load", "3 | load");
    }

    @Test
    default void a_system_column_that_was_dropped_is_added_again(Trial trial) {
        trial.run(json("items", "[{'id': 1}]"));
        trial.execute("ALTER TABLE contract_data.items DROP COLUMN _dlt_load_id");

        trial.run(json("items", "[{'id': 2}]"));

        assertThat(trial.rows("SELECT id FROM items WHERE _dlt_load_id IS NOT NULL"))
                .containsExactly("2");
        assertThat(trial.rows("SELECT id FROM items ORDER BY id")).containsExactly("1", "2");
    }

    @Test
    default void a_nested_table_that_was_dropped_is_made_again(Trial trial) {
        trial.run(json("items", "[{'id': 1, 'tags': ['x']}, {'id': 2, 'tags': ['y']}]")
                .merge("id"));
        trial.execute("DROP TABLE contract_data.items__tags");

        trial.run(json("items", "[{'id': 1, 'tags': ['z']}]").merge("id"));

        assertThat(trial.rows("SELECT id FROM items ORDER BY id")).containsExactly("1", "2");
        assertThat(trial.rows("SELECT value FROM items__tags")).containsExactly("z");
    }

    @Test
    default void columns_in_another_order_are_filled_by_their_names(Trial trial) {
        trial.run(json("others", "[{'id': 0}]"));
        trial.execute("CREATE TABLE contract_data.items (_dlt_id VARCHAR, name VARCHAR, mine DATE, id BIGINT)");

        trial.run(json("items", "[{'id': 1, 'name': 'one'}]"));
        trial.run(json("items", "[{'id': 1, 'name': 'two'}]").merge("id"));

        assertThat(trial.rows("SELECT id, name, mine FROM items")).containsExactly("1 | two | NULL");
        assertThat(trial.rows("SELECT count(*) FROM items WHERE _dlt_id IS NULL OR _dlt_load_id IS NULL"))
                .containsExactly("0");
    }
}
