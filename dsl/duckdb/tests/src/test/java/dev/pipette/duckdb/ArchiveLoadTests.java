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
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
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

    /** A web server with one archive, which counts how often it gives it. */
    private static final class ArchiveServer implements AutoCloseable {
        private final HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        private final AtomicInteger fetches = new AtomicInteger();
        private volatile byte[] bytes;
        private volatile String tag = "1";

        ArchiveServer(String name, byte[] bytes) throws IOException {
            this.bytes = bytes;
            server.createContext("/" + name, exchange -> {
                exchange.getResponseHeaders().add("ETag", "\"" + tag + "\"");
                boolean head = exchange.getRequestMethod().equals("HEAD");
                byte[] given = this.bytes;
                exchange.sendResponseHeaders(200, head ? -1 : given.length);
                if (!head) {
                    fetches.incrementAndGet();
                    exchange.getResponseBody().write(given);
                }
                exchange.close();
            });
            server.start();
        }

        String address(String path) {
            return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + path;
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    @Test
    void an_archive_of_a_web_server_is_fetched_only_when_it_is_new() throws IOException {
        byte[] first = zip("in/a.csv", "id\n1\n", "b.csv", "id\n2\n");
        try (ArchiveServer server = new ArchiveServer("shop.zip", first)) {
            Resource items =
                    resource("items").files(server.address("shop.zip!/in/*.csv"), csvFormat(), FileState.ledger());
            scratch.run(items);
            assertThat(scratch.rows("SELECT id, _file_name LIKE '%/shop.zip!/in/a.csv' FROM items"))
                    .containsExactly("1 | true");
            assertThat(server.fetches).hasValue(1);

            scratch.run(items);
            assertThat(server.fetches).hasValue(1);

            server.bytes = zip("in/a.csv", "id\n1\n", "in/c.csv", "id\n3\n");
            server.tag = "2";
            scratch.run(items);
            scratch.run(items);
            assertThat(server.fetches).hasValue(2);
            assertThat(scratch.rows("SELECT id FROM items ORDER BY id")).containsExactly("1", "3");
            assertThat(scratch.rows("SELECT count(DISTINCT _dlt_load_id) FROM items"))
                    .containsExactly("2");

            server.tag = "3"; // the same members in another archive
            scratch.run(items);
            scratch.run(items);
            assertThat(server.fetches).hasValue(3);

            scratch.run(resource("items").files(server.address("shop.zip!/**/*.csv"), csvFormat(), FileState.ledger()));
            assertThat(server.fetches).hasValue(4);
        }
    }

    @Test
    void an_archive_is_known_only_when_no_member_of_it_is_left() throws IOException {
        byte[] bytes = zip("a.csv", "id\n1\n", "b.csv", "id\n2\n", "c.csv", "id\n3\n");
        try (ArchiveServer server = new ArchiveServer("shop.zip", bytes)) {
            Resource items = resource("items").files(server.address("shop.zip"), csvFormat(), FileState.ledger());

            scratch.run(items.map(row -> row).limit(1));
            assertThat(scratch.rows("SELECT id FROM items")).containsExactly("1");
            scratch.run(items.commitEvery(1));
            assertThat(scratch.rows("SELECT id FROM items WHERE _file_name LIKE '%c.csv'"))
                    .containsExactly("3");
            assertThat(server.fetches).hasValue(2);

            scratch.run(items);
            assertThat(server.fetches).hasValue(2);
        }
    }

    @Test
    void a_member_that_a_limit_took_in_part_is_loaded_again_and_not_doubled() throws IOException {
        byte[] bytes = zip("a.csv", "id\n1\n2\n", "b.csv", "id\n3\n4\n5\n");
        try (ArchiveServer server = new ArchiveServer("shop.zip", bytes)) {
            Resource items = resource("items").files(server.address("shop.zip"), csvFormat(), FileState.ledger());

            scratch.run(items.map(row -> row).limit(3));
            assertThat(scratch.rows("SELECT id FROM items ORDER BY id")).containsExactly("1", "2", "3");

            scratch.run(items.map(row -> row));
            assertThat(scratch.rows("SELECT id FROM items ORDER BY id")).containsExactly("1", "2", "3", "4", "5");
            assertThat(scratch.run(items).nothingNew()).isTrue();
            assertThat(server.fetches).hasValue(2);
        }
    }

    @Test
    void nothing_that_was_fetched_stays_behind_a_run() throws IOException {
        Path bad = zipped("bad.zip", "a.csv", "id,name\n1\n");
        try (ArchiveServer server = new ArchiveServer("bad.zip", Files.readAllBytes(bad))) {
            Resource items = resource("items").files(server.address("bad.zip"));
            assertThatThrownBy(() -> scratch.run(items)).hasMessageContaining("line 2");

            assertThat(fetched()).isEmpty();
            // what a killed run leaves
            Path left = packages().resolve("fetched/archive-of-a-killed-run");
            Files.createDirectories(packages().resolve("fetched"));
            Files.write(left, new byte[10]);
            assertThatThrownBy(() -> scratch.run(items)).hasMessageContaining("line 2");
            assertThat(fetched()).isEmpty();
        }
    }

    private Path packages() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> path.endsWith("packages")).findFirst().orElseThrow();
        }
    }

    private List<Path> fetched() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .filter(path -> path.toString().contains("/fetched/"))
                    .toList();
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
