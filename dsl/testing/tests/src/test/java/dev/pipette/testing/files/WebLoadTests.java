package dev.pipette.testing.files;

import static dev.pipette.Pipette.csvFormat;
import static dev.pipette.Pipette.resource;
import static dev.pipette.testing.PipetteAssertions.assertThat;
import static dev.pipette.testing.PipetteAssertions.assertThatRun;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.Resource;
import dev.pipette.error.ErrorCode;
import dev.pipette.incremental.FileState;
import dev.pipette.testing.LoadTest;
import dev.pipette.testing.Workspace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Files of a web server beside files of this machine. */
@LoadTest
class WebLoadTests {
    private final MockWebServer server = new MockWebServer();
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();

    @BeforeEach
    void start() throws IOException {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                byte[] content = files.get(request.getUrl().encodedPath());
                if (content == null) {
                    return new MockResponse.Builder().code(404).build();
                }
                MockResponse.Builder answer = new MockResponse.Builder()
                        .addHeader("ETag", '"' + Integer.toHexString(java.util.Arrays.hashCode(content)) + '"');
                return request.getMethod().equals("HEAD")
                        ? answer.setHeader("Content-Length", content.length).build()
                        : answer.body(new Buffer().write(content)).build();
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void put(String path, String content) {
        files.put(path, content.getBytes(StandardCharsets.UTF_8));
    }

    private String url(String path) {
        return server.url(path).toString();
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    @Test
    void files_of_several_places_become_one_table(Pipeline pipeline, Workspace workspace) throws IOException {
        put("/2025.csv", "id,total\n3,30.5\n");
        files.put("/2026.csv.gz", gzip("id,total\n4,40\n"));
        Path folder = Files.createDirectories(workspace.folder().resolve("local"));
        Files.writeString(folder.resolve("2023.csv"), "id,total\n1,10\n");
        Files.writeString(folder.resolve("2024.csv"), "id,total\n2,20\n");

        LoadInfo info = pipeline.run(resource("orders")
                .files(List.of(
                        folder + "/*.csv", url("/2025.csv?via=a/b"), folder + "/2024.csv", url("/2026.csv.gz"))));

        assertThat(info).loaded("orders", 4);
        assertThat(pipeline.dataset()).table("orders").containsExactlyDocuments("""
                        [{"id": 1, "total": 10}, {"id": 2, "total": 20}, {"id": 3, "total": 30.5}, {"id": 4, "total": 40}]""");
    }

    @Test
    void a_ledger_knows_which_version_of_a_file_is_loaded(Pipeline pipeline) {
        put("/a.csv", "id,total\n1,10\n2,20\n");
        put("/b.csv", "id,total\n3,30\n");
        Resource orders = resource("orders")
                .files(List.of(url("/a.csv"), url("/b.csv?day=1&token=t0k-9x7Qz")), csvFormat(), FileState.ledger());
        String host = "localhost:" + server.getPort();

        assertThat(pipeline.run(orders)).loaded("orders", 3);
        assertThat(pipeline.run(orders)).hadNothingToLoad();
        put("/a.csv", "id,total\n1,11\n");
        pipeline.run(orders);

        assertThat(pipeline.dataset()
                        .query("SELECT id, total, _file_name FROM orders ORDER BY id")
                        .toString())
                .contains(host + "/a.csv", host + "/b.csv?day=1", "11")
                .doesNotContain("t0k-9x7Qz", "20");
        assertThat(pipeline.dataset()).table("orders").hasRowCount(2);
    }

    @Test
    void of_several_places_the_one_that_has_nothing_is_named(Pipeline pipeline) {
        put("/a.csv", "id\n1\n");

        assertThatRun(() -> pipeline.run(resource("orders").files(List.of(url("/a.csv"), url("/b.csv")))))
                .failsWith(ErrorCode.SOURCE_MISSING)
                .hasMessageContaining(url("/b.csv") + " answered 404: there is no such file. Correct the address.");
        assertThat(pipeline.dataset()).hasNoTable("orders");
    }
}
