package dev.pipette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class DoctorCommandTests {
    @TempDir
    Path folder;

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void a_destination_that_can_be_loaded_into_is_success() {
        Path file = folder.resolve("new.duckdb");

        Cli.Result result = Cli.run("doctor", "duckdb:" + file, "--home", folder);

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).startsWith("duckdb " + file + ": loads can run\n\ncheck     result   found\n");
        assertThat(result.err()).isEmpty();
        assertThat(file).doesNotExist();
    }

    @Test
    void a_destination_that_cannot_be_loaded_into_has_the_exit_code_of_its_errors() throws IOException {
        Path file = Files.writeString(folder.resolve("orders.csv"), "id,name\n1,first\n");

        Cli.Result result = Cli.run("doctor", "duckdb:" + file, "--home", folder);

        assertThat(result.exitCode()).isEqualTo(ExitCodes.DESTINATION_FAILED);
        assertThat(result.out()).startsWith("duckdb " + file + ": loads cannot run\n");
    }

    @Test
    void a_server_that_is_not_there_is_told_without_the_password() throws IOException {
        int port = closedPort();

        Cli.Result result = Cli.run("doctor", "postgres://loader:hunter2@127.0.0.1:" + port + "/items");

        assertThat(result.exitCode()).isEqualTo(ExitCodes.DESTINATION_FAILED);
        assertThat(result.out()).isEqualToIgnoringNewLines("""
                        postgres 127.0.0.1:PORT/items: loads cannot run

                        check            result   found
                        ---------------  -------  -------------------
                        host             ok       127.0.0.1
                        port             failed   Connection refused
                        tls              skipped  because port failed
                        login            skipped  because port failed
                        pooler           skipped  because port failed
                        version          skipped  because port failed
                        encoding         skipped  because port failed
                        clock            skipped  because port failed
                        writable         skipped  because port failed
                        create schema    skipped  because port failed
                        create table     skipped  because port failed
                        temporary table  skipped  because port failed

                        What to change:
                          port: Check that the server runs, and that host and port are right.
                        """.replace("PORT", String.valueOf(port)));
        assertThat(result.err()).isEmpty();
    }

    @Test
    void json_has_all_of_it() throws IOException {
        int port = closedPort();

        Cli.Result result = Cli.run("doctor", "postgres://loader:hunter2@127.0.0.1:" + port + "/items", "--json");

        assertThat(result.exitCode()).isEqualTo(ExitCodes.DESTINATION_FAILED);
        assertThat(result.out()).doesNotContain("hunter2");
        JsonNode document = result.json();
        assertThat(document.get("destination").asString()).isEqualTo("postgres 127.0.0.1:" + port + "/items");
        assertThat(document.get("ok").asBoolean()).isFalse();
        assertThat(document.get("checks")).hasSize(12);
        assertThat(document.get("checks").get(1))
                .hasToString(
                        "{\"name\":\"port\",\"status\":\"failed\",\"found\":\"Connection refused\",\"advice\":\"Check"
                                + " that the server runs, and that host and port are right.\"}");
    }

    @Test
    void a_table_is_looked_at_as_well() throws Exception {
        Path file = folder.resolve("data.duckdb");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA shop");
            statement.execute("CREATE TABLE shop.orders (id INTEGER PRIMARY KEY, tags VARCHAR[], code UUID,"
                    + " twice INTEGER GENERATED ALWAYS AS (id * 2), sum DOUBLE CHECK (sum > 0))");
            statement.execute("CREATE VIEW shop.sums AS SELECT sum FROM shop.orders");
        }

        Cli.Result result =
                Cli.run("doctor", "duckdb:" + file, "--dataset", "shop", "--table", "orders", "--home", folder);

        assertThat(result.exitCode()).isZero();
        assertThat(result.out().substring(result.out().indexOf("dataset"))).isEqualToIgnoringNewLines("""
                dataset       ok       shop has 1 table
                table         ok       orders has 5 columns: id INTEGER, tags VARCHAR[], code UUID, twice INTEGER, sum DOUBLE
                column id     ok       stays INTEGER, because the PRIMARY KEY uses it
                column tags   warning  VARCHAR[] is a type that Pipette does not write
                column code   ok       text is cast to UUID; a value that it does not hold goes beside it, or is refused in a key
                column twice  warning  takes no values
                column sum    ok       stays DOUBLE, because the CHECK uses it
                constraints   ok       PRIMARY KEY(id); CHECK((sum > 0)); id NOT NULL
                indexes       ok       none

                What to change:
                  column tags: It cannot be a key, and values for it go to columns beside it.
                  column twice: Here, DuckDB computes it (GENERATED ALWAYS AS CAST((id * 2) AS INTEGER)) and takes no values for it. Leave it out of the rows.
                """);

        assertThat(Cli.run("doctor", "duckdb:" + file, "--dataset", "shop", "--table", "sums", "--home", folder)
                        .out())
                .contains("a view has the name sums")
                .contains("table: Rename or drop it, or load into a table of another name.");
        assertThat(Cli.run("doctor", "duckdb:" + file, "--dataset", "shop", "--table", "new", "--home", folder)
                        .out())
                .contains("new is not there yet; the first load makes it");
        assertThat(Cli.run("doctor", "duckdb:" + file, "--table", "new", "--home", folder)
                        .err())
                .contains("a table is named by --dataset DATASET and --table TABLE together; --dataset is missing.");
    }
}
