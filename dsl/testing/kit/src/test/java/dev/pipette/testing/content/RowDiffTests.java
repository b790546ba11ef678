package dev.pipette.testing.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RowDiffTests {
    private static List<Map<String, Object>> rows(Object... cells) {
        return IntStream.range(0, cells.length / 2)
                .mapToObj(at -> row("id", cells[2 * at], "state", cells[2 * at + 1]))
                .toList();
    }

    private static Map<String, Object> row(Object... cells) {
        Map<String, Object> row = new LinkedHashMap<>();
        for (int at = 0; at < cells.length; at += 2) {
            row.put(cells[at].toString(), cells[at + 1]);
        }
        return row;
    }

    @Test
    void equal_rows_in_any_order_differ_in_nothing() {
        RowDiff diff = RowDiff.between(rows(1, "open", 2, "paid"), rows(2L, "paid", new BigDecimal("1.0"), "open"));

        assertThat(diff.isEmpty()).isTrue();
        assertThat(diff).hasToString("");
    }

    @Test
    void changed_missing_and_unexpected_rows_are_told_by_key() {
        RowDiff diff = RowDiff.between(rows(1, "open", 2, "open", 3, "open"), rows(1, "open", 2, "paid", 4, "paid"))
                .byKey("id");

        assertThat(diff).hasToString("""
                        row id=2: state expected open but was paid
                                    id  state
                        missing      3  open
                        unexpected   4  paid""");
        assertThat(diff.size()).isEqualTo(3);
        assertThat(diff.expectedOnly().size()).isEqualTo(2);
    }

    @Test
    void without_a_key_the_first_column_that_is_unique_names_the_row() {
        assertThat(RowDiff.between(rows(1, "open", 2, "open"), rows(1, "open", 2, "paid")))
                .hasToString("row id=2: state expected open but was paid");
    }

    @Test
    void without_any_unique_column_the_rows_with_most_in_common_are_one_row() {
        List<Map<String, Object>> expected =
                List.of(row("a", 1, "b", 1, "c", 1), row("a", 1, "b", 1, "c", 1), row("a", 2, "b", 2, "c", 2));
        List<Map<String, Object>> actual =
                List.of(row("a", 1, "b", 1, "c", 1), row("a", 1, "b", 1, "c", 3), row("a", 5, "b", 5, "c", 5));

        assertThat(RowDiff.between(expected, actual)).hasToString("""
                        row a=1, b=1: c expected 1 but was 3
                                    a  b  c
                        missing     2  2  2
                        unexpected  5  5  5""");
    }

    @Test
    void the_same_row_twice_is_not_the_same_as_once() {
        assertThat(RowDiff.between(rows(1, "a", 1, "a"), rows(1, "a")))
                .hasToString("         id  state\nmissing   1  a");
    }

    @Test
    void in_order_rows_are_named_by_their_place() {
        assertThat(RowDiff.between(rows(1, "a", 2, "b"), rows(2, "b", 1, "a")).inOrder())
                .hasToString("""
                        row 1: id expected 1 but was 2; state expected a but was b
                        row 2: id expected 2 but was 1; state expected b but was a""");
    }

    @Test
    void rows_beyond_the_limit_are_counted() {
        List<Map<String, Object>> expected = IntStream.range(0, 30)
                .<Map<String, Object>>mapToObj(id -> Map.of("id", id))
                .toList();

        assertThat(RowDiff.between(expected, List.of()).limit(2))
                .hasToString("         id\nmissing   0\nmissing   1\n... and 28 more");
    }

    @Test
    void values_that_look_alike_are_told_apart() {
        assertThat(RowDiff.between(rows(1, "1"), rows(1, 1))).hasToString("row id=1: state expected \"1\" but was 1");
        assertThat(RowDiff.between(rows(1, "NULL"), List.of(Map.of("id", 1))))
                .hasToString("row id=1: state expected \"NULL\" but was NULL");
        assertThat(RowDiff.between(rows(1, ""), rows(1, " x")))
                .hasToString("row id=1: state expected \"\" but was \" x\"");
        assertThat(RowDiff.between(rows(1, "a\nb"), rows(1, "a\tb")))
                .hasToString("row id=1: state expected a\\nb but was a\\tb");
    }

    @Test
    void long_values_are_cut_to_where_they_differ() {
        String common = "x".repeat(500);

        assertThat(RowDiff.between(rows(1, common + "one" + common), rows(1, common + "two" + common)))
                .hasToString("row id=1: state expected …" + "x".repeat(20) + "one" + "x".repeat(36) + "… but was …"
                        + "x".repeat(20) + "two" + "x".repeat(36) + "…");
    }

    @Test
    void values_are_compared_by_meaning_and_exactly() {
        assertThat(RowDiff.between(
                        rows(0.1, OffsetDateTime.parse("2025-12-21T11:00:00+01:00")),
                        rows(new BigDecimal("0.10"), Instant.parse("2025-12-21T10:00:00Z"))))
                .hasToString("");
        assertThat(RowDiff.between(rows(0.1, "a"), rows(new BigDecimal("0.10000000000000000001"), "a")))
                .hasToString("row state=a: id expected 0.1 but was 0.10000000000000000001");
        assertThat(RowDiff.between(rows(new byte[] {1}, 1.1f), rows(new byte[] {1}, new BigDecimal("1.1"))))
                .hasToString("");
        assertThat(RowDiff.between(rows(Double.NaN, 1), rows(Double.NaN, 1))).hasToString("");
    }

    @Test
    void a_difference_inside_a_tree_is_told_by_its_path() {
        assertThat(RowDiff.between(
                        rows(1, Map.of("a", List.of(1, Map.of("b", "x")))),
                        rows(1, Map.of("a", List.of(1, Map.of("b", "y"), 3)))))
                .hasToString("row id=1: state.a[1].b expected x but was y; state.a[2] was not expected: 3");
    }
}
