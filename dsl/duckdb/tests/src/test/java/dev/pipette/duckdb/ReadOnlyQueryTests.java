package dev.pipette.duckdb;

import static dev.pipette.Pipette.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.Dataset;
import dev.pipette.Pipeline;
import dev.pipette.Pipette;
import dev.pipette.rows.Rows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jooq.CloseableDSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A query reads one DuckDB file, and neither writes it nor reaches another one. */
final class ReadOnlyQueryTests {
    private static final String WAY_TO_WRITE = "A query only reads: run statements that write with .execute(..).";

    /** What leaves the database; FOLDER is the test's. */
    private static final List<String> BEYOND = List.of(
            "COPY items TO 'FOLDER/stolen.csv'",
            "EXPORT DATABASE 'FOLDER/stolen'",
            "ATTACH 'FOLDER/other.duckdb' AS other",
            "SELECT * FROM read_csv('FOLDER/secret.csv')",
            "SELECT * FROM 'FOLDER/secret.csv'",
            "SELECT * FROM \"FOLDER/secret\".csv",
            "SUMMARIZE \"FOLDER/secret\".csv",
            "SELECT * FROM read_text('FOLDER/secret.csv')",
            "SELECT * FROM glob('FOLDER/*')",
            "INSTALL httpfs",
            "LOAD httpfs",
            "SET enable_external_access = true",
            "SET access_mode = 'read_write'",
            "RESET lock_configuration",
            "PRAGMA enable_profiling = 'json'",
            "CREATE SEQUENCE numbers");

    @TempDir
    Path folder;

    private Path file = Path.of("shop.duckdb");

    @BeforeEach
    void load() {
        file = folder.resolve("shop.duckdb");
        pipeline().run(resource("items").rows(List.of(Map.of("id", 1))));
    }

    private Pipeline pipeline() {
        return Pipette.pipeline("shop", Pipette.duckdb(file).lockTimeout(Duration.ofMillis(200)))
                .home(folder.resolve("home"));
    }

    private Dataset dataset() {
        return pipeline().dataset();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    @Test
    void a_value_of_a_persons_statement_may_be_any_text() {
        try (CloseableDSLContext dsl = dataset().dsl()) {
            assertThat(dsl.fetchValue("SELECT length(CAST(? AS VARCHAR))", "a\0b"))
                    .isEqualTo(3L);
        }
    }

    @Test
    void a_query_is_one_statement() throws IOException {
        assertThatThrownBy(() -> dataset().query("SELECT 1; SELECT 2"))
                .hasMessageContaining("it has 2 statements, and a query is one.");
        try (CloseableDSLContext _ = dataset().dsl()) {
            assertThatThrownBy(() -> dataset().query("SELECT 1; SELECT 2"))
                    .hasMessageContaining("it has 2 statements, and a query is one.");
        }
        assertThat(dataset().query("SELECT ';' AS text;").result().getValues(0)).isEqualTo(List.of(";"));
    }

    @Test
    void a_query_reaches_nothing_but_its_database() throws IOException {
        Files.writeString(folder.resolve("secret.csv"), "password\nhunter2\n");
        List<Path> before = files();

        assertNothingBeyond("for reading only");
        try (CloseableDSLContext _ = dataset().dsl()) {
            assertNothingBeyond("while this process has it open for writing");
        }

        assertThat(files()).isEqualTo(before);
    }

    private void assertNothingBeyond(String how) {
        for (String text : BEYOND) {
            String sql = text.replace("FOLDER", folder.toString());
            assertThatThrownBy(() -> dataset().query(sql))
                    .as("%s, %s", sql, how)
                    .hasMessageStartingWith("[BAD_USAGE] duckdb:" + file + " refused the query: ")
                    .hasMessageEndingWith(WAY_TO_WRITE)
                    .hasMessageNotContaining("hunter2");
        }
    }

    @Test
    void a_query_writes_nothing_into_the_folder_that_duckdb_spills_to() throws IOException {
        Path spill = Files.createDirectory(folder.resolve("shop.duckdb.tmp"));
        for (String sql : List.of(
                "COPY items TO '" + spill + "/stolen.csv'",
                "SELECT 1; copy(SELECT 1) TO '" + spill + "/stolen.csv'",
                "/* SELECT */ COPY\n(SELECT 1) TO '" + spill + "/stolen.csv'",
                "EXPORT DATABASE '" + spill + "'",
                "PREPARE p AS COPY items TO '" + spill + "/stolen.csv'; EXECUTE p")) {
            assertThatThrownBy(() -> dataset().query(sql))
                    .hasMessage("[BAD_USAGE] duckdb:" + file + " refused the query: COPY and EXPORT write files. "
                            + WAY_TO_WRITE);
        }

        assertThat(spill).isEmptyDirectory();
        assertThat(dataset().query("SELECT id AS copy FROM items").size()).isEqualTo(1);
        assertThatThrownBy(() -> dataset().query("COPY items TOO 'x'")).hasMessageContaining("Parser Error");
    }

    @Test
    void the_way_to_write_begins_a_line_behind_a_message_of_several() {
        assertThatThrownBy(() -> dataset().query("SELECT * FROM read_text('x')"))
                .hasMessageEndingWith("\n                      ^^^^^^^^^^^^^^\n" + WAY_TO_WRITE);
    }

    @Test
    void a_query_that_fails_before_its_first_row_is_refused_with_duckdbs_words() {
        assertThatThrownBy(() -> dataset().query("SELECT error('boo')"))
                .hasMessage("[BAD_USAGE] duckdb:" + file + " refused the query: Invalid Input Error: boo");
        assertThatThrownBy(() -> dataset().query("SELECT CAST('a' || id AS INTEGER) FROM items"))
                .hasMessage("[BAD_USAGE] duckdb:" + file + " refused the query: Conversion Error: Could not convert"
                        + " string 'a1' to INT32\n\nLINE 1: SELECT CAST('a' || id AS INTEGER) FROM items\n"
                        + "               ^^^^^^^^^^^^^^^^^^^^^^^^^^");
    }

    @Test
    void the_message_has_duckdbs_words_and_the_way_to_write() {
        assertThatThrownBy(() -> dataset().query("DELETE FROM items"))
                .hasMessage("[BAD_USAGE] duckdb:" + file + " refused the query: Invalid Input Error: Cannot execute"
                        + " statement of type \"DELETE\" on database \"shop\" which is attached in read-only mode! "
                        + WAY_TO_WRITE);

        assertThat(dataset().execute("DELETE FROM items")).hasToString("1 row changed");
    }

    @Test
    void the_way_leads_out_of_the_database_as_well() {
        Path copy = folder.resolve("items.csv");

        dataset().execute("COPY (SELECT id FROM items) TO '" + copy + "'");

        assertThat(copy).content().isEqualToNormalizingNewlines("id\n1\n");
    }

    @Test
    void a_guest_of_those_who_write_may_ask_whatever_reads() {
        try (CloseableDSLContext dsl = dataset().dsl()) {
            dsl.execute("CREATE TABLE \"a.csv\" AS SELECT 7 AS id");
            for (String sql : List.of(
                    "SELECT id FROM items",
                    "WITH i AS (SELECT id FROM items) SELECT i.id FROM i, range(1) r",
                    "FROM (SELECT unnest([1]) AS id)",
                    "SELECT min(id) - 6 FROM \"a.csv\"",
                    "SELECT min(id) - 6 FROM \"A.csv\"",
                    "SELECT id FROM shop_dataset.items",
                    "SELECT id FROM shop.items",
                    "SELECT id FROM shop.shop_dataset.ITEMS",
                    "SELECT count(*) FROM information_schema.tables WHERE table_name = 'items'",
                    "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'items'",
                    "VALUES (1);")) {
                assertThat(dataset().query(sql).result().getValues(0))
                        .as(sql)
                        .singleElement()
                        .hasToString("1");
            }
            assertThat(dataset().query("DESCRIBE items").size()).isPositive();
            assertThat(dataset().query("SHOW TABLES").size()).isPositive();
            assertThatThrownBy(() -> dataset().query("SELECT read_blob FROM read_blob('x')"))
                    .hasMessage("[BAD_USAGE] duckdb:" + file + " refused the query: read_blob(..) is not part of the"
                            + " database. " + WAY_TO_WRITE);
            assertThatThrownBy(() -> dataset().query("SELEC 1"))
                    .hasMessage("[BAD_USAGE] duckdb:" + file
                            + " refused the query: Parser Error: syntax error at or near \"SELEC\"");
        }
    }

    @Test
    void a_file_that_may_not_be_written_is_read() {
        assertThat(file.toFile().setWritable(false)).isTrue();

        assertThat(dataset().query("SELECT id FROM items").size()).isEqualTo(1);
        assertThat(dataset().table("items").total()).isEqualTo(1);
    }

    @Test
    void rows_that_a_killed_process_left_in_the_log_are_read() throws IOException {
        Path copy = folder.resolve("copy.duckdb");
        try (CloseableDSLContext dsl = dataset().dsl()) {
            dsl.execute("INSERT INTO items (id, _dlt_load_id, _dlt_id) VALUES (2, 'x', 'y')");
            for (String left : List.of("shop.duckdb", "shop.duckdb.wal")) {
                Files.copy(folder.resolve(left), folder.resolve(left.replace("shop", "copy")));
            }
        }
        Path log = folder.resolve("copy.duckdb.wal");
        byte[] before = Files.readAllBytes(log);

        Rows rows = Pipette.duckdb(copy).query("SELECT id FROM items ORDER BY id", folder);

        assertThat(rows.result().getValues(0)).hasToString("[1, 2]");
        assertThat(Arrays.equals(Files.readAllBytes(log), before)).isTrue();
    }

    @Test
    void code_that_has_the_file_open_by_the_driver_is_no_obstacle() throws SQLException {
        try (Connection _ = DriverManager.getConnection("jdbc:duckdb:" + file)) {
            assertThat(dataset().query("SELECT id FROM items").size()).isEqualTo(1);
            assertThatThrownBy(() -> dataset().query("DELETE FROM items")).hasMessageEndingWith(WAY_TO_WRITE);
        }
    }

    @Test
    void a_view_of_another_file_stops_no_load_and_is_read_by_the_way_to_write() throws IOException {
        Path other = Files.writeString(folder.resolve("prices.csv"), "price\n7\n");
        dataset().execute("CREATE VIEW prices AS SELECT * FROM read_csv('" + other + "')");

        pipeline().run(resource("items").rows(List.of(Map.of("id", 2))));

        assertThat(dataset().tables()).containsExactly("items");
        assertThatThrownBy(() -> dataset().query("SELECT * FROM prices")).hasMessageEndingWith(WAY_TO_WRITE);
        assertThat(dataset().execute("SELECT * FROM prices").returned().orElseThrow())
                .singleElement()
                .satisfies(row -> assertThat(row.get(0)).hasToString("7"));
    }

    @Test
    void statements_that_end_their_transaction_are_told_what_became_of_them() {
        assertThatThrownBy(() -> dataset().execute("DELETE FROM items; COMMIT"))
                .hasMessage("[BAD_USAGE] duckdb " + file + ": the statements ended their transaction by a COMMIT or"
                        + " ROLLBACK of their own, and what followed was committed one by one. All of it is done. Leave"
                        + " COMMIT and ROLLBACK out: the statements are committed together when all of them have"
                        + " succeeded.");
        assertThatThrownBy(() -> dataset().execute("COMMIT; DELETE FROM nothing"))
                .hasMessageStartingWith("[BAD_USAGE] duckdb:" + file
                        + " refused the statement: Catalog Error: Table with" + " name nothing does not exist!");

        assertThat(dataset().count("items")).isZero();
    }

    @Test
    void a_load_waits_for_a_query_of_the_same_process_and_names_it() {
        String error = dataset().query("SELECT id FROM items", rows -> {
            assertThatThrownBy(() -> pipeline().run(resource("items").rows(List.of(Map.of("id", 2)))))
                    .hasMessageStartingWith("[DESTINATION_LOCKED] duckdb " + file
                            + " is held by another thread of this process; waited 200 ms.");
            return "asked";
        });

        assertThat(error).isEqualTo("asked");
        pipeline().run();
        assertThat(dataset().count("items")).isEqualTo(2);
    }
}
