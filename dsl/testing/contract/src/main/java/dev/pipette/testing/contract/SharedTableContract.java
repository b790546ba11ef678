package dev.pipette.testing.contract;

import static dev.pipette.testing.contract.Trial.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.LoadInfo;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.spi.LoadStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jooq.Record;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Several resources of one run fill one table. */
interface SharedTableContract {
    String ORDERS = "SELECT o.id, o.shop, l.sku FROM orders o LEFT JOIN orders__lines l ON l._dlt_parent_id = o._dlt_id"
            + " ORDER BY o.id, l._dlt_list_idx";

    private static Resource shop(String name, String rows) {
        return json(name, rows).table("orders");
    }

    private static Resource eu() {
        return shop(
                "eu",
                "[{'id': 1, 'shop': 'eu', 'lines': [{'sku': 'a'}]}, {'id': 2, 'shop': 'eu', 'lines': [{'sku': 'b'}]}]");
    }

    private static Resource us() {
        return shop("us", "[{'id': 3, 'shop': 'us', 'lines': [{'sku': 'c'}, {'sku': 'd'}], 'state': 'NY'}]");
    }

    @Test
    default void two_resources_append_to_one_table_in_one_package(Trial trial) {
        LoadInfo info = trial.run(eu(), us());

        assertThat(trial.rows(ORDERS)).containsExactly("1 | eu | a", "2 | eu | b", "3 | us | c", "3 | us | d");
        assertThat(trial.rows("SELECT state FROM orders ORDER BY id")).containsExactly("NULL", "NULL", "NY");
        assertThat(trial.rows("SELECT count(DISTINCT _dlt_id) FROM orders")).containsExactly("3");
        assertThat(trial.rows("SELECT count(DISTINCT _dlt_id) FROM orders__lines"))
                .containsExactly("4");
        assertThat(trial.loadIds()).hasSize(1);
        assertThat(info.rows("orders")).isEqualTo(3);
        assertThat(info.tables())
                .extracting(load -> load.table() + " " + load.resource() + " " + load.rows())
                .containsExactly("orders eu 2", "orders__lines eu 2", "orders us 1", "orders__lines us 2");
    }

    @Test
    default void three_resources_that_replace_a_table_replace_it_once(Trial trial) {
        trial.run(shop("eu", "[{'id': 9, 'shop': 'old', 'lines': [{'sku': 'z'}]}]"));

        LoadInfo info = trial.run(eu().replace(), shop("none", "[]").replace(), us().replace());

        assertThat(trial.rows(ORDERS)).containsExactly("1 | eu | a", "2 | eu | b", "3 | us | c", "3 | us | d");
        assertThat(info.tables().stream().mapToLong(LoadInfo.TableLoad::deleted).sum())
                .isEqualTo(2);
    }

    @Test
    default void replaced_by_no_rows_of_any_it_is_empty(Trial trial) {
        trial.run(eu(), us());

        trial.run(shop("eu", "[]").replace(), shop("us", "[]").replace());

        assertThat(trial.rows(ORDERS)).isEmpty();
        assertThat(trial.count("orders__lines")).isZero();
    }

    @Test
    default void merged_rows_of_one_key_are_those_of_the_last_resource(Trial trial) {
        trial.run(eu().merge("id"));

        trial.run(
                shop("eu", "[{'id': 1, 'shop': 'eu', 'lines': [{'sku': 'x'}]}]").merge("id"),
                shop("us", "[{'id': 1, 'shop': 'us', 'lines': [{'sku': 'y'}]}, {'id': 3, 'shop': 'us'}]")
                        .merge("id"));

        assertThat(trial.rows(ORDERS)).containsExactly("1 | us | y", "2 | eu | b", "3 | us | NULL");
    }

    @Test
    default void values_of_the_second_that_do_not_fit_the_type_of_the_first_are_kept(Trial trial) {
        trial.run(
                json("a", "[{'id': 1, 'v': 5}]").table("mixed"),
                json("b", "[{'id': 2, 'v': 'five'}, {'id': 3, 'v': 6}]").table("mixed"));

        assertThat(trial.rows("SELECT id, v, v__v_text FROM mixed ORDER BY id"))
                .containsExactly("1 | 5 | NULL", "2 | NULL | five", "3 | 6 | NULL");
    }

    @ParameterizedTest
    @EnumSource(
            value = LoadStep.class,
            names = {"SEALED", "SCHEMA_CHANGED", "ROWS_APPLIED", "COMMITTED"})
    default void a_crash_changes_nothing_of_it(LoadStep step, Trial trial) {
        trial.crash(step, eu(), us());

        trial.run(eu(), us());

        assertThat(trial.rows(ORDERS)).containsExactly("1 | eu | a", "2 | eu | b", "3 | us | c", "3 | us | d");
        assertThat(trial.rows("SELECT count(DISTINCT _dlt_id) FROM orders")).containsExactly("3");
    }

    @ParameterizedTest
    @EnumSource(
            value = LoadStep.class,
            names = {"SEALED", "ROWS_APPLIED", "COMMITTED"})
    default void a_replace_that_waits_takes_no_rows_of_the_other_away(LoadStep step, Trial trial) {
        trial.crash(step, eu().replace());

        trial.run(eu().replace(), us().replace());

        assertThat(trial.rows(ORDERS)).containsExactly("1 | eu | a", "2 | eu | b", "3 | us | c", "3 | us | d");
    }

    @Test
    default void cursors_are_kept_apart(Trial trial) {
        trial.run(moving("a", 1, 10), moving("b", 1, 100));

        trial.crash(LoadStep.COMMITTED, moving("a", 2, 20), moving("b", 0, 101));
        trial.run(moving("a", 2, 20), moving("b", 0, 101));

        assertThat(trial.rows("SELECT who, step FROM moving ORDER BY step, who"))
                .containsExactly("a | 1", "b | 1", "a | 10", "a | 20", "b | 100", "b | 101");
        assertThat(trial.pipeline().admin().cursor("a").value()).hasToString("20");
        assertThat(trial.pipeline().admin().cursor("b").value()).hasToString("101");
    }

    private static Resource moving(String name, long from, long to) {
        return Pipette.resource(name).stream(
                        () -> Stream.of(Map.of("who", name, "step", from), Map.of("who", name, "step", to)))
                .table("moving")
                .incremental(Pipette.cursor("step", Long.class));
    }

    @Test
    default void resources_that_contradict_each_other_are_refused(Trial trial) {
        assertThatThrownBy(() -> trial.run(eu(), us().replace()))
                .hasMessage("[BAD_USAGE] resources eu and us fill table orders and contradict each other: eu appends,"
                        + " and us replaces. Let them agree, or choose another table for one of them with .table(..).");
        assertThatThrownBy(() -> trial.run(eu().merge("id"), us().merge("id", "shop")))
                .hasMessage("[BAD_USAGE] resources eu and us fill table orders and contradict each other: eu merges by"
                        + " id, and us merges by id, shop. Let them agree, or choose another table for one of them with"
                        + " .table(..).");
        assertThatThrownBy(() -> trial.run(eu().primaryKey("id"), us()))
                .hasMessage("[BAD_USAGE] resources eu and us fill table orders and contradict each other: eu appends"
                        + " with the primary key id, and us appends. Let them agree, or choose another table for one of"
                        + " them with .table(..).");
        assertThatThrownBy(() ->
                        trial.run(eu().column("total", Pipette.text()), us().column("Total", Pipette.decimal(10, 2))))
                .hasMessage("[BAD_USAGE] resources eu and us fill table orders and contradict each other: column total"
                        + " is text in eu, and decimal(10,2) in us. Let them agree, or choose another table for one of"
                        + " them with .table(..).");
        assertThat(trial.allTables()).isEmpty();
    }

    @Test
    default void a_run_key_of_one_of_two_that_replace_is_refused(Trial trial) {
        trial.pipeline().runKey("day 1").run(eu().replace());

        assertThatThrownBy(() -> trial.pipeline().runKey("day 1").run(eu().replace(), us().replace()))
                .hasMessage(
                        "[BAD_USAGE] run key day 1 is committed for resource eu and not for us, and both replace table"
                                + " orders, which takes the rows of both. Choose another run key. Nothing was loaded.");
        assertThat(trial.rows(ORDERS)).containsExactly("1 | eu | a", "2 | eu | b");
    }

    @Test
    default void rows_of_one_of_them_cannot_be_dropped(Trial trial) {
        trial.run(eu(), us());

        assertThatThrownBy(() -> trial.pipeline().admin().drop("us"))
                .hasMessage("[BAD_USAGE] resource us fills table contract_data.orders together with eu, and their rows"
                        + " are not told apart. 'pipette pipeline contract drop us --state-only' forgets what us"
                        + " remembers; delete its rows with 'pipette sql --write'. Nothing was dropped.");
        assertThat(trial.count("orders")).isEqualTo(3);
    }

    @Test
    default void a_package_that_waits_shows_the_rows_of_each(Trial trial) {
        trial.crash(LoadStep.SEALED, eu(), us());
        String loadId = trial.pipeline().admin().pending().getFirst().loadId();

        List<String> rows = new ArrayList<>();
        for (Record row :
                trial.pipeline().admin().query(loadId, "SELECT _resource, id, state FROM orders ORDER BY id")) {
            rows.add(row.get(0) + " " + row.get(1) + " " + row.get(2));
        }

        assertThat(rows).containsExactly("eu 1 null", "eu 2 null", "us 3 NY");
    }
}
