package dev.pipette.duckdb;

import static dev.pipette.Pipette.resource;
import static dev.pipette.duckdb.Scratch.refusal;
import static dev.pipette.duckdb.Scratch.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.LoadInfo;
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
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of rows that Java code makes: types and names. */
class RowsTests {
    @TempDir
    Path folder;

    private Scratch scratch;

    @BeforeEach
    void open() {
        scratch = new Scratch(folder);
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
        scratch.load(
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
        scratch.load(row("id", 1, "d", new BigDecimal("1.5")), row("id", 2, "d", new BigDecimal(digits)));

        assertThat(scratch.rows("SELECT id, d FROM items ORDER BY id")).containsExactly("1 | 1.5", "2 | " + digits);
    }

    @Test
    void a_value_of_a_type_that_no_column_has_is_refused_by_name() {
        assertThat(refusal(() -> scratch.load(row("id", 1), row("id", 2, "zone", ZoneOffset.UTC))))
                .isEqualTo("[TYPE_MISMATCH] table items, row 2, 'zone': no column can hold a java.time.ZoneOffset (Z)."
                        + " Turn it into text, a number, a date or time, a map or a list with .map(..).");
        assertThat(scratch.datasets()).isEmpty();
    }

    @Test
    void integers_beyond_what_a_double_holds_stay_exact_beside_doubles() {
        scratch.load(row("id", 1, "x", 9007199254740993L), row("id", 2, "x", 0.5), row("id", 3, "x", 7));

        assertThat(scratch.rows("SELECT id, x, x__v_bigint FROM items ORDER BY id"))
                .containsExactly("1 | NULL | 9007199254740993", "2 | 0.5 | NULL", "3 | 7.0 | NULL");
    }

    @Test
    void doubles_and_decimals_in_one_column_stay_exact() {
        scratch.load(
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
        scratch.load(
                row("id", 1, "t", 5),
                row("id", 2, "t", Instant.parse("2025-01-02T03:04:05Z")),
                row("id", 3, "t", LocalDateTime.of(2025, 1, 2, 3, 4, 5)));

        assertThat(scratch.rows("SELECT t, t__v_timestamp, t__v_local_timestamp FROM items ORDER BY id"))
                .containsExactly(
                        "5 | NULL | NULL", "NULL | 2025-01-02 03:04:05+00 | NULL", "NULL | NULL | 2025-01-02 03:04:05");
    }

    // Names.

    @Test
    void keys_that_become_one_column_are_refused() {
        assertThat(refusal(() -> scratch.load(row("id", 1), row("id", 2, "UserName", "a", "user_name", "b"))))
                .isEqualTo("[NAME_COLLISION] table items, row 2: the keys 'UserName' and 'user_name' both become column"
                        + " 'user_name'. Rename one of them with .map(..).");
        assertThat(refusal(() -> scratch.load(row("a__b", 1, "a", row("b", 2)))))
                .isEqualTo("[NAME_COLLISION] table items, row 1: the keys 'a__b' and 'a.b' both become column 'a__b'."
                        + " Rename one of them with .map(..).");
        assertThat(scratch.datasets()).isEmpty();
    }

    @Test
    void the_same_column_may_come_from_another_key_in_another_row() {
        scratch.load(row("UserName", "a"), row("user_name", "b"));

        assertThat(scratch.rows("SELECT user_name FROM items ORDER BY 1")).containsExactly("a", "b");
    }

    @Test
    void names_of_the_bookkeeping_are_refused() {
        assertThat(refusal(() -> scratch.load(row("_dlt_id", "x"))))
                .isEqualTo("[NAME_COLLISION] table items: key '_dlt_id' becomes column _dlt_id, and names that begin"
                        + " with _dlt_ are Pipette's own. Rename or drop it with .map(..).");
        assertThat(refusal(() -> scratch.run(resource("_dlt_loads").rows(List.of(row("id", 1))))))
                .isEqualTo("[NAME_COLLISION] resource _dlt_loads fills table _dlt_loads, which is a bookkeeping table's"
                        + " name. Choose another with .table(..).");
    }

    @Test
    void a_variant_column_that_the_data_has_is_refused() {
        assertThat(refusal(() -> scratch.load(row("x", 1), row("x", "a"), row("x__v_text", "b"))))
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
        scratch.load(row("", 1, "o", Map.of(), "id", 2));

        assertThat(scratch.columns("items")).containsExactly("_empty BIGINT", "id BIGINT");
    }

    @Test
    void rows_without_values_are_rows() {
        LoadInfo info = scratch.load(row("id", 1), row(), row("id", null));

        assertThat(info.rows("items")).isEqualTo(3);
        assertThat(scratch.rows("SELECT id FROM items ORDER BY id")).containsExactly("1", "NULL", "NULL");
    }
}
