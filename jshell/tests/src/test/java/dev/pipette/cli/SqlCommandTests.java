package dev.pipette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.cli.Cli.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TimeZone;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlCommandTests {
    /** Where the database is loaded once, of which each test has a copy. */
    @TempDir
    static Path loaded;

    @TempDir
    Path folder;

    private String database = "";

    @BeforeAll
    static void load_two_datasets() throws IOException {
        Path orders = Files.writeString(loaded.resolve("orders.jsonl"), """
                {"id": 1, "note": "first, \\"best\\"", "price": 19.5, "at": "2025-12-24T10:00:00+01:00"}
                {"id": 2, "note": "", "price": null, "at": "2025-12-25T00:00:00Z"}
                """);
        Path customers = Files.writeString(loaded.resolve("customers.csv"), "id,name\n7,Zoë\n");
        load(orders, "sales");
        load(customers, "crm");
    }

    @BeforeEach
    void copy_the_database() throws IOException {
        database = "duckdb:" + Files.copy(loaded.resolve("shop.duckdb"), folder.resolve("shop.duckdb"));
    }

    @Test
    void a_table_is_printed_by_default() {
        Result result = sql("SELECT id, note, price FROM orders ORDER BY id");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).isEqualToIgnoringNewLines("""
                        id  note           price
                        --  -------------  -----
                         1  first, "best"   19.5
                         2                  NULL
                        2 rows
                        """);
    }

    @Test
    void tables_of_all_datasets_are_found_by_their_name_alone() {
        Result result = sql("SELECT o.id, c.name FROM orders o CROSS JOIN customers c ORDER BY 1", "--format", "csv");

        assertThat(result.lines()).containsExactly("id,name", "1,Zoë", "2,Zoë");
    }

    @Test
    void csv_is_quoted_and_tells_null_from_empty() {
        Result result = sql("SELECT id, note, price, \"at\" FROM orders ORDER BY id", "--format", "csv");

        assertThat(result.lines())
                .containsExactly(
                        "id,note,price,at",
                        "1,\"first, \"\"best\"\"\",19.5,2025-12-24T09:00:00Z",
                        "2,\"\",,2025-12-25T00:00:00Z");
    }

    @Test
    void json_is_an_array_of_objects() {
        Result result = sql("SELECT id, price, \"at\", id AS id FROM orders ORDER BY id", "--format", "json");

        assertThat(result.lines())
                .containsExactly(
                        "[",
                        "  {\"id\":1,\"price\":19.5,\"at\":\"2025-12-24T09:00:00Z\",\"id_2\":1},",
                        "  {\"id\":2,\"price\":null,\"at\":\"2025-12-25T00:00:00Z\",\"id_2\":2}",
                        "]");
        assertThat(sql("SELECT 1 AS a WHERE false", "--format", "json").lines()).containsExactly("[]");
    }

    @Test
    void wide_numbers_keep_their_digits() {
        Result result = sql(
                "SELECT 12345678901234567890123456789::HUGEINT AS h, 0.10::DECIMAL(38,2) AS d, 'NaN'::DOUBLE AS n",
                "--format",
                "json");

        assertThat(result.lines()).contains("  {\"h\":12345678901234567890123456789,\"d\":0.10,\"n\":\"NaN\"}");
    }

    @Test
    void times_are_printed_as_they_are_stored_whatever_the_clocks_of_the_jvm_do() {
        TimeZone before = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
        try {
            Result result = sql(
                    "SELECT TIMESTAMP '2025-03-09 02:30:00' AS a, TIMESTAMPTZ '2025-03-09 02:30:00+00' AS b,"
                            + " DATE '2025-03-09' AS c, TIME '02:30:00.123456' AS d",
                    "--format",
                    "csv");

            assertThat(result.lines())
                    .containsExactly("a,b,c,d", "2025-03-09T02:30:00,2025-03-09T02:30:00Z,2025-03-09,02:30:00.123456");
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @Test
    void lists_intervals_and_structs_are_printed_in_every_format() {
        String query = "SELECT [1, 2] AS l, INTERVAL 1 DAY AS i, {'a': 1} AS s, 'is it?' AS q";

        assertThat(sql(query, "--format", "csv").lines().getLast()).isEqualTo("\"[1, 2]\",1 day,{'a': 1},is it?");
        assertThat(sql(query, "--format", "json").lines())
                .contains("  {\"l\":[1,2],\"i\":\"1 day\",\"s\":{\"a\":1},\"q\":\"is it?\"}");
        assertThat(sql(query).out()).contains("[1, 2]", "1 day", "{'a': 1}", "is it?");
    }

    @Test
    void a_query_that_the_database_refuses_is_bad_usage() {
        Result result = sql("SELECT * FROM nothing");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .startsWith("pipette sql: [BAD_USAGE] ")
                .contains("refused the query", "Table with name nothing does not exist")
                .doesNotContain("\tat ");
        assertThat(result.err().split("does not exist", -1)).hasSize(2);
    }

    @Test
    void the_destination_is_only_read() {
        Result result = sql("DELETE FROM sales.orders");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err())
                .isEqualToIgnoringNewLines("pipette sql: [BAD_USAGE] duckdb " + folder.resolve("shop.duckdb")
                        + " refused the query: Invalid Input Error: Cannot execute statement of type \"DELETE\" on"
                        + " database \"shop\" which is attached in read-only mode! A query only reads: run statements"
                        + " that write with 'pipette sql --write'.");
        assertThat(sql("SELECT count(*) AS n FROM orders", "--format", "csv").lines())
                .containsExactly("n", "2");
    }

    @Test
    void write_is_the_way_that_the_message_names() {
        assertThat(sql("UPDATE orders SET note = 'seen'", "--write").out()).isEqualToIgnoringNewLines("2 rows changed");
        assertThat(sql("DELETE FROM orders WHERE id = 2", "--write", "--format", "json")
                        .lines())
                .containsExactly("[{\"rows_changed\":1}]");
        assertThat(sql("UPDATE orders SET note = 'new'", "--write", "--format", "csv")
                        .lines())
                .containsExactly("rows_changed", "1");
        assertThat(sql("DELETE FROM orders RETURNING id, note", "--write", "--format", "csv")
                        .lines())
                .containsExactly("id,note", "1,new");
        assertThat(sql("SELECT count(*) AS n FROM orders", "--format", "csv").lines())
                .containsExactly("n", "0");
    }

    @Test
    void statements_that_fail_change_nothing() {
        Result result = sql("DELETE FROM orders; DELETE FROM nothing", "--write");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err())
                .startsWith("pipette sql: [BAD_USAGE] duckdb " + folder.resolve("shop.duckdb")
                        + " refused the statement: Catalog Error: Table with name nothing does not exist!")
                .contains("What was not committed was rolled back.");
        assertThat(sql("SELECT count(*) AS n FROM orders", "--format", "csv").lines())
                .containsExactly("n", "2");
    }

    @Test
    void a_table_shows_the_first_thousand_rows_and_says_how_to_see_more() {
        Result result = sql("SELECT range AS n FROM range(1001)");

        assertThat(result.lines()).hasSize(1_004);
        assertThat(result.lines().subList(1_002, 1_004))
                .containsExactly(
                        "1,000 rows", "There are more rows: --limit ROWS shows more, --format csv or json prints all.");
        assertThat(sql("SELECT range AS n FROM range(1001)", "--limit", "1001").lines())
                .hasSize(1_004)
                .last()
                .isEqualTo("1,001 rows");
        assertThat(sql("SELECT range AS n FROM range(1000)").lines()).last().isEqualTo("1,000 rows");
    }

    @Test
    void a_limit_holds_in_every_format() {
        String query = "SELECT range AS n FROM range(3000)";

        assertThat(sql(query, "--limit", "2", "--format", "csv").lines()).containsExactly("n", "0", "1");
        assertThat(sql(query, "--limit", "1", "--format", "json").lines()).containsExactly("[", "  {\"n\":0}", "]");
        assertThat(sql(query, "--limit", "0", "--format", "json").lines()).containsExactly("[]");
        assertThat(sql(query, "--format", "csv").lines()).hasSize(3_001);
        assertThat(sql(query, "--format", "json").json()).hasSize(3_000);
    }

    @Test
    void options_that_mean_nothing_here_are_refused() {
        assertThat(sql("SELECT 1", "--limit", "-1").err())
                .isEqualToIgnoringNewLines("pipette sql: [BAD_USAGE] --limit -1: a limit is 0 or more rows.");
        assertThat(sql("DELETE FROM orders", "--write", "--limit", "1").err())
                .isEqualToIgnoringNewLines(
                        "pipette sql: [BAD_USAGE] --limit is for queries, and --write runs statements"
                                + " whole. Leave one out.");
        assertThat(Cli.run("sql", "package:1.5", "DELETE FROM orders", "--write")
                        .err())
                .isEqualToIgnoringNewLines("pipette sql: [BAD_USAGE] package:1.5 is a load package, which can only be"
                        + " read. Leave --write out, or name a destination.");
    }

    @Test
    void a_database_that_does_not_exist_is_not_made() {
        Path missing = folder.resolve("missing.duckdb");

        Result result = Cli.run("sql", "duckdb:" + missing, "SELECT 1");

        assertThat(result.exitCode()).isEqualTo(4);
        assertThat(result.err()).contains("missing.duckdb does not exist.");
        assertThat(missing).doesNotExist();
    }

    private static void load(Path file, String dataset) {
        String into = "duckdb:" + loaded.resolve("shop.duckdb");
        Result result = Cli.run("load", file, "--into", into, "--dataset", dataset, "--home", loaded.resolve("home"));
        assertThat(result.err()).isEmpty();
    }

    private Result sql(String query, String... options) {
        Object[] arguments = new Object[3 + options.length];
        arguments[0] = "sql";
        arguments[1] = database;
        arguments[2] = query;
        System.arraycopy(options, 0, arguments, 3, options.length);
        return Cli.run(arguments);
    }
}
