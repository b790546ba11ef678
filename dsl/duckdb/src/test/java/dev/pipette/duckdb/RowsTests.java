package dev.pipette.duckdb;

import static dev.pipette.Pipette.bigint;
import static dev.pipette.Pipette.decimal;
import static dev.pipette.Pipette.floating;
import static dev.pipette.Pipette.jsonDocument;
import static dev.pipette.Pipette.jsonl;
import static dev.pipette.Pipette.resource;
import static dev.pipette.Pipette.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.LoadInfo;
import dev.pipette.PipetteException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of rows that Java code makes: types, nested tables, names. */
class RowsTests {
    @TempDir
    Path folder;

    private Scratch scratch;

    @BeforeEach
    void open() {
        scratch = new Scratch(folder);
    }

    private static Map<String, Object> row(@Nullable Object... keysAndValues) {
        Map<String, Object> row = new LinkedHashMap<>();
        for (int index = 0; index < keysAndValues.length; index += 2) {
            row.put((String) keysAndValues[index], keysAndValues[index + 1]);
        }
        return row;
    }

    @SafeVarargs
    private LoadInfo load(Map<String, Object>... rows) {
        return scratch.run(resource("items").rows(List.of(rows)));
    }

    private static String refusal(Runnable run) {
        try {
            run.run();
        } catch (PipetteException refused) {
            return String.valueOf(refused.getMessage());
        }
        throw new AssertionError("nothing was refused");
    }

    // Types.

    @Test
    void every_java_type_has_a_column_type() {
        scratch.run(resource("items")
                .rows(List.of(
                        row("name", "string", "s", "zażółć 🙂"),
                        row("name", "char", "c", 'x'),
                        row("name", "builder", "sb", new StringBuilder("text")),
                        row("name", "uuid", "uuid", UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8")),
                        row("name", "enum", "e", Thread.State.NEW),
                        row("name", "byte", "i8", Byte.MIN_VALUE),
                        row("name", "short", "i16", Short.MIN_VALUE),
                        row("name", "int", "i32", Integer.MIN_VALUE),
                        row("name", "long", "i64", Long.MIN_VALUE),
                        row("name", "small", "bi", BigInteger.TEN),
                        row("name", "big", "big", BigInteger.TWO.pow(64)),
                        row("name", "decimal", "d", new BigDecimal("-0.10")),
                        row("name", "float", "f32", 0.1f),
                        row("name", "double", "f64", 0.1),
                        row("name", "boolean", "b", true),
                        row("name", "bytes", "by", new byte[] {0, -1}),
                        row("name", "instant", "at", Instant.parse("2025-01-02T03:04:05.678901Z")),
                        row("name", "offset", "off", OffsetDateTime.parse("2025-01-02T03:04:05+02:00")),
                        row(
                                "name",
                                "zoned",
                                "zoned",
                                ZonedDateTime.of(2025, 1, 2, 3, 4, 5, 0, ZoneId.of("Asia/Tokyo"))),
                        row("name", "date", "date", new java.util.Date(1)),
                        row("name", "timestamp", "stamp", java.sql.Timestamp.from(Instant.ofEpochSecond(1, 1_000))),
                        row("name", "local", "local", LocalDateTime.of(2025, 1, 2, 3, 4, 5, 6_000)),
                        row("name", "day", "day", LocalDate.of(2024, 2, 29)),
                        row("name", "sqlday", "sday", java.sql.Date.valueOf("2024-02-29")),
                        row("name", "time", "time", LocalTime.of(23, 59, 59, 999_999_000)),
                        row("name", "sqltime", "stime", java.sql.Time.valueOf("10:11:12")))));

        assertThat(scratch.columns("items"))
                .containsExactly(
                        "name VARCHAR",
                        "s VARCHAR",
                        "c VARCHAR",
                        "sb VARCHAR",
                        "uuid VARCHAR",
                        "e VARCHAR",
                        "i8 BIGINT",
                        "i16 BIGINT",
                        "i32 BIGINT",
                        "i64 BIGINT",
                        "bi BIGINT",
                        "big DECIMAL(38,9)",
                        "d DECIMAL(38,9)",
                        "f32 DOUBLE",
                        "f64 DOUBLE",
                        "b BOOLEAN",
                        "by BLOB",
                        "at TIMESTAMP WITH TIME ZONE",
                        "off TIMESTAMP WITH TIME ZONE",
                        "zoned TIMESTAMP WITH TIME ZONE",
                        "date TIMESTAMP WITH TIME ZONE",
                        "stamp TIMESTAMP WITH TIME ZONE",
                        "local TIMESTAMP",
                        "day DATE",
                        "sday DATE",
                        "time TIME",
                        "stime TIME");
        assertThat(scratch.rows("UNPIVOT (SELECT COLUMNS(* EXCLUDE (name, _dlt_id, _dlt_load_id))::VARCHAR FROM items)"
                        + " ON COLUMNS(*)"))
                .containsExactlyInAnyOrder(
                        "s | zażółć 🙂",
                        "c | x",
                        "sb | text",
                        "uuid | 6ba7b810-9dad-11d1-80b4-00c04fd430c8",
                        "e | NEW",
                        "i8 | -128",
                        "i16 | -32768",
                        "i32 | -2147483648",
                        "i64 | -9223372036854775808",
                        "bi | 10",
                        "big | 18446744073709551616.000000000",
                        "d | -0.100000000",
                        "f32 | 0.1",
                        "f64 | 0.1",
                        "b | true",
                        "by | \\x00\\xFF",
                        "at | 2025-01-02 03:04:05.678901+00",
                        "off | 2025-01-02 01:04:05+00",
                        "zoned | 2025-01-01 18:04:05+00",
                        "date | 1970-01-01 00:00:00.001+00",
                        "stamp | 1970-01-01 00:00:01.000001+00",
                        "local | 2025-01-02 03:04:05.000006",
                        "day | 2024-02-29",
                        "sday | 2024-02-29",
                        "time | 23:59:59.999999",
                        "stime | 10:11:12");
    }

    @Test
    void extremes_are_kept() {
        load(
                row(
                        "id",
                        1,
                        "n",
                        Long.MAX_VALUE,
                        "x",
                        Double.MAX_VALUE,
                        "d",
                        new BigDecimal("99999999999999999999999999999.999999999"),
                        "day",
                        LocalDate.of(9999, 12, 31),
                        "at",
                        Instant.parse("9999-12-31T23:59:59.999999Z"),
                        "local",
                        LocalDateTime.of(1, 1, 1, 0, 0),
                        "s",
                        "x".repeat(100_000),
                        "nul",
                        "a\0b"),
                row(
                        "id",
                        2,
                        "n",
                        Long.MIN_VALUE,
                        "x",
                        Double.MIN_VALUE,
                        "d",
                        new BigDecimal("1E-9"),
                        "day",
                        LocalDate.of(1, 1, 1),
                        "at",
                        Instant.parse("0001-01-01T00:00:00Z"),
                        "local",
                        LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_000),
                        "s",
                        "",
                        "nul",
                        "'\";\n\t\\"),
                row("id", 3, "x", Double.NaN),
                row("id", 4, "x", Double.NEGATIVE_INFINITY),
                row("id", 5, "x", -0.0));

        assertThat(scratch.rows(
                        "SELECT n, x, d, day, \"at\", local, length(s), encode(nul) FROM items ORDER BY id LIMIT 2"))
                .containsExactly(
                        "9223372036854775807 | 1.7976931348623157e+308"
                                + " | 99999999999999999999999999999.999999999 | 9999-12-31"
                                + " | 9999-12-31 23:59:59.999999+00 | 0001-01-01 00:00:00 | 100000 | a\\x00b",
                        "-9223372036854775808 | 5e-324 | 0.000000001 | 0001-01-01 | 0001-01-01 00:00:00+00"
                                + " | 9999-12-31 23:59:59.999999 | 0 | \\x27\\x22;\\x0A\\x09\\x5C");
        assertThat(scratch.rows("SELECT x FROM items WHERE id > 2 ORDER BY id")).containsExactly("nan", "-inf", "-0.0");
    }

    @Test
    void a_decimal_of_more_than_38_digits_is_kept_as_text() {
        String digits = "123456789012345678901234567890.1234567890123";
        load(row("id", 1, "d", new BigDecimal("1.5")), row("id", 2, "d", new BigDecimal(digits)));

        assertThat(scratch.rows("SELECT id, d FROM items ORDER BY id")).containsExactly("1 | 1.5", "2 | " + digits);
    }

    @Test
    void a_value_of_a_type_that_no_column_has_is_refused_by_name() {
        assertThat(refusal(() -> load(row("id", 1), row("id", 2, "zone", ZoneOffset.UTC))))
                .isEqualTo("[TYPE_MISMATCH] table items, row 2, 'zone': no column can hold a java.time.ZoneOffset (Z)."
                        + " Turn it into text, a number, a date or time, a map or a list with .map(..).");
        assertThat(scratch.database()).doesNotExist();
    }

    @Test
    void integers_beyond_what_a_double_holds_stay_exact_beside_doubles() {
        load(row("id", 1, "x", 9007199254740993L), row("id", 2, "x", 0.5), row("id", 3, "x", 7));

        assertThat(scratch.rows("SELECT id, x, x__v_bigint FROM items ORDER BY id"))
                .containsExactly("1 | NULL | 9007199254740993", "2 | 0.5 | NULL", "3 | 7.0 | NULL");
    }

    @Test
    void doubles_and_decimals_in_one_column_stay_exact() {
        load(
                row("id", 1, "x", new BigDecimal("0.1")),
                row("id", 2, "x", 0.25),
                row("id", 3, "x", 1e300),
                row("id", 4, "x", Double.NaN),
                row("id", 5, "x", 7L));

        assertThat(scratch.rows("SELECT typeof(x), x, x__v_double FROM items ORDER BY id"))
                .containsExactly(
                        "DECIMAL(38,9) | 0.100000000 | NULL",
                        "DECIMAL(38,9) | 0.250000000 | NULL",
                        "DECIMAL(38,9) | NULL | 1e+300",
                        "DECIMAL(38,9) | NULL | nan",
                        "DECIMAL(38,9) | 7.000000000 | NULL");
    }

    @Test
    void instants_and_naive_times_never_share_a_column() {
        load(
                row("id", 1, "t", 5),
                row("id", 2, "t", Instant.parse("2025-01-02T03:04:05Z")),
                row("id", 3, "t", LocalDateTime.of(2025, 1, 2, 3, 4, 5)));

        assertThat(scratch.rows("SELECT t, t__v_timestamp, t__v_local_timestamp FROM items ORDER BY id"))
                .containsExactly(
                        "5 | NULL | NULL", "NULL | 2025-01-02 03:04:05+00 | NULL", "NULL | NULL | 2025-01-02 03:04:05");
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
        load(row(
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
        load(row("id", 1, "m", Arrays.asList(Arrays.asList(1, null), List.of(), 5, null, row("k", "v"), "x")));

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
        load(row("id", 1, "top", value));

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

    // Names.

    @Test
    void keys_that_become_one_column_are_refused() {
        assertThat(refusal(() -> load(row("id", 1), row("id", 2, "UserName", "a", "user_name", "b"))))
                .isEqualTo("[NAME_COLLISION] table items, row 2: the keys 'UserName' and 'user_name' both become column"
                        + " 'user_name'. Rename one of them with .map(..).");
        assertThat(refusal(() -> load(row("a__b", 1, "a", row("b", 2)))))
                .isEqualTo("[NAME_COLLISION] table items, row 1: the keys 'a__b' and 'b' both become column 'a__b'."
                        + " Rename one of them with .map(..).");
        assertThat(scratch.database()).doesNotExist();
    }

    @Test
    void the_same_column_may_come_from_another_key_in_another_row() {
        load(row("UserName", "a"), row("user_name", "b"));

        assertThat(scratch.rows("SELECT user_name FROM items ORDER BY 1")).containsExactly("a", "b");
    }

    @Test
    void names_of_the_bookkeeping_are_refused() {
        assertThat(refusal(() -> load(row("_dlt_id", "x"))))
                .isEqualTo("[NAME_COLLISION] table items: key '_dlt_id' becomes column _dlt_id, and names that begin"
                        + " with _dlt_ are Pipette's own. Rename or drop it with .map(..).");
        assertThat(refusal(() -> scratch.run(resource("_dlt_loads").rows(List.of(row("id", 1))))))
                .isEqualTo("[NAME_COLLISION] resource _dlt_loads fills table _dlt_loads, which is a bookkeeping table's"
                        + " name. Choose another with .table(..).");
    }

    @Test
    void a_variant_column_that_the_data_has_is_refused() {
        assertThat(refusal(() -> load(row("x", 1), row("x", "a"), row("x__v_text", "b"))))
                .isEqualTo("[NAME_COLLISION] table items: values of column 'x' that are text belong into column"
                        + " 'x__v_text', and the data has a column of that name. Rename it with .map(..).");
    }

    /** A root table never has two underscores in its name, which every nested table has. */
    @Test
    void a_root_table_never_takes_the_name_of_a_nested_table() {
        scratch.run(
                resource("a").rows(List.of(row("b", List.of(1)))),
                resource("a__b").rows(List.of(row("x", 1))));

        assertThat(scratch.tables()).containsExactly("a", "a__b", "a_b");
    }

    @Test
    void empty_keys_and_empty_objects_are_nothing_special() {
        load(row("", 1, "o", Map.of(), "id", 2));

        assertThat(scratch.columns("items")).containsExactly("_empty BIGINT", "id BIGINT");
    }

    @Test
    void rows_without_values_are_rows() {
        LoadInfo info = load(row("id", 1), row(), row("id", null));

        assertThat(info.rows("items")).isEqualTo(3);
        assertThat(scratch.rows("SELECT id FROM items ORDER BY id")).containsExactly("1", "NULL", "NULL");
    }

    // From one load to the next.

    @Test
    void integers_widen_to_what_arrives_later() {
        load(row("id", 1, "a", 1, "b", 9007199254740993L, "c", 3));

        LoadInfo second = load(row("id", 2, "a", 0.5, "b", 0.5, "c", new BigDecimal("0.25")));

        assertThat(second.schemaChanges())
                .containsExactly(
                        "column items.a was widened from BIGINT to double",
                        "column items.b__v_double double was added",
                        "column items.c was widened from BIGINT to decimal(38,9)");
        assertThat(scratch.rows("SELECT a, b, b__v_double, c FROM items ORDER BY id"))
                .containsExactly("1.0 | 9007199254740993 | NULL | 3.000000000", "0.5 | NULL | 0.5 | 0.250000000");
    }

    @Test
    void values_of_another_type_go_into_variants_that_fit_every_later_load() {
        load(row("id", 1, "x", true));
        load(row("id", 2, "x", new BigDecimal("1.123456789012")), row("id", 3, "x", "abc"), row("id", 4, "x", 7));
        load(row("id", 5, "x", new BigDecimal("2.5")), row("id", 6, "x", false), row("id", 7, "x", "true"));
        load(row("id", 8, "x", new BigDecimal("12345678901234567890123456789012.5")));

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
                .containsExactly("column items.d was widened from DECIMAL(38,0) to decimal(38,2)");
        assertThat(scratch.rows("SELECT d FROM items ORDER BY id")).containsExactly("5.00", "19.90", "7.50");
    }

    @Test
    void a_decimal_column_takes_wider_numbers_and_keeps_what_does_not_fit_beside_it() {
        load(row("id", 1, "d", new BigDecimal("0.123456789012345678901234567890")));
        load(row("id", 2, "d", new BigDecimal("12345678901234567890")), row("id", 3, "d", 5));

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
                .startsWith("[TYPE_MISMATCH] table items, key or cursor column 'id': the value 'abc' in row 2 is a text"
                        + " and the column is bigint. Make them alike with .map(..), or say column(\"id\", text())"
                        + " before the first load.");
        assertThat(scratch.rows("SELECT id, x FROM items")).containsExactly("1 | 1");
    }

    @Test
    void what_was_said_of_a_column_holds_when_the_column_is_there() {
        load(row("id", 1, "n", 1, "f", 1, "m", 1));

        scratch.run(resource("items")
                .rows(List.of(row("id", 2, "n", 3.0, "f", 2, "m", "0.10")))
                .column("n", bigint())
                .column("f", floating())
                .column("m", decimal(10, 2)));

        assertThat(scratch.columns("items")).containsExactly("id BIGINT", "n BIGINT", "f DOUBLE", "m DECIMAL(38,2)");
        assertThat(scratch.rows("SELECT n, f, m FROM items ORDER BY id"))
                .containsExactly("1 | 1.0 | 1.00", "3 | 2.0 | 0.10");
    }

    @Test
    void values_for_a_column_of_a_type_that_pipette_has_not_are_kept_beside_it() {
        load(row("id", 1, "x", 1));
        scratch.execute("ALTER TABLE items ALTER x TYPE HUGEINT");

        load(row("id", 2, "x", 2), row("id", 3, "x", "abc"));

        assertThat(scratch.rows("SELECT x, x__v_bigint, x__v_text FROM items ORDER BY id"))
                .containsExactly("1 | NULL | NULL", "NULL | 2 | NULL", "NULL | NULL | abc");
    }

    @Test
    void a_column_that_was_dropped_by_hand_comes_back() {
        load(row("id", 1, "x", 1, "y", 1));
        scratch.execute("ALTER TABLE items DROP x");

        LoadInfo info = load(row("id", 2, "x", 2, "y", 2));

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
