package dev.pipette.duckdb;

import static dev.pipette.Pipette.jsonDocument;
import static dev.pipette.Pipette.resource;
import static dev.pipette.duckdb.Scratch.row;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that are records, or hold others: each list becomes a table, each object columns. */
class RecordRowsTests {
    @TempDir
    Path folder;

    private Scratch scratch;

    @BeforeEach
    void open() {
        scratch = new Scratch(folder);
    }

    // Records.

    enum Level {
        GOLD,
        TIN {
            @Override
            public String toString() {
                return "poor";
            }
        }
    }

    record Address(String city, Optional<String> street) {}

    record Item(String sku, int count) {}

    record Customer(
            long id, Level level, Address home, Optional<Address> work, List<Item> items, int[] scores, Item[] gifts) {}

    @Test
    void records_are_rows_with_everything_inside_them() {
        scratch.run(resource("customers")
                .rows(List.of(
                        new Customer(
                                1,
                                Level.TIN,
                                new Address("Oslo", Optional.of("Main")),
                                Optional.empty(),
                                List.of(new Item("a", 1), new Item("b", 2)),
                                new int[] {7, 8},
                                new Item[] {new Item("g", 1)}),
                        new Customer(
                                2,
                                Level.GOLD,
                                new Address("Rome", Optional.empty()),
                                Optional.of(new Address("Bern", Optional.empty())),
                                List.of(),
                                new int[0],
                                new Item[0]))));

        assertThat(scratch.rows("SELECT id, level, home__city, home__street, work__city FROM customers ORDER BY id"))
                .containsExactly("1 | TIN | Oslo | Main | NULL", "2 | GOLD | Rome | NULL | Bern");
        assertThat(scratch.rows("SELECT _dlt_list_idx, sku, count FROM customers__items ORDER BY 1"))
                .containsExactly("0 | a | 1", "1 | b | 2");
        assertThat(scratch.rows("SELECT _dlt_list_idx, value FROM customers__scores ORDER BY 1"))
                .containsExactly("0 | 7", "1 | 8");
        assertThat(scratch.rows("SELECT sku, count FROM customers__gifts")).containsExactly("g | 1");
    }

    @Test
    void records_and_optionals_inside_maps_are_the_same_as_maps() {
        scratch.load(row(
                "id",
                1,
                "item",
                new Item("a", 1),
                "maybe",
                Optional.of(2L),
                "not",
                Optional.empty(),
                "list",
                List.of(new Item("b", 2), Optional.of(3), new int[] {4})));

        assertThat(scratch.columns("items"))
                .containsExactly("id BIGINT", "item__sku VARCHAR", "item__count BIGINT", "maybe BIGINT");
        assertThat(scratch.rows("SELECT l._dlt_list_idx, l.sku, l.value, i.value FROM items__list l"
                        + " LEFT JOIN items__list__list i ON i._dlt_parent_id = l._dlt_id ORDER BY 1"))
                .containsExactly("0 | b | NULL | NULL", "1 | NULL | 3 | NULL", "2 | NULL | NULL | 4");
    }

    @Test
    void plain_values_are_rows_of_one_column() {
        scratch.run(resource("items").rows(List.of("a", 1, true)));

        assertThat(scratch.rows("SELECT value, value__v_bool, value__v_text FROM items ORDER BY ALL"))
                .containsExactlyInAnyOrder("1 | NULL | NULL", "NULL | true | NULL", "NULL | NULL | a");
    }

    // Nesting.

    @Test
    void lists_of_lists_and_mixed_lists_become_tables_of_tables() {
        scratch.load(row("id", 1, "m", Arrays.asList(Arrays.asList(1, null), List.of(), 5, null, row("k", "v"), "x")));

        assertThat(scratch.rows("SELECT _dlt_list_idx, value, value__v_text, k FROM items__m ORDER BY 1"))
                .containsExactly(
                        "0 | NULL | NULL | NULL",
                        "1 | NULL | NULL | NULL",
                        "2 | 5 | NULL | NULL",
                        "3 | NULL | NULL | NULL",
                        "4 | NULL | NULL | v",
                        "5 | NULL | x | NULL");
        assertThat(scratch.rows("SELECT m._dlt_list_idx, l._dlt_list_idx, l.value FROM items__m__list l"
                        + " JOIN items__m m ON m._dlt_id = l._dlt_parent_id ORDER BY 1, 2"))
                .containsExactly("0 | 0 | 1", "0 | 1 | NULL");
    }

    @Test
    void forty_levels_of_lists_with_long_names_are_loaded() {
        Object value = List.of(row("leaf", 1));
        for (int level = 0; level < 40; level++) {
            value = List.of(row("a_rather_long_name_of_a_list_" + level, value));
        }
        scratch.load(row("id", 1, "top", value));

        String deepest = scratch.tables().getLast();
        assertThat(scratch.tables()).hasSize(42);
        assertThat(deepest).hasSizeGreaterThan(1_000);
        assertThat(scratch.rows("SELECT leaf FROM \"" + deepest + "\"")).containsExactly("1");
    }

    @Test
    void no_nesting_keeps_documents() {
        Map<String, Object> row = row(
                "id", 1, "o", row("a", 1, "b", Arrays.asList(1.5, null, "x")), "l", List.of(), "n", new Item("s", 1));

        scratch.run(
                resource("none").rows(List.of(row)).maxNesting(0),
                resource("one").rows(List.of(row)).maxNesting(1),
                resource("said").rows(List.of(row)).column("o", jsonDocument()));

        assertThat(scratch.columns("none")).containsExactly("id BIGINT", "o JSON", "l JSON", "n JSON");
        assertThat(scratch.rows("SELECT o, l, n FROM none"))
                .containsExactly("{\"a\":1,\"b\":[1.5,null,\"x\"]} | [] | {\"sku\":\"s\",\"count\":1}");
        assertThat(scratch.columns("one"))
                .containsExactly("id BIGINT", "o__a BIGINT", "o__b JSON", "n__sku VARCHAR", "n__count BIGINT");
        assertThat(scratch.columns("said")).containsExactly("id BIGINT", "o JSON", "n__sku VARCHAR", "n__count BIGINT");
    }
}
