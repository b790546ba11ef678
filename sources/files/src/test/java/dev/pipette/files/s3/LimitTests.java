package dev.pipette.files.s3;

import static dev.pipette.Pipette.s3;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.files.Retries;
import dev.pipette.incremental.StoredFile;
import dev.pipette.settings.Secret;
import dev.pipette.spi.FileStore.OpenLocation;
import dev.pipette.testing.s3.LocalS3;
import dev.pipette.testing.s3.S3Bucket;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/** What a store cannot do to a run: hold it up for ever, or fill its memory or its disk. */
class LimitTests {
    @TempDir
    Path folder;

    private final S3Bucket bucket = LocalS3.shared().newBucket();

    private void put(int objects) {
        IntStream.range(0, objects).forEach(number -> bucket.put("orders/" + number + ".csv", "id\n1\n"));
    }

    private OpenLocation atMost(int objects) {
        return Opened.at(bucket.name(), "orders/*.csv", to -> to.maxObjects(objects));
    }

    private static void assertError(ThrowingCallable call, ErrorCode code, String message) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        PipetteException.class,
                        failed -> assertThat(failed.code()).isEqualTo(code))
                .hasMessage("[" + code + "] resource orders: " + message);
    }

    @Test
    void a_pattern_that_matches_too_many_objects_is_an_error() {
        put(5);

        try (OpenLocation five = atMost(5);
                OpenLocation four = atMost(4)) {
            assertThat(five.list()).hasSize(5);
            assertError(
                    four::list,
                    ErrorCode.SOURCE_UNREADABLE,
                    "the pattern matches more than 4 objects of s3://" + bucket.name() + ". Nothing of them was loaded."
                            + " Choose a pattern that matches fewer, or allow more with s3(\"" + bucket.name()
                            + "\").maxObjects(..).");
        }
    }

    @Test
    void objects_are_counted_over_the_pages_of_all_folders() {
        IntStream.range(0, 30).forEach(number -> bucket.put("orders/" + number % 5 + "/" + number + ".csv", "id\n1\n"));
        bucket.listsInPagesOf(4);

        try (OpenLocation location = Opened.at(bucket.name(), "orders/**/*.csv", to -> to.maxObjects(29))) {
            assertThatThrownBy(location::list).hasMessageContaining("the pattern matches more than 29 objects");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void a_limit_below_one_is_refused(int objects) {
        assertThatThrownBy(() -> atMost(objects))
                .hasMessage("[BAD_USAGE] resource orders: max_objects is a number from 1 to 999999999, and not '"
                        + objects + "'.");
    }

    @Test
    void a_page_that_comes_again_ends_the_listing() {
        put(3);
        bucket.listsInPagesOf(2);
        bucket.listsTheFirstPageAgain();

        try (OpenLocation location = Opened.at(bucket, "orders/*.csv")) {
            assertError(
                    location::list,
                    ErrorCode.SOURCE_UNREADABLE,
                    "the listing of s3://" + bucket.name() + " does not end: the store says that there is a page after"
                            + " this one, and names this one again. Choose a pattern that begins with more of the key,"
                            + " or ask those who run " + LocalS3.shared().endpoint() + ".");
        }
        assertThat(bucket.requests()).hasSize(2);
    }

    @Test
    void pages_without_objects_do_not_go_on_for_ever() {
        ListingGuard guard = new ListingGuard(1, problem());
        String token = null;
        for (int page = 0; page < ListingGuard.MOST_PAGES; page++) {
            token = guard.next(token, page("token" + page));
        }
        String last = token;

        assertThatThrownBy(() -> guard.next(last, page("another")))
                .hasMessageContaining("does not end: the store has more than 100000 pages.");
        assertThatThrownBy(() -> guard.next("x", page(null)))
                .hasMessageContaining("says that there is a page after this one, and does not say where it begins.");
    }

    private static ListObjectsV2Response page(@Nullable String next) {
        return ListObjectsV2Response.builder().nextContinuationToken(next).build();
    }

    private S3Problem problem() {
        return new S3Problem(
                "orders",
                bucket.name(),
                ClientSettings.of("orders", s3(bucket.name()).glob("orders/*.csv")));
    }

    @Test
    void an_object_that_is_longer_than_it_was_listed_is_not_taken() {
        put(1);
        bucket.isLongerOnce("orders/0.csv", 100_000);

        try (OpenLocation location = Opened.at(bucket, "orders/*.csv")) {
            StoredFile listed = location.list().getFirst();

            assertError(
                    () -> location.fetch(listed, folder.resolve("0.csv")),
                    ErrorCode.SOURCE_CHANGED,
                    bucket.uri("orders/0.csv")
                            + " has more than the 5 bytes that were promised. Nothing of it was loaded."
                            + " Run again when it is no longer written; if that does not help, the store gives wrong sizes.");
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void an_object_of_one_tag_and_two_sizes_is_not_taken() {
        put(1);

        try (OpenLocation location = Opened.at(bucket, "orders/*.csv")) {
            StoredFile listed = location.list().getFirst();
            StoredFile shorter = new StoredFile(listed.key(), listed.etag(), 4, listed.lastModified());

            assertThatThrownBy(() -> location.fetch(shorter, folder.resolve("0.csv")))
                    .hasMessageContaining(" has more than the 4 bytes that were promised.");
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_listing_that_is_one_endless_page_is_an_error() throws IOException {
        byte[] keys = "<Contents><Key>x</Key></Contents>".repeat(1_000).getBytes(StandardCharsets.US_ASCII);

        try (OwnStore store = new OwnStore(S3Store.RETRIES, body -> body.write(keys))) {
            assertError(
                    store.location::list,
                    ErrorCode.SOURCE_UNREADABLE,
                    store.endpoint + " answered a request about s3://exports with more than 32 MB, where a page of a"
                            + " listing has 4 MB at most. Correct the endpoint.");
        }
    }

    @Test
    void a_listing_that_comes_byte_by_byte_is_an_error() throws IOException {
        Retries retries = new Retries(2, Duration.ofMillis(1), Duration.ofMillis(200));

        try (OwnStore store = new OwnStore(retries, LimitTests::writeSlowly)) {
            assertError(
                    store.location::list,
                    ErrorCode.SOURCE_UNAVAILABLE,
                    "s3://exports cannot be listed, because " + store.endpoint
                            + " cannot be reached (an answer did not end"
                            + " in time), and was tried again. Correct the endpoint, or run again when it answers.");
        }
    }

    @Test
    void an_object_may_come_byte_by_byte() throws IOException {
        Retries retries = new Retries(1, Duration.ofMillis(1), Duration.ofSeconds(1));
        StoredFile listed = new StoredFile("exports/a.csv", "", OwnStore.OBJECT, Instant.EPOCH);

        try (OwnStore store = new OwnStore(retries, LimitTests::writeSlowly)) {
            assertThat(store.location.fetch(listed, folder.resolve("a.csv"))).isPresent();
        }
        assertThat(folder.resolve("a.csv")).hasSize(OwnStore.OBJECT);
    }

    /** Every 30 ms a byte: an object takes longer than its reader waits for a byte. */
    private static void writeSlowly(OutputStream body) throws IOException, InterruptedException {
        body.write(' ');
        body.flush();
        Thread.sleep(30);
    }

    /** A store whose listings do not end, and whose objects have 50 bytes. */
    private static final class OwnStore implements AutoCloseable {
        static final int OBJECT = 50;

        private final HttpServer server;
        private final Part part;
        private final URI endpoint;
        private final OpenLocation location;

        /** What a body is written with, again and again. */
        private interface Part {
            void write(OutputStream body) throws IOException, InterruptedException;
        }

        OwnStore(Retries retries, Part part) throws IOException {
            this.part = part;
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", this::answer);
            server.setExecutor(task -> Thread.ofVirtual().start(task));
            server.start();
            endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
            location = new S3Store(retries)
                    .open(
                            "orders",
                            s3("exports")
                                    .endpoint(endpoint)
                                    .region("us-east-1")
                                    .pathStyle()
                                    .credentials("id", Secret.of("key"))
                                    .glob("*.csv"));
        }

        private void answer(HttpExchange exchange) throws IOException {
            boolean object = exchange.getRequestURI().getPath().endsWith(".csv");
            exchange.sendResponseHeaders(200, object ? OBJECT : 0);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(object ? new byte[0] : "<ListBucketResult>".getBytes(StandardCharsets.US_ASCII));
                for (int number = 0; !object || number < OBJECT; number++) {
                    part.write(body);
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() {
            location.close();
            server.stop(0);
        }
    }
}
