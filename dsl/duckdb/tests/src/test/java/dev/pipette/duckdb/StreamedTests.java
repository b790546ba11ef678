package dev.pipette.duckdb;

import static dev.pipette.Pipette.resource;
import static dev.pipette.testing.PipetteAssertions.assertThat;
import static dev.pipette.testing.PipetteAssertions.assertThatRun;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pipette.LoadInfo;
import dev.pipette.LoadListener;
import dev.pipette.Pipeline;
import dev.pipette.Resource;
import dev.pipette.error.ErrorCode;
import dev.pipette.spi.FileContent;
import dev.pipette.spi.LoadStep;
import dev.pipette.testing.CrashAt;
import dev.pipette.testing.LoadTest;
import dev.pipette.testing.Workspace;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bytes that can be read once: all of them are loaded, and once, whatever breaks off. */
@LoadTest
record StreamedTests(Pipeline pipeline, Workspace workspace) {
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
        Path file = workspace.folder().resolve("made.parquet");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (" + select + ") TO '" + file + "' (FORMAT parquet)");
        }
        byte[] bytes = Files.readAllBytes(file);
        Files.delete(file);
        return bytes;
    }

    private void assertNothingIsLeft() {
        assertThat(workspace.home().resolve("pipelines/test/packages")).isEmptyDirectory();
    }

    @Test
    void delimited_text_is_loaded_and_nothing_of_it_is_left() {
        LoadInfo info = pipeline.run(csv("id,name\n1,Ann\n2,Bob\n"));

        assertThat(info).appended("items", 2);
        assertThat(pipeline.dataset())
                .table("items")
                .hasOnlyColumns("id", "name")
                .containsExactlyRows("""
                id,name
                1,Ann
                2,Bob""");
        assertThat(pipeline.dataset()
                        .query("SELECT column_name || ' ' || column_type FROM (DESCRIBE items)")
                        .result()
                        .getValues(0, String.class))
                .startsWith("id BIGINT", "name VARCHAR");
        assertNothingIsLeft();
    }

    @Test
    void options_and_row_functions_work_as_for_files() {
        pipeline.run(csv("id;name\n1;Ann\n2;Bob\n")
                .option("delimiter", ";")
                .filter(row -> Objects.equals(row.get("id"), 2L)));

        assertThat(pipeline.dataset()).table("items").containsExactlyRows("[{'id': 2, 'name': 'Bob'}]");
    }

    @Test
    void parquet_is_loaded_flat_and_nested() throws SQLException, IOException {
        pipeline.run(items("parquet", parquet("SELECT 1 AS id, 'Ann' AS name")));
        pipeline.run(items("parquet", parquet("SELECT 2 AS id, ['a', 'b'] AS tags")));

        assertThat(pipeline.dataset())
                .table("items")
                .containsExactlyDocuments("[{'id': 1, 'name': 'Ann'}, {'id': 2, 'tags': ['a', 'b']}]");
    }

    @Test
    void json_is_loaded() {
        pipeline.run(items("json", "{\"data\": [{\"id\": 1}]}".getBytes(UTF_8)).at("data"));
        pipeline.run(items("jsonl", "{\"id\": 2}\n{\"id\": 3}\n".getBytes(UTF_8)));

        assertLoaded(1L, 2L, 3L);
    }

    @ParameterizedTest
    @EnumSource(names = {"SEALED", "COMMITTED"})
    void an_interrupted_load_is_finished_and_the_same_bytes_are_not_loaded_again(LoadStep step) {
        CrashAt.step(step).whileRunning(pipeline, csv("id\n1\n"));

        LoadInfo again = pipeline.run(csv("id\n1\n"));

        assertLoaded(1L);
        assertThat(again.notes())
                .contains("resource items was not read again, because the interrupted run had read it");
    }

    @Test
    void the_same_bytes_are_loaded_once_wherever_a_load_breaks_off() {
        Resource items = resource("items")
                .bytes("standard input", "csv", () -> new ByteArrayInputStream("id\n1\n".getBytes(UTF_8)));

        assertThat(pipeline).running(items).survivesCrashes();
    }

    @Test
    void other_bytes_are_loaded_after_those_of_an_interrupted_load() {
        CrashAt.step(LoadStep.SEALED).whileRunning(pipeline, csv("id\n1\n"));

        pipeline.run(csv("id\n2\n"));

        assertLoaded(1L, 2L);
    }

    @Test
    void an_interrupted_load_of_parquet_is_finished_although_the_bytes_are_gone() throws SQLException, IOException {
        CrashAt.step(LoadStep.SEALED).whileRunning(pipeline, items("parquet", parquet("SELECT 1 AS id")));

        pipeline.run(csv("id\n2\n"));

        assertLoaded(1L, 2L);
    }

    @Test
    void an_error_in_the_bytes_names_the_stream_and_the_line() {
        assertThatRun(() -> pipeline.run(csv("id,name\n1,Ann\n2\n")))
                .failsWith(ErrorCode.SOURCE_UNREADABLE)
                .says("standard input, line 3: 1 fields, but the first line names 2 (\"2\")."
                        + " Nothing of it was loaded. Correct the line, or name the delimiter with"
                        + " .option(\"delimiter\", ..) where it is another one."
                        + " Or keep such lines apart with .badRows(BadRows.REJECT) (--bad-rows reject).");
        assertThatRun(() -> pipeline.run(items("jsonl", "{\"id\": }".getBytes(UTF_8))))
                .failsWith(ErrorCode.SOURCE_UNREADABLE)
                .hasMessageStartingWith("[SOURCE_UNREADABLE] standard input, line 1, column 8: ");
        assertNothingIsLeft();
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

        assertThatRun(() -> pipeline.run(broken))
                .failsWith(ErrorCode.SOURCE_UNREADABLE)
                .says("resource items: the answer of the shop cannot be read to its end:"
                        + " connection reset. Nothing of it was loaded.");
        assertThat(Path.of(pipeline.destination().location())).doesNotExist();
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

        pipeline.listener(listener).run(items("jsonl", "{\"id\": 2}\n{\"id\": 3}\n".getBytes(UTF_8)));

        assertThat(told).startsWith("items reads standard input").endsWith("items has 2");
    }

    private void assertLoaded(Long... ids) {
        assertThat(pipeline.dataset()).table("items").column("id").containsExactlyInAnyOrder((Object[]) ids);
    }
}
