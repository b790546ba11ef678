package dev.pipette.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An output that ends early is not a success, whatever command printed it. */
class StandardOutputTests {
    private static final Path FULL = Path.of("/dev/full");
    private static final String QUERY = "SELECT id, repeat('x', 100) AS text FROM orders, range(100000)";

    @TempDir
    static Path folder;

    private static String database = "";
    private static String home = "";

    @BeforeAll
    static void load() throws IOException {
        database = "duckdb:" + folder.resolve("shop.duckdb");
        home = folder.resolve("home").toString();
        Path orders = Files.writeString(folder.resolve("orders.csv"), "id\n1\n");
        assertThat(Cli.run("load", orders, "--into", database, "--home", home).exitCode())
                .isZero();
    }

    /** Counts what comes through, and fails as the system does for a pipe that nobody reads. */
    private static final class ClosedPipe extends OutputStream {
        private final long capacity;
        private long written;

        private ClosedPipe(long capacity) {
            this.capacity = capacity;
        }

        @Override
        public void write(int octet) throws IOException {
            if (written++ >= capacity) {
                throw new IOException("Broken pipe");
            }
        }
    }

    private int run(OutputStream out, StringWriter err, String... words) {
        return Main.run(new StandardOutput(out), new PrintWriter(err), words);
    }

    @Test
    void what_is_printed_is_whole_where_nothing_fails() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        int exitCode = run(out, new StringWriter(), "sql", database, "SELECT 'ä' AS a", "--format", "csv");

        assertThat(exitCode).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualToNormalizingNewlines("a\nä\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "json", "table"})
    void rows_for_a_full_disk_end_with_an_error_and_one_message(String format) throws IOException {
        assumeThat(FULL).exists();
        StringWriter err = new StringWriter();

        int exitCode = run(new FileOutputStream(FULL.toFile()), err, "sql", database, QUERY, "--format", format);

        assertThat(exitCode).isEqualTo(74);
        assertThat(err.toString())
                .isEqualToIgnoringNewLines(
                        "pipette: standard output cannot be written: No space left on device. What was"
                                + " printed is not complete. Make room there, or send the output somewhere else.");
    }

    @Test
    void every_command_notices_a_full_disk_when_it_ends() throws IOException {
        assumeThat(FULL).exists();
        Path orders = folder.resolve("orders.csv");
        String[][] commands = {
            {"--help"},
            {"--version"},
            {"sources"},
            {"completion", "bash"},
            {"show", "orders", "--home", home},
            {"pipeline", "--home", home},
            {"pipeline", "shop", "info", "--home", home},
            {"doctor", database},
            {"config", "list"},
            {"load", orders.toString(), "--into", database, "--home", home, "--json"}
        };
        for (String[] command : commands) {
            StringWriter err = new StringWriter();

            int exitCode = run(new FileOutputStream(FULL.toFile()), err, command);

            assertThat(exitCode).as(String.join(" ", command)).isEqualTo(74);
            assertThat(err.toString()).as(String.join(" ", command)).contains("standard output cannot be written");
        }
    }

    @Test
    void a_load_that_cannot_print_its_summary_says_that_it_is_committed() throws IOException {
        assumeThat(FULL).exists();
        StringWriter err = new StringWriter();

        int exitCode = run(
                new FileOutputStream(FULL.toFile()),
                err,
                "load",
                folder.resolve("orders.csv").toString(),
                "--into",
                database,
                "--home",
                home,
                "--replace");

        assertThat(exitCode).isEqualTo(74);
        assertThat(err.toString().replaceAll("\\d{10}\\.\\d+", "ID"))
                .isEqualToIgnoringNewLines(
                        "pipette: standard output cannot be written: No space left on device. What was"
                                + " printed is not complete. The load itself is complete and committed: load ID. Make room there,"
                                + " or send the output somewhere else.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "json"})
    void rows_for_a_closed_pipe_end_early_and_silently(String format) {
        ClosedPipe pipe = new ClosedPipe(10_000);
        StringWriter err = new StringWriter();

        int exitCode = run(pipe, err, "sql", database, QUERY, "--format", format);

        assertThat(exitCode).isEqualTo(141);
        assertThat(err.toString()).isEmpty();
        assertThat(pipe.written).as("bytes that the command tried to write").isLessThan(1_000_000);
    }

    @Test
    void the_system_names_a_closed_pipe_as_the_test_does() throws Exception {
        Process deaf = new ProcessBuilder("sh", "-c", "exec 0<&-; exec sleep 60").start();
        StringWriter err = new StringWriter();

        int exitCode = run(deaf.getOutputStream(), err, "sql", database, QUERY, "--format", "csv");

        deaf.destroy();
        assertThat(exitCode).isEqualTo(141);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void a_command_that_fails_keeps_its_own_exit_code() throws IOException {
        assumeThat(FULL).exists();
        StringWriter err = new StringWriter();

        int exitCode = run(new FileOutputStream(FULL.toFile()), err, "sql", database, "SELECT * FROM nothing");

        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString()).contains("Table with name nothing does not exist");
    }
}
