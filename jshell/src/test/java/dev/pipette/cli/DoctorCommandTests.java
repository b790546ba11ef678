package dev.pipette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
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
}
