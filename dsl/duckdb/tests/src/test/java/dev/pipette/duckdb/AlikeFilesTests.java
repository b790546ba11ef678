package dev.pipette.duckdb;

import static dev.pipette.Pipette.csv;
import static dev.pipette.Pipette.csvFormat;
import static dev.pipette.Pipette.parquetFormat;
import static dev.pipette.Pipette.resource;
import static dev.pipette.duckdb.Scratch.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.LoadInfo;
import dev.pipette.Resource;
import dev.pipette.incremental.FileState;
import dev.pipette.spi.LoadStep;
import dev.pipette.testing.CrashAt;
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
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of one load that are written alike are read together; nobody can see it by what is loaded. */
class AlikeFilesTests {
    @TempDir
    Path folder;

    private Scratch scratch;

    @BeforeEach
    void open() {
        scratch = new Scratch(folder);
    }

    private Resource days() {
        return csv("items", folder.resolve("day-*"));
    }

    /** The same, where it is remembered which files are loaded. */
    private Resource remembered() {
        return resource("items").files(folder.resolve("day-*").toString(), csvFormat(), FileState.ledger());
    }

    private void day(int number, String text) {
        scratch.file("day-%04d.csv".formatted(number), text);
    }

    private void compressed(int number, String text) {
        try (OutputStream out =
                new GZIPOutputStream(Files.newOutputStream(folder.resolve("day-%04d.csv.gz".formatted(number))))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Test
    void the_rows_of_1200_files_are_in_the_order_of_the_files() {
        for (int number = 0; number < 1_200; number++) {
            day(number, "id,text\n" + 2 * number + ",a\n" + (2 * number + 1) + ",\"b\n" + number + "\"\n");
        }

        LoadInfo info = scratch.run(days());

        assertThat(info.rows("items")).isEqualTo(2_400);
        assertThat(scratch.columns("items")).containsExactly("id BIGINT", "text VARCHAR");
        assertThat(scratch.rows(
                        "SELECT count(*), count(DISTINCT id), count(*) FILTER (id <> rowid), max(text) FROM items"))
                .containsExactly("2400 | 2400 | 0 | b\n999");
    }

    @Test
    void each_row_knows_its_file_and_its_number_in_it() {
        for (int number = 1; number <= 5; number++) {
            day(number, "id\n" + "7\n".repeat(number % 3));
        }
        Resource items = remembered();

        LoadInfo first = scratch.run(items);
        day(4, "id\n8\n9\n");
        day(6, "id\n7\n");
        LoadInfo second = scratch.run(items);

        assertThat(first.rows("items")).isEqualTo(6);
        assertThat(second.rows("items")).isEqualTo(3);
        assertThat(scratch.rows(
                        "SELECT parse_filename(_file_name), _row_id, id FROM items ORDER BY _file_name, _row_id"))
                .containsExactly(
                        "day-0001.csv | 0 | 7",
                        "day-0002.csv | 0 | 7",
                        "day-0002.csv | 1 | 7",
                        "day-0004.csv | 0 | 8",
                        "day-0004.csv | 1 | 9",
                        "day-0005.csv | 0 | 7",
                        "day-0005.csv | 1 | 7",
                        "day-0006.csv | 0 | 7");
        assertThat(scratch.rows("SELECT parse_filename(file_name), row_count FROM _pipette_files ORDER BY 1"))
                .containsExactly(
                        "day-0001.csv | 1",
                        "day-0002.csv | 2",
                        "day-0003.csv | 0",
                        "day-0004.csv | 2",
                        "day-0005.csv | 2",
                        "day-0006.csv | 1");
    }

    @Test
    void the_last_of_the_rows_of_one_key_wins_across_files() {
        day(1, "id,n\n1,a\n2,a\n");
        day(2, "id,n\n2,b\n3,b\n");
        day(3, "n,id\nc,3\nc,4\n");
        day(4, "id,n\n4,d\n1,d\n");

        scratch.run(days().merge("id"));

        assertThat(scratch.rows("SELECT id, n FROM items ORDER BY id"))
                .containsExactly("1 | d", "2 | b", "3 | c", "4 | d");
    }

    @Test
    void columns_in_another_order_and_other_columns_come_to_their_own() {
        day(1, "id,name,n\n1,Ann,10\n");
        day(2, "n,id,name\n20,2,Bob\n");
        day(3, "id,name,n\n3,Cid,30\n");
        day(4, "id,name,extra\n4,Dan,x\n");
        day(5, "id,name,n\n5,Eve,50\n");

        scratch.run(days());

        assertThat(scratch.columns("items")).containsExactly("id BIGINT", "name VARCHAR", "n BIGINT", "extra VARCHAR");
        assertThat(scratch.rows("SELECT id, name, n, extra FROM items"))
                .containsExactly(
                        "1 | Ann | 10 | NULL",
                        "2 | Bob | 20 | NULL",
                        "3 | Cid | 30 | NULL",
                        "4 | Dan | NULL | x",
                        "5 | Eve | 50 | NULL");
    }

    @Test
    void the_values_of_a_late_file_decide_the_types_of_all() {
        for (int number = 1; number <= 40; number++) {
            day(number, "i,d,t,z,e\n" + number + ",1.50," + "2024-01-01,10,\n");
        }
        day(41, "i,d,t,z,e\n9007199254740993,2.5,2024-01-01 10:00:00,007,true\n");
        day(42, "i,d,t,z,e\n0.5,2.50,2024-01-01,7,false\n");

        scratch.run(days());

        assertThat(scratch.columns("items"))
                .containsExactly("i DECIMAL(38,9)", "d VARCHAR", "t VARCHAR", "z VARCHAR", "e BOOLEAN");
        assertThat(scratch.rows("SELECT i, d, t, z, e FROM items WHERE e IS NOT NULL ORDER BY i"))
                .containsExactly(
                        "0.500000000 | 2.50 | 2024-01-01 | 7 | false",
                        "9007199254740993.000000000 | 2.5 | 2024-01-01 10:00:00 | 007 | true");
    }

    @Test
    void a_broken_line_is_named_by_its_file_and_number() {
        for (int number = 1; number <= 60; number++) {
            day(number, "id,name\n1,a\n" + (number == 37 || number == 52 ? "2,b,c\n" : "2,b\n") + "3,c\n");
        }

        assertThat(refusal(() -> scratch.run(days())))
                .isEqualTo("[SOURCE_UNREADABLE] " + folder.resolve("day-0037.csv")
                        + ", line 3: more than 2 fields, but the first line names 2 (\"2,b,c\"). Nothing of it was loaded."
                        + " Correct the line, or name the delimiter with .option(\"delimiter\", ..) where it is another"
                        + " one."
                        + " If lines come before the line of names, leave them out with .skipLines(..) (--skip-lines) or"
                        + " .comment(..) (--comment). If the first line is a row, declare it with .withoutHeader(..)"
                        + " (--no-header)."
                        + " Or keep such lines apart with .badRows(BadRows.REJECT) (--bad-rows reject).");
        assertThat(scratch.datasets()).isEmpty();
    }

    @Test
    void a_quote_without_an_end_swallows_no_rows_of_the_next_file() {
        day(1, "id,name\n1,a\n");
        day(2, "id,name\n2,\"b\n");
        day(3, "id,name\n3,\"c\"\n");

        assertThat(refusal(() -> scratch.run(days())))
                .startsWith("[SOURCE_UNREADABLE] " + folder.resolve("day-0002.csv")
                        + ", line 2: a quoted field has no end");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9,\"b\n98,c\n99,d\n", "9,b\n98,c\"c\n97,\"d\n99,e\n", "9,\"b\"\n98,\"c\" c\n99,\"d\n"})
    void a_quote_without_an_end_loses_no_rows_of_its_file_however_many_files_there_are(String faulty) {
        for (int number = 1; number <= 40; number++) {
            day(number, "id,name\n" + (number == 9 ? faulty : number + ",a\n"));
        }

        assertThat(refusal(() -> scratch.run(days())))
                .startsWith("[SOURCE_UNREADABLE] " + folder.resolve("day-0009.csv"));
    }

    @Test
    void a_file_in_doubt_among_many_keeps_its_rows_and_its_place() {
        for (int number = 1; number <= 40; number++) {
            day(number, "id,name\n" + number + (number == 9 ? ",a\"b\n99,c\n" : ",a\n"));
        }

        scratch.run(days());

        assertThat(scratch.rows("SELECT count(*), count(DISTINCT id), min(name) FILTER (id = 9) FROM items"))
                .containsExactly("41 | 41 | a\"b");
    }

    @Test
    void files_without_rows_and_without_bytes_may_be_between_others() {
        day(1, "id,name\n");
        day(2, "");
        day(3, "id,name\n1,Ann\n");
        day(4, "");
        day(5, "id,name");
        day(6, "id,name\n2,Bob");
        day(7, "id,name\n3,Cid\n");

        scratch.run(days());

        assertThat(scratch.rows("SELECT id, name FROM items")).containsExactly("1 | Ann", "2 | Bob", "3 | Cid");
    }

    @Test
    void files_with_a_mark_a_line_that_names_the_delimiter_or_compression_are_alike() {
        day(1, "id,name\n1,Ann\n");
        day(2, "\ufeffid,name\n2,Bob\n");
        day(3, "sep=,\nid,name\n3,Cid\n");
        compressed(4, "id,name\n4,Dan\n");
        day(5, "id,name\r\n5,Eve\r\n");
        compressed(6, "\ufeffsep=,\r\nid,name\r\n6,Fay\r\n");
        day(7, "id,name\n7,Gil");

        scratch.run(days());

        assertThat(scratch.columns("items")).containsExactly("id BIGINT", "name VARCHAR");
        assertThat(scratch.rows("SELECT id, name, length(name) FROM items"))
                .containsExactly(
                        "1 | Ann | 3",
                        "2 | Bob | 3",
                        "3 | Cid | 3",
                        "4 | Dan | 3",
                        "5 | Eve | 3",
                        "6 | Fay | 3",
                        "7 | Gil | 3");
    }

    @Test
    void a_file_with_long_lines_may_be_among_others() {
        for (int number = 1; number <= 9; number++) {
            day(number, "id,name\n" + number + "," + "x".repeat(number == 6 ? 3_000_000 : number) + "\n");
        }

        scratch.run(days());

        assertThat(scratch.rows("SELECT string_agg(length(name), ' ') FROM items"))
                .containsExactly("1 2 3 4 5 3000000 7 8 9");
    }

    @Test
    void a_column_may_have_the_name_of_the_number_of_a_file() {
        day(1, "id,file_index\n1,70\n");
        day(2, "id,file_index\n2,80\n");

        scratch.run(remembered());

        assertThat(scratch.rows("SELECT id, file_index, parse_filename(_file_name), _row_id FROM items"))
                .containsExactly("1 | 70 | day-0001.csv | 0", "2 | 80 | day-0002.csv | 0");
    }

    // Small files, which are copied into one.

    /** Files of every form between plain ones, in an order that shows in the rows. */
    private void mixed() {
        int row = 0;
        for (int number = 0; number < 90; number++) {
            String first = row++ + ",plain," + number;
            String second = row++ + ",plain," + number;
            switch (number) {
                case 25 -> day(number, "id,text,n\n" + first + "\n\n" + second + "\n"); // an empty line
                case 26 -> day(number, "id,text,n\r\n" + first + "\r\n" + second + "\r\n");
                case 50 -> day(number, "id,text,n\n" + first + "\n" + second.replace("plain", "p".repeat(300_000)));
                case 51 -> day(number, "n,id,text\n51,102,plain\n51,103,plain\n");
                case 52 -> day(number, "\ufeffid,text,n\n" + first + "\n" + second);
                case 53 -> compressed(number, "sep=,\nid,text,n\n" + first + "\n" + second + "\n");
                case 54 -> day(number, "id,text,n\n" + first + "\n" + second.replace("plain", "\"p,\n\"\"q\"\"\""));
                case 55 -> day(number, "\"id\",\"text\",n\n" + first + "\n" + second + "\n");
                default -> day(number, "id,text,n\n" + first + "\n" + second + (number % 2 == 0 ? "\n" : ""));
            }
        }
    }

    @Test
    void small_files_between_others_keep_their_rows_and_their_order() {
        mixed();

        LoadInfo info = scratch.run(days());

        assertThat(info.rows("items")).isEqualTo(180);
        assertThat(scratch.columns("items")).containsExactly("id BIGINT", "text VARCHAR", "n BIGINT");
        assertThat(scratch.rows("SELECT count(*), count(*) FILTER (id <> rowid OR n <> id // 2) FROM items"))
                .containsExactly("180 | 0");
        assertThat(scratch.rows("SELECT id, length(text), left(text, 6) FROM items WHERE text <> 'plain' ORDER BY id"))
                .containsExactly("101 | 300000 | pppppp", "109 | 6 | p,\n\"q\"");
    }

    @Test
    void the_last_of_the_rows_of_one_key_wins_among_small_files() {
        for (int number = 0; number < 50; number++) {
            day(number, "id,n\n" + number % 3 + "," + number + "\n" + number % 3 + "," + (number + 100) + "\n");
        }

        scratch.run(days().merge("id"));

        assertThat(scratch.rows("SELECT id, n FROM items ORDER BY id"))
                .containsExactly("0 | 148", "1 | 149", "2 | 147");
    }

    @Test
    void a_row_without_a_key_is_counted_over_small_files() {
        for (int number = 0; number < 50; number++) {
            day(number, "id,n\n" + number + ",a\n" + (number == 30 ? "" : 1_000 + number) + ",b\n");
        }

        assertThat(refusal(() -> scratch.run(days().merge("id"))))
                .isEqualTo("[KEY_MISSING] merge into scratch.items: 1 row has no value for key column 'id'"
                        + " (first: row 62). Fix the resource or drop such rows with .filter(..)."
                        + " Or keep such rows apart with .badRows(BadRows.REJECT) (--bad-rows reject).");
    }

    @Test
    void a_waiting_package_has_the_rows_of_small_files_itself() throws IOException {
        for (int number = 0; number < 30; number++) {
            compressed(number, "id\n" + number + "\n");
        }
        day(30, "id\n30\n");
        CrashAt.step(LoadStep.SEALED).whileRunning(scratch.pipeline(), days());

        try (Stream<Path> files = Files.walk(folder.resolve("home"))) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.startsWith("items.")))
                    .containsExactly("items.0.joined");
        }
        scratch.run(days());

        assertThat(scratch.rows("SELECT count(*), count(DISTINCT id), max(id) FROM items"))
                .containsExactly("31 | 31 | 30");
    }

    // Parquet.

    private void parquetDay(int number, String select) {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (" + select + ") TO '"
                    + folder.resolve("day-%04d.parquet".formatted(number))
                            .toString()
                            .replace("'", "''") + "'");
        } catch (SQLException failed) {
            throw new IllegalStateException(select, failed);
        }
    }

    @Test
    void parquet_files_with_other_columns_and_types_come_to_their_own() {
        for (int number = 0; number < 6; number++) {
            parquetDay(number, "SELECT " + number + " AS id, 'a' AS name FROM range(" + number % 3 + ")");
        }
        parquetDay(6, "SELECT 'b' AS name, 6 AS id");
        parquetDay(7, "SELECT CAST(7 AS DECIMAL(20,3)) AS id, 'c' AS name");
        parquetDay(8, "SELECT CAST(8.25 AS DECIMAL(10,2)) AS id, 'd' AS name");
        parquetDay(9, "SELECT 9 AS id, 'e' AS name");

        scratch.run(resource("items").files(folder.resolve("day-*")));

        assertThat(scratch.columns("items")).containsExactly("id DECIMAL(38,9)", "name VARCHAR");
        assertThat(scratch.rows("SELECT CAST(id AS DOUBLE) AS id, name FROM items"))
                .containsExactly(
                        "1.0 | a",
                        "2.0 | a",
                        "2.0 | a",
                        "4.0 | a",
                        "5.0 | a",
                        "5.0 | a",
                        "6.0 | b",
                        "7.0 | c",
                        "8.25 | d",
                        "9.0 | e");
    }

    @Test
    void rows_of_parquet_files_know_their_file_and_their_number_in_it() {
        parquetDay(1, "SELECT range AS id FROM range(3)");
        parquetDay(2, "SELECT range AS id FROM range(0)");
        parquetDay(3, "SELECT range + 10 AS id FROM range(2)");
        parquetDay(4, "SELECT range + 20 AS file_index FROM range(2)");
        parquetDay(5, "SELECT range + 30 AS file_index FROM range(1)");

        scratch.run(resource("items").files(folder.resolve("day-*").toString(), parquetFormat(), FileState.ledger()));

        assertThat(scratch.rows("SELECT parse_filename(_file_name), _row_id, id, file_index FROM items"))
                .containsExactly(
                        "day-0001.parquet | 0 | 0 | NULL",
                        "day-0001.parquet | 1 | 1 | NULL",
                        "day-0001.parquet | 2 | 2 | NULL",
                        "day-0003.parquet | 0 | 10 | NULL",
                        "day-0003.parquet | 1 | 11 | NULL",
                        "day-0004.parquet | 0 | NULL | 20",
                        "day-0004.parquet | 1 | NULL | 21",
                        "day-0005.parquet | 0 | NULL | 30");
        assertThat(scratch.rows("SELECT parse_filename(file_name), row_count FROM _pipette_files ORDER BY 1"))
                .containsExactly(
                        "day-0001.parquet | 3",
                        "day-0002.parquet | 0",
                        "day-0003.parquet | 2",
                        "day-0004.parquet | 2",
                        "day-0005.parquet | 1");
    }

    @Test
    void a_damaged_parquet_file_is_named() throws IOException {
        for (int number = 1; number <= 9; number++) {
            parquetDay(number, "SELECT range AS id, md5(range::VARCHAR) AS text FROM range(5000)");
        }
        Path damaged = folder.resolve("day-0004.parquet");
        byte[] bytes = Files.readAllBytes(damaged);
        Files.write(damaged, Arrays.copyOf(bytes, bytes.length / 2));

        assertThat(refusal(() -> scratch.run(resource("items").files(folder.resolve("day-*")))))
                .startsWith("[SOURCE_UNREADABLE] " + damaged);
    }

    @Test
    void a_merge_of_parquet_files_takes_the_last_row_of_a_key() {
        for (int number = 0; number < 30; number++) {
            parquetDay(number, "SELECT " + number % 4 + " AS id, " + number + " + range AS n FROM range(2)");
        }

        scratch.run(resource("items").files(folder.resolve("day-*")).merge("id"));

        assertThat(scratch.rows("SELECT id, n FROM items ORDER BY id"))
                .containsExactly("0 | 29", "1 | 30", "2 | 27", "3 | 28");
    }
}
