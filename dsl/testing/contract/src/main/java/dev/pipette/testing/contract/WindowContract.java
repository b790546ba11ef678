package dev.pipette.testing.contract;

import static dev.pipette.testing.contract.StrategyContract.counts;
import static dev.pipette.testing.contract.Trial.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.LoadInfo;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.RunInterval;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.LoadStep;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a part of a table is replaced: a window of values, the values that arrive, or all rows by truncating. */
interface WindowContract {
    LocalDate DEC_1 = LocalDate.of(2025, 12, 1);
    LocalDate JAN_1 = LocalDate.of(2026, 1, 1);

    String DAYS = """
            [{'day': '2025-11-30', 'n': 1, 'x': ['a']}, {'day': '2025-12-01', 'n': 2, 'x': ['b', 'c']},
             {'day': '2025-12-31', 'n': 3}, {'day': '2026-01-01', 'n': 4, 'x': ['d']}, {'n': 5}]""";

    String ALL = "SELECT s.n, x.value FROM stats s LEFT JOIN stats__x x ON x._dlt_parent_id = s._dlt_id"
            + " ORDER BY s.n, x._dlt_list_idx";

    static Resource stats(String rows) {
        return json("stats", rows);
    }

    @Test
    default void a_window_is_replaced_with_what_is_nested_and_the_rest_stays(Trial trial) {
        trial.run(stats(DAYS));

        LoadInfo second = trial.run(stats("[{'day': '2025-12-24', 'n': 9, 'x': ['z']}, {'day': '2025-12-24', 'n': 9}]")
                .replaceWhere("day", DEC_1, JAN_1));

        assertThat(trial.rows(ALL)).containsExactly("1 | a", "4 | d", "5 | NULL", "9 | z", "9 | NULL");
        assertThat(trial.rows("SELECT count(*) FROM stats__x")).containsExactly("3");
        assertThat(counts(second))
                .containsExactly(
                        "stats: 2 inserted, 0 updated, 0 unchanged, 0 skipped, 2 deleted",
                        "stats__x: 1 inserted, 0 updated, 0 unchanged, 0 skipped, 2 deleted");
        assertThat(second.tables().getFirst().disposition().toString()).isEqualTo("replace-where");

        LoadInfo again = trial.run(stats("[{'day': '2025-12-24', 'n': 9, 'x': ['z']}, {'day': '2025-12-24', 'n': 9}]")
                .replaceWhere("day", DEC_1, JAN_1));

        assertThat(counts(again).getFirst())
                .isEqualTo("stats: 2 inserted, 0 updated, 0 unchanged, 0 skipped, 2 deleted");
        assertThat(trial.rows(ALL)).containsExactly("1 | a", "4 | d", "5 | NULL", "9 | z", "9 | NULL");
    }

    @Test
    default void a_window_without_rows_becomes_empty(Trial trial) {
        assertThat(counts(trial.run(stats("[]").replaceWhere("day", DEC_1, JAN_1))))
                .as("no table, nothing to empty")
                .containsExactly("stats: 0 inserted, 0 updated, 0 unchanged, 0 skipped, 0 deleted");
        trial.run(stats(DAYS));

        LoadInfo info = trial.run(stats("[]").replaceWhere("day", DEC_1, JAN_1));

        assertThat(trial.rows(ALL)).containsExactly("1 | a", "4 | d", "5 | NULL");
        assertThat(counts(info))
                .containsExactlyInAnyOrder(
                        "stats: 0 inserted, 0 updated, 0 unchanged, 0 skipped, 2 deleted",
                        "stats__x: 0 inserted, 0 updated, 0 unchanged, 0 skipped, 2 deleted");
    }

    @Test
    default void the_first_load_of_a_window_makes_its_table(Trial trial) {
        trial.run(stats("[{'day': '2025-12-24', 'n': 1}]").replaceWhere("day", DEC_1, JAN_1));
        trial.run(stats("[{'day': '2026-01-24', 'n': 2}]").replaceWhere("day", JAN_1, LocalDate.of(2026, 2, 1)));

        assertThat(trial.rows("SELECT n FROM stats ORDER BY n")).containsExactly("1", "2");
        assertThat(trial.pipeline().schema().tables().getFirst().writeDisposition())
                .as("dlt, which has no windows, takes it for a merge without a key, and appends")
                .contains("merge");
    }

    @Test
    default void a_row_outside_of_the_window_is_refused(Trial trial) {
        trial.run(stats(DAYS));
        List<String> before = trial.rows(ALL);

        assertThatThrownBy(() -> trial.run(stats("""
                        [{'day': '2025-12-01', 'n': 1}, {'day': '2026-01-01', 'n': 2}, {'day': '2025-11-01', 'n': 3}]""").replaceWhere("day", DEC_1, JAN_1)))
                .isInstanceOfSatisfying(
                        PipetteException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.ROW_REFUSED))
                .hasMessage(
                        "[ROW_REFUSED] replace a window of contract_data.stats: 2 rows are outside of the window day"
                                + " from 2025-12-01 to 2026-01-01, whose end is exclusive (first: row 2, day = 2026-01-01)."
                                + " Leave such rows out with .filter(..), or widen the window of replaceWhere(..)"
                                + " (--replace-where).");
        assertThatThrownBy(() -> trial.run(
                        stats("[{'day': '2025-12-01', 'n': 1}, {'n': 2}]").replaceWhere("day", DEC_1, JAN_1)))
                .hasMessageContaining(": 1 row is outside of the window")
                .hasMessageContaining("(first: row 2, day = NULL)");
        assertThatThrownBy(() -> trial.run(stats("[{'dya': '2025-12-01'}]").replaceWhere("day", DEC_1, JAN_1)))
                .hasMessageContaining("no row has column 'day' of the window; columns are dya. Did you mean 'dya'?");
        assertThatThrownBy(() -> trial.run(stats("[{'day': 5, 'n': 1}]").replaceWhere("day", DEC_1, JAN_1)))
                .hasMessageContaining(
                        "The column has values of type bigint, and the bounds of the window are a date. Give"
                                + " bounds of the column's type, or declare the column's type with column(\"day\", ..)"
                                + " (--type day=..).");
        assertThat(trial.rows(ALL)).isEqualTo(before);
        assertThat(trial.pipeline().admin().pending()).isEmpty();
    }

    @Test
    default void a_window_has_numbers_texts_or_times(Trial trial) {
        String rows = """
                [{'i': %d, 'd': %d.5, 't': '%s', 'at': '2025-12-24T0%d:00:00Z', 'l': '2025-12-24T0%d:00:00'}]""";
        for (int row = 1; row <= 4; row++) {
            trial.run(json("items", rows.formatted(row, row, "Äabc".charAt(row - 1), row, row)));
        }

        trial.run(json("items", "[]").replaceWhere("i", 2, 3L));
        assertThat(trial.rows("SELECT i FROM items ORDER BY i")).containsExactly("1", "3", "4");
        trial.run(json("items", "[]").replaceWhere("d", 4.5, new BigDecimal("4.51")));
        assertThat(trial.rows("SELECT i FROM items ORDER BY i")).containsExactly("1", "3");
        trial.run(json("items", "[]").replaceWhere("t", "z", "\uD83D\uDE00"));
        assertThat(trial.rows("SELECT i FROM items ORDER BY i"))
                .as("texts are compared as bytes, whatever language the database has")
                .containsExactly("3");
        trial.run(json("items", rows.formatted(5, 5, "e", 5, 5)));
        trial.run(json("items", "[]")
                .replaceWhere("at", Instant.parse("2025-12-24T03:00:00Z"), Instant.parse("2025-12-24T05:00:00Z")));
        assertThat(trial.rows("SELECT i FROM items ORDER BY i")).containsExactly("5");
        trial.run(json("items", "[]")
                .replaceWhere(
                        "l", LocalDateTime.parse("2025-12-24T05:00"), LocalDateTime.parse("2025-12-24T05:00:01")));
        assertThat(trial.rows("SELECT count(*) FROM items")).containsExactly("0");
        assertThatThrownBy(() -> trial.run(json("items", "[]").replaceWhere("t", 1, 2)))
                .hasMessageContaining("replace a window of contract_data.items: column 't' is ")
                .hasMessageContaining(
                        ", and the bounds of the window t from 1 to 2 are a number. Give bounds of the column's type in"
                                + " replaceWhere(..) (--replace-where).");
    }

    @Test
    default void days_of_a_window_begin_in_the_time_zone_of_the_resource(Trial trial) {
        trial.run(json(
                "events",
                "[{'ts': '2025-12-23T23:30:00Z'}, {'ts': '2025-12-24T22:30:00Z'}, {'ts': '2025-12-24T23:30:00Z'}]"));
        LocalDate eve = LocalDate.of(2025, 12, 24);

        trial.run(json("events", "[]").zone(ZoneId.of("Europe/Berlin")).replaceWhere("ts", eve, eve.plusDays(1)));

        assertThat(trial.rows("SELECT ts FROM events")).containsExactly("2025-12-24T23:30:00Z");
    }

    @Test
    default void the_window_of_a_job_is_its_interval(Trial trial) {
        trial.run(stats(DAYS).column("day", Pipette.date()));
        RunInterval interval = RunInterval.parse("2025-12-01/2025-12-02");

        trial.run(stats("[{'day': '2025-12-01', 'n': 7}]")
                .column("day", Pipette.date())
                .replaceWhere("day", interval));

        assertThat(trial.rows("SELECT n FROM stats ORDER BY n")).containsExactly("1", "3", "4", "5", "7");

        trial.run(stats("[{'day': '2025-11-30', 'n': 8}, {'day': '2025-12-01', 'n': 8}]")
                .column("day", Pipette.date())
                .incremental(Pipette.cursor("day", LocalDate.class).backfill(interval.fromDate(), interval.toDate()))
                .replaceWhere("day", interval.fromDate(), interval.toDate()));

        assertThat(trial.rows("SELECT n FROM stats ORDER BY n"))
                .as("a cursor with the same window leaves the other rows out")
                .containsExactly("1", "3", "4", "5", "8");
    }

    @Test
    default void a_window_that_an_interrupted_run_left_is_loaded_once(Trial trial) {
        trial.run(stats(DAYS));
        Resource december = stats("[{'day': '2025-12-24', 'n': 9}]").replaceWhere("day", DEC_1, JAN_1);
        trial.crash(LoadStep.ROWS_APPLIED, december);

        trial.run(december);

        assertThat(trial.rows("SELECT n FROM stats ORDER BY n")).containsExactly("1", "4", "5", "9");
        trial.crash(LoadStep.SEALED, stats("[]").replaceWhere("day", LocalDate.of(2025, 11, 1), DEC_1));

        trial.run(stats("[]").replaceWhere("day", JAN_1, LocalDate.of(2026, 2, 1)));

        assertThat(trial.rows("SELECT n FROM stats ORDER BY n"))
                .as("another window is another load")
                .containsExactly("5", "9");
    }

    @Test
    default void resources_that_fill_one_table_replace_one_window_together(Trial trial) {
        trial.run(stats(DAYS));

        trial.run(
                json("eu", "[{'day': '2025-12-24', 'n': 8}]").table("stats").replaceWhere("day", DEC_1, JAN_1),
                json("us", "[{'day': '2025-12-24', 'n': 9}]").table("stats").replaceWhere("day", DEC_1, JAN_1));

        assertThat(trial.rows("SELECT n FROM stats ORDER BY n")).containsExactly("1", "4", "5", "8", "9");
        assertThatThrownBy(() -> trial.run(
                        json("eu", "[]").table("stats").replaceWhere("day", DEC_1, JAN_1),
                        json("us", "[]").table("stats").replaceWhere("day", DEC_1, JAN_1.plusDays(1))))
                .hasMessage(
                        "[BAD_USAGE] resources eu and us fill table stats and contradict each other: eu replaces the rows with day"
                                + " from 2025-12-01 to 2026-01-01, and us replaces the rows with day from 2025-12-01 to 2026-01-02."
                                + " Let them agree, or choose another table for one of them with .table(..).");
        assertThatThrownBy(() -> trial.run(
                        json("eu", "[]").table("stats").replaceMatching("day"),
                        json("us", "[]").table("stats").replaceMatching("day")))
                .hasMessageContaining(
                        "each deletes the rows with the values that arrive, and would delete those of the other");
    }

    @Test
    default void the_values_that_arrive_are_replaced_without_a_key(Trial trial) {
        trial.run(stats("""
                [{'day': '2025-12-01', 'shop': 1, 'n': 1, 'x': ['a']}, {'day': '2025-12-01', 'shop': 2, 'n': 2},
                 {'day': '2025-12-02', 'shop': 1, 'n': 3, 'x': ['b']}]"""));

        LoadInfo one =
                trial.run(stats("[{'day': '2025-12-01', 'shop': 1, 'n': 9}, {'day': '2025-12-01', 'shop': 1, 'n': 9}]")
                        .replaceMatching("day", "shop"));

        assertThat(trial.rows(ALL)).containsExactly("2 | NULL", "3 | b", "9 | NULL", "9 | NULL");
        assertThat(counts(one))
                .containsExactly(
                        "stats: 2 inserted, 0 updated, 0 unchanged, 0 skipped, 1 deleted",
                        "stats__x: 0 inserted, 0 updated, 0 unchanged, 0 skipped, 1 deleted");

        trial.run(stats("[{'day': '2025-12-01', 'shop': 3, 'n': 4}]").replaceMatching("day"));

        assertThat(trial.rows(ALL)).containsExactly("3 | b", "4 | NULL");
        trial.run(stats("[]").replaceMatching("day"));
        assertThat(trial.rows(ALL)).as("no value arrived").containsExactly("3 | b", "4 | NULL");
        assertThatThrownBy(() -> trial.run(stats("[{'shop': 3, 'n': 4}]").replaceMatching("day")))
                .hasMessageContaining("1 row has no value for key column 'day'");
    }

    @Test
    default void truncating_replaces_all_rows_at_any_depth_or_none(Trial trial) {
        trial.run(json("orders", StrategyContract.FIRST));
        Resource one = json("orders", "[{'id': 7, 'status': 'new', 'lines': [{'sku': 'z'}]}]")
                .truncateAndInsert();
        trial.crash(LoadStep.ROWS_APPLIED, one);
        assertThat(trial.rows("SELECT count(*) FROM orders"))
                .as("in the transaction")
                .containsExactly("3");

        LoadInfo info = trial.run(one);

        assertThat(trial.rows(StrategyContract.DEEP)).containsExactly("7 | new | z | NULL");
        assertThat(trial.rows("SELECT count(*) FROM orders__lines__tags")).containsExactly("0");
        assertThat(info.tables().getFirst().disposition().toString()).isEqualTo("replace");

        LoadInfo empty = trial.run(json("orders", "[]").truncateAndInsert());

        assertThat(counts(empty))
                .containsExactlyInAnyOrder(
                        "orders: 0 inserted, 0 updated, 0 unchanged, 0 skipped, 1 deleted",
                        "orders__lines: 0 inserted, 0 updated, 0 unchanged, 0 skipped, 1 deleted",
                        "orders__lines__tags: 0 inserted, 0 updated, 0 unchanged, 0 skipped, 0 deleted");
    }

    @Test
    default void a_plan_foresees_windows_and_truncation(Trial trial) {
        trial.run(stats(DAYS));

        for (Resource resource : List.of(
                stats("[{'day': '2025-12-24', 'n': 9, 'x': ['z']}]").replaceWhere("day", DEC_1, JAN_1),
                stats("[{'day': '2025-12-24', 'n': 9, 'x': ['z']}]").replaceMatching("day"),
                stats("[{'day': '2025-12-24', 'n': 9, 'x': ['z']}]").truncateAndInsert())) {
            var planned = trial.pipeline().plan(resource).tables().stream()
                    .map(table -> table.name() + " " + table.inserted() + " " + table.deleted())
                    .toList();
            var loaded = trial.run(resource).tables().stream()
                    .map(table -> table.table() + " " + table.inserted() + " " + table.deleted())
                    .toList();
            assertThat(planned).as(resource.toString()).isEqualTo(loaded);
        }
        assertThat(trial.pipeline()
                        .plan(stats("[{'day': '2026-12-24'}]").replaceWhere("day", DEC_1, JAN_1))
                        .refusals())
                .singleElement()
                .satisfies(refusal -> assertThat(refusal.toString()).contains("1 row is outside of the window"));
    }
}
