package dev.pipette.check;

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
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.error.PipetteException;
import dev.pipette.incremental.RowOrder;
import dev.pipette.schema.MergeStrategy;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks as values: what they are called, what they refuse, and how they end. */
class ChecksTests {
    private static Stream<Arguments> names() {
        return Stream.of(
                Arguments.of(notNull("id"), "not_null(id)"),
                Arguments.of(unique("shop", "number"), "unique(shop, number)"),
                Arguments.of(accepted("level", 1, "two", true), "accepted(level, 1, two, true)"),
                Arguments.of(range("amount", 0.5, null), "range(amount, 0.5, ..)"),
                Arguments.of(range("amount", null, new BigDecimal("1E+3")), "range(amount, .., 1000)"),
                Arguments.of(range("day", LocalDate.EPOCH, LocalDate.EPOCH), "range(day, 1970-01-01, 1970-01-01)"),
                Arguments.of(matches("email", "[^@]+"), "matches(email, [^@]+)"),
                Arguments.of(rowCount(1), "row_count(1, ..)"),
                Arguments.of(rowCount(1, 2), "row_count(1, 2)"),
                Arguments.of(freshness("at", Duration.ofHours(6)), "freshness(at, PT6H)"),
                Arguments.of(rowCountChange(0.50), "row_count_change(0.5)"),
                Arguments.of(sumMatches("debit", "credit"), "sum_matches(debit, credit)"),
                Arguments.of(sumMatches("amount", 10), "sum_matches(amount, 10)"),
                Arguments.of(references("c", "customers", "id"), "references(c, customers, id)"),
                Arguments.of(sql("none_is_late", "SELECT 1"), "sql(none_is_late)"));
    }

    @ParameterizedTest
    @MethodSource("names")
    void a_check_is_called_by_its_rule(Check check, String name) {
        assertThat(check).hasToString(name);
        assertThat(check.severity()).isEqualTo(Severity.FAIL);
        assertThat(check.warn().fail()).isEqualTo(check);
        assertThat(check.rule().word()).isEqualTo(name.substring(0, name.indexOf('(')));
    }

    @Test
    void names_of_columns_and_tables_change_and_the_rest_stays() {
        Check named = references("c", "customers", "id")
                .warn()
                .named(column -> column + "_1", table -> table.toUpperCase(Locale.ROOT));

        assertThat(named).hasToString("references(c_1, CUSTOMERS, id_1)");
        assertThat(named.severity()).isEqualTo(Severity.WARN);
    }

    private static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of(
                        (ThrowingCallable) () -> rowCount(1).reject().severity(),
                        "row_count(1, ..) rejects no rows: it is about all of them together, and no single row breaks it."
                                + " Say fail() (--check) or warn() (--warn)."),
                Arguments.of(
                        (ThrowingCallable) () ->
                                freshness("at", Duration.ofDays(1)).reject().severity(),
                        "freshness(at, PT24H) rejects no rows: it is about all of them together, and no single row breaks"
                                + " it. Say fail() (--check) or warn() (--warn)."),
                Arguments.of(
                        (ThrowingCallable) () -> range("n", null, null).rule(),
                        "range of column 'n' has no bound. Give it a lowest or a highest value."),
                Arguments.of(
                        (ThrowingCallable) () -> range("n", 2, 1).rule(),
                        "range of column 'n' holds for no value: 2 is above 1. Give the lower bound first."),
                Arguments.of(
                        (ThrowingCallable) () -> range("n", 1, "b").rule(),
                        "range of column 'n' was given bounds of two types, 1 and b. Give both in one type."),
                Arguments.of(
                        (ThrowingCallable) () -> range("n", true, null).rule(),
                        "range of column 'n' was given a boolean, which has no range. Check accepted values instead."),
                Arguments.of(
                        (ThrowingCallable)
                                () -> accepted("n", new StringBuilder("x")).rule(),
                        "accepted of column 'n' was given x, a StringBuilder. Give numbers, texts, booleans, a LocalDate, a"
                                + " LocalDateTime or an Instant."),
                Arguments.of(
                        (ThrowingCallable) () -> matches("n", "[").rule(),
                        "matches(n, [) is not a regular expression: Unclosed character class."),
                Arguments.of(
                        (ThrowingCallable) () -> matches("n", "(?=a)b").rule(),
                        "matches(n, (?=a)b) looks around, refers to a group or is possessive, which not every"
                                + " database reads. Write it without."),
                Arguments.of(
                        (ThrowingCallable) () -> rowCount(2, 1).rule(),
                        "row_count(2, 1) holds for no load. The first number is 0 or more, and the second not lower."),
                Arguments.of(
                        (ThrowingCallable) () -> rowCountChange(-1).rule(),
                        "row_count_change(-1.0) is not a part of the rows. Give 0.5 for a half."),
                Arguments.of(
                        (ThrowingCallable) () -> freshness("at", Duration.ZERO).rule(),
                        "freshness(at, PT0S) is not a time. Give one above 0."),
                Arguments.of(
                        (ThrowingCallable) () -> unique("a", "a").rule(),
                        "unique(a, a) names no column, or one twice. Name each column once."),
                Arguments.of(
                        (ThrowingCallable) () -> sql(" ", "SELECT 1").rule(),
                        "sql( ) needs a name and a query that returns the violations."));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void what_a_rule_cannot_mean_is_refused_when_it_is_said(ThrowingCallable saying, String why) {
        assertThatThrownBy(saying).isInstanceOf(PipetteException.class).hasMessage("[BAD_USAGE] check " + why);
    }

    @Test
    void a_verdict_follows_from_the_severity_where_the_rule_is_broken() {
        Check check = notNull("id");

        assertThat(check.result("orders", 0, "")).hasToString("passed: not_null(id) of orders");
        assertThat(check.result("orders", 1, "row 2"))
                .hasToString("failed: not_null(id) of orders: 1 violation: row 2");
        assertThat(check.warn().result("orders", 1200, "row 2, .."))
                .hasToString("warned: not_null(id) of orders: 1,200 violations: row 2, ..");
        assertThat(check.reject().result("orders", 1, "row 2").verdict()).isEqualTo(Verdict.REJECTED);
    }

    @Test
    void a_resource_keeps_each_check_once_in_the_order_in_which_they_are_said() {
        Resource orders = Pipette.resource("orders")
                .json("[]")
                .check(notNull("id"), unique("id"))
                .check(notNull("id"), range("at", Instant.EPOCH, null).warn());

        assertThat(orders.checks())
                .containsExactly(
                        notNull("id"),
                        unique("id"),
                        range("at", Instant.EPOCH, null).warn());
    }

    private static Stream<Arguments> written() {
        return Stream.of(
                Arguments.of("not-null:id", notNull("id")),
                Arguments.of("NOT_NULL: id ", notNull("id")),
                Arguments.of("unique:shop, number", unique("shop", "number")),
                Arguments.of("accepted:level=1,two,007", accepted("level", 1, "two", "007")),
                Arguments.of("range:amount=0..", range("amount", 0, null)),
                Arguments.of("range:amount=..-1.5", range("amount", null, -1.5)),
                Arguments.of(
                        "range:day=2026-01-01..2026-12-31",
                        range("day", LocalDate.of(2026, 1, 1), LocalDate.of(2026, 12, 31))),
                Arguments.of(
                        "range:at=2026-01-01T00:00:00Z..", range("at", Instant.parse("2026-01-01T00:00:00Z"), null)),
                Arguments.of("range:name=a..m", range("name", "a", "m")),
                Arguments.of("matches:email=[^@=]+@[^@]+", matches("email", "[^@=]+@[^@]+")),
                Arguments.of("row-count:1..", rowCount(1)),
                Arguments.of("row-count:1", rowCount(1)),
                Arguments.of("row-count:..9", rowCount(0, 9)),
                Arguments.of("freshness:at=6h", freshness("at", Duration.ofHours(6))),
                Arguments.of("freshness:at=2d", freshness("at", Duration.ofDays(2))),
                Arguments.of("freshness:at=PT90M", freshness("at", Duration.ofMinutes(90))),
                Arguments.of("row-count-change:0.5", rowCountChange(0.5)),
                Arguments.of("sum-matches:amount=10.5", sumMatches("amount", 10.5)),
                Arguments.of("sum-matches:debit=credit", sumMatches("debit", "credit")),
                Arguments.of("references:customer_id=customers.id", references("customer_id", "customers", "id")),
                Arguments.of("sql:none=SELECT 1 WHERE 1 = 2", sql("none", "SELECT 1 WHERE 1 = 2")));
    }

    @ParameterizedTest
    @MethodSource("written")
    void a_check_is_read_as_the_command_line_writes_it(String text, Check check) {
        assertThat(Checks.of(text)).isEqualTo(check);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "id",
                "not-null",
                "not-null:",
                "range:amount",
                "accepted:=1",
                "references:a=b",
                "row-count:x",
                "nothing:id",
                "freshness:at=soon",
                "row-count-change:half"
            })
    void what_is_not_a_check_is_refused_with_what_is(String text) {
        assertThatThrownBy(() -> Checks.of(text).rule())
                .hasMessage("[BAD_USAGE] '" + text + "' is not a check. Write one of not-null:COLUMN, unique:COLUMN,..,"
                        + " accepted:COLUMN=VALUE,.., range:COLUMN=MIN..MAX, matches:COLUMN=REGEX, row-count:MIN..MAX,"
                        + " freshness:COLUMN=DURATION, row-count-change:PART, sum-matches:COLUMN=NUMBER|COLUMN,"
                        + " references:COLUMN=TABLE.COLUMN, sql:NAME=QUERY.");
    }

    @Test
    void limits_are_kept_up_to_their_number_and_their_part() {
        RejectLimits limits = RejectLimits.NONE.withMost(2).withRate(0.5);

        assertThat(RejectLimits.NONE.results("orders", 7, 7)).isEmpty();
        assertThat(limits.results("orders", 2, 4)).allMatch(CheckResult::passed);
        assertThat(limits.results("orders", 0, 0)).allMatch(CheckResult::passed);
        assertThat(limits.results("orders", 3, 6))
                .extracting(CheckResult::toString)
                .containsExactly(
                        "failed: max_rejects(2) of orders: 3 violations: 3 of 6 rows are rejected",
                        "passed: max_reject_rate(0.5) of orders");
        assertThat(RejectLimits.NONE.withRate(0).results("orders", 1, 1000))
                .extracting(CheckResult::toString)
                .containsExactly("failed: max_reject_rate(0) of orders: 1 violation: 1 of 1,000 rows is rejected");
        assertThatThrownBy(() -> RejectLimits.NONE.withMost(-1).most())
                .hasMessage("[BAD_USAGE] check maxRejects(-1) (--max-rejects -1) is below 0. Give a number of rows.");
        assertThatThrownBy(() -> RejectLimits.NONE.withRate(1.5).rate())
                .hasMessage(
                        "[BAD_USAGE] check maxRejectRate(1.5) (--max-reject-rate 1.5) is not a part of the rows. Give 0.01 for 1 %.");
    }

    @Test
    void rows_are_not_rejected_where_a_row_that_does_not_arrive_means_something() {
        Resource orders = Pipette.resource("orders").json("[]");

        assertThatThrownBy(() ->
                        orders.merge(Pipette.snapshot("id")).check(notNull("n").reject()))
                .hasMessage(
                        "[BAD_USAGE] resource orders cannot reject rows by check not_null(n): its write disposition takes a"
                                + " row that does not arrive for one that is gone, so that the row would be deleted. Say fail()"
                                + " (--check) or warn() (--warn).");
        assertThatThrownBy(() -> orders.check(notNull("n").reject()).merge(MergeStrategy.scd2("id")))
                .hasMessageContaining("would be retired. Say fail()");
        assertThatThrownBy(() -> orders.merge("id").check(unique("n").reject()))
                .hasMessage(
                        "[BAD_USAGE] resource orders cannot reject rows by check unique(n): a merge decides by the key which"
                                + " rows stay, and only afterwards is it known which repeat a value. Say fail() (--check) or warn()"
                                + " (--warn).");
        assertThat(orders.check(notNull("n").reject())
                        .maxRejects(1)
                        .maxRejectRate(0.1)
                        .rejectLimits())
                .isEqualTo(new RejectLimits(1L, 0.1));
    }

    @Test
    void a_load_in_steps_has_no_checks_of_all_rows() {
        Resource stepwise = Pipette.resource("events")
                .json("[]")
                .incremental(Pipette.cursor("at", Long.class).rowOrder(RowOrder.ASCENDING))
                .commitEvery(10);

        assertThat(stepwise.check(notNull("id"), unique("id")).checks()).hasSize(2);
        assertThatThrownBy(() -> stepwise.check(rowCount(1)))
                .hasMessage(
                        "[BAD_USAGE] resource events cannot be committed in steps: check row_count(1, ..) is about all rows"
                                + " of a load, and each step is a load of its own. Leave the check or commitEvery(..) out.");
    }
}
