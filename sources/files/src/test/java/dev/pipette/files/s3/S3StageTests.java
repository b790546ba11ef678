package dev.pipette.files.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.pipette.settings.Secret;
import dev.pipette.settings.Settings;
import dev.pipette.slices.Stage;
import dev.pipette.slices.Stages;
import dev.pipette.testing.s3.LocalS3;
import dev.pipette.testing.s3.S3Bucket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class S3StageTests {
    private static final LocalS3 S3 = LocalS3.shared();

    @TempDir
    private Path folder;

    private final S3Bucket bucket = S3.newBucket();

    private static Settings settings(String endpoint, String secret) {
        return Settings.load()
                .with("stage.endpoint", endpoint)
                .with("stage.region", S3.region())
                .with("stage.path_style", "true")
                .with("stage.access_key_id", S3.accessKey())
                .with("stage.secret_access_key", Secret.of(secret));
    }

    private static Stage stage(String address) {
        return Stages.open(address, settings(S3.endpoint().toString(), S3.secretKey()));
    }

    private Stage stage() {
        return stage("s3://" + bucket.name() + "/load/stage/");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Whether this text is there now; its put may be refused where the store lost an answer and the client asked again. */
    private static boolean isFirst(Stage stage, String key, String text) throws IOException {
        return stage.putIfAbsent(key, bytes(text))
                || stage.read(key)
                        .filter(found -> Arrays.equals(found, bytes(text)))
                        .isPresent();
    }

    @Test
    void the_first_document_of_a_key_stays() throws IOException {
        try (Stage stage = stage()) {
            assertThat(isFirst(stage, "shop/a.json", "first")).isTrue();
            assertThat(isFirst(stage, "shop/a.json", "second")).isFalse();
            assertThat(stage.putIfAbsent("shop/a.json", bytes("first"))).isFalse();
            assertThat(stage.read("shop/a.json"))
                    .hasValueSatisfying(found -> assertThat(found).isEqualTo(bytes("first")));
            assertThat(stage.read("shop/b.json")).isEmpty();
        }
        assertThat(bucket.keys()).containsExactly("load/stage/" + S3Stage.PROBE, "load/stage/shop/a.json");
    }

    @Test
    void of_many_that_put_at_once_one_wins() {
        AtomicInteger won = new AtomicInteger();

        try (Stage stage = stage()) {
            IntStream.range(0, 100).parallel().forEach(number -> {
                try {
                    if (isFirst(stage, "shop/" + number % 5, String.valueOf(number))) {
                        won.incrementAndGet();
                    }
                } catch (IOException failed) {
                    throw new java.io.UncheckedIOException(failed);
                }
            });
        }

        assertThat(won).hasValue(5);
    }

    @Test
    void files_are_replaced_listed_fetched_and_deleted() throws IOException {
        try (Stage stage = stage()) {
            Path file = Files.writeString(folder.resolve("file"), "rows");
            stage.put("shop/1/a", file);
            stage.put("shop/1/b/c", file);
            stage.put("shop/2/d", Files.writeString(file, "other rows"));
            stage.put("shop/1/a", file);

            assertThat(stage.list("shop/1/")).containsExactlyInAnyOrder("shop/1/a", "shop/1/b/c");
            assertThat(stage.fetch("shop/1/a", folder.resolve("fetched"))).isTrue();
            assertThat(folder.resolve("fetched")).hasContent("other rows");
            assertThat(stage.fetch("shop/1/none", folder.resolve("none"))).isFalse();

            stage.delete(List.of("shop/1/a", "shop/1/b/c", "shop/1/none"));
            assertThat(stage.list("shop/")).containsExactly("shop/2/d");
            assertThat(stage.list("none/")).isEmpty();
        }
    }

    @Test
    void keys_are_listed_in_pages_and_deleted_in_batches() throws IOException {
        IntStream.range(0, 2_500).forEach(number -> bucket.put("load/stage/shop/" + number, ""));

        try (Stage stage = stage()) {
            List<String> keys = stage.list("shop/");
            assertThat(keys).hasSize(2_500);
            stage.delete(keys);
            assertThat(stage.list("shop/")).isEmpty();
        }
    }

    @Test
    void a_bucket_that_is_not_there_and_a_worker_without_access_are_told_apart() {
        try (Stage none = stage("s3://no-such-bucket/stage");
                Stage other = Stages.open(
                        "s3://" + bucket.name() + "/stage",
                        settings(S3.endpoint().toString(), "wrong"))) {
            assertThatThrownBy(() -> none.putIfAbsent("shop/a", bytes("a")))
                    .hasMessage("[BAD_SETTINGS] stage s3://no-such-bucket/stage: there is no bucket no-such-bucket at "
                            + S3.endpoint() + " (404 NoSuchBucket). Create it, or correct the address of the stage or"
                            + " stage.endpoint.");
            assertThatThrownBy(() -> none.read("shop/a")).hasMessageContaining("there is no bucket no-such-bucket");
            assertThatThrownBy(() -> other.read("shop/a"))
                    .hasMessage("[BAD_SETTINGS] stage s3://" + bucket.name() + "/stage: it may not be read with the"
                            + " credentials of this process (403 SignatureDoesNotMatch). Grant them s3:GetObject on"
                            + " s3://" + bucket.name() + "/stage, or set stage.access_key_id and"
                            + " stage.secret_access_key to others, for each process of the load.");
        }
    }

    @Test
    void a_store_that_replaces_although_it_must_not_is_refused() throws IOException {
        try (Store store = new Store(exchange -> 200);
                Stage stage = store.stage()) {
            assertThatThrownBy(() -> stage.putIfAbsent("shop/a", bytes("a")))
                    .hasMessage("[NOT_INSTALLED] stage s3://exports/stage: " + store.endpoint + " replaced an object"
                            + " although the request said If-None-Match: *, so two processes of a load could both"
                            + " believe that they were first. Use a store that has conditional writes, or a folder that"
                            + " all processes share.");
        }
    }

    @Test
    void a_store_without_time_is_worth_another_attempt() throws IOException {
        try (Store store = new Store(exchange -> 503);
                Stage stage = store.stage()) {
            assertThatThrownBy(() -> stage.read("shop/a"))
                    .isInstanceOf(IOException.class)
                    .hasMessage(store.endpoint + " has no time now (503)");
            assertThat(store.requests).hasValue(3);
        }
    }

    @Test
    void a_conflict_of_two_writes_has_no_winner_yet() throws IOException {
        try (Store store = new Store(_ -> 409);
                Stage stage = store.stage()) {
            assertThatThrownBy(() -> stage.putIfAbsent("shop/a", bytes("a")))
                    .isInstanceOf(IOException.class)
                    .hasMessage(store.endpoint + " has no time now (409)");
        }
    }

    @Test
    void an_address_without_a_bucket_is_refused() {
        assertThatThrownBy(() -> stage("s3:///stage"))
                .hasMessage("[BAD_USAGE] 's3:///stage' is not the address of a stage. Write the bucket and a folder in"
                        + " it: s3://load-stage/pipette.");
    }

    /** A store that answers each request with a status. */
    private static final class Store implements AutoCloseable {
        private final HttpServer server;
        private final String endpoint;
        private final AtomicInteger requests = new AtomicInteger();

        private interface Status {
            int of(HttpExchange exchange);
        }

        Store(Status status) throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                requests.incrementAndGet();
                exchange.getRequestBody().readAllBytes();
                byte[] body = exchange.getRequestMethod().equals("POST") ? bytes("<DeleteResult/>") : new byte[0];
                exchange.sendResponseHeaders(status.of(exchange), body.length == 0 ? -1 : body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            server.start();
            endpoint = "http://127.0.0.1:" + server.getAddress().getPort();
        }

        Stage stage() {
            return Stages.open("s3://exports/stage", settings(endpoint, "secret"));
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
