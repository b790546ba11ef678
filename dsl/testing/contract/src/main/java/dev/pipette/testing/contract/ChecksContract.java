package dev.pipette.testing.contract;

import static dev.pipette.check.Checks.accepted;
import static dev.pipette.check.Checks.freshness;
import static dev.pipette.check.Checks.matches;
import static dev.pipette.check.Checks.notNull;
import static dev.pipette.check.Checks.range;
import static dev.pipette.check.Checks.references;
import static dev.pipette.check.Checks.rowCount;
import static dev.pipette.check.Checks.rowCountChange;
import static dev.pipette.check.Checks.sql;
import static dev.pipette.check.Checks.sumMatches;
import static dev.pipette.check.Checks.unique;
import static dev.pipette.testing.contract.Trial.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.LoadInfo;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.admin.PipelineAdmin;
import dev.pipette.admin.RunTrace;
import dev.pipette.check.Check;
import dev.pipette.check.CheckResult;
import dev.pipette.check.Verdict;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.MergeStrategy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** Checks judge a package before anything of it becomes visible. */
interface ChecksContract {
    String ORDERS = "[{'id': 1, 'status': 'paid', 'amount': 10, 'email': 'a@b.c'},"
            + " {'id': 2, 'status': 'lost', 'amount': -5, 'email': 'nobody'},"
            + " {'status': 'open', 'amount': 7}]";

    private static Resource orders(Check check, Check... more) {
        return json("orders", ORDERS).check(check, more);
    }

    /** The message of a refused load, without the sentence about its package. */
    private static String refused(Trial trial, Resource... resources) {
        PipetteException[] thrown = new PipetteException[1];
        assertThatThrownBy(() -> trial.run(resources))
                .asInstanceOf(InstanceOfAssertFactories.type(PipetteException.class))
                .satisfies(failed -> {
                    thrown[0] = failed;
                    assertThat(failed.code()).isEqualTo(ErrorCode.CHECK_FAILED);
                    assertThat(failed.getMessage()).contains(" is set aside: after a fix, '");
                });
        String message = String.valueOf(thrown[0].getMessage());
        return message.substring(0, message.indexOf(" Package "));
    }

    private static String broken(String what) {
        return "[CHECK_FAILED] 1 check of a load into contract_data failed, so that nothing of it was loaded: " + what
                + ".";
    }

    @Test
    default void a_check_of_a_column_that_nobody_has_does_not_look_like_one_that_passes(Trial trial) {
        LoadInfo mistyped = trial.run(json("orders", "[{'id': 1, 'amount': -5}]")
                .check(
                        range("amout", 0, null),
                        unique("id"),
                        accepted("colour", "red").warn()));
        LoadInfo absent = trial.run(json("orders", "[{'id': 2}]").check(range("amount", 0, null)));

        assertThat(mistyped.notes())
                .containsExactly(
                        "resource orders: no row and no column of table orders is named 'amout', which the check range(amout, 0,"
                                + " ..) names, so there was nothing that could break it. Did you mean 'amount'?",
                        "resource orders: no row and no column of table orders is named 'colour', which the check"
                                + " accepted(colour, red) names, so there was nothing that could break it.");
        assertThat(absent.notes()).isEmpty();
    }

    @Test
    default void a_broken_check_publishes_nothing_and_all_that_fail_are_named_at_once(Trial trial) {
        trial.run(json("orders", "[{'id': 0, 'status': 'open', 'amount': 1, 'email': 'x@y.z'}]"));
        List<String> before = trial.everything();

        String message = refused(
                trial,
                orders(
                        notNull("id"),
                        accepted("status", "open", "paid"),
                        range("amount", 0, null),
                        matches("email", "[^@]+@[^@]+"),
                        rowCount(1, 2),
                        sumMatches("amount", 13),
                        unique("status"),
                        sql("none_is_cheap", "SELECT id, amount FROM orders WHERE amount < 2 ORDER BY id; ")));

        assertThat(message)
                .isEqualTo(
                        "[CHECK_FAILED] 8 checks of a load into contract_data failed, so that nothing of it was loaded:"
                                + " not_null(id) of orders: 1 violation: row 3 (id = NULL);"
                                + " accepted(status, open, paid) of orders: 1 violation: row 2 (status = lost);"
                                + " range(amount, 0, ..) of orders: 1 violation: row 2 (amount = -5);"
                                + " matches(email, [^@]+@[^@]+) of orders: 1 violation: row 2 (email = nobody);"
                                + " row_count(1, 2) of orders: 1 violation: 3 rows arrive;"
                                + " sum_matches(amount, 13) of orders: 1 violation: the sum of amount is 12, and not 13;"
                                + " unique(status) of orders: 1 violation: status = open in 2 rows;"
                                + " sql(none_is_cheap) of orders: 2 violations: id = 0, amount = 1; id = 2, amount = -5.");
        assertThat(trial.everything()).isEqualTo(before);
    }

    @Test
    default void checks_that_hold_load_everything_and_are_written_down(Trial trial) {
        LoadInfo info = trial.run(
                json("customers", "[{'id': 7}]"),
                json(
                                "orders",
                                "[{'id': 1, 'customer_id': 7, 'amount': 2.5, 'net': 1, 'tax': 1.5, 'day': '2026-01-01'},"
                                        + " {'id': 2, 'amount': 1, 'net': 1, 'day': '2026-01-02'}]")
                        .column("day", Pipette.date())
                        .check(
                                notNull("id"),
                                unique("id", "day"),
                                range("day", LocalDate.of(2026, 1, 1), LocalDate.of(2026, 1, 2)),
                                rowCount(1),
                                rowCountChange(0.1),
                                sumMatches("amount", 3.5),
                                references("customer_id", "customers", "id"),
                                sql("no_future", "SELECT id FROM orders WHERE amount > 100 -- dear ones")));

        assertThat(info.checks()).hasSize(8).allMatch(CheckResult::passed);
        assertThat(info.notes()).isEmpty();
        assertThat(trial.rows(
                        "SELECT load_id, pipeline_name, table_name, check_name, severity, verdict, violations, message"
                                + " FROM _pipette_checks ORDER BY check_name LIMIT 2"))
                .containsExactly(
                        trial.loadIds().getFirst() + " | contract | orders | not_null(id) | fail | passed | 0 | ",
                        trial.loadIds().getFirst()
                                + " | contract | orders | range(day, 2026-01-01, 2026-01-02) | fail | passed | 0 | ");
    }

    @Test
    default void a_check_that_warns_loads_everything_and_says_so(Trial trial) {
        LoadInfo info =
                trial.run(orders(notNull("id").warn(), unique("id"), rowCount(5).warn()));

        assertThat(trial.count("orders")).isEqualTo(3);
        assertThat(info.notes())
                .containsExactly(
                        "check warned: not_null(id) of orders: 1 violation: row 3 (id = NULL)",
                        "check warned: row_count(5, ..) of orders: 1 violation: 3 rows arrive");
        assertThat(info.checks())
                .extracting(CheckResult::verdict)
                .containsExactly(Verdict.WARNED, Verdict.WARNED, Verdict.PASSED);
        assertThat(trial.rows("SELECT check_name, verdict, violations FROM _pipette_checks ORDER BY check_name"))
                .containsExactly(
                        "not_null(id) | warned | 1", "row_count(5, ..) | warned | 1", "unique(id) | passed | 0");
    }

    @Test
    default void a_dataset_without_checks_has_no_table_of_them_and_gets_it_with_the_first(Trial trial) {
        trial.run(json("orders", "[{'id': 1}]"));
        assertThat(trial.allTables()).doesNotContain("_pipette_checks");

        trial.run(json("orders", "[{'id': 2}]").check(notNull("id")));

        assertThat(trial.count("_pipette_checks")).isEqualTo(1);
    }

    @Test
    default void the_verdicts_of_a_failed_load_stay_with_its_package_and_in_the_trace(Trial trial) {
        refused(trial, orders(notNull("id"), unique("id")));

        RunTrace trace = trial.pipeline().admin().trace();
        assertThat(trace.failure().orElseThrow().code()).isEqualTo("CHECK_FAILED");
        assertThat(trace.packages().getFirst().checks())
                .extracting(CheckResult::toString)
                .containsExactly(
                        "failed: not_null(id) of orders: 1 violation: row 3 (id = NULL)",
                        "passed: unique(id) of orders");
        assertThat(trace.toString())
                .contains("checks:\n  failed: not_null(id) of orders: 1 violation: row 3 (id = NULL)");
    }

    @Test
    default void the_reason_of_each_attempt_at_a_package_is_kept(Trial trial) {
        String first = refused(trial, orders(notNull("id")));
        PipelineAdmin.PendingPackage aside =
                trial.pipeline().admin().failed().quarantined().getFirst();

        assertThatThrownBy(() -> trial.pipeline().admin().retry(aside.loadId()))
                .hasMessageStartingWith("[CHECK_FAILED]");

        PipelineAdmin.PendingPackage again =
                trial.pipeline().admin().failed().quarantined().getFirst();
        assertThat(aside.attempts()).hasSize(1);
        assertThat(again.attempts())
                .hasSize(2)
                .allSatisfy(attempt -> assertThat(attempt.reason()).startsWith(first));
    }

    @Test
    default void a_package_that_waits_is_judged_by_its_own_checks(Trial trial) {
        refused(trial, orders(references("id", "customers", "id")));
        String loadId = trial.pipeline().admin().pending().getFirst().loadId();
        trial.run(json("customers", "[{'id': 1}, {'id': 2}]"));

        LoadInfo info = trial.pipeline().admin().retry(loadId);

        assertThat(info.checks())
                .extracting(CheckResult::toString)
                .containsExactly("passed: references(id, customers, id) of orders");
        assertThat(trial.count("orders")).isEqualTo(3);
    }

    @Test
    default void the_next_run_reads_the_rows_of_a_refused_one_again(Trial trial) {
        Resource events = json("events", "[{'id': 1, 'at': 1}, {'id': 2, 'at': -2}]");
        refused(trial, events.check(range("at", 0, null)).incremental(Pipette.cursor("at", Long.class)));

        trial.run(events.incremental(Pipette.cursor("at", Long.class)));

        assertThat(trial.rows("SELECT id FROM events ORDER BY id")).containsExactly("1", "2");
    }

    @Test
    default void rows_that_an_earlier_load_brought_are_not_judged_again(Trial trial) {
        Resource all = json("events", "[{'id': 1, 'at': 5, 'n': -1}]").incremental(Pipette.cursor("at", Long.class));
        trial.run(all);
        Resource more = json("events", "[{'id': 1, 'at': 5, 'n': -1}, {'id': 2, 'at': 5, 'n': 3}]")
                .incremental(Pipette.cursor("at", Long.class))
                .check(range("n", 0, null), rowCount(1, 1), unique("id"));

        LoadInfo info = trial.run(more);

        assertThat(info.checks()).hasSize(3).allMatch(CheckResult::passed);
        assertThat(trial.count("events")).isEqualTo(2);
    }

    @Test
    default void unique_looks_at_the_table_as_the_load_leaves_it(Trial trial) {
        String first = "[{'id': 1, 'mail': 'a'}, {'id': 2, 'mail': 'b'}]";
        String second = "[{'id': 1, 'mail': 'b'}]";
        String moved = "[{'id': 1, 'mail': 'b'}, {'id': 2, 'mail': 'a'}]";
        trial.run(
                json("appended", first),
                json("merged", first).merge("id"),
                json("replaced", first).replace());

        assertThat(refused(trial, json("appended", second).check(unique("id"))))
                .isEqualTo(broken("unique(id) of appended: 1 violation: id = 1 in 2 rows"));
        assertThat(refused(trial, json("merged", second).merge("id").check(unique("mail"))))
                .isEqualTo(broken("unique(mail) of merged: 1 violation: mail = b in 2 rows"));
        trial.run(
                json("merged", moved).merge("id").check(unique("mail"), unique("id")),
                json("replaced", second).replace().check(unique("id")));

        assertThat(trial.rows("SELECT id, mail FROM merged ORDER BY id")).containsExactly("1 | b", "2 | a");
    }

    @Test
    default void of_versions_only_the_active_ones_have_to_be_unique(Trial trial) {
        Resource first = json("kept", "[{'id': 1, 'n': 1}]").merge(MergeStrategy.scd2("id"));
        trial.run(first);

        LoadInfo info = trial.run(json("kept", "[{'id': 1, 'n': 2}]")
                .merge(MergeStrategy.scd2("id"))
                .check(unique("id"), freshness("_dlt_valid_from", Duration.ofDays(1))));

        assertThat(trial.count("kept")).isEqualTo(2);
        assertThat(info.checks()).allMatch(CheckResult::passed);
    }

    @Test
    default void rows_that_were_there_before_are_not_held_against_a_load(Trial trial) {
        trial.run(
                json("orders", "[{'id': 1, 'customer_id': 9}, {'id': 1, 'customer_id': 9}]"),
                json("customers", "[{'id': 7}]"));

        LoadInfo info = trial.run(json("orders", "[{'id': 2, 'customer_id': 7}]")
                .check(unique("id"), references("customer_id", "customers", "id")));

        assertThat(info.checks()).hasSize(2).allMatch(CheckResult::passed);
    }

    @Test
    default void references_see_what_the_same_load_brings_and_tell_what_is_missing(Trial trial) {
        Resource orders = json(
                        "orders",
                        "[{'id': 1, 'customer_id': 7}, {'id': 2, 'customer_id': 8}, {'id': 3, 'customer_id': 8}]")
                .check(references("customer_id", "customers", "id"));

        assertThat(refused(trial, orders))
                .isEqualTo(broken("references(customer_id, customers, id) of orders: 3 violations: there is no table"
                        + " customers: customer_id = 7 in 1 row, customer_id = 8 in 2 rows"));
        assertThat(refused(trial, json("customers", "[{'id': '7'}]"), orders))
                .isEqualTo(broken(
                        "references(customer_id, customers, id) of orders: 2 violations: customer_id = 8 in 2 rows"));
        trial.run(json("customers", "[{'id': '7'}, {'id': '8'}]"), orders);

        assertThat(trial.count("orders")).isEqualTo(3);
    }

    @Test
    default void an_empty_load_is_judged_too(Trial trial) {
        trial.run(json("orders", "[{'id': 1}]").replace(), json("events", "[{'id': 1}]"));

        assertThat(refused(trial, json("orders", "[]").replace().check(rowCount(1))))
                .isEqualTo(broken("row_count(1, ..) of orders: 1 violation: 0 rows arrive"));
        assertThat(refused(trial, json("events", "[]").check(rowCount(1), notNull("id"))))
                .isEqualTo(broken("row_count(1, ..) of events: 1 violation: 0 rows arrive"));
        assertThat(trial.run(json("events", "[]").check(rowCount(1).warn())).notes())
                .contains("check warned: row_count(1, ..) of events: 1 violation: 0 rows arrive");

        assertThat(trial.rows("SELECT id FROM orders")).containsExactly("1");
    }

    @Test
    default void the_number_of_rows_changes_by_at_most_a_part(Trial trial) {
        trial.run(json("orders", "[{'id': 1}, {'id': 2}, {'id': 3}, {'id': 4}]").replace());

        assertThat(refused(trial, json("orders", "[{'id': 1}]").replace().check(rowCountChange(0.5))))
                .isEqualTo(broken("row_count_change(0.5) of orders: 1 violation: the table has 1 row after 4"));
        trial.run(json("orders", "[{'id': 1}, {'id': 2}]").replace().check(rowCountChange(0.5)));

        assertThat(trial.count("orders")).isEqualTo(2);
    }

    @Test
    default void the_newest_value_is_not_too_old(Trial trial) {
        Clock clock = Clock.fixed(Instant.parse("2026-01-02T00:00:00Z"), ZoneOffset.UTC);
        Resource old = Pipette.resource("events")
                .json("[{\"id\": 1, \"at\": \"2026-01-01T10:00:00Z\", \"day\": \"2026-01-01\"}]")
                .column("at", Pipette.timestamp())
                .column("day", Pipette.date());

        trial.pipeline()
                .clock(clock)
                .run(old.check(freshness("at", Duration.ofHours(14)), freshness("day", Duration.ofDays(1))));
        LoadInfo info = trial.pipeline()
                .clock(clock)
                .run(old.check(
                        freshness("at", Duration.ofHours(13)).warn(),
                        freshness("id", Duration.ofHours(1)).warn(),
                        freshness("none", Duration.ofHours(1)).warn()));

        assertThat(info.checks())
                .extracting(CheckResult::describe)
                .containsExactly(
                        "freshness(at, PT13H) of events: 1 violation: the newest value is 2026-01-01T10:00:00Z, PT14H"
                                + " before the load",
                        "freshness(id, PT1H) of events: 1 violation: column id has no dates and no times. Declare its type"
                                + " with column(..) (--type)",
                        "freshness(none, PT1H) of events: 1 violation: the table has no column none");
    }

    @Test
    default void a_column_that_no_row_has_is_null_in_each(Trial trial) {
        LoadInfo info = trial.run(json("orders", "[{'id': 1}, {'id': 2}]")
                .check(notNull("none").warn(), range("none", 0, 1), unique("none"), sumMatches("none", 0)));

        assertThat(info.checks())
                .extracting(CheckResult::toString)
                .containsExactly(
                        "warned: not_null(none) of orders: 2 violations: row 1, row 2",
                        "passed: range(none, 0, 1) of orders",
                        "passed: sum_matches(none, 0) of orders",
                        "passed: unique(none) of orders");
    }

    @Test
    default void a_value_that_a_rule_cannot_compare_breaks_it_with_the_way_out(Trial trial) {
        LoadInfo info = trial.run(json("orders", "[{'id': 'x'}]")
                .check(range("id", 0, 1).warn(), sumMatches("id", 1).warn()));

        assertThat(info.checks())
                .extracting(CheckResult::message)
                .containsExactly(
                        "column id has the type text, which is not compared with numbers. Declare its type with column(..)"
                                + " (--type), or give the bounds in it",
                        "column id has the type text, which has no sum. Declare its type with column(..) (--type)");
    }

    @Test
    default void a_query_that_fails_fails_the_load_with_its_reason(Trial trial) {
        trial.run(json("orders", "[{'id': 1}]"));

        assertThat(refused(trial, json("orders", "[{'id': 2}]").check(sql("odd", "SELECT nothing FROM orders"))))
                .startsWith("[CHECK_FAILED] check sql(odd) of orders cannot be judged, because its query failed: ")
                .contains("nothing")
                .endsWith(". Nothing was loaded. Correct the query.");
        assertThat(trial.count("orders")).isEqualTo(1);
    }

    @Test
    default void rows_of_files_are_judged_where_they_lie(Trial trial) throws java.io.IOException {
        java.nio.file.Path file =
                java.nio.file.Files.writeString(trial.folder().resolve("orders.csv"), "id,amount\n1,5\n2,-1\n,3\n");

        assertThat(refused(trial, Pipette.csv("orders", file).check(notNull("id"), range("amount", 0, 10))))
                .isEqualTo(
                        "[CHECK_FAILED] 2 checks of a load into contract_data failed, so that nothing of it was loaded:"
                                + " not_null(id) of orders: 1 violation: row 3 (id = NULL);"
                                + " range(amount, 0, 10) of orders: 1 violation: row 2 (amount = -1).");
        trial.run(Pipette.csv("orders", file).check(range("amount", -1, 10), accepted("id", 1, 2)));

        assertThat(trial.count("orders")).isEqualTo(3);
    }

    @Test
    default void names_of_columns_are_those_of_the_rows_or_of_the_table(Trial trial) {
        LoadInfo info = trial.run(json("Sales Orders", "[{'Order ID': 1}]")
                .check(notNull("Order ID"), unique("order_id"), references("Order ID", "Sales Orders", "order_id")));

        assertThat(info.checks())
                .extracting(CheckResult::check)
                .containsExactly(
                        "not_null(order_id)", "unique(order_id)", "references(order_id, sales_orders, order_id)");
    }

    @Test
    default void each_table_that_rows_choose_is_judged(Trial trial) {
        LoadInfo info = trial.run(json("events", "[{'kind': 'a', 'n': 1}, {'kind': 'b', 'n': -1}]")
                .tableBy("kind")
                .check(range("n", 0, null).warn(), unique("n")));

        assertThat(info.checks())
                .extracting(CheckResult::toString)
                .containsExactlyInAnyOrder(
                        "passed: range(n, 0, ..) of a",
                        "warned: range(n, 0, ..) of b: 1 violation: row 1 (n = -1)",
                        "passed: unique(n) of a",
                        "passed: unique(n) of b");
    }

    @Test
    default void a_table_is_judged_as_it_is_by_the_same_rules(Trial trial) {
        trial.run(json("customers", "[{'id': 1}]"), json("orders", ORDERS).merge("amount"));

        assertThat(trial.pipeline()
                        .dataset()
                        .check(
                                "orders",
                                notNull("id"),
                                unique("id"),
                                accepted("status", "open", "paid"),
                                range("amount", 0, null),
                                matches("email", "[^@]+@[^@]+"),
                                rowCount(4),
                                sumMatches("amount", 12),
                                freshness("_dlt_load_id", Duration.ofDays(1)),
                                references("id", "customers", "id"),
                                sql("odd", "SELECT id FROM orders WHERE amount = 7")))
                .extracting(CheckResult::toString)
                .containsExactly(
                        "failed: not_null(id) of orders: 1 violation: id = NULL in 1 row",
                        "passed: unique(id) of orders",
                        "failed: accepted(status, open, paid) of orders: 1 violation: status = lost in 1 row",
                        "failed: range(amount, 0, ..) of orders: 1 violation: amount = -5 in 1 row",
                        "failed: matches(email, [^@]+@[^@]+) of orders: 1 violation: email = nobody in 1 row",
                        "failed: row_count(4, ..) of orders: 1 violation: the table has 3 rows",
                        "passed: sum_matches(amount, 12) of orders",
                        "failed: freshness(_dlt_load_id, PT24H) of orders: 1 violation: column _dlt_load_id has no dates and"
                                + " no times. Declare its type with column(..) (--type)",
                        "failed: references(id, customers, id) of orders: 1 violation: id = 2 in 1 row",
                        "failed: sql(odd) of orders: 1 violation: id = NULL");
        assertThatThrownBy(() -> trial.pipeline().dataset().check("nothing", notNull("id")))
                .hasMessageStartingWith("[BAD_USAGE] dataset contract_data has no table 'nothing'.");
    }

    @Test
    default void resources_that_share_a_table_are_judged_by_their_own_checks_and_all_at_once(Trial trial) {
        assertThat(refused(
                        trial,
                        Pipette.resource("eu")
                                .json("[{\"id\": -1}]")
                                .table("sales")
                                .check(range("id", 0, null)),
                        Pipette.resource("us")
                                .json("[{\"id\": -2}]")
                                .table("sales")
                                .check(range("id", 0, null), unique("id"))))
                .isEqualTo(
                        "[CHECK_FAILED] 2 checks of a load into contract_data failed, so that nothing of it was loaded:"
                                + " range(id, 0, ..) of sales: 1 violation: row 1 (id = -1);"
                                + " range(id, 0, ..) of sales: 1 violation: row 1 (id = -2).");
        assertThat(Stream.of("sales").filter(trial.allTables()::contains)).isEmpty();
    }
}
