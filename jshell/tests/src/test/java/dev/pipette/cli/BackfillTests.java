package dev.pipette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.cli.Cli.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackfillTests {
    @TempDir
    Path folder;

    private Path file = Path.of("orders.csv");

    @BeforeEach
    void write_orders() throws IOException {
        file = Files.writeString(folder.resolve("orders.csv"), """
                id,updated_at
                1,2024-12-31T23:00:00Z
                2,2025-01-01T00:00:00Z
                3,2025-02-01T00:00:00Z
                """);
    }

    @Test
    void a_backfill_loads_the_rows_between_two_values() {
        Result result = load("--cursor", "updated_at", "--from", "2025-01-01", "--to", "2025-02-01", "--json");

        assertThat(result.err()).isEmpty();
        assertThat(result.json().at("/packages/0/tables/0/rows").longValue()).isEqualTo(1);
    }

    @Test
    void a_backfill_wants_a_cursor_and_both_ends() {
        String problem =
                "pipette load: [BAD_USAGE] a backfill needs --cursor, --from and --to, and %s is missing. Write"
                        + " it like --cursor updated_at --from 2025-01-01 --to 2025-02-01.";

        assertThat(load("--from", "2025-01-01", "--to", "2025-02-01").err())
                .isEqualToIgnoringNewLines(problem.formatted("--cursor"));
        assertThat(load("--cursor", "updated_at", "--to", "2025-02-01").err())
                .isEqualToIgnoringNewLines(problem.formatted("--from"));
        assertThat(load("--cursor", "updated_at", "--from", "2025-02-01").err())
                .isEqualToIgnoringNewLines(problem.formatted("--to"));
    }

    @Test
    void a_backfill_that_ends_before_it_begins_is_a_wrong_call() {
        Result result = load("--cursor", "updated_at", "--from", "2025-02-01", "--to", "2025-01-01");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err())
                .isEqualToIgnoringNewLines(
                        "pipette load: [BAD_USAGE] a backfill from 2025-02-01 to 2025-01-01 of cursor"
                                + " 'updated_at' ends before it begins. Swap the two.");
    }

    @Test
    void a_lag_reads_again_what_is_a_little_older_than_the_cursor() throws IOException {
        load("--cursor", "updated_at", "--merge", "id");
        Files.writeString(file, """
                id,updated_at,state
                1,2024-12-31T23:00:00Z,late
                2,2025-01-31T12:00:00Z,late
                3,2025-02-01T00:00:00Z,late
                """);

        Result result = load("--cursor", "updated_at", "--merge", "id", "--lag", "PT12H", "--json");

        assertThat(result.err()).isEmpty();
        assertThat(result.json().at("/packages/0/tables/0/rows").longValue()).isEqualTo(2);
        assertThat(rows("SELECT id, state FROM orders ORDER BY id"))
                .containsExactly("id,state", "1,", "2,late", "3,late");
    }

    @Test
    void a_lag_that_does_not_fit_is_a_wrong_call() {
        assertUsage(
                "'soon' is not a lag. Write days and months like P3D and P1M, a duration like PT2H, and a distance between"
                        + " numbers like 1000.",
                "--cursor",
                "updated_at",
                "--lag",
                "soon");
        assertUsage(
                "resource orders: --lag P1D does not fit cursor 'id', whose values are integers. Say --lag 1000.",
                "--cursor",
                "id",
                "--lag",
                "P1D");
        assertUsage("--lag -1: a lag goes back, so it is zero or more.", "--cursor", "id", "--lag", "-1");
    }

    @Test
    void rows_without_a_cursor_value_are_an_error_or_taken_or_left() throws IOException {
        Files.writeString(file, "id,updated_at\n1,2025-01-01T00:00:00Z\n2,\n");

        Result raised = load("--cursor", "updated_at");
        assertThat(raised.exitCode()).isEqualTo(3);
        assertThat(raised.err())
                .isEqualToIgnoringNewLines(
                        "pipette load: [CURSOR_MISSING] resource orders: 1 row has no value for cursor"
                                + " column 'updated_at' (first: row 2). Say what becomes of such rows with --missing, or choose a column that"
                                + " every row has.");
        assertThat(load("--cursor", "updated_at", "--missing", "raise").err()).isEqualTo(raised.err());

        assertThat(load("--cursor", "updated_at", "--missing", "exclude").err()).isEmpty();
        assertThat(rows("SELECT id FROM orders")).containsExactly("id", "1");

        assertThat(load("--cursor", "updated_at", "--missing", "include", "--table", "all_orders")
                        .err())
                .isEmpty();
        assertThat(rows("SELECT id FROM all_orders ORDER BY id")).containsExactly("id", "1", "2");
    }

    @Test
    void times_without_an_offset_are_in_the_zone_that_is_said() throws IOException {
        Files.writeString(file, "id,updated_at\n1,2025-01-01T00:00:00\n2,2025-01-01T02:00:00\n");

        Result unsaid = load("--cursor", "updated_at:timestamp");
        assertThat(unsaid.exitCode()).isEqualTo(3);
        assertThat(unsaid.err())
                .contains("Compare it as it is: --cursor updated_at:local_timestamp; or say in which time zone it is:"
                        + " --zone UTC.");

        Result berlin = load(
                "--cursor",
                "updated_at:timestamp",
                "--from",
                "2025-01-01T00:00:00Z",
                "--to",
                "2025-01-02",
                "--zone",
                "Europe/Berlin");

        assertThat(berlin.err()).isEmpty();
        assertThat(rows("SELECT * EXCLUDE (_dlt_load_id, _dlt_id) FROM orders"))
                .containsExactly("id,updated_at", "2,2025-01-01T02:00:00");
        assertUsage(
                "--zone Europe/Berln: there is no such time zone. Write it like Europe/Berlin, UTC or +02:00. Did you mean"
                        + " 'Europe/Berlin'?",
                "--zone",
                "Europe/Berln");
    }

    @Test
    void what_is_said_of_a_cursor_needs_one() {
        assertUsage("--lag is about a cursor, and --cursor is missing.", "--lag", "P1D");
        assertUsage("--missing is about a cursor, and --cursor is missing.", "--missing", "include");
        assertUsage(
                "--missing skip: there are raise, include and exclude.", "--cursor", "updated_at", "--missing", "skip");
    }

    private void assertUsage(String message, String... options) {
        Result result = load(options);

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).isEqualToIgnoringNewLines("pipette load: [BAD_USAGE] " + message);
    }

    private List<String> rows(String sql) {
        return Cli.run("sql", "duckdb:" + folder.resolve("shop.duckdb"), sql, "--format", "csv")
                .lines();
    }

    private Result load(String... options) {
        List<Object> all = new ArrayList<>(List.of("load", file, "--into", "duckdb:" + folder.resolve("shop.duckdb")));
        all.addAll(List.of("--home", folder.resolve("home").toString()));
        all.addAll(List.of(options));
        return Cli.run(all.toArray());
    }
}
