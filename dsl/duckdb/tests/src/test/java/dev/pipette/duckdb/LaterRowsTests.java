package dev.pipette.duckdb;

import static dev.pipette.Pipette.bigint;
import static dev.pipette.Pipette.decimal;
import static dev.pipette.Pipette.float64;
import static dev.pipette.Pipette.jsonl;
import static dev.pipette.Pipette.resource;
import static dev.pipette.Pipette.text;
import static dev.pipette.duckdb.Scratch.refusal;
import static dev.pipette.duckdb.Scratch.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.LoadInfo;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that come to a table that is there: what of them fits its columns, and what is beside them. */
class LaterRowsTests {
    @TempDir
    Path folder;

    private Scratch scratch;

    @BeforeEach
    void open() {
        scratch = new Scratch(folder);
    }

    @Test
    void integers_widen_to_what_arrives_later() {
        scratch.load(row("id", 1, "a", 1, "b", 9007199254740993L, "c", 3));

        LoadInfo second = scratch.load(row("id", 2, "a", 0.5, "b", 0.5, "c", new BigDecimal("0.25")));

        assertThat(second.schemaChanges())
                .containsExactly(
                        "column items.a was widened from bigint to double",
                        "column items.b__v_double double was added",
                        "column items.c was widened from bigint to decimal(38,9)");
        assertThat(scratch.rows("SELECT a, b, b__v_double, c FROM items ORDER BY id"))
                .containsExactly("1.0 | 9007199254740993 | NULL | 3.000000000", "0.5 | NULL | 0.5 | 0.250000000");
    }

    @Test
    void values_of_another_type_go_into_variants_that_fit_every_later_load() {
        scratch.load(row("id", 1, "x", true));
        scratch.load(
                row("id", 2, "x", new BigDecimal("1.123456789012")), row("id", 3, "x", "abc"), row("id", 4, "x", 7));
        scratch.load(row("id", 5, "x", new BigDecimal("2.5")), row("id", 6, "x", false), row("id", 7, "x", "true"));
        scratch.load(row("id", 8, "x", new BigDecimal("12345678901234567890123456789012.5")));

        assertThat(scratch.rows("SELECT id, x, x__v_bigint, x__v_decimal, x__v_text FROM items ORDER BY id"))
                .containsExactly(
                        "1 | true | NULL | NULL | NULL",
                        "2 | NULL | NULL | 1.123456789012 | NULL",
                        "3 | NULL | NULL | NULL | abc",
                        "4 | NULL | 7 | NULL | NULL",
                        "5 | NULL | NULL | 2.500000000000 | NULL",
                        "6 | false | NULL | NULL | NULL",
                        "7 | true | NULL | NULL | NULL",
                        "8 | NULL | NULL | NULL | 12345678901234567890123456789012.5");
    }

    @Test
    void a_decimal_column_gets_more_digits_after_the_point_while_its_values_leave_room() {
        scratch.run(resource("items").rows(List.of(row("id", 1, "d", 5))).column("d", decimal()));

        LoadInfo second = scratch.run(resource("items")
                .rows(List.of(row("id", 2, "d", "19.90"), row("id", 3, "d", 7.5)))
                .column("d", decimal()));

        assertThat(second.schemaChanges())
                .containsExactly("column items.d was widened from decimal(38,0) to decimal(38,2)");
        assertThat(scratch.rows("SELECT d FROM items ORDER BY id")).containsExactly("5.00", "19.90", "7.50");
    }

    @Test
    void a_decimal_column_takes_wider_numbers_and_keeps_what_does_not_fit_beside_it() {
        scratch.load(row("id", 1, "d", new BigDecimal("0.123456789012345678901234567890")));
        scratch.load(row("id", 2, "d", new BigDecimal("12345678901234567890")), row("id", 3, "d", 5));

        assertThat(scratch.rows("SELECT typeof(d), d, d__v_decimal FROM items ORDER BY id"))
                .containsExactly(
                        "DECIMAL(38,30) | 0.123456789012345678901234567890 | NULL",
                        "DECIMAL(38,30) | NULL | 12345678901234567890.000000000",
                        "DECIMAL(38,30) | 5.000000000000000000000000000000 | NULL");
    }

    @Test
    void a_key_of_another_type_is_refused_with_both_types() {
        scratch.run(resource("items").rows(List.of(row("id", 1, "x", 1))).merge("id"));

        assertThat(refusal(() -> scratch.run(resource("items")
                        .rows(List.of(row("id", 2, "x", 2), row("id", "abc", "x", 3)))
                        .merge("id"))))
                .startsWith(
                        "[TYPE_MISMATCH] table scratch.items, key or cursor column 'id': the value 'abc' in row 2 is"
                                + " text and the column is bigint. Make them alike with .map(..), or change the type of the"
                                + " column at the destination.");
        assertThat(scratch.rows("SELECT id, x FROM items")).containsExactly("1 | 1");
    }

    @Test
    void what_was_said_of_a_column_holds_when_the_column_is_there() {
        scratch.load(row("id", 1, "n", 1, "f", 1, "m", 1));

        scratch.run(resource("items")
                .rows(List.of(row("id", 2, "n", 3.0, "f", 2, "m", "0.10")))
                .column("n", bigint())
                .column("f", float64())
                .column("m", decimal(10, 2)));

        assertThat(scratch.columns("items")).containsExactly("id BIGINT", "n BIGINT", "f DOUBLE", "m DECIMAL(38,2)");
        assertThat(scratch.rows("SELECT n, f, m FROM items ORDER BY id"))
                .containsExactly("1 | 1.0 | 1.00", "3 | 2.0 | 0.10");
    }

    @Test
    void values_that_fit_a_type_that_pipette_does_not_make_go_into_it_and_others_beside_it() {
        scratch.load(row("id", 1, "x", 1));
        scratch.execute("ALTER TABLE items ALTER x TYPE HUGEINT");

        scratch.load(row("id", 2, "x", 2), row("id", 3, "x", "abc"));

        assertThat(scratch.rows("SELECT x, x__v_text FROM items ORDER BY id"))
                .containsExactly("1 | NULL", "2 | NULL", "NULL | abc");
    }

    @Test
    void a_column_that_was_dropped_by_hand_comes_back() {
        scratch.load(row("id", 1, "x", 1, "y", 1));
        scratch.execute("ALTER TABLE items DROP x");

        LoadInfo info = scratch.load(row("id", 2, "x", 2, "y", 2));

        assertThat(info.schemaChanges())
                .containsExactly("column items.x bigint was missing at the destination and was added again");
        assertThat(scratch.rows("SELECT id, x, y FROM items ORDER BY id")).containsExactly("1 | NULL | 1", "2 | 2 | 2");
    }

    @Test
    void text_said_to_be_text_is_never_a_time() {
        scratch.run(resource("items")
                .rows(List.of(row("t", "2025-01-02T03:04:05Z", "u", "2025-01-02T03:04:05Z")))
                .column("t", text()));

        assertThat(scratch.columns("items")).containsExactly("t VARCHAR", "u TIMESTAMP WITH TIME ZONE");
    }

    @Test
    void lines_of_json_are_rows() {
        scratch.run(jsonl("items", scratch.file("items.jsonl", """
                        {"id": 1, "x": 1, "big": 12345678901234567890, "exact": 0.1234567890123456789, "o": {"k": null}}

                        {"id": 2, "x": 1.5, "tags": ["a", {"b": 1}], "nan": NaN}
                        """)));

        assertThat(scratch.rows("SELECT id, x, big, exact, nan FROM items ORDER BY id"))
                .containsExactly(
                        "1 | 1.0 | 12345678901234567890.000000000 | 0.1234567890123456789 | NULL",
                        "2 | 1.5 | NULL | NULL | nan");
        assertThat(scratch.rows("SELECT _dlt_list_idx, value, b FROM items__tags ORDER BY 1"))
                .containsExactly("0 | a | NULL", "1 | NULL | 1");
    }
}
