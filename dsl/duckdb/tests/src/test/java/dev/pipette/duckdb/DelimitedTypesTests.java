package dev.pipette.duckdb;

import static dev.pipette.Pipette.bigint;
import static dev.pipette.Pipette.binary;
import static dev.pipette.Pipette.columnType;
import static dev.pipette.Pipette.csv;
import static dev.pipette.Pipette.decimal;
import static dev.pipette.Pipette.jsonDocument;
import static dev.pipette.Pipette.text;
import static dev.pipette.duckdb.Scratch.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.LoadInfo;
import dev.pipette.Resource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The types of columns of delimited text: without loss of information, and those that were said. */
class DelimitedTypesTests {
    @TempDir
    Path folder;

    private Scratch scratch;

    @BeforeEach
    void open() {
        scratch = new Scratch(folder);
    }

    // Types.

    @Test
    void text_that_would_lose_a_character_as_a_number_stays_text() {
        scratch.run(scratch.items("""
                zip,plus,dot,comma,blank,hex,under,minus,big,tiny,name,id
                05446,+5,1.,"1,5", 7,0x1F,1_000,-0,1e400,1e-400,Nan,1
                10001,+6,.5,"2,5",8 ,0x20,2_000,-00,1e5,1.25e-300,Inf,2
                """));

        assertThat(scratch.columns("items"))
                .containsExactly(
                        "zip VARCHAR",
                        "plus VARCHAR",
                        "dot VARCHAR",
                        "comma VARCHAR",
                        "blank VARCHAR",
                        "hex VARCHAR",
                        "under VARCHAR",
                        "minus VARCHAR",
                        "big VARCHAR",
                        "tiny VARCHAR",
                        "name VARCHAR",
                        "id BIGINT");
        assertThat(scratch.rows("SELECT * EXCLUDE (id, _dlt_id, _dlt_load_id) FROM items ORDER BY id"))
                .containsExactly(
                        "05446 | +5 | 1. | 1,5 |  7 | 0x1F | 1_000 | -0 | 1e400 | 1e-400 | Nan",
                        "10001 | +6 | .5 | 2,5 | 8  | 0x20 | 2_000 | -00 | 1e5 | 1.25e-300 | Inf");
    }

    @Test
    void numbers_truth_values_dates_and_times_get_their_types() {
        scratch.run(scratch.items("""
                i,price,sci,truth,day,naive,instant,clock
                1,19.90,1e-05,true,2025-01-02,2025-01-02 03:04:05,2025-01-02T03:04:05Z,10:11:12
                -2,0.50,-2.5,FALSE,1999-12-31,2025-01-02T03:04:05.123456,2025-01-02 03:04:05.5+02:00,00:00:00.25
                9223372036854775807,100.00,0,True,0001-01-01,1969-12-31T23:59:59,2025-01-02T03:04:05-0330,23:59:59
                """));

        assertThat(scratch.columns("items"))
                .containsExactly(
                        "i BIGINT",
                        "price DOUBLE",
                        "sci DOUBLE",
                        "truth BOOLEAN",
                        "day DATE",
                        "naive TIMESTAMP",
                        "instant TIMESTAMP WITH TIME ZONE",
                        "clock TIME");
        assertThat(scratch.rows("SELECT * EXCLUDE (_dlt_id, _dlt_load_id) FROM items ORDER BY price"))
                .containsExactly(
                        "-2 | 0.5 | -2.5 | false | 1999-12-31 | 2025-01-02 03:04:05.123456"
                                + " | 2025-01-02 01:04:05.5+00 | 00:00:00.25",
                        "1 | 19.9 | 1e-05 | true | 2025-01-02 | 2025-01-02 03:04:05"
                                + " | 2025-01-02 03:04:05+00 | 10:11:12",
                        "9223372036854775807 | 100.0 | 0.0 | true | 0001-01-01 | 1969-12-31 23:59:59"
                                + " | 2025-01-02 06:34:05+00 | 23:59:59");
    }

    @Test
    void numbers_that_could_not_be_written_back_stay_text() {
        scratch.run(scratch.items("""
                id,version,lot,hash,mixed,price
                1,1.9,12E5,1e5,10,19.90
                2,1.10,3E2,7e2,10.5,5.00
                3,1.1,7E0,2e0,10.50,3.10
                """));

        assertThat(scratch.columns("items"))
                .containsExactly(
                        "id BIGINT", "version VARCHAR", "lot VARCHAR", "hash VARCHAR", "mixed VARCHAR", "price DOUBLE");
        assertThat(scratch.rows("SELECT version, lot, hash, mixed, price FROM items ORDER BY id"))
                .containsExactly(
                        "1.9 | 12E5 | 1e5 | 10 | 19.9",
                        "1.10 | 3E2 | 7e2 | 10.5 | 5.0",
                        "1.1 | 7E0 | 2e0 | 10.50 | 3.1");
    }

    @Test
    void numbers_of_a_later_file_that_could_not_be_written_back_go_beside_the_column() {
        scratch.run(scratch.items("version\n1.8\n1.9\n"));

        scratch.run(scratch.items("version\n1.9\n1.10\n"));

        assertThat(scratch.rows("SELECT version, version__v_text FROM items ORDER BY 1, 2"))
                .containsExactly("1.8 | NULL", "1.9 | NULL", "1.9 | NULL", "NULL | 1.10");
    }

    @Test
    void files_of_one_load_must_write_their_numbers_in_one_way_too() {
        scratch.file("a.csv", "price,version\n19.90,1.10\n");
        scratch.file("b.csv", "price,version\n5.00,1.9\n");

        scratch.run(csv("items", folder.resolve("*.csv")));

        assertThat(scratch.columns("items")).containsExactly("price DOUBLE", "version VARCHAR");
    }

    @Test
    void a_late_value_that_is_written_in_another_way_makes_the_column_text() {
        StringBuilder rows = new StringBuilder("id,version\n");
        for (int row = 0; row < 20_000; row++) {
            rows.append(row).append(",1.9\n");
        }

        scratch.run(scratch.items(rows.append("20000,1.10\n").toString()));

        assertThat(scratch.columns("items")).containsExactly("id BIGINT", "version VARCHAR");
    }

    @Test
    void infinity_is_a_date_beside_dates_and_text_alone() {
        scratch.run(scratch.items("""
                id,day,naive,instant,alone,number
                1,2024-01-05,2024-01-05 10:00:00,2024-01-05T10:00:00Z,infinity,1.5
                2,infinity,infinity,infinity,,infinity
                3,-infinity,-infinity,-infinity,-infinity,-infinity
                """));

        assertThat(scratch.columns("items"))
                .containsExactly(
                        "id BIGINT",
                        "day DATE",
                        "naive TIMESTAMP",
                        "instant TIMESTAMP WITH TIME ZONE",
                        "alone VARCHAR",
                        "number DOUBLE");
        assertThat(scratch.rows("SELECT day, naive, instant, alone, number FROM items ORDER BY id"))
                .containsExactly(
                        "2024-01-05 | 2024-01-05 10:00:00 | 2024-01-05 10:00:00+00 | infinity | 1.5",
                        "infinity | infinity | infinity | NULL | inf",
                        "-infinity | -infinity | -infinity | -infinity | -inf");
    }

    @Test
    void money_is_exact_when_it_is_asked_for() {
        scratch.run(scratch.items("id,price,tax\n1,19.90,0.1\n2,-0.05,12345678901234567890.25\n")
                .column("price", columnType("decimal"))
                .column("tax", decimal(30, 4)));

        assertThat(scratch.columns("items")).containsExactly("id BIGINT", "price DECIMAL(38,2)", "tax DECIMAL(30,4)");
        assertThat(scratch.rows("SELECT price, tax FROM items ORDER BY id"))
                .containsExactly("19.90 | 0.1000", "-0.05 | 12345678901234567890.2500");
    }

    @Test
    void numbers_that_no_double_holds_become_decimals() {
        scratch.run(scratch.items("""
                id,big,long,precise,beyond
                1,12345678901234567890,9007199254740993.5,0.1,1
                2,1,1,0.123456789012345678,123456789012345678901234567890123456789
                """));

        assertThat(scratch.columns("items"))
                .containsExactly(
                        "id BIGINT",
                        "big DECIMAL(38,9)",
                        "long DECIMAL(38,9)",
                        "precise DECIMAL(38,18)",
                        "beyond VARCHAR");
        assertThat(scratch.rows("SELECT big, long, precise, beyond FROM items ORDER BY id"))
                .containsExactly(
                        "12345678901234567890.000000000 | 9007199254740993.500000000 | 0.100000000000000000 | 1",
                        "1.000000000 | 1.000000000 | 0.123456789012345678 | 123456789012345678901234567890123456789");
    }

    @Test
    void nan_and_infinity_are_numbers_beside_numbers() {
        scratch.run(scratch.items("id,x\n1,1.5\n2,NaN\n3,inf\n4,-Infinity\n5,2\n"));

        assertThat(scratch.rows("SELECT typeof(x), x FROM items ORDER BY id"))
                .containsExactly("DOUBLE | 1.5", "DOUBLE | nan", "DOUBLE | inf", "DOUBLE | -inf", "DOUBLE | 2.0");
    }

    @Test
    void empty_fields_are_null_and_columns_without_values_are_not_made() {
        scratch.run(scratch.items("id,a,b,c\n1,,,\"\"\n2,x,,\n"));

        assertThat(scratch.columns("items")).containsExactly("id BIGINT", "a VARCHAR");
        assertThat(scratch.rows("SELECT id, a FROM items ORDER BY id")).containsExactly("1 | NULL", "2 | x");
    }

    @Test
    void the_last_row_of_many_decides_as_much_as_the_first() {
        StringBuilder rows = new StringBuilder("id,a,b,c,d\n");
        for (int row = 0; row < 60_000; row++) {
            rows.append(row).append(",").append(row).append(",").append(row).append(",true,\n");
        }
        scratch.run(scratch.items(rows.append("60000,n/a,0.5,1,late\n").toString()));

        assertThat(scratch.columns("items"))
                .containsExactly("id BIGINT", "a VARCHAR", "b DOUBLE", "c VARCHAR", "d VARCHAR");
        assertThat(scratch.rows("SELECT a, b, c, d FROM items WHERE id >= 59999 ORDER BY id"))
                .containsExactly("59999 | 59999.0 | true | NULL", "n/a | 0.5 | 1 | late");
        assertThat(scratch.rows("SELECT count(*), count(DISTINCT id) FROM items"))
                .containsExactly("60001 | 60001");
    }

    // What was said of columns.

    @Test
    void a_value_that_is_not_what_was_said_is_refused_by_name() {
        assertThat(refusal(() -> scratch.run(
                        scratch.items("id,qty\n1,5\n2,many\n3,few\n").column("qty", bigint()))))
                .isEqualTo("[TYPE_MISMATCH] resource items: 2 values of column 'qty' cannot be bigint without loss"
                        + " (first: 'many', text, in row 2). Change such values with .map(..), or say"
                        + " column(\"qty\", text()) (--type qty=text) to keep them as they are."
                        + " Or keep such rows apart with .badRows(BadRows.REJECT) (--bad-rows reject).");
        assertThat(refusal(
                        () -> scratch.run(scratch.items("id,price\n1,1.999\n").column("price", decimal(10, 2)))))
                .isEqualTo("[TYPE_MISMATCH] resource items: 1 value of column 'price' cannot be decimal(10,2) without"
                        + " loss (first: '1.999', text, in row 1). Change such values with .map(..), or say"
                        + " column(\"price\", text()) (--type price=text) to keep them as they are."
                        + " Or keep such rows apart with .badRows(BadRows.REJECT) (--bad-rows reject).");
        assertThat(scratch.datasets()).isEmpty();
    }

    @Test
    void what_was_said_is_kept_on_the_next_load() {
        Resource items = csv("items", folder.resolve("items.csv"))
                .column("zip", text())
                .column("price", decimal(10, 2))
                .column("qty", columnType("double"));
        scratch.file("items.csv", "id,zip,price,qty\n1,12345,5,1\n");
        scratch.run(items);
        scratch.file("items.csv", "id,zip,price,qty\n2,054,7.25,2\n");

        LoadInfo second = scratch.run(items);

        assertThat(second.schemaChanges()).isEmpty();
        assertThat(scratch.columns("items"))
                .containsExactly("id BIGINT", "zip VARCHAR", "price DECIMAL(10,2)", "qty DOUBLE");
        assertThat(scratch.rows("SELECT zip, price, qty FROM items ORDER BY id"))
                .containsExactly("12345 | 5.00 | 1.0", "054 | 7.25 | 2.0");
    }

    @Test
    void text_that_is_declared_json_is_the_document_and_nothing_else() {
        String text = """
                id,payload,at
                1,"{""a"": 1, ""at"": ""2024-01-05T10:00:00.000Z""}",2024-01-05T10:00:00.000Z
                2,"[1, 2.50]",2024-01-06T10:00:00.000Z
                3,,
                """;
        scratch.run(scratch.items(text).column("payload", jsonDocument()));
        scratch.run(
                scratch.items(text).column("payload", jsonDocument()).limit(9).table("seen"));

        assertThat(scratch.columns("items"))
                .containsExactly("id BIGINT", "payload JSON", "at TIMESTAMP WITH TIME ZONE");
        assertThat(scratch.columns("seen")).isEqualTo(scratch.columns("items"));
        for (String table : List.of("items", "seen")) {
            assertThat(scratch.rows("SELECT payload FROM " + table + " ORDER BY id"))
                    .containsExactly("{\"a\": 1, \"at\": \"2024-01-05T10:00:00.000Z\"}", "[1, 2.50]", "NULL");
        }
        Resource broken = scratch.items("id,payload\n1,{}\n2,{bad\n").column("payload", jsonDocument());
        String refusal = "[TYPE_MISMATCH] resource items: 1 value of column 'payload' cannot be json without loss"
                + " (first: '{bad', text, in row 2). Change such values with .map(..), or say"
                + " column(\"payload\", text()) (--type payload=text) to keep them as they are."
                + " Or keep such rows apart with .badRows(BadRows.REJECT) (--bad-rows reject).";
        assertThat(refusal(() -> scratch.run(broken))).isEqualTo(refusal);
        assertThat(refusal(() -> scratch.run(broken.limit(9)))).isEqualTo(refusal);
    }

    @Test
    void text_that_is_declared_binary_is_hexadecimal_or_base64() {
        String text = "id,b\n1,0x1f\n2,\\x1F\n3,Hw==\n";
        scratch.run(scratch.items(text).column("b", binary()));
        scratch.run(scratch.items(text).column("b", binary()).limit(9).table("seen"));

        for (String table : List.of("items", "seen")) {
            assertThat(scratch.rows("SELECT hex(b) FROM " + table)).containsOnly("1F");
        }
    }

    // Seen by Java.

    @Test
    void rows_that_java_looks_at_have_typed_values_and_load_the_same() {
        String text = """
                id,zip,n,price,truth,day,naive,instant,clock,exact,big,note
                1,05446,7,19.90,true,2025-01-02,2025-01-02 03:04:05,2025-01-02T03:04:05.5+02:00,10:11:12,1.10,12345678901234567890,a
                2,10001,,0.50,FALSE,,,,,2.25,1,"x,
                y"
                """;
        Resource plain = scratch.items(text).column("exact", decimal()).table("plain");
        Resource seen = scratch.items(text).column("exact", decimal()).table("seen");
        StringBuilder types = new StringBuilder();
        String everything = "SELECT * EXCLUDE (_dlt_id, _dlt_load_id) FROM ";

        scratch.run(plain);
        scratch.run(seen.map(row -> {
                    if (Objects.equals(row.get("id"), 1L)) {
                        row.values()
                                .forEach(value -> types.append(value.getClass().getSimpleName())
                                        .append(' '));
                    }
                    return row;
                })
                .filter(row -> row.containsKey("zip"))
                .limit(2));

        assertThat(types.toString())
                .isEqualTo("Long String Long Double Boolean LocalDate LocalDateTime OffsetDateTime LocalTime BigDecimal"
                        + " BigDecimal String ");
        assertThat(scratch.columns("seen")).isEqualTo(scratch.columns("plain"));
        assertThat(scratch.rows(everything + "seen ORDER BY id"))
                .isEqualTo(scratch.rows(everything + "plain ORDER BY id"));
    }

    private static long id(Map<String, Object> row) {
        return (Long) Objects.requireNonNull(row.get("id"));
    }

    @Test
    void a_limit_reads_no_further_and_a_filter_drops() {
        StringBuilder rows = new StringBuilder("id\n");
        for (int row = 1; row <= 5_000; row++) {
            rows.append(row).append('\n');
        }

        LoadInfo info = scratch.run(
                scratch.items(rows.toString()).filter(row -> id(row) % 2 == 0).limit(3));

        assertThat(info.rows("items")).isEqualTo(3);
        assertThat(scratch.rows("SELECT id FROM items ORDER BY id")).containsExactly("2", "4", "6");
    }
}
