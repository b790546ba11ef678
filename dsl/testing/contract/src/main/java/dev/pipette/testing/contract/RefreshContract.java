package dev.pipette.testing.contract;

import static dev.pipette.testing.contract.StrategyContract.counts;
import static dev.pipette.testing.contract.Trial.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.LoadInfo;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.schema.MergeStrategy;
import dev.pipette.schema.Refresh;
import dev.pipette.spi.LoadStep;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How a run begins again, by dropping tables or rows with what resources remember, and how it skips a resource. */
interface RefreshContract {
    /** Rows of a cursor: those at or before its value are left out, unless it is forgotten. */
    static Resource events(String rows) {
        return json("events", rows).incremental(Pipette.cursor("t", Long.class)).primaryKey("id");
    }

    static Resource orders(String rows) {
        return json("orders", rows);
    }

    /** What dlt's case refresh_drop_sources begins with, and a second resource. */
    private static void begin(Trial trial) {
        trial.run(
                events("[{'id': 1, 't': 5, 'old': 1, 'x': ['a']}, {'id': 2, 't': 9, 'x': ['b', 'c']}]"),
                orders("[{'n': 1, 'lines': [{'sku': 'a'}]}]"));
    }

    private static LoadInfo again(Trial trial, Refresh refresh) {
        return trial.pipeline().refresh(refresh).run(events("[{'id': 3, 't': 1}]"));
    }

    @Test
    default void resources_are_dropped_with_their_tables_and_state(Trial trial) {
        begin(trial);

        LoadInfo info = again(trial, Refresh.DROP_RESOURCES);

        assertThat(trial.rows("SELECT id, t FROM events")).containsExactly("3 | 1");
        assertThat(trial.columns("events")).containsExactly("id", "t", "_dlt_load_id", "_dlt_id");
        assertThat(trial.allTables()).contains("orders", "orders__lines").doesNotContain("events__x");
        assertThat(info.schemaChanges())
                .containsExactly(
                        "table events__x was dropped, for refresh drop-resources",
                        "table events was dropped, for refresh drop-resources",
                        "table events was made with 2 columns");
        assertThat(trial.pipeline().schema().tables())
                .extracting(table -> table.name())
                .doesNotContain("events__x");
        assertThat(trial.run(events("[{'id': 4, 't': 0}, {'id': 5, 't': 2}]")).rows("events"))
                .as("the cursor is at the value of the refreshed rows")
                .isOne();
    }

    @Test
    default void a_source_is_dropped_with_resources_that_the_run_does_not_load(Trial trial) {
        begin(trial);

        again(trial, Refresh.DROP_SOURCES);

        assertThat(trial.rows("SELECT id, t FROM events")).containsExactly("3 | 1");
        assertThat(trial.allTables()).doesNotContain("orders", "orders__lines", "events__x");
        assertThat(trial.run(orders("[{'n': 2}]")).rows("orders")).isOne();
    }

    @Test
    default void data_is_dropped_and_the_tables_stay(Trial trial) {
        begin(trial);
        trial.execute("ALTER TABLE contract_data.events ADD COLUMN reviewed VARCHAR");

        LoadInfo info = again(trial, Refresh.DROP_DATA);

        assertThat(trial.rows("SELECT id, t, old FROM events")).containsExactly("3 | 1 | NULL");
        assertThat(trial.columns("events")).contains("old", "reviewed");
        assertThat(trial.rows("SELECT count(*) FROM events__x")).containsExactly("0");
        assertThat(trial.rows("SELECT count(*) FROM orders__lines")).containsExactly("1");
        assertThat(counts(info))
                .containsExactly(
                        "events: 1 inserted, 0 updated, 0 unchanged, 0 skipped, 2 deleted",
                        "events__x: 0 inserted, 0 updated, 0 unchanged, 0 skipped, 3 deleted");
    }

    @ParameterizedTest
    @EnumSource(Refresh.class)
    default void a_refresh_happens_with_the_load_or_not_at_all(Refresh refresh, Trial trial) {
        begin(trial);
        List<String> before = trial.everything();
        trial.crash(trial.pipeline().refresh(refresh), LoadStep.BOOKKEEPING_WRITTEN, events("[{'id': 3, 't': 1}]"));

        assertThat(trial.everything())
                .as("nothing is taken away before the commit")
                .isEqualTo(before);

        trial.pipeline().run(events("[{'id': 3, 't': 1}]"));

        assertThat(trial.rows("SELECT id, t FROM events"))
                .as("the next run finishes the package, and what is taken away with it")
                .containsExactly("3 | 1");
    }

    @ParameterizedTest
    @EnumSource(Refresh.class)
    default void a_refresh_without_rows_takes_away_on_a_machine_that_never_loaded_the_table(
            Refresh refresh, Trial trial) {
        begin(trial);

        trial.elsewhere().refresh(refresh).run(events("[]"));

        assertThat(trial.count("events") + trial.count("events__x")).isZero();
        assertThat(trial.elsewhere().run(events("[{'id': 1, 't': 5}]")).rows("events"))
                .isOne();
    }

    @ParameterizedTest
    @EnumSource(Refresh.class)
    default void a_refresh_without_rows_by_a_pipeline_that_does_not_know_the_table_leaves_it_alone(
            Refresh refresh, Trial trial) {
        begin(trial);

        LoadInfo info = trial.pipeline("other").refresh(refresh).run(events("[]"));

        assertThat(trial.count("events")).as("%s", info).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(Refresh.class)
    default void a_refresh_without_rows_takes_away_as_well(Refresh refresh, Trial trial) {
        begin(trial);

        trial.pipeline().refresh(refresh).run(events("[]"));

        assertThat(trial.count("events") + trial.count("events__x")).isZero();
        assertThat(trial.count("orders")).isEqualTo(refresh == Refresh.DROP_SOURCES ? 0 : 1);
        assertThat(trial.run(events("[{'id': 1, 't': 5}]")).rows("events"))
                .as("the cursor is forgotten")
                .isOne();
    }

    @Test
    default void a_refresh_forgets_run_keys(Trial trial) {
        trial.pipeline().runKey("monday").run(orders("[{'n': 1}]"));

        trial.pipeline().runKey("monday").refresh(Refresh.DROP_DATA).run(orders("[{'n': 2}]"));

        assertThat(trial.rows("SELECT n FROM orders")).containsExactly("2");
        trial.pipeline().runKey("monday").run(orders("[{'n': 3}]"));
        assertThat(trial.rows("SELECT n FROM orders"))
                .as("and knows the one of its run")
                .containsExactly("2");
    }

    @Test
    default void a_table_is_taken_away_from_a_strategy_that_keeps_versions(Trial trial) {
        trial.run(orders("[{'n': 1}]").merge(MergeStrategy.scd2("n")));
        Resource merged = orders("[{'n': 2}]").merge("n");
        assertThatThrownBy(() -> trial.run(merged))
                .hasMessageContaining("To begin again without the versions, refresh(Refresh.DROP_RESOURCES)"
                        + " (--refresh drop-resources) drops the table.");

        assertThat(trial.pipeline().refresh(Refresh.DROP_RESOURCES).plan(merged).refusals())
                .isEmpty();
        trial.pipeline().refresh(Refresh.DROP_RESOURCES).run(merged);

        assertThat(trial.columns("orders")).containsExactly("n", "_dlt_load_id", "_dlt_id");
        trial.run(merged);
        assertThat(trial.rows("SELECT n FROM orders")).containsExactly("2");
    }

    @Test
    default void a_plan_foresees_a_refresh(Trial trial) {
        begin(trial);
        for (Refresh refresh : Refresh.values()) {
            var plan = trial.pipeline().refresh(refresh).plan(events("[{'id': 3, 't': 1}]"));
            assertThat(plan.refusals()).isEmpty();
            assertThat(plan.table("events").inserted()).isOne();
            assertThat(plan.table("events").isNew()).isEqualTo(refresh.dropsTables());
            assertThat(plan.table("events").deleted()).isEqualTo(refresh.dropsTables() ? 0 : 2);
        }
        assertThat(trial.count("events")).isEqualTo(2);
    }

    @Test
    default void a_refresh_does_not_take_rows_of_others_away(Trial trial) {
        trial.run(orders("[{'n': 1}]").table("all"), json("more", "[{'n': 2}]").table("all"));

        assertThatThrownBy(() -> trial.pipeline()
                        .refresh(Refresh.DROP_DATA)
                        .run(orders("[{'n': 3}]").table("all")))
                .hasMessageContaining("refresh drop-data would take rows of resource more away, which also fill table"
                        + " contract_data.all and are not in the run. Run them together, or give each a table of its own"
                        + " with .table(..). Nothing was loaded.");
        assertThat(trial.count("all")).isEqualTo(2);

        trial.pipeline()
                .refresh(Refresh.DROP_DATA)
                .run(
                        orders("[{'n': 3}]").table("all"),
                        json("more", "[{'n': 4}]").table("all"));

        assertThat(trial.rows("SELECT n FROM contract_data.\"all\" ORDER BY n")).containsExactly("3", "4");
        assertThatThrownBy(() -> trial.pipeline()
                        .refresh(Refresh.DROP_DATA)
                        .run(Pipette.resource("orders")
                                .rows(List.of())
                                .incremental(Pipette.cursor("t", Long.class)
                                        .rowOrder(dev.pipette.incremental.RowOrder.ASCENDING))
                                .commitEvery(5)))
                .hasMessageContaining(
                        "refresh drop-data takes effect with the load, and resource orders is committed in"
                                + " steps. Leave commitEvery(..) out of this run.");
    }

    @Test
    default void a_skipped_resource_is_checked_and_not_loaded(Trial trial) {
        trial.run(events("[{'id': 1, 't': 5}]"));

        LoadInfo info =
                trial.run(events("[{'id': 2, 't': 7}, {'id': 3, 't': 9}]").skip(), orders("[{'n': 1}]"));

        assertThat(info.notes()).contains("resource events: 2 rows extracted, none loaded, because it is skipped");
        assertThat(info.tables()).extracting(load -> load.table()).containsExactly("orders");
        assertThat(trial.count("events")).isOne();
        assertThat(trial.run(events("[{'id': 2, 't': 7}]").skip()).packages()).isEmpty();
        assertThatThrownBy(
                        () -> trial.run(json("events", "[{'t': 9}]").merge("id").skip()))
                .hasMessageContaining("no value for key column 'id'");
        assertThat(trial.pipeline().plan(events("[{'id': 2, 't': 7}]").skip()).notes())
                .contains("resource events would be extracted and not loaded, because it is skipped");

        assertThat(trial.run(events("[{'id': 2, 't': 7}, {'id': 3, 't': 9}]")).rows("events"))
                .as("its cursor is where it was")
                .isEqualTo(2);
        assertThatThrownBy(() -> trial.run(
                        json("eu", "[]").table("stats").replace().skip(),
                        json("us", "[]").table("stats").replace()))
                .hasMessageContaining("one of them is skipped, and the other would take its rows away");
    }

    @Test
    default void a_refresh_of_rows_that_are_skipped_is_refused(Trial trial) {
        trial.run(json("items", "[{'id': 1}]"));

        assertThatThrownBy(() -> trial.pipeline("contract")
                        .refresh(Refresh.DROP_DATA)
                        .run(json("items", "[{'id': 2}]").skip()))
                .hasMessage(
                        "[BAD_USAGE] refresh drop-data takes effect with the load, and resource items is not loaded. Leave"
                                + " skip() (--skip) or the refresh out of this run.");
        assertThat(trial.rows("SELECT id FROM items")).containsExactly("1");
    }
}
