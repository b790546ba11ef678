package dev.pipette.duckdb;

import static dev.pipette.Pipette.resource;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.LoadInfo;
import dev.pipette.PipetteException;
import dev.pipette.Resource;
import dev.pipette.spi.FileContent;
import dev.pipette.spi.LoadListener;
import dev.pipette.spi.LoadStep;
import dev.pipette.testing.Crash;
import dev.pipette.testing.CrashAt;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bytes that can be read once: all of them are loaded, and once, whatever breaks off. */
class StreamedTests {
    @TempDir
    Path folder;

    private Scratch scratch;

    @BeforeEach
    void open() {
        scratch = new Scratch(folder);
    }

    private static Resource items(String format, byte[] bytes) {
        return resource("items").bytes("standard input", format, once(bytes));
    }

    private static Resource csv(String text) {
        return items("csv", text.getBytes(UTF_8));
    }

    /** Opens the bytes, and fails when they are asked for again. */
    private static FileContent.Bytes once(byte[] bytes) {
        InputStream stream = new ByteArrayInputStream(bytes);
        List<InputStream> left = new ArrayList<>(List.of(stream));
        return left::removeFirst;
    }

    private byte[] parquet(String select) throws SQLException, IOException {
        Path file = folder.resolve("made.parquet");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (" + select + ") TO '" + file + "' (FORMAT parquet)");
        }
        byte[] bytes = Files.readAllBytes(file);
        Files.delete(file);
        return bytes;
    }

    private List<Path> leftInPackages() throws IOException {
        try (var files = Files.list(folder.resolve("home/pipelines/scratch/packages"))) {
            return files.toList();
        }
    }

    @Test
    void delimited_text_is_loaded_and_nothing_of_it_is_left() throws IOException {
        LoadInfo info = scratch.run(csv("id,name\n1,Ann\n2,Bob\n"));

        assertThat(info.rows("items")).isEqualTo(2);
        assertThat(scratch.columns("items")).containsExactly("id BIGINT", "name VARCHAR");
        assertThat(scratch.rows("SELECT id, name FROM items ORDER BY id")).containsExactly("1 | Ann", "2 | Bob");
        assertThat(leftInPackages()).isEmpty();
    }

    @Test
    void options_and_row_functions_work_as_for_files() {
        scratch.run(csv("id;name\n1;Ann\n2;Bob\n")
                .option("delimiter", ";")
                .filter(row -> Objects.equals(row.get("id"), 2L)));

        assertThat(scratch.rows("SELECT id, name FROM items")).containsExactly("2 | Bob");
    }

    @Test
    void parquet_is_loaded_flat_and_nested() throws SQLException, IOException {
        scratch.run(items("parquet", parquet("SELECT 1 AS id, 'Ann' AS name")));
        scratch.run(items("parquet", parquet("SELECT 2 AS id, ['a', 'b'] AS tags")));

        assertThat(scratch.rows("SELECT id, name FROM items ORDER BY id")).containsExactly("1 | Ann", "2 | NULL");
        assertThat(scratch.rows("SELECT value FROM items__tags ORDER BY _dlt_list_idx"))
                .containsExactly("a", "b");
    }

    @Test
    void json_is_loaded() {
        scratch.run(items("json", "{\"data\": [{\"id\": 1}]}".getBytes(UTF_8)).at("data"));
        scratch.run(items("jsonl", "{\"id\": 2}\n{\"id\": 3}\n".getBytes(UTF_8)));

        assertThat(scratch.rows("SELECT id FROM items ORDER BY id")).containsExactly("1", "2", "3");
    }

    @ParameterizedTest
    @EnumSource(names = {"SEALED", "COMMITTED"})
    void an_interrupted_load_is_finished_and_the_same_bytes_are_not_loaded_again(LoadStep step) {
        crash(step, csv("id\n1\n"));

        LoadInfo again = scratch.run(csv("id\n1\n"));

        assertThat(scratch.rows("SELECT id FROM items")).containsExactly("1");
        assertThat(again.notes())
                .contains("resource items was not read again, because the interrupted run had read it");
    }

    @Test
    void other_bytes_are_loaded_after_those_of_an_interrupted_load() {
        crash(LoadStep.SEALED, csv("id\n1\n"));

        scratch.run(csv("id\n2\n"));

        assertThat(scratch.rows("SELECT id FROM items ORDER BY id")).containsExactly("1", "2");
    }

    @Test
    void an_interrupted_load_of_parquet_is_finished_although_the_bytes_are_gone() throws SQLException, IOException {
        crash(LoadStep.SEALED, items("parquet", parquet("SELECT 1 AS id")));

        scratch.run(csv("id\n2\n"));

        assertThat(scratch.rows("SELECT id FROM items ORDER BY id")).containsExactly("1", "2");
    }

    @Test
    void an_error_in_the_bytes_names_the_stream_and_the_line() throws IOException {
        assertThatThrownBy(() -> scratch.run(csv("id,name\n1,Ann\n2\n")))
                .isInstanceOf(PipetteException.class)
                .hasMessage("[SOURCE_UNREADABLE] standard input, line 3: 1 fields, but the first line names 2 (\"2\")."
                        + " Nothing of it was loaded. Mend the line, or name the delimiter with"
                        + " .option(\"delimiter\", ..) where it is another one.");
        assertThatThrownBy(() -> scratch.run(items("jsonl", "{\"id\": }".getBytes(UTF_8))))
                .isInstanceOf(PipetteException.class)
                .hasMessageStartingWith("[SOURCE_UNREADABLE] standard input, line 1, column 8: ");
        assertThat(leftInPackages()).isEmpty();
    }

    @Test
    void a_stream_that_breaks_off_loads_nothing() {
        Resource broken = resource("items")
                .bytes(
                        "the answer of the shop",
                        "csv",
                        () -> new SequenceInputStream(
                                new ByteArrayInputStream("id\n1\n".getBytes(UTF_8)), new InputStream() {
                                    @Override
                                    public int read() throws IOException {
                                        throw new IOException("connection reset");
                                    }
                                }));

        assertThatThrownBy(() -> scratch.run(broken))
                .isInstanceOf(PipetteException.class)
                .hasMessage("[SOURCE_UNREADABLE] resource items: the answer of the shop cannot be read to its end:"
                        + " connection reset. Nothing of it was loaded.");
        assertThat(scratch.database()).doesNotExist();
    }

    @Test
    void a_listener_is_told_what_is_read_and_how_many_rows() {
        List<String> told = new ArrayList<>();
        LoadListener listener = new LoadListener() {
            @Override
            public void reached(LoadStep step, String loadId) {}

            @Override
            public void reading(String resource, String file) {
                told.add(resource + " reads " + file);
            }

            @Override
            public void extracted(String resource, long rows) {
                told.add(resource + " has " + rows);
            }
        };

        scratch.pipeline().listener(listener).run(items("jsonl", "{\"id\": 2}\n{\"id\": 3}\n".getBytes(UTF_8)));

        assertThat(told).startsWith("items reads standard input").endsWith("items has 2");
    }

    private void crash(LoadStep step, Resource resource) {
        assertThatThrownBy(() -> scratch.pipeline().listener(CrashAt.step(step)).run(resource))
                .isInstanceOf(Crash.class);
    }
}
