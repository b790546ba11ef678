package dev.pipette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code pipette replicate} loads what a file says, and {@code pipette connections} shows what can stand in one. */
class ReplicateCommandTests {
    @TempDir
    Path folder;

    @BeforeEach
    void shop() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + folder.resolve("from.duckdb"));
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE orders (id INTEGER PRIMARY KEY, total DECIMAL(10,2))");
            statement.execute("INSERT INTO orders VALUES (1, 1.50), (2, 2.25)");
            statement.execute("CREATE TABLE customers (id INTEGER PRIMARY KEY)");
            statement.execute("COMMENT ON TABLE orders IS 'what was bought'");
        }
    }

    private Path file(String streams) throws IOException {
        return Files.writeString(
                folder.resolve("shop.yaml"), "source: duckdb:" + folder.resolve("from.duckdb") + "\n" + streams);
    }

    private Cli.Result replicate(Object... more) {
        Object[] all = new Object[more.length + 5];
        all[0] = "replicate";
        System.arraycopy(more, 0, all, 1, more.length);
        all[more.length + 1] = "--into";
        all[more.length + 2] = "duckdb:" + folder.resolve("to.duckdb");
        all[more.length + 3] = "--home";
        all[more.length + 4] = folder.resolve("home");
        return Cli.run(all);
    }

    @Test
    void a_file_is_loaded_or_planned() throws IOException {
        Path file = file("streams: {'*': {write: merge}}\n");

        Cli.Result planned = replicate(file, "--plan");
        Cli.Result some = replicate(file, "main.orders");
        Cli.Result all = replicate(file);

        assertThat(planned.exitCode()).as(planned.err()).isZero();
        assertThat(planned.out()).contains("orders", "customers");
        assertThat(some.exitCode()).as(some.err()).isZero();
        assertThat(some.out()).contains("orders").doesNotContain("customers");
        assertThat(all.exitCode()).as(all.err()).isZero();
        assertThat(all.out()).contains("orders", "customers");
    }

    @Test
    void what_is_wrong_is_said_with_its_line() throws IOException {
        Cli.Result wrong = replicate(file("streams:\n  orders: {wirte: merge}\n"));
        Cli.Result none = Cli.run("replicate");

        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.err())
                .contains("line 3: stream orders has 'wirte', which means nothing here. Did you mean 'write'?");
        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.err()).contains("which replication file? Name it: pipette replicate shop.yaml");
    }

    @Test
    void a_script_with_the_text_of_the_file_does_the_same() throws IOException {
        Path file = file("into: duckdb:" + folder.resolve("to.duckdb")
                + "\nstreams:\n  orders: {check: 'matches:sum=^[0-9.]+$', rename: {total: \"sum\"}}  # \\ \"\"\"\n");
        Path script = Files.writeString(
                folder.resolve("shop.jsh"),
                Cli.run("replicate", file, "--script").out());

        Cli.Result planned = Cli.run("run", "--plan", script);

        assertThat(planned.exitCode()).as(planned.err()).isZero();
        assertThat(planned.out()).contains("orders", "sum", "matches(sum");
    }

    @Test
    void a_file_is_a_program_that_is_run_and_planned() throws IOException {
        Path file = file("streams: {'*': {write: merge}}\n");
        String into = "--into=duckdb:" + folder.resolve("to.duckdb");

        Cli.Result planned = Cli.run("plan", into, file, "main.orders");
        Cli.Result nowhere = Cli.run("run", file);
        Cli.Result interval = Cli.run("run", into, "--interval=2025-12-24/2025-12-25", file);
        Cli.Result wrong = Cli.run("plan", into, file("streams:\n  ordrs:\n"));

        assertThat(planned.exitCode()).as(planned.err()).isZero();
        assertThat(planned.out()).contains("orders").doesNotContain("customers");
        assertThat(nowhere.exitCode()).isEqualTo(2);
        assertThat(nowhere.err())
                .contains(
                        "names no destination. Add a line like 'into: duckdb:shop.duckdb', or say --into DESTINATION.");
        assertThat(interval.exitCode()).isEqualTo(2);
        assertThat(interval.err())
                .contains(
                        "of replication file shop.yaml has no part for 2025-12-24T00:00:00Z/2025-12-25T00:00:00Z: it follows no cursor."
                                + " Give its stream a cursor of time, or leave --interval out.");
        assertThat(wrong.exitCode()).isNotZero();
        assertThat(wrong.err()).contains("shop.yaml, line 3: ", "Did you mean 'orders'?");
    }

    @Test
    void the_schema_for_editors_is_printed() {
        Cli.Result schema = Cli.run("replicate", "--json-schema");

        assertThat(schema.exitCode()).isZero();
        assertThat(schema.out()).startsWith("{").contains("\"streams\"");
    }

    @Test
    void connections_show_what_answers_and_what_it_has() {
        String address = "duckdb:" + folder.resolve("from.duckdb");

        Cli.Result test = Cli.run("connections", "test", address);
        Cli.Result tables = Cli.run("connections", "discover", address);
        Cli.Result some = Cli.run("connections", "discover", address, "cust*", "--json");
        Cli.Result list = Cli.run("connections", "list", "--json");

        assertThat(test.exitCode()).as(test.err()).isZero();
        assertThat(test.out()).contains("DuckDB");
        assertThat(tables.out()).contains("main.orders", "id, total", "what was bought", "main.customers");
        assertThat(some.out()).contains("main.customers").doesNotContain("main.orders");
        assertThat(list.exitCode()).as(list.err()).isZero();
        assertThat(list.out()).startsWith("[");
    }
}
