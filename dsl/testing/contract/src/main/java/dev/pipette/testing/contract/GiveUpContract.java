package dev.pipette.testing.contract;

import static dev.pipette.check.Checks.notNull;
import static dev.pipette.check.Checks.range;
import static dev.pipette.testing.contract.Trial.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.LoadInfo;
import dev.pipette.LoadInfo.TableLoad;
import dev.pipette.Pipeline;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.admin.GiveUpInfo;
import dev.pipette.admin.PipelineAdmin;
import dev.pipette.admin.RejectFilter;
import dev.pipette.admin.Replay;
import dev.pipette.check.BadRows;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.incremental.FileState;
import dev.pipette.schema.SchemaContract;
import dev.pipette.spi.LoadStep;
import dev.pipette.testing.Crash;
import dev.pipette.testing.CrashAt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A package that cannot be loaded is given up: its rows become rejected rows, once, and everything else is as if it were loaded. */
interface GiveUpContract {
    private static PipelineAdmin admin(Trial trial) {
        return trial.pipeline().admin();
    }

    /** Runs resources that are refused; the load id of their package. */
    private static String aside(Trial trial, Resource... resources) {
        assertThatThrownBy(() -> trial.run(resources)).isInstanceOf(PipetteException.class);
        return admin(trial).failed().quarantined().getLast().loadId();
    }

    private static List<String> rejects(Trial trial) {
        return trial.rows("SELECT resource_name, table_name, row_number, kind, rule, content FROM _pipette_rejects"
                + " WHERE replayed_by IS NULL ORDER BY resource_name, table_name, kind, row_number");
    }

    private static Replay all() {
        return Replay.of(RejectFilter.ALL.rule("given_up"));
    }

    @Test
    default void its_rows_are_rejected_rows_with_the_reason_and_can_be_replayed(Trial trial) {
        Resource orders = json(
                "orders",
                "[{'id': 1, 'n': -1, 'lines': [{'sku': 'a', 'tags': ['x', 'y']}, {'sku': 'b'}]}, {'id': 2, 'n': 2, 'lines': []}]");
        String loadId = aside(trial, orders.check(range("n", 0, null)));

        LoadInfo info = admin(trial).giveUp(loadId);

        assertThat(rejects(trial))
                .containsExactly(
                        "orders | orders | 1 | package | given_up | {\"id\":1,\"n\":-1,\"lines\":[{\"sku\":\"a\",\"tags\":[{\"value\":\"x\"},{\"value\":\"y\"}]},{\"sku\":\"b\",\"tags\":null}]}",
                        "orders | orders | 2 | package | given_up | {\"id\":2,\"n\":2,\"lines\":null}");
        assertThat(trial.rows("SELECT DISTINCT load_id, message FROM _pipette_rejects"))
                .singleElement()
                .asString()
                .startsWith(loadId + " | [CHECK_FAILED] 1 check of a load into contract_data failed")
                .contains("range(n, 0, ..) of orders: 1 violation: row 1 (n = -1)");
        assertThat(trial.loadIds()).containsExactly(loadId);
        assertThat(trial.allTables()).doesNotContain("orders", "orders__lines");
        assertThat(admin(trial).pending()).isEmpty();
        assertThat(info.notes())
                .containsExactly("package " + loadId
                        + " was given up: its rows are rejected rows with the rule given_up. 'pipette pipeline contract"
                        + " replay --load " + loadId + " --home " + trial.home() + "' loads them after a fix");
        assertThat(info.tables()).extracting(TableLoad::table).startsWith("orders", "orders__lines");
        assertThat(info.tables()).extracting(TableLoad::rejected).containsExactly(2L, 2L, 2L);
        assertThat(info.tables()).allMatch(table -> table.rows() == 0 && table.skipped() == 0);

        admin(trial).replay(all().setSql("n", "abs(n)"));

        assertThat(trial.rows("SELECT id, n FROM orders ORDER BY id")).containsExactly("1 | 1", "2 | 2");
        assertThat(trial.rows("SELECT sku FROM orders__lines ORDER BY sku")).containsExactly("a", "b");
        assertThat(trial.rows("SELECT value FROM orders__lines__tags ORDER BY value"))
                .containsExactly("x", "y");
        assertThat(rejects(trial)).isEmpty();
    }

    @Test
    default void what_it_will_do_is_said_before(Trial trial) {
        trial.run(json("events", "[{'id': 1, 'at': 10}]").incremental(Pipette.cursor("at", Long.class)));
        String loadId = aside(
                trial,
                json("events", "[{'id': 2, 'at': 11}, {'at': 12}]")
                        .incremental(Pipette.cursor("at", Long.class))
                        .check(notNull("id")),
                json("state", "[{'id': 1}]").replace());
        List<String> before = trial.everything();

        GiveUpInfo plan = admin(trial).planGiveUp(loadId);

        assertThat(trial.everything()).isEqualTo(before);
        assertThat(plan.rows()).isEqualTo(Map.of("events", 2L, "state", 1L));
        assertThat(plan.moves()).containsExactly("the cursor at of events moves to 12");
        assertThat(plan.notReplaced()).containsExactly("state");
        assertThat(plan.reason()).contains("not_null(id) of events");
        assertThat(plan.toString())
                .startsWith("would give up package " + loadId + " of pipeline contract for ")
                .contains(
                        "\n  rows    become rejected rows in _pipette_rejects, with the rule given_up and the reason; no"
                                + " table is changed\n  reason  [CHECK_FAILED] ")
                .contains(
                        "\n  table   state keeps the rows that the load would have replaced. To have it as its source is,"
                                + " run it again")
                .endsWith("Nothing was changed. To do it: pipette pipeline contract give-up " + loadId
                        + " --yes --home " + trial.home());
        assertThat(admin(trial).pending().getFirst().toString())
                .contains("\n  give up pipette pipeline contract give-up " + loadId);
    }

    @Test
    default void the_next_run_continues_as_after_a_load(Trial trial) {
        Resource first = json("events", "[{'id': 1, 'at': 10}]").incremental(Pipette.cursor("at", Long.class));
        Resource second = json("events", "[{'id': 1, 'at': 10}, {'id': 2, 'at': 11}, {'id': 3, 'at': 11}]")
                .incremental(Pipette.cursor("at", Long.class));
        Resource third = json(
                        "events",
                        "[{'id': 2, 'at': 11}, {'id': 3, 'at': 11}, {'id': 4, 'at': 11}, {'id': 5, 'at': 12}]")
                .incremental(Pipette.cursor("at", Long.class));
        trial.run(first);
        String loadId = aside(trial, second.check(range("id", 0, 2)));

        admin(trial).giveUp(loadId);

        assertThat(rejects(trial))
                .containsExactly(
                        "events | events | 1 | package | given_up | {\"id\":2,\"at\":11}",
                        "events | events | 2 | package | given_up | {\"id\":3,\"at\":11}");
        assertThat(admin(trial).info().stateVersion()).isEqualTo(2);
        trial.run(third);
        assertThat(trial.rows("SELECT id FROM events ORDER BY id")).containsExactly("1", "4", "5");
        admin(trial).replay(all().as(first));
        trial.run(third);
        assertThat(trial.rows("SELECT id FROM events ORDER BY id")).containsExactly("1", "2", "3", "4", "5");
    }

    @Test
    default void the_rows_of_a_file_that_are_before_the_cursor_are_not_among_them(Trial trial) throws IOException {
        Path file = Files.writeString(trial.folder().resolve("events.csv"), "id,at\n1,10\n2,10\n");
        Resource events = Pipette.csv("events", file).incremental(Pipette.cursor("at", Long.class));
        trial.run(events);
        Files.writeString(file, "id,at\n0,9\n1,10\n2,10\n3,10\n-4,11\n");
        String loadId = aside(trial, events.check(range("id", 0, null)));

        admin(trial).giveUp(loadId);

        assertThat(trial.rows("SELECT row_number, content, place FROM _pipette_rejects ORDER BY row_number"))
                .containsExactly(
                        "4 | {\"id\":3,\"at\":10} | " + file + ", row 4",
                        "5 | {\"id\":-4,\"at\":11} | " + file + ", row 5");
        Files.writeString(file, "id,at\n3,10\n-4,11\n5,11\n");
        trial.run(events);
        assertThat(trial.rows("SELECT id FROM events ORDER BY id")).containsExactly("1", "2", "5");
    }

    @Test
    default void a_ledger_remembers_its_files_and_unreadable_lines_stay_what_they_are(Trial trial) throws IOException {
        Path file = Files.writeString(trial.folder().resolve("a.csv"), "id,n\n1,1\n2,2,2\n3,-3\n");
        Resource orders = Pipette.resource("orders")
                .files(file.toString(), Pipette.csvFormat(), FileState.ledger())
                .badRows(BadRows.REJECT);
        String loadId = aside(trial, orders.check(range("n", 0, null)));

        LoadInfo info = admin(trial).giveUp(loadId);

        assertThat(rejects(trial))
                .extracting(row -> row.substring(0, row.indexOf(" | {") < 0 ? row.length() : row.indexOf(" | {")))
                .containsExactly(
                        "orders | orders | 1 | line | readable | \"2,2,2\"",
                        "orders | orders | 1 | package | given_up",
                        "orders | orders | 2 | package | given_up");
        assertThat(info.tables().getFirst().rejected()).isEqualTo(3);
        trial.run(orders);
        assertThat(trial.count("orders")).isZero();
        assertThat(admin(trial).files("orders")).hasSize(1);
    }

    @Test
    default void nothing_of_the_destination_and_of_its_rules_can_be_in_the_way(Trial trial) {
        trial.run(json("orders", "[{'id': 1, 'n': 1}]").merge("id"));
        Resource frozen = json("orders", "[{'id': 2, 'n': 'x', 'extra': {'a': 1}}, {'id': 3, 'n': 3}]")
                .merge("id")
                .contract(SchemaContract.frozen());
        Resource unfit = json("orders", "[{'id': 'four', 'n': 4}]").merge("id");
        Resource limited = json("orders", "[{'id': 5, 'n': -5}, {'id': 6, 'n': 6}]")
                .merge("id")
                .check(range("n", 0, null).reject())
                .maxRejects(0);

        admin(trial).giveUp(aside(trial, frozen));
        admin(trial).giveUp(aside(trial, unfit));
        admin(trial).giveUp(aside(trial, limited));

        assertThat(trial.rows("SELECT content FROM _pipette_rejects ORDER BY load_id, row_number"))
                .containsExactly(
                        "{\"id\":2,\"n\":\"x\",\"extra__a\":1}",
                        "{\"id\":3,\"n\":3,\"extra__a\":null}",
                        "{\"id\":\"four\",\"n\":4}",
                        "{\"id\":5,\"n\":-5}",
                        "{\"id\":6,\"n\":6}");
        assertThat(trial.rows("SELECT id FROM orders")).containsExactly("1");
        assertThat(trial.columns("orders")).containsExactly("id", "n", "_dlt_load_id", "_dlt_id");
        admin(trial)
                .replay(all().setSql("n", "coalesce(abs(n), 0)")
                        .setSql("id", "coalesce(id, 4)")
                        .as(frozen.contract(SchemaContract.evolving())));
        assertThat(trial.rows("SELECT id, n FROM orders ORDER BY id"))
                .containsExactly("1 | 1", "2 | 0", "3 | 3", "4 | 4", "5 | 5", "6 | 6");
    }

    @Test
    default void values_of_all_types_are_given_up_and_replayed_as_they_were(Trial trial) {
        String row =
                "{'d': '2026-01-02', 'moment': '2026-01-02T03:04:05.123456Z', 'lt': '2026-01-02T03:04:05', 'x': 1.5, 'm': '12.30',"
                        + " 'big': 12345678901234567890, 'b': true, 'doc': {'a': [1, {'b': null}]}, 't': '2026-01-02', 'bin': 'AAEC', 'tm': '03:04:05',"
                        + " 'o': {'p': {'q': 1}}, 'lines': [{'moment': '2026-01-02T03:04:05Z', 'z': 1.25, 's': '1'}], 'n': ";
        Resource things = json("things", "[" + row + "1, 'id': 1}]")
                .column("d", Pipette.date())
                .column("moment", Pipette.timestamp())
                .column("lt", Pipette.localTimestamp())
                .column("m", Pipette.decimal(10, 2))
                .column("tm", Pipette.time())
                .column("bin", Pipette.binary())
                .column("t", Pipette.text())
                .column("doc", Pipette.jsonDocument());
        trial.run(things);
        List<String> types = trial.columns("things");
        admin(trial).giveUp(aside(trial, things.check(range("n", 2, null))));

        admin(trial).replay(all().as(things));

        assertThat(
                        trial.rows(
                                "SELECT DISTINCT d, moment, lt, x, m, big, b, CAST(doc AS VARCHAR), t, bin, tm, o__p__q FROM things"))
                .hasSize(1);
        assertThat(trial.count("things")).isEqualTo(2);
        assertThat(trial.rows("SELECT DISTINCT moment, z, s FROM things__lines"))
                .hasSize(1);
        assertThat(trial.columns("things")).isEqualTo(types);
    }

    @Test
    default void values_of_a_table_that_was_never_made_keep_their_types(Trial trial) {
        String row =
                "{'d': '2026-01-02', 'moment': '2026-01-02T03:04:05.123456Z', 'lt': '2026-01-02T03:04:05', 'x': 1.5, 'm': '12.30',"
                        + " 'bin': 'AAEC', 'doc': {'a': [1]}, 'found': '2026-01-02T03:04:05Z', 'day': '2026-01-02',"
                        + " 'lines': [{'moment': '2026-01-02T03:04:05Z'}], 'id': ";
        Resource things = json("things", "[" + row + "1, 'n': -1}]")
                .column("d", Pipette.date())
                .column("moment", Pipette.timestamp())
                .column("lt", Pipette.localTimestamp())
                .column("m", Pipette.decimal(10, 2))
                .column("bin", Pipette.binary())
                .column("doc", Pipette.jsonDocument());
        admin(trial).giveUp(aside(trial, things.check(range("n", 0, null))));

        admin(trial).replay(all().setSql("n", "abs(n)"));
        trial.run(json("things", "[" + row + "2, 'n': 1}]").column("doc", Pipette.jsonDocument()));

        assertThat(trial.columns("things")).noneMatch(column -> column.contains("__v_"));
        assertThat(trial.columns("things__lines")).noneMatch(column -> column.contains("__v_"));
        assertThat(trial.rows(
                        "SELECT DISTINCT d, moment, lt, x, m, bin, CAST(doc AS VARCHAR), found, day, n FROM things"))
                .hasSize(1);
        assertThat(trial.type("things", "moment")).isEqualTo("OffsetDateTime");
        assertThat(trial.type("things", "found")).isEqualTo("OffsetDateTime");
        assertThat(trial.type("things__lines", "moment")).isEqualTo("OffsetDateTime");
        assertThat(trial.type("things", "n")).isEqualTo("Long");
    }

    @Test
    default void texts_that_a_database_does_not_take_are_kept(Trial trial) {
        String loadId = aside(
                trial,
                Pipette.resource("orders")
                        .rows(List.of(Map.of("id", 1, "t", "a\0b"), Map.of("id", -2, "t", "c")))
                        .check(range("id", 0, null)));

        admin(trial).giveUp(loadId);

        assertThat(trial.rows("SELECT content FROM _pipette_rejects ORDER BY row_number"))
                .anyMatch(content -> content.contains("\"a\\u0000b\""));
    }

    @Test
    default void each_row_of_resources_that_share_a_table_and_of_tables_that_rows_choose_is_kept(Trial trial) {
        String loadId = aside(
                trial,
                Pipette.resource("eu").json("[{\"id\": 1}]").table("sales"),
                Pipette.resource("us").json("[{\"id\": 1}, {\"id\": 2}]").table("sales"),
                json("events", "[{'kind': 'a', 'n': 1}, {'kind': 'b', 'n': -1}]")
                        .tableBy("kind")
                        .check(range("n", 0, null)));

        admin(trial).giveUp(loadId);

        assertThat(rejects(trial))
                .containsExactly(
                        "eu | sales | 1 | package | given_up | {\"id\":1}",
                        "events | a | 1 | package | given_up | {\"kind\":\"a\",\"n\":1}",
                        "events | b | 1 | package | given_up | {\"kind\":\"b\",\"n\":-1}",
                        "us | sales | 1 | package | given_up | {\"id\":1}",
                        "us | sales | 2 | package | given_up | {\"id\":2}");
    }

    @Test
    default void a_table_that_it_would_have_replaced_keeps_its_rows_and_gets_none_beside_them(Trial trial) {
        trial.run(json("orders", "[{'id': 1, 'n': 1}]").replace());
        Resource orders =
                json("orders", "[{'id': 2, 'n': -2}, {'id': 3, 'n': 3}]").replace();
        admin(trial).giveUp(aside(trial, orders.check(range("n", 0, null))));
        assertThat(trial.rows("SELECT id FROM orders")).containsExactly("1");

        LoadInfo left = admin(trial).replay(all().as(orders));

        assertThat(left.notes())
                .containsExactly(
                        "2 rows of table orders stay rejected: the package with them, which would have replaced other rows,"
                                + " was given up. Run resource orders again. To add them to the rows that are there, use"
                                + " overtaken() (--overtaken)");
        assertThat(trial.rows("SELECT id FROM orders")).containsExactly("1");
        admin(trial).replay(all().as(orders).overtaken());
        assertThat(trial.rows("SELECT id FROM orders ORDER BY id")).containsExactly("1", "2", "3");
    }

    @Test
    default void later_loads_win_over_its_rows(Trial trial) {
        Resource orders =
                json("orders", "[{'id': 1, 'n': -1}, {'id': 2, 'n': 2}]").merge("id");
        trial.run(json("orders", "[{'id': 1, 'n': 0}]").merge("id"));
        admin(trial).giveUp(aside(trial, orders.check(range("n", 0, null))));
        trial.run(json("orders", "[{'id': 2, 'n': 22}]").merge("id"));

        admin(trial).replay(all().as(orders));

        assertThat(trial.rows("SELECT id, n FROM orders ORDER BY id")).containsExactly("1 | -1", "2 | 22");
        assertThat(rejects(trial)).hasSize(1);
    }

    @Test
    default void a_package_that_cannot_be_read_is_kept_with_a_way_out_that_works(Trial trial) throws IOException {
        Path file = Files.writeString(trial.folder().resolve("orders.csv"), "id,n\n1,-1\n");
        Resource orders = Pipette.csv("orders", file);
        String loadId = aside(trial, orders.check(range("n", 0, null)));
        Files.writeString(file, "id,n\n1,-1\n2,2\n");

        assertThatThrownBy(() -> admin(trial).giveUp(loadId))
                .isInstanceOfSatisfying(
                        PipetteException.class,
                        failed -> assertThat(failed.code()).isEqualTo(ErrorCode.SOURCE_CHANGED))
                .hasMessage(
                        "[SOURCE_CHANGED] package " + loadId + " of pipeline contract could not be given up: " + file
                                + " changed after package " + loadId
                                + " was made from it. Run again to load the file as it is now. The package is"
                                + " kept as it was, and its rows cannot be had from it. 'pipette pipeline contract discard "
                                + loadId + " --home " + trial.home()
                                + "' deletes it; then the next run reads its input again, as it is now.");

        assertThat(admin(trial).failed().quarantined()).hasSize(1);
        assertThat(trial.count("_pipette_rejects")).isZero();
        admin(trial).discard(loadId);
        trial.run(orders);
        assertThat(trial.rows("SELECT id FROM orders ORDER BY id")).containsExactly("1", "2");
    }

    @Test
    default void a_package_whose_files_are_damaged_is_kept_too(Trial trial) throws IOException {
        Resource orders = json("orders", "[{'id': -1}]").merge("id");
        String loadId = aside(trial, orders.check(range("id", 0, null)));
        Path folder = admin(trial).failed().quarantined().getFirst().folder();
        try (var files = Files.walk(folder)) {
            for (Path segment :
                    files.filter(path -> path.toString().endsWith(".parquet")).toList()) {
                Files.writeString(segment, "damaged");
            }
        }

        assertThatThrownBy(() -> admin(trial).giveUp(loadId))
                .hasMessageStartingWith(
                        "[SOURCE_UNREADABLE] package " + loadId + " of pipeline contract could not be given up: ")
                .hasMessageContaining("its rows cannot be had from it. 'pipette pipeline contract discard " + loadId);

        assertThat(admin(trial).failed().quarantined()).hasSize(1);
        admin(trial).discard(loadId);
        assertThat(admin(trial).pending()).isEmpty();
    }

    @Test
    default void what_another_load_overtook_is_not_given_up(Trial trial) {
        Resource events = json("events", "[{'id': 1, 'at': 10}]").incremental(Pipette.cursor("at", Long.class));
        trial.run(events);
        Resource more = json("events", "[{'id': -2, 'at': 11}]").incremental(Pipette.cursor("at", Long.class));
        String loadId = aside(trial, more.check(range("id", 0, null)));
        trial.elsewhere().run(more);

        assertThatThrownBy(() -> admin(trial).giveUp(loadId))
                .hasMessageStartingWith("[STATE_MOVED] package " + loadId
                        + " of pipeline contract was not given up, because another load came after it");

        assertThat(admin(trial).failed().quarantined()).hasSize(1);
        assertThat(trial.count("_pipette_rejects")).isZero();
    }

    @Test
    default void a_package_that_would_mean_something_else_is_refused(Trial trial) {
        trial.run(
                json("orders", "[{'id': 1, 'n': -1}]").check(range("n", 0, null).reject()));
        Pipeline killed = trial.pipeline().listener(CrashAt.step(LoadStep.SEALED));
        assertThatThrownBy(
                        () -> killed.admin().replay(Replay.of(RejectFilter.ALL).set("n", 1)))
                .isInstanceOf(Crash.class);
        String loadId = admin(trial).pending().getFirst().loadId();

        assertThatThrownBy(() -> admin(trial).giveUp(loadId))
                .hasMessage("[BAD_USAGE] package " + loadId
                        + " of pipeline contract cannot be given up: it replays rejected"
                        + " rows of orders, which stay rejected without it. 'pipette pipeline contract discard "
                        + loadId
                        + " --home " + trial.home() + "' deletes it.");
    }

    @Test
    default void a_package_that_is_to_be_given_up_can_still_be_loaded_while_it_waits(Trial trial) {
        Resource orders = json("orders", "[{'id': 1}]");
        trial.crash(LoadStep.SEALED, orders);
        String loadId = admin(trial).pending().getFirst().loadId();
        Pipeline killed = trial.pipeline().listener(CrashAt.step(LoadStep.ROWS_APPLIED));
        assertThatThrownBy(() -> killed.admin().giveUp(loadId)).isInstanceOf(Crash.class);
        assertThat(admin(trial).pending().getFirst().state()).isEqualTo("giving_up");

        admin(trial).retry(loadId);

        assertThat(trial.rows("SELECT id FROM orders")).containsExactly("1");
        assertThat(trial.count("_pipette_rejects")).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = LoadStep.class,
            names = {
                "TRANSACTION_BEGUN",
                "CHECKED",
                "ROWS_APPLIED",
                "BOOKKEEPING_WRITTEN",
                "COMMITTED",
                "MARKED",
                "ACKNOWLEDGED"
            })
    default void it_is_done_once_wherever_the_process_is_killed(LoadStep step, Trial trial) {
        Resource events = json("events", "[{'id': -1, 'at': 10}, {'id': 2, 'at': 10}]")
                .incremental(Pipette.cursor("at", Long.class));
        String loadId = aside(trial, events.check(range("id", 0, null)));
        Pipeline killed = trial.pipeline().listener(CrashAt.step(step));

        assertThatThrownBy(() -> killed.admin().giveUp(loadId)).isInstanceOf(Crash.class);
        trial.run(json("others", "[{'id': 1}]"), events);

        assertThat(rejects(trial))
                .containsExactly(
                        "events | events | 1 | package | given_up | {\"id\":-1,\"at\":10}",
                        "events | events | 2 | package | given_up | {\"id\":2,\"at\":10}");
        assertThat(trial.count("events")).isZero();
        assertThat(admin(trial).pending()).isEmpty();
        assertThat(trial.loadIds()).hasSize(2).contains(loadId);
    }
}
