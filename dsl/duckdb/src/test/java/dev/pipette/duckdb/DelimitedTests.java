package dev.pipette.duckdb;

import static dev.pipette.Pipette.bigint;
import static dev.pipette.Pipette.columnType;
import static dev.pipette.Pipette.csv;
import static dev.pipette.Pipette.cursor;
import static dev.pipette.Pipette.decimal;
import static dev.pipette.Pipette.parquet;
import static dev.pipette.Pipette.resource;
import static dev.pipette.Pipette.text;
import static dev.pipette.Pipette.tsv;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pipette.ErrorCode;
import dev.pipette.LoadInfo;
import dev.pipette.PipetteException;
import dev.pipette.Resource;
import dev.pipette.spi.LoadStep;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of files of columns: types without loss of information, and errors that say where. */
class DelimitedTests {
    @TempDir
    Path folder;

    private Scratch scratch;

    @BeforeEach
    void open() {
        scratch = new Scratch(folder);
    }

    private Resource items(String text) {
        return csv("items", scratch.file("items.csv", text));
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
    void text_that_would_lose_a_character_as_a_number_stays_text() {
        scratch.run(items("""
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
        scratch.run(items("""
                i,price,sci,truth,day,naive,instant,clock
                1,19.90,1e3,true,2025-01-02,2025-01-02 03:04:05,2025-01-02T03:04:05Z,10:11:12
                -2,0.5,-2.5E-3,FALSE,1999-12-31,2025-01-02T03:04:05.123456,2025-01-02 03:04:05.5+02:00,00:00:00.25
                9223372036854775807,100,0.0,True,0001-01-01,1969-12-31T23:59:59,2025-01-02T03:04:05-0330,23:59:59
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
                        "-2 | 0.5 | -0.0025 | false | 1999-12-31 | 2025-01-02 03:04:05.123456"
                                + " | 2025-01-02 01:04:05.5+00 | 00:00:00.25",
                        "1 | 19.9 | 1000.0 | true | 2025-01-02 | 2025-01-02 03:04:05"
                                + " | 2025-01-02 03:04:05+00 | 10:11:12",
                        "9223372036854775807 | 100.0 | 0.0 | true | 0001-01-01 | 1969-12-31 23:59:59"
                                + " | 2025-01-02 06:34:05+00 | 23:59:59");
    }

    @Test
    void money_is_exact_when_it_is_asked_for() {
        scratch.run(items("id,price,tax\n1,19.90,0.1\n2,-0.05,12345678901234567890.25\n")
                .column("price", columnType("decimal"))
                .column("tax", decimal(30, 4)));

        assertThat(scratch.columns("items")).containsExactly("id BIGINT", "price DECIMAL(38,2)", "tax DECIMAL(30,4)");
        assertThat(scratch.rows("SELECT price, tax FROM items ORDER BY id"))
                .containsExactly("19.90 | 0.1000", "-0.05 | 12345678901234567890.2500");
    }

    @Test
    void numbers_that_no_double_holds_become_decimals() {
        scratch.run(items("""
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
        scratch.run(items("id,x\n1,1.5\n2,NaN\n3,inf\n4,-Infinity\n5,2\n"));

        assertThat(scratch.rows("SELECT typeof(x), x FROM items ORDER BY id"))
                .containsExactly("DOUBLE | 1.5", "DOUBLE | nan", "DOUBLE | inf", "DOUBLE | -inf", "DOUBLE | 2.0");
    }

    @Test
    void empty_fields_are_null_and_columns_without_values_are_not_made() {
        scratch.run(items("id,a,b,c\n1,,,\"\"\n2,x,,\n"));

        assertThat(scratch.columns("items")).containsExactly("id BIGINT", "a VARCHAR");
        assertThat(scratch.rows("SELECT id, a FROM items ORDER BY id")).containsExactly("1 | NULL", "2 | x");
    }

    @Test
    void the_last_row_of_many_decides_as_much_as_the_first() {
        StringBuilder rows = new StringBuilder("id,a,b,c,d\n");
        for (int row = 0; row < 60_000; row++) {
            rows.append(row).append(",").append(row).append(",").append(row).append(",true,\n");
        }
        scratch.run(items(rows.append("60000,n/a,0.5,1,late\n").toString()));

        assertThat(scratch.columns("items"))
                .containsExactly("id BIGINT", "a VARCHAR", "b DOUBLE", "c VARCHAR", "d VARCHAR");
        assertThat(scratch.rows("SELECT a, b, c, d FROM items WHERE id >= 59999 ORDER BY id"))
                .containsExactly("59999 | 59999.0 | true | NULL", "n/a | 0.5 | 1 | late");
        assertThat(scratch.rows("SELECT count(*), count(DISTINCT id) FROM items"))
                .containsExactly("60001 | 60001");
    }

    // Form of the file.

    @Test
    void a_file_with_names_only_makes_no_table_and_no_load() {
        LoadInfo info = scratch.run(items("id,name\n"));

        assertThat(info.nothingNew()).isTrue();
    }

    @Test
    void an_empty_file_is_no_rows() {
        LoadInfo info = scratch.run(items(""));

        assertThat(info.nothingNew()).isTrue();
    }

    @Test
    void an_empty_file_beside_others_is_no_rows() {
        scratch.file("a.csv", "");
        scratch.file("b.csv", "id,name\n1,Ann\n");
        scratch.file("c.csv", "id,other\n");

        scratch.run(csv("items", folder.resolve("*.csv")));

        assertThat(scratch.rows("SELECT id, name FROM items")).containsExactly("1 | Ann");
    }

    @Test
    void a_byte_order_mark_is_not_part_of_the_first_name() {
        scratch.run(items("\ufeffid,name\r\n1,Ann\r\n2,Bob\r\n"));

        assertThat(scratch.columns("items")).containsExactly("id BIGINT", "name VARCHAR");
        assertThat(scratch.rows("SELECT id, name FROM items ORDER BY id")).containsExactly("1 | Ann", "2 | Bob");
    }

    @Test
    void quoted_fields_hold_delimiters_quotes_and_line_breaks() {
        scratch.run(items("id,note\n1,\"a, \"\"b\"\"\nc\"\n2,\"\r\n\"\n3,d\n"));

        assertThat(scratch.rows(
                        "SELECT id, replace(replace(note, chr(10), '\\n'), chr(13), '\\r') FROM items ORDER BY id"))
                .containsExactly("1 | a, \"b\"\\nc", "2 | \\r\\n", "3 | d");
    }

    @Test
    void lines_that_end_in_more_than_one_way_are_refused() {
        Path file = scratch.file("items.csv", "id,name\r\n1,a\n2,\"b\"\r\n3,c\n");

        assertThat(refusal(() -> scratch.run(csv("items", file))))
                .isEqualTo("[SOURCE_UNREADABLE] " + file + " cannot be read as delimited text: its lines end in more"
                        + " than one way (LF, CR LF, CR), or quotes stand where they must not. Nothing of it was"
                        + " loaded. Mend the file.");
    }

    @Test
    void a_compressed_file_is_named_in_its_error() throws IOException {
        Path file = folder.resolve("items.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("id,name\n1\n".getBytes(StandardCharsets.UTF_8));
        }

        assertThat(refusal(() -> scratch.run(csv("items", file))))
                .startsWith("[SOURCE_UNREADABLE] " + file + ", line 2: 1 fields, but the first line names 2 (\"1\").");
    }

    @Test
    void a_compressed_file_that_was_cut_is_refused() throws IOException {
        Path file = folder.resolve("items.csv.gz");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write("id,name\n".getBytes(StandardCharsets.UTF_8));
            out.write(RandomGenerator.of("L64X128MixRandom")
                    .ints(20_000, 0, 1_000_000)
                    .mapToObj(number -> number + ",x\n")
                    .collect(Collectors.joining())
                    .getBytes(StandardCharsets.UTF_8));
        }
        Files.write(file, Arrays.copyOf(bytes.toByteArray(), bytes.size() / 2));
        String refusal = "[SOURCE_UNREADABLE] " + file + " cannot be read to its end: the gzip data ends in the middle,"
                + " so the file was cut off. Nothing of it was loaded. Provide the whole file and run again.";

        assertThat(refusal(() -> scratch.run(csv("items", file)))).isEqualTo(refusal);
        assertThat(refusal(() -> scratch.run(csv("items", file).limit(1)))).isEqualTo(refusal);
    }

    @Test
    void a_compressed_file_is_read_by_row_functions_too() throws IOException {
        Path file = folder.resolve("items.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("id,name\n1,a\n2,b\n".getBytes(StandardCharsets.UTF_8));
        }

        scratch.run(csv("items", file).filter(row -> !Objects.equals(row.get("id"), 1L)));

        assertThat(scratch.rows("SELECT id, name FROM items")).containsExactly("2 | b");
    }

    @Test
    void lines_without_anything_are_no_rows() {
        scratch.run(items("id,name\n1,a\n\n2,b\n\n"));

        assertThat(scratch.rows("SELECT id, name FROM items ORDER BY id")).containsExactly("1 | a", "2 | b");
    }

    @Test
    void a_file_of_one_column_is_read() {
        scratch.run(items("name\na\n\nb\n"));

        assertThat(scratch.rows("SELECT name FROM items ORDER BY name")).containsExactly("a", "b", "NULL");
    }

    @Test
    void tabs_separate_and_a_last_line_needs_no_end() {
        scratch.run(tsv("items", scratch.file("items.tsv", "id\tnote\n1\ta,b\n2\tc")));

        assertThat(scratch.rows("SELECT id, note FROM items ORDER BY id")).containsExactly("1 | a,b", "2 | c");
    }

    @Test
    void another_delimiter_is_an_option() {
        scratch.run(items("id;note\n1;a,b\n").option("delimiter", ";"));

        assertThat(scratch.rows("SELECT id, note FROM items")).containsExactly("1 | a,b");
    }

    @Test
    void names_become_columns_by_the_naming_rules() {
        scratch.run(items("\"First Name\",\"a \"\"b\"\"\",x;y,Größe,it's,,id\n1,2,3,4,5,6,7\n"));

        assertThat(scratch.columns("items"))
                .containsExactly(
                        "first_name BIGINT",
                        "a_bx BIGINT",
                        "x_y BIGINT",
                        "grosse BIGINT",
                        "it_s BIGINT",
                        "_empty BIGINT",
                        "id BIGINT");
    }

    @Test
    void two_columns_of_one_name_are_refused() {
        Path file = scratch.file("items.csv", "id,name,name\n1,a,b\n");

        assertThat(refusal(() -> scratch.run(csv("items", file))))
                .isEqualTo("[NAME_COLLISION] " + file
                        + ": two columns have the name 'name'. Rename one of them in the file's first line.");
        assertThat(scratch.database()).doesNotExist();
    }

    @Test
    void two_columns_that_become_one_are_refused() {
        Path file = scratch.file("items.csv", "id,User Name,userName\n1,a,b\n");
        String refusal = "[NAME_COLLISION] " + file + ": the columns 'User Name' and 'userName' both become"
                + " 'user_name'. Rename one of them in the file's first line.";

        assertThat(refusal(() -> scratch.run(csv("items", file)))).isEqualTo(refusal);
        assertThat(refusal(() -> scratch.run(csv("items", file).filter(row -> true))))
                .isEqualTo(refusal);
    }

    @Test
    void names_that_differ_in_case_only_are_refused() {
        Path file = scratch.file("items.csv", "id,ID\n1,2\n");
        String refusal = "[NAME_COLLISION] " + file
                + ": the columns 'id' and 'ID' both become 'id'. Rename one of them in the file's first line.";

        assertThat(refusal(() -> scratch.run(csv("items", file)))).isEqualTo(refusal);
        assertThat(refusal(() -> scratch.run(csv("items", file).limit(1)))).isEqualTo(refusal);
    }

    @Test
    void a_row_with_too_many_fields_is_refused_with_its_line() {
        Path file = scratch.file("items.csv", "id,name\n1,a\n2,b,c\n3,d\n");

        assertThat(refusal(() -> scratch.run(csv("items", file))))
                .isEqualTo("[SOURCE_UNREADABLE] " + file
                        + ", line 3: 3 fields, but the first line names 2 (\"2,b,c\")."
                        + " Nothing of it was loaded. Mend the line, or name the delimiter with"
                        + " .option(\"delimiter\", ..) where it is another one.");
    }

    @Test
    void a_row_with_too_few_fields_is_refused_with_its_line() {
        Path file = scratch.file("items.csv", "id,name,x\n1,a,1\n2,b\n3,d,4\n");

        assertThat(refusal(() -> scratch.run(csv("items", file))))
                .isEqualTo("[SOURCE_UNREADABLE] " + file
                        + ", line 3: 2 fields, but the first line names 3 (\"2,b\")."
                        + " Nothing of it was loaded. Mend the line, or name the delimiter with"
                        + " .option(\"delimiter\", ..) where it is another one.");
    }

    @Test
    void a_quote_without_end_is_refused() {
        Path file = scratch.file("items.csv", "id,name\n1,\"a\n2,b\n");

        assertThat(refusal(() -> scratch.run(csv("items", file))))
                .isEqualTo("[SOURCE_UNREADABLE] " + file
                        + ", line 2: a quoted field has no end, or something stands after its closing quote"
                        + " (\"1,\"a\")."
                        + " Nothing of it was loaded. Mend the line, or name the delimiter with"
                        + " .option(\"delimiter\", ..) where it is another one.");
    }

    @Test
    void a_file_in_another_encoding_is_refused() throws IOException {
        Path file =
                Files.write(folder.resolve("items.csv"), "id,name\n1,Größe\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(refusal(() -> scratch.run(csv("items", file))))
                .isEqualTo("[SOURCE_UNREADABLE] " + file
                        + ", line 2: this is no UTF-8 text (\"1,Gr??e\"). Nothing of it was loaded. Convert the file"
                        + " to UTF-8.");
    }

    // Several files.

    @Test
    void files_of_a_glob_may_have_different_columns_and_types() {
        scratch.file("day-1.csv", "id,n,only_first\n1,1,x\n2,2,y\n");
        scratch.file("day-2.csv", "n,id,only_second\n2.5,3,true\n");
        scratch.file("day-3.csv", "id,n,only_second\n4,n/a,\n");

        LoadInfo info = scratch.run(csv("items", folder.resolve("day-*.csv")));

        assertThat(info.rows("items")).isEqualTo(4);
        assertThat(scratch.columns("items"))
                .containsExactly("id BIGINT", "n VARCHAR", "only_first VARCHAR", "only_second BOOLEAN");
        assertThat(scratch.rows("SELECT id, n, only_first, only_second FROM items ORDER BY id"))
                .containsExactly(
                        "1 | 1 | x | NULL", "2 | 2 | y | NULL", "3 | 2.5 | NULL | true", "4 | n/a | NULL | NULL");
    }

    @Test
    void integers_in_one_file_and_decimals_in_another_are_exact() {
        scratch.file("a.csv", "id,n\n1,9007199254740993\n");
        scratch.file("b.csv", "id,n\n2,0.5\n");

        scratch.run(csv("items", folder.resolve("*.csv")));

        assertThat(scratch.rows("SELECT typeof(n), n FROM items ORDER BY id"))
                .containsExactly("DECIMAL(38,9) | 9007199254740993.000000000", "DECIMAL(38,9) | 0.500000000");
    }

    @Test
    void files_of_different_formats_fill_one_table() {
        scratch.file("a.csv", "id,n\n1,1\n2,2\n");
        scratch.file("b.jsonl", "{\"id\": 3, \"n\": \"abc\", \"tags\": [1]}\n");

        scratch.run(resource("items").files(folder.resolve("*.{csv,jsonl}")));

        assertThat(scratch.rows("SELECT id, n, n__v_text FROM items ORDER BY id"))
                .containsExactly("1 | 1 | NULL", "2 | 2 | NULL", "3 | NULL | abc");
        assertThat(scratch.rows("SELECT i.id, t.value FROM items__tags t JOIN items i ON i._dlt_id = t._dlt_parent_id"))
                .containsExactly("3 | 1");
    }

    @Test
    void compressed_files_are_read() throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve("items.csv.gz")))) {
            out.write("\ufeffid,name\n1,Ann\n2,\"B\nob\"\n".getBytes(StandardCharsets.UTF_8));
        }

        scratch.run(csv("items", folder.resolve("items.csv.gz")));

        assertThat(scratch.rows("SELECT id, replace(name, chr(10), '\\n') FROM items ORDER BY id"))
                .containsExactly("1 | Ann", "2 | B\\nob");
    }

    // Merging.

    @Test
    void the_same_file_merged_twice_leaves_the_same_rows() {
        Resource items = items("id,name\n1,Ann\n2,Bob\n2,Ben\n").merge("id");

        LoadInfo first = scratch.run(items);
        LoadInfo second = scratch.run(items);

        assertThat(scratch.rows("SELECT id, name FROM items ORDER BY id")).containsExactly("1 | Ann", "2 | Ben");
        assertThat(first.tables().getFirst().skipped()).isEqualTo(1);
        assertThat(second.tables().getFirst().deleted()).isEqualTo(2);
    }

    @Test
    void the_last_row_of_the_last_file_wins_a_merge() {
        scratch.file("a.csv", "id,name\n1,a\n2,a\n");
        scratch.file("b.csv", "id,name\n2,b\n1,b\n1,c\n");

        scratch.run(csv("items", folder.resolve("*.csv")).merge("id"));

        assertThat(scratch.rows("SELECT id, name FROM items ORDER BY id")).containsExactly("1 | c", "2 | b");
    }

    @Test
    void rows_without_a_key_are_refused_by_number() {
        assertThat(refusal(() ->
                        scratch.run(items("id,name\n1,a\n2,b\n,c\n4,d\n,e\n").merge("id"))))
                .isEqualTo("[KEY_MISSING] merge into scratch.items: 2 rows have no value for key column 'id'"
                        + " (first: row 3). Fix the resource or drop such rows with .filter(..).");
        assertThat(refusal(() -> scratch.run(items("id,name\n1,a\n").merge("nr"))))
                .isEqualTo("[KEY_MISSING] merge into scratch.items: 1 row has no value for key column 'nr'"
                        + " (first: row 1). No row has this column; columns are id, name.");
        assertThat(scratch.database()).doesNotExist();
    }

    // What was said of columns.

    @Test
    void a_value_that_is_not_what_was_said_is_refused_by_name() {
        assertThat(refusal(
                        () -> scratch.run(items("id,qty\n1,5\n2,many\n3,few\n").column("qty", bigint()))))
                .isEqualTo("[TYPE_MISMATCH] resource items: 2 values of column 'qty' cannot be bigint without loss"
                        + " (first: 'many', text, in row 2). Change such values with .map(..), or say"
                        + " column(\"qty\", text()) (--type qty=text) to keep them as they are.");
        assertThat(refusal(() -> scratch.run(items("id,price\n1,1.999\n").column("price", decimal(10, 2)))))
                .isEqualTo("[TYPE_MISMATCH] resource items: 1 value of column 'price' cannot be decimal(10,2) without"
                        + " loss (first: '1.999', text, in row 1). Change such values with .map(..), or say"
                        + " column(\"price\", text()) (--type price=text) to keep them as they are.");
        assertThat(scratch.database()).doesNotExist();
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

    // Seen by Java.

    @Test
    void rows_that_java_looks_at_have_typed_values_and_load_the_same() {
        String text = """
                id,zip,n,price,truth,day,naive,instant,clock,exact,big,note
                1,05446,7,19.90,true,2025-01-02,2025-01-02 03:04:05,2025-01-02T03:04:05.5+02:00,10:11:12,1.10,12345678901234567890,a
                2,10001,,0.5,FALSE,,,,,2.25,1,"x,
                y"
                """;
        Resource plain = items(text).column("exact", decimal()).table("plain");
        Resource seen = items(text).column("exact", decimal()).table("seen");
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
                items(rows.toString()).filter(row -> id(row) % 2 == 0).limit(3));

        assertThat(info.rows("items")).isEqualTo(3);
        assertThat(scratch.rows("SELECT id FROM items ORDER BY id")).containsExactly("2", "4", "6");
    }

    // Parquet.

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

    // A file that is not what it was.

    @Test
    void a_file_that_changes_before_it_is_loaded_is_not_loaded() {
        Path file = scratch.file("items.csv", "id,name\n1,a\n2,b\n");

        assertThatExceptionOfType(PipetteException.class)
                .isThrownBy(() -> scratch.pipeline()
                        .listener((step, loadId) -> {
                            if (step == LoadStep.SEALED) {
                                write(file, "id,name\n1,a\n2,c\n");
                            }
                        })
                        .run(csv("items", file)))
                .satisfies(failed -> {
                    assertThat(failed.code()).isEqualTo(ErrorCode.SOURCE_CHANGED);
                    assertThat(String.valueOf(failed.getMessage()).replaceAll("package [0-9.]+", "package N"))
                            .isEqualTo("[SOURCE_CHANGED] " + file + " changed after package N was made from it."
                                    + " Nothing was loaded, and the package was put aside."
                                    + " Run again to load the file as it is now.");
                });
        assertThat(scratch.tables()).isEmpty();

        scratch.run(csv("items", file));

        assertThat(scratch.rows("SELECT id, name FROM items ORDER BY id")).containsExactly("1 | a", "2 | c");
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
