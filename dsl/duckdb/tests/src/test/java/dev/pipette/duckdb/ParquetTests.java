package dev.pipette.duckdb;

import static dev.pipette.Pipette.cursor;
import static dev.pipette.Pipette.decimal;
import static dev.pipette.Pipette.parquet;
import static dev.pipette.Pipette.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.LoadInfo;
import dev.pipette.Resource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of Parquet files: their own types, their lists and structs. */
class ParquetTests {
    @TempDir
    Path folder;

    private Scratch scratch;

    @BeforeEach
    void open() {
        scratch = new Scratch(folder);
    }

    private Path parquetFile(String name, String select) {
        Path file = folder.resolve(name);
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'");
            statement.execute("COPY (" + select + ") TO '" + file + "' (FORMAT parquet)");
            return file;
        } catch (SQLException failed) {
            throw new IllegalStateException(select, failed);
        }
    }

    private static final String FLAT = """
            SELECT 1::TINYINT AS i8, 2::SMALLINT AS i16, 3::INTEGER AS i32, 9223372036854775807 AS i64,
              255::UTINYINT AS u8, 18446744073709551615::UBIGINT AS u64, 0.1::FLOAT AS f32, 0.1::DOUBLE AS f64,
              1.10::DECIMAL(5,2) AS money, 'x' AS note, '\\x00\\xFF'::BLOB AS bytes, DATE '2025-01-02' AS day,
              TIME '10:11:12.5' AS clock, TIMESTAMP '2025-01-02 03:04:05' AS naive,
              TIMESTAMPTZ '2025-01-02 03:04:05+02' AS instant, TIMESTAMP_MS '2025-01-02 03:04:05.123' AS millis,
              '6ba7b810-9dad-11d1-80b4-00c04fd430c8'::UUID AS uuid, true AS truth, NULL::INTEGER AS nothing
            UNION ALL SELECT -1, -2, -3, -9223372036854775808, 0, 0::UBIGINT, 'nan'::FLOAT, 'inf'::DOUBLE, -0.01, '', '',
              DATE '0001-01-01',
              TIME '00:00:00', TIMESTAMP '1969-12-31 23:59:59.999999', TIMESTAMPTZ '2025-06-01 00:00:00Z',
              TIMESTAMP_MS '1970-01-01', '00000000-0000-0000-0000-000000000000', false, NULL
            """;

    @Test
    void a_flat_parquet_file_keeps_its_types() {
        Path file = parquetFile("items.parquet", FLAT);
        String everything = "SELECT * EXCLUDE (_dlt_id, _dlt_load_id) FROM ";

        scratch.run(parquet("items", file));
        scratch.run(parquet("seen", file).filter(row -> true));

        assertThat(scratch.columns("items"))
                .containsExactly(
                        "i8 BIGINT",
                        "i16 BIGINT",
                        "i32 BIGINT",
                        "i64 BIGINT",
                        "u8 BIGINT",
                        "u64 DECIMAL(38,9)",
                        "f32 DOUBLE",
                        "f64 DOUBLE",
                        "money DECIMAL(38,9)",
                        "note VARCHAR",
                        "bytes BLOB",
                        "day DATE",
                        "clock TIME",
                        "naive TIMESTAMP",
                        "instant TIMESTAMP WITH TIME ZONE",
                        "millis TIMESTAMP",
                        "uuid VARCHAR",
                        "truth BOOLEAN");
        assertThat(scratch.rows(everything + "items ORDER BY i8"))
                .containsExactly(
                        "-1 | -2 | -3 | -9223372036854775808 | 0 | 0.000000000 | nan | inf | -0.010000000 |  |  | 0001-01-01"
                                + " | 00:00:00 | 1969-12-31 23:59:59.999999 | 2025-06-01 00:00:00+00"
                                + " | 1970-01-01 00:00:00 | 00000000-0000-0000-0000-000000000000 | false",
                        "1 | 2 | 3 | 9223372036854775807 | 255 | 18446744073709551615.000000000 | 0.10000000149011612"
                                + " | 0.1 | 1.100000000 | x | \\x00\\xFF | 2025-01-02 | 10:11:12.5"
                                + " | 2025-01-02 03:04:05 | 2025-01-02 01:04:05+00 | 2025-01-02 03:04:05.123"
                                + " | 6ba7b810-9dad-11d1-80b4-00c04fd430c8 | true");
        assertThat(scratch.columns("seen")).isEqualTo(scratch.columns("items"));
        assertThat(scratch.rows(everything + "seen ORDER BY i8"))
                .isEqualTo(scratch.rows(everything + "items ORDER BY i8"));
    }

    @Test
    void keys_of_decimals_in_a_parquet_file_are_told_apart() {
        Path file = parquetFile("items.parquet", "SELECT 1 AS n, unnest([1, 10])::DECIMAL(5,0) AS id");
        Resource items = parquet("items", file).primaryKey("id").incremental(cursor("n", Long.class));
        scratch.run(items);
        parquetFile("items.parquet", "SELECT 1 AS n, unnest([1, 10, 100])::DECIMAL(5,0) AS id");

        scratch.run(items);

        assertThat(scratch.rows("SELECT CAST(id AS INTEGER) AS id FROM items ORDER BY id"))
                .containsExactly("1", "10", "100");
    }

    @Test
    void lists_and_structs_of_a_parquet_file_become_tables_and_columns() {
        Path file = parquetFile("items.parquet", """
                SELECT 1 AS id, {'city': 'Oslo', 'at': TIMESTAMPTZ '2025-01-02 03:04:05Z'} AS addr, ['a', NULL, 'b'] AS tags,
                  [{'sku': 'x', 'opts': [1, 2]}, {'sku': 'y', 'opts': NULL}] AS lines, MAP {'k': 1.5::DOUBLE} AS more
                UNION ALL SELECT 2, NULL, [], NULL, NULL
                """);

        scratch.run(parquet("items", file));

        assertThat(scratch.tables()).containsExactly("items", "items__lines", "items__lines__opts", "items__tags");
        assertThat(scratch.rows("SELECT id, addr__city, addr__at, more__k FROM items ORDER BY id"))
                .containsExactly("1 | Oslo | 2025-01-02 03:04:05+00 | 1.5", "2 | NULL | NULL | NULL");
        assertThat(scratch.rows("SELECT _dlt_list_idx, value FROM items__tags ORDER BY 1"))
                .containsExactly("0 | a", "1 | NULL", "2 | b");
        assertThat(scratch.rows("SELECT l.sku, o._dlt_list_idx, o.value FROM items__lines l"
                        + " LEFT JOIN items__lines__opts o ON o._dlt_parent_id = l._dlt_id ORDER BY 1, 2"))
                .containsExactly("x | 0 | 1", "x | 1 | 2", "y | NULL | NULL");
    }

    @Test
    void flat_and_nested_parquet_files_fill_one_table() {
        parquetFile("a.parquet", "SELECT 1 AS id, 'x' AS note");
        parquetFile("b.parquet", "SELECT 2 AS id, '2025-01-02T03:04:05Z' AS note, [1, 2] AS tags");

        scratch.run(parquet("items", folder.resolve("*.parquet")));

        assertThat(scratch.rows("SELECT id, note FROM items ORDER BY id"))
                .containsExactly("1 | x", "2 | 2025-01-02T03:04:05Z");
        assertThat(scratch.rows("SELECT count(*) FROM items__tags")).containsExactly("2");
    }

    private static final String TIMES = """
            SELECT 1 AS id, TIMESTAMP '2024-03-10 02:30:00' AS naive, TIMESTAMPTZ '2024-03-10 02:30:00.5Z' AS instant,
              DATE '1582-10-10' AS day, TIME '10:11:12.000001' AS clock, TIMESTAMP_S '2024-03-10 02:30:00' AS secs,
              TIMESTAMP_MS '2024-03-10 02:30:00.123' AS millis
            UNION ALL SELECT 2, TIMESTAMP '1582-10-10 00:00:00', TIMESTAMPTZ '1582-10-10 00:00:00Z', DATE '0044-03-15 (BC)',
              '00:00:00', '1582-10-10', '1582-10-10'
            UNION ALL SELECT 3, TIMESTAMP '0044-03-15 (BC) 12:00:00', TIMESTAMPTZ '0044-03-15 (BC) 12:00:00Z',
              DATE '12345-01-01', '23:59:59.999999', '0044-03-15 (BC)', '0044-03-15 (BC)'
            UNION ALL SELECT 4, 'infinity', 'infinity', 'infinity', NULL, NULL, NULL
            UNION ALL SELECT 5, '-infinity', '-infinity', '-infinity', NULL, NULL, NULL
            UNION ALL SELECT 6, TIMESTAMP '12345-01-01 00:00:00', TIMESTAMPTZ '12345-01-01 00:00:00Z',
              DATE '0001-01-01', NULL, '12345-01-01', '12345-01-01'
            """;

    /** What {@code java.sql.Timestamp} does not have: no day of the Julian calendar's end, no year before Christ. */
    @Test
    void times_are_the_same_whoever_reads_them() {
        Path flat = parquetFile("flat.parquet", TIMES);
        Path nested = parquetFile(
                "nested.parquet",
                "SELECT id, {'naive': naive, 'instant': instant, 'day': day} AS obj, [naive] AS naives, [day] AS days,"
                        + " [{'moment': instant}] AS objs, MAP {'k': naive} AS named FROM (" + TIMES + ")");

        scratch.run(parquet("moved", flat));
        scratch.run(parquet("walked", flat).filter(row -> true), parquet("nested", nested));

        String everything = "SELECT * EXCLUDE (_dlt_id, _dlt_load_id) FROM ";
        assertThat(scratch.columns("walked")).isEqualTo(scratch.columns("moved"));
        assertThat(scratch.rows(everything + "walked ORDER BY id"))
                .isEqualTo(scratch.rows(everything + "moved ORDER BY id"))
                .startsWith("1 | 2024-03-10 02:30:00 | 2024-03-10 02:30:00.5+00 | 1582-10-10 | 10:11:12.000001"
                        + " | 2024-03-10 02:30:00 | 2024-03-10 02:30:00.123")
                .contains("4 | infinity | infinity | infinity | NULL | NULL | NULL");
        assertThat(scratch.rows("SELECT obj__naive, obj__instant, obj__day FROM nested ORDER BY id"))
                .isEqualTo(scratch.rows("SELECT naive, instant, day FROM moved ORDER BY id"));
        assertThat(scratch.rows("SELECT named__k FROM nested ORDER BY id"))
                .isEqualTo(scratch.rows("SELECT naive FROM moved ORDER BY id"));
        assertThat(scratch.rows("SELECT value FROM nested__naives ORDER BY value"))
                .isEqualTo(scratch.rows("SELECT naive FROM moved ORDER BY naive"));
        assertThat(scratch.rows("SELECT value FROM nested__days ORDER BY value"))
                .isEqualTo(scratch.rows("SELECT day FROM moved ORDER BY day"));
        assertThat(scratch.rows("SELECT moment FROM nested__objs ORDER BY moment"))
                .isEqualTo(scratch.rows("SELECT instant FROM moved ORDER BY instant"));
    }

    @Test
    void times_that_no_column_holds_whole_are_cut_and_noted_or_kept_as_text() {
        Path file = parquetFile(
                "items.parquet",
                "SELECT TIMESTAMP_NS '1969-12-31 23:59:59.999999999' AS ns, TIME_NS '10:00:00.123456789' AS clock,"
                        + " TIMESTAMP_NS '2024-01-05 10:00:00.123456' AS us,"
                        + " '2024-01-05 10:00:00.123456789+00'::TIMESTAMPTZ_NS AS nsz, '09:00:00+00'::TIMETZ AS tz");

        LoadInfo cut = scratch.run(parquet("cut", file));
        LoadInfo kept = scratch.run(parquet("kept", file)
                .column("ns", text())
                .column("nsz", text())
                .column("clock", text())
                .column("tz", text()));

        assertThat(scratch.columns("cut"))
                .containsExactly(
                        "ns TIMESTAMP", "clock TIME", "us TIMESTAMP", "nsz TIMESTAMP WITH TIME ZONE", "tz VARCHAR");
        assertThat(scratch.rows("SELECT ns, clock, us, nsz, tz FROM cut"))
                .containsExactly("1969-12-31 23:59:59.999999 | 10:00:00.123456 | 2024-01-05 10:00:00.123456"
                        + " | 2024-01-05 10:00:00.123456+00 | 09:00:00+00");
        String advice = " of table cut has 1 time finer than a microsecond, cut to the microsecond. To keep all digits"
                + " as text, declare column(\"%1$s\", text()) (--type %1$s=text)";
        assertThat(cut.notes())
                .containsExactlyInAnyOrder(
                        "resource cut: column 'tz' holds times of day with a time zone, which no column type has; they"
                                + " are kept as text",
                        "resource cut: column 'ns'" + advice.formatted("ns"),
                        "resource cut: column 'clock'" + advice.formatted("clock"),
                        "resource cut: column 'nsz'" + advice.formatted("nsz"));
        assertThat(scratch.rows("SELECT ns, clock, nsz, tz FROM kept"))
                .containsExactly("1969-12-31T23:59:59.999999999 | 10:00:00.123456789"
                        + " | 2024-01-05T10:00:00.123456789Z | 09:00:00+00");
        assertThat(kept.notes()).isEmpty();
    }

    @Test
    void documents_of_a_parquet_file_are_documents_whoever_reads_them() {
        Path file = parquetFile(
                "items.parquet",
                "SELECT '{\"at\": \"2024-01-05T10:00:00.000Z\", \"n\": 1.50}'::JSON AS doc, 'text' AS note");

        scratch.run(parquet("moved", file));
        scratch.run(parquet("walked", file).filter(row -> true));

        for (String table : List.of("moved", "walked")) {
            assertThat(scratch.columns(table)).containsExactly("doc JSON", "note VARCHAR");
            assertThat(scratch.rows("SELECT doc FROM " + table))
                    .containsExactly("{\"at\": \"2024-01-05T10:00:00.000Z\", \"n\": 1.50}");
        }
    }

    @Test
    void doubles_become_decimals_with_the_digits_of_their_data() {
        Path file = parquetFile("items.parquet", "SELECT unnest([1.5::DOUBLE, 19.90, -0.125]) AS x");

        scratch.run(parquet("moved", file).column("x", decimal()));
        scratch.run(parquet("walked", file).column("x", decimal()).filter(row -> true));

        assertThat(scratch.columns("moved")).containsExactly("x DECIMAL(38,3)");
        assertThat(scratch.rows("SELECT x FROM moved ORDER BY x")).containsExactly("-0.125", "1.500", "19.900");
        assertThat(scratch.columns("walked")).isEqualTo(scratch.columns("moved"));
    }

    /**
     * The file was written by PyArrow: {@code wide} and those in {@code obj}, {@code list} and {@code map} are decimals of 60
     * digits, {@code small} of 39 and {@code exact} of 38. DuckDB makes doubles of all but the last.
     */
    @Test
    void decimals_of_more_than_38_digits_are_kept() throws IOException {
        Path file = folder.resolve("wide.parquet");
        try (InputStream wide = getClass().getResourceAsStream("wide-decimals.parquet")) {
            Files.copy(Objects.requireNonNull(wide), file);
        }

        LoadInfo load = scratch.run(parquet("items", file));

        assertThat(scratch.columns("items"))
                .containsExactly(
                        "id BIGINT",
                        "wide VARCHAR",
                        "small DECIMAL(38,9)",
                        "obj__n VARCHAR",
                        "obj__m BIGINT",
                        "map__k VARCHAR",
                        "exact DECIMAL(38,9)");
        String big = "1234567890123456789012345678901234567890.25";
        assertThat(scratch.rows("SELECT * EXCLUDE (_dlt_id, _dlt_load_id) FROM items ORDER BY id"))
                .containsExactly(
                        "1 | " + big + " | 1.500000000 | " + big + " | 1 | " + big + " | 1.100000000",
                        "2 | -0.01 | -2.250000000 | 1.00 | 2 | NULL | NULL",
                        "3 | NULL | NULL | NULL | NULL | NULL | NULL");
        assertThat(scratch.rows("SELECT value FROM items__list ORDER BY _dlt_list_idx"))
                .containsExactly(big, "NULL");
        assertThat(load.notes())
                .containsExactly(
                        "resource items: column 'wide' of table items has numbers that no decimal of 38 digits holds;"
                                + " its exact numbers are kept as text",
                        "resource items: column 'obj__n' of table items has numbers that no decimal of 38 digits"
                                + " holds; its exact numbers are kept as text",
                        "resource items: column 'map__k' of table items has numbers that no decimal of 38 digits"
                                + " holds; its exact numbers are kept as text",
                        "resource items: column 'value' of table items__list has numbers that no decimal of 38 digits"
                                + " holds; its exact numbers are kept as text");
        try (Stream<Path> left = Files.walk(folder)) {
            assertThat(left.filter(path -> path.toString().endsWith(".copy"))).isEmpty();
        }
    }
}
