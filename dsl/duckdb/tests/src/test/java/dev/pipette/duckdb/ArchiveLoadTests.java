package dev.pipette.duckdb;

import static dev.pipette.Pipette.csvFormat;
import static dev.pipette.Pipette.resource;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.pipette.Resource;
import dev.pipette.check.BadRows;
import dev.pipette.incremental.FileState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members of archives are files like others: read by their names, and remembered one by one. */
class ArchiveLoadTests {
    @TempDir
    Path folder;

    private Scratch scratch;

    @BeforeEach
    void open() {
        scratch = new Scratch(folder);
    }

    private static byte[] zip(String... namesAndTexts) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (int at = 0; at < namesAndTexts.length; at += 2) {
                zip.putNextEntry(new ZipEntry(namesAndTexts[at]));
                byte[] text = namesAndTexts[at + 1].getBytes(UTF_8);
                if (namesAndTexts[at].endsWith(".gz")) {
                    ByteArrayOutputStream packed = new ByteArrayOutputStream();
                    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
                        gzip.write(text);
                    }
                    text = packed.toByteArray();
                }
                zip.write(text);
            }
        }
        return bytes.toByteArray();
    }

    private Path zipped(String name, String... namesAndTexts) throws IOException {
        return Files.write(folder.resolve(name), zip(namesAndTexts));
    }

    @Test
    void members_are_read_by_the_formats_of_their_names() throws IOException {
        Path zip = zipped(
                "shop.zip",
                "2024/a.csv",
                "id,name\n1,one\n",
                "2024/b.jsonl.gz",
                "{\"id\":2,\"name\":\"two\"}\n",
                "2023/c.csv",
                "id,name\n3,three\n");

        scratch.run(
                resource("items").files(zip + "!/2024/*"), resource("all_items").files(zip.toString()));

        assertThat(scratch.rows("SELECT id, name FROM items ORDER BY id")).containsExactly("1 | one", "2 | two");
        assertThat(scratch.rows("SELECT count(*), sum(id) FROM all_items")).containsExactly("3 | 6");
    }

    @Test
    void folders_inside_are_columns_and_a_pattern_means_several_archives() throws IOException {
        zipped("a.zip", "year=2024/x.csv", "id\n1\n");
        zipped("b.zip", "year=2025/x.csv", "id\n2\n");

        scratch.run(resource("items").files(folder + "/*.zip!/**/*.csv").folderKeys());

        assertThat(scratch.rows("SELECT id, year FROM items ORDER BY id")).containsExactly("1 | 2024", "2 | 2025");
    }

    @Test
    void a_ledger_remembers_members() throws IOException {
        Path zip = zipped("shop.zip", "a.csv", "id\n1\n2\n", "b.csv", "id\n3\n");
        Resource items = resource("items").files(zip + "!/*.csv", csvFormat(), FileState.ledger());
        scratch.run(items);
        assertThat(scratch.rows("SELECT id, _file_name FROM items ORDER BY id"))
                .containsExactly("1 | " + zip + "!/a.csv", "2 | " + zip + "!/a.csv", "3 | " + zip + "!/b.csv");
        String loads = "SELECT count(DISTINCT _dlt_load_id) FROM items";

        zipped("shop.zip", "b.csv", "id\n4\n", "a.csv", "id\n1\n2\n", "c.csv", "id\n5\n");
        scratch.run(items);

        assertThat(scratch.rows("SELECT id FROM items ORDER BY id")).containsExactly("1", "2", "4", "5");
        assertThat(scratch.rows(loads)).containsExactly("2");
        scratch.run(items);
        assertThat(scratch.rows(loads)).containsExactly("2");
    }

    @Test
    void an_archive_of_a_web_server_is_read_in_the_same_way() throws IOException {
        byte[] bytes = zip("in/a.csv", "id\n1\n", "b.csv", "id\n2\n");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/shop.zip", exchange -> {
            exchange.getResponseHeaders().add("ETag", "\"1\"");
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(200, head ? -1 : bytes.length);
            if (!head) {
                exchange.getResponseBody().write(bytes);
            }
            exchange.close();
        });
        server.start();
        try {
            String address = "http://127.0.0.1:" + server.getAddress().getPort() + "/shop.zip!/in/*.csv";
            scratch.run(resource("items").files(address, csvFormat(), FileState.ledger()));

            assertThat(scratch.rows("SELECT id, _file_name LIKE '%/shop.zip!/in/a.csv' FROM items"))
                    .containsExactly("1 | true");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void an_error_names_archive_member_and_line() throws IOException {
        Path zip = zipped("shop.zip", "a.csv", "id,name\n1,one\n2\n", "readme", "text");

        assertThatThrownBy(() -> scratch.run(resource("items").files(zip + "!/a.csv")))
                .hasMessageContaining(zip + "!/a.csv, line 3: ");
        assertThatThrownBy(() -> scratch.run(resource("items").files(zip + "!/b.csv")))
                .hasMessage("[SOURCE_MISSING] resource items: no member of an archive matches " + zip
                        + "!/b.csv. Correct the pattern behind !/, or wait for the files.");
        assertThatThrownBy(() -> scratch.run(resource("items").files(zip.toString())))
                .hasMessageContaining("the name of " + zip + "!/readme has no known extension.");
        scratch.run(resource("items").files(zip + "!/a.csv").badRows(BadRows.REJECT));
        assertThat(scratch.rows("SELECT id FROM items")).containsExactly("1");
    }
}
