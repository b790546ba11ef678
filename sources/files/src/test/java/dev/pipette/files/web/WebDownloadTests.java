package dev.pipette.files.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.files.Retries;
import dev.pipette.incremental.StoredFile;
import dev.pipette.spi.FileLocation;
import dev.pipette.spi.FileStore.OpenLocation;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLException;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebDownloadTests {
    private static final String CSV = "id,name\n1,Ada\n2,Grace\n";

    @TempDir
    Path folder;

    private final MockWebServer server = new MockWebServer();
    private final Deque<Function<RecordedRequest, MockResponse>> answers = new ArrayDeque<>();
    private final List<RecordedRequest> requests = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() throws IOException {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                requests.add(request);
                synchronized (answers) {
                    return answers.isEmpty() ? status(599) : answers.remove().apply(request);
                }
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void answer(MockResponse... next) {
        for (MockResponse one : next) {
            answers.add(request -> one);
        }
    }

    private static MockResponse.Builder file(String content) {
        return new MockResponse.Builder().body(content).addHeader("ETag", "\"v1\"");
    }

    /** An answer to HEAD: what a file would be, without the file. */
    private static MockResponse.Builder description() {
        return new MockResponse.Builder().setHeader("Content-Length", CSV.length());
    }

    private static MockResponse status(int code) {
        return new MockResponse.Builder().code(code).build();
    }

    private OpenLocation open() {
        return new HttpStore(new Retries(3, Duration.ofMillis(1), Duration.ofSeconds(5)))
                .open("orders", FileLocation.of(address()));
    }

    private String address() {
        return server.url("/in/orders.csv").toString();
    }

    private String key() {
        return "localhost:" + server.getPort() + "/in/orders.csv";
    }

    private StoredFile listed(String etag) {
        return new StoredFile(key(), etag, 0, Instant.EPOCH);
    }

    private StoredFile fetch(String etag) throws IOException {
        try (OpenLocation open = open()) {
            return open.fetch(listed(etag), folder.resolve("fetched")).orElseThrow();
        }
    }

    private String fetched() throws IOException {
        return Files.readString(folder.resolve("fetched"));
    }

    @Test
    void a_file_is_listed_by_what_its_server_says_of_it() {
        answer(description()
                .addHeader("ETag", "\"v1\"")
                .addHeader("Last-Modified", "Wed, 01 Jan 2025 10:00:00 GMT")
                .build());

        try (OpenLocation open = open()) {
            assertThat(open.list())
                    .containsExactly(new StoredFile(key(), "v1", CSV.length(), Instant.parse("2025-01-01T10:00:00Z")));
        }
        assertThat(requests.getFirst().getMethod()).isEqualTo("HEAD");
    }

    @Test
    void a_server_without_HEAD_is_asked_for_the_file() {
        answer(status(405), file(CSV).build());

        try (OpenLocation open = open()) {
            assertThat(open.list()).containsExactly(new StoredFile(key(), "v1", CSV.length(), Instant.EPOCH));
        }
    }

    @Test
    void without_an_entity_tag_time_and_size_tell_versions_apart_and_without_both_each_listing_is_a_new_version() {
        MockResponse dated = description()
                .addHeader("Last-Modified", "Wed, 01 Jan 2025 10:00:00 GMT")
                .build();
        MockResponse bare = description().build();
        answer(dated, bare, bare);

        try (OpenLocation open = open()) {
            assertThat(open.list().getFirst().etag()).isEqualTo("2025-01-01T10:00:00Z/" + CSV.length());
            assertThat(open.list().getFirst().etag())
                    .startsWith("unknown-")
                    .isNotEqualTo(open.list().getFirst().etag());
        }
    }

    @Test
    void a_file_comes_as_it_is_kept_there() throws IOException {
        answer(file(CSV).build());

        assertThat(fetch("v1")).isEqualTo(new StoredFile(key(), "v1", CSV.length(), Instant.EPOCH));

        assertThat(fetched()).isEqualTo(CSV);
        assertThat(requests.getFirst().getHeaders().get("Accept-Encoding")).isEqualTo("identity");
    }

    @Test
    void a_file_that_was_replaced_since_it_was_listed_is_remembered_as_it_was_read() throws IOException {
        answer(new MockResponse.Builder().body(CSV).addHeader("ETag", "\"v2\"").build());

        assertThat(fetch("v1").etag()).isEqualTo("v2");
    }

    @Test
    void what_is_cut_off_goes_on_where_it_ended() throws IOException {
        String large = "id\n" + "1234567\n".repeat(40_000);
        answer(file(large).onResponseBody(new SocketEffect.CloseSocket()).build());
        answers.add(request -> rest(large, request, "\"v1\""));

        fetch("v1");

        assertThat(fetched()).isEqualTo(large);
        assertThat(requests).hasSize(2);
        assertThat(requests.get(1).getHeaders().get("If-Range")).isEqualTo("\"v1\"");
        assertThat(requests.get(1).getHeaders().get("Range")).matches("bytes=[1-9]\\d*-");
    }

    private static MockResponse rest(String content, RecordedRequest request, String etag) {
        String range = Optional.ofNullable(request.getHeaders().get("Range")).orElse("bytes=0-");
        int from = Integer.parseInt(range.replaceAll("\\D", ""));
        return new MockResponse.Builder()
                .code(206)
                .addHeader("ETag", etag)
                .addHeader("Content-Range", "bytes " + from + "-" + (content.length() - 1) + "/" + content.length())
                .body(new Buffer().writeUtf8(content.substring(from)))
                .build();
    }

    @Test
    void a_version_that_came_meanwhile_begins_again_and_nothing_of_the_old_one_is_left() throws IOException {
        String old = "id\n" + "1234567\n".repeat(40_000);
        answer(
                file(old).onResponseBody(new SocketEffect.CloseSocket()).build(),
                new MockResponse.Builder().body(CSV).addHeader("ETag", "\"v2\"").build());

        assertThat(fetch("v1")).isEqualTo(new StoredFile(key(), "v2", CSV.length(), Instant.EPOCH));

        assertThat(fetched()).isEqualTo(CSV);
    }

    @Test
    void another_part_than_the_one_asked_for_is_not_taken_for_it() throws IOException {
        String large = "id\n" + "1234567\n".repeat(40_000);
        answer(
                file(large).onResponseBody(new SocketEffect.CloseSocket()).build(),
                new MockResponse.Builder()
                        .code(206)
                        .addHeader("ETag", "\"v1\"")
                        .addHeader("Content-Range", "bytes 0-9/" + large.length())
                        .body("id\n1234567")
                        .build(),
                file(large).build());

        fetch("v1");

        assertThat(fetched()).isEqualTo(large);
    }

    @Test
    void a_weak_tag_is_no_reason_to_put_two_answers_together() throws IOException {
        String large = "id\n" + "1234567\n".repeat(40_000);
        MockResponse.Builder weak = new MockResponse.Builder().body(large).addHeader("ETag", "W/\"v1\"");
        answer(weak.onResponseBody(new SocketEffect.CloseSocket()).build());
        answer(new MockResponse.Builder()
                .body(large)
                .addHeader("ETag", "W/\"v1\"")
                .build());

        fetch("v1");

        assertThat(fetched()).isEqualTo(large);
        assertThat(requests.get(1).getHeaders().get("Range")).isNull();
    }

    @Test
    void errors_of_the_moment_are_tried_again_and_then_named() throws IOException {
        answer(status(503), status(429), file(CSV).build());
        fetch("v1");
        assertThat(fetched()).isEqualTo(CSV);

        Files.delete(folder.resolve("fetched"));
        answer(status(503), status(503), status(503));
        assertThatThrownBy(() -> fetch("v1"))
                .hasMessage("[SOURCE_UNAVAILABLE] resource orders: " + address() + " answered 503 (3 attempts). Nothing"
                        + " of the resource was loaded: run it again later.");
        assertThat(folder.resolve("fetched")).doesNotExist();
    }

    @Test
    void a_server_that_asks_for_a_long_pause_gets_it_from_the_next_run() {
        answer(new MockResponse.Builder()
                .code(503)
                .addHeader("Retry-After", "3600")
                .build());

        assertThatThrownBy(() -> fetch("v1"))
                .hasMessage("[SOURCE_UNAVAILABLE] resource orders: " + address() + " answered 503 and asks to be left"
                        + " alone for 3600 s (1 attempt). Nothing of the resource was loaded: run it again later.");
    }

    @Test
    void a_file_that_is_not_there_is_named() {
        answer(status(404), status(404));

        try (OpenLocation open = open()) {
            assertThatThrownBy(open::list)
                    .hasMessage("[SOURCE_MISSING] resource orders: " + address()
                            + " answered 404: there is no such file." + " Correct the address.");
        }
    }

    @Test
    void a_file_that_nobody_may_read_says_how_credentials_are_given() {
        answer(status(401));

        assertThatThrownBy(() -> fetch("v1"))
                .hasMessage(
                        "[SOURCE_AUTH] resource orders: " + address() + " answered 401: it needs credentials, or the"
                                + " signature in the address has expired. A user and password are written"
                                + " https://USER:PASSWORD@HOST/..");
        assertThat(requests).hasSize(1);
    }

    @Test
    void a_page_is_not_taken_for_a_file() {
        answer(new MockResponse.Builder()
                .body("<!DOCTYPE html>\n<html><body>Log in</body></html>")
                .build());

        assertThatThrownBy(() -> fetch("v1"))
                .hasMessage(
                        "[SOURCE_UNREADABLE] resource orders: " + address() + " is a web page and not a file. It may"
                                + " be a login, or a page that shows the file: open it in a browser and copy the address of the"
                                + " download (on GitHub, that of the button Raw).");
        assertThat(folder.resolve("fetched")).doesNotExist();
    }

    @Test
    void a_redirection_is_followed() throws IOException {
        answer(
                new MockResponse.Builder()
                        .code(302)
                        .addHeader("Location", "/elsewhere.csv")
                        .build(),
                file(CSV).build());

        fetch("v1");

        assertThat(fetched()).isEqualTo(CSV);
    }

    @Test
    void a_password_is_not_taken_to_another_host() throws IOException {
        try (MockWebServer other = new MockWebServer()) {
            other.enqueue(file(CSV).build());
            other.start();
            answer(new MockResponse.Builder()
                    .code(302)
                    .addHeader("Location", other.url("/orders.csv"))
                    .build());
            FileLocation location = FileLocation.of(address().replace("http://", "http://ada:q7-x9Zz4@"));
            try (OpenLocation open = new HttpStore(HttpStore.RETRIES).open("orders", location)) {
                assertThat(open.fetch(listed("v1"), folder.resolve("fetched"))).isPresent();
            }

            assertThat(requests.getFirst().getHeaders().get("Authorization")).isEqualTo("Basic YWRhOnE3LXg5Wno0");
            assertThat(takeRequest(other).getHeaders().get("Authorization")).isNull();
        }
    }

    private static RecordedRequest takeRequest(MockWebServer server) {
        try {
            return java.util.Objects.requireNonNull(server.takeRequest(10, java.util.concurrent.TimeUnit.SECONDS));
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @Test
    void a_server_that_is_not_there_is_named() throws IOException {
        OpenLocation open = open();
        server.close();

        assertThatThrownBy(open::list)
                .hasMessageStartingWith("[SOURCE_UNAVAILABLE] resource orders: " + address() + " cannot be reached: ")
                .hasMessageEndingWith(" (3 attempts). Nothing of the resource was loaded: run it again later.");
    }

    @Test
    void a_pause_is_given_in_seconds_or_as_a_date() {
        assertThat(WebClient.retryAfter("7")).isEqualTo(Duration.ofSeconds(7));
        assertThat(WebClient.retryAfter("Wed, 01 Jan 2025 10:00:00 GMT")).isNegative();
        assertThat(WebClient.retryAfter("soon")).isNull();
    }

    private static Buffer packed(String text) {
        Buffer bytes = new Buffer();
        try (OutputStream gzip = new GZIPOutputStream(bytes.outputStream())) {
            gzip.write(text.getBytes(UTF_8));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return bytes;
    }

    private static MockResponse.Builder packedOnTheWay(String text, String encoding) {
        return new MockResponse.Builder()
                .body(packed(text))
                .addHeader("Content-Encoding", encoding)
                .addHeader("ETag", "\"v1\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "x-gzip", "GZIP"})
    void what_a_server_packs_for_the_way_is_unpacked(String encoding) throws IOException {
        answer(packedOnTheWay(CSV, encoding).build());

        assertThat(fetch("v1")).isEqualTo(new StoredFile(key(), "v1", CSV.length(), Instant.EPOCH));

        assertThat(fetched()).isEqualTo(CSV);
    }

    @Test
    void what_a_server_packs_for_the_way_begins_again_when_it_is_cut_off() throws IOException {
        StringBuilder numbers = new StringBuilder("id\n");
        new Random(15).ints(60_000).forEach(id -> numbers.append(id).append('\n'));
        String large = numbers.toString();
        answer(
                packedOnTheWay(large, "gzip")
                        .onResponseBody(new SocketEffect.CloseSocket())
                        .build(),
                packedOnTheWay(large, "gzip").build());

        fetch("v1");

        assertThat(fetched()).isEqualTo(large);
        assertThat(requests.get(1).getHeaders().get("Range")).isNull();
    }

    @Test
    void a_file_that_is_named_gz_stays_packed() throws IOException {
        answer(packedOnTheWay(CSV, "gzip").build());

        FileLocation location = FileLocation.of(server.url("/in/orders.csv.gz").toString());
        try (OpenLocation open = new HttpStore(HttpStore.RETRIES).open("orders", location)) {
            assertThat(open.fetch(listed("v1"), folder.resolve("fetched"))).isPresent();
        }

        assertThat(folder.resolve("fetched")).hasBinaryContent(packed(CSV).readByteArray());
    }

    @Test
    void a_packed_file_whose_name_does_not_say_so_says_how_it_is_loaded() {
        answer(file("").body(packed(CSV)).build());

        assertThatThrownBy(() -> fetch("v1"))
                .hasMessage(
                        "[SOURCE_UNREADABLE] resource orders: " + address() + " is gzip data, and its name does not end"
                                + " in .gz. Save it on this machine as orders.csv.gz, and load that file.");
        assertThat(folder.resolve("fetched")).doesNotExist();
    }

    @Test
    void an_address_that_redirects_to_itself_is_given_up_at_once() {
        for (int times = 0; times < 30; times++) {
            answer(new MockResponse.Builder()
                    .code(302)
                    .addHeader("Location", address())
                    .build());
        }

        assertThatThrownBy(() -> fetch("v1"))
                .hasMessage(
                        "[SOURCE_UNREADABLE] resource orders: " + address() + " redirects to other addresses again and"
                                + " again, and never to a file. Open the address in a browser, and give the address of the"
                                + " download.");
        assertThat(requests).hasSizeLessThan(30);
    }

    @Test
    void a_server_without_encryption_is_named_at_once() throws IOException {
        String address = address().replace("http://", "https://");

        try (OpenLocation open = new HttpsStore().open("orders", FileLocation.of(address))) {
            assertThatThrownBy(open::list)
                    .hasMessageStartingWith("[SOURCE_UNAVAILABLE] resource orders: " + address
                            + ": no encrypted connection can be made: ")
                    .hasMessageEndingWith(
                            ". Check the address, and that this machine trusts the server's certificate.");
        }
    }

    @Test
    void an_answer_in_plain_text_to_TLS_is_not_asked_for_again() {
        assertThat(WebProblem.isWithoutTls(new SSLException("Unsupported or unrecognized SSL message")))
                .isTrue();
        assertThat(WebProblem.isWithoutTls(new SSLException("Connection reset")))
                .isFalse();
    }
}
