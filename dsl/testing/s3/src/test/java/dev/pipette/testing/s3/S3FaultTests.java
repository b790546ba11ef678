package dev.pipette.testing.s3;

import static dev.pipette.testing.s3.S3BucketAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What goes wrong with a bucket goes wrong at the place and as often as it was said. */
final class S3FaultTests {
    private final LocalS3 s3 = LocalS3.shared();
    private final S3Client client = s3.client();
    private final S3Bucket bucket = s3.newBucket();

    @AfterEach
    void close() {
        client.close();
    }

    private String read(String key) {
        return client.getObjectAsBytes(get -> get.bucket(bucket.name()).key(key))
                .asUtf8String();
    }

    private List<String> list(String prefix) {
        return client
                .listObjectsV2Paginator(
                        list -> list.bucket(bucket.name()).prefix(prefix).maxKeys(2))
                .contents()
                .stream()
                .map(S3Object::key)
                .toList();
    }

    /** Reads until the stream ends or breaks, as a downloader does that continues later. */
    private byte[] readUntilItBreaks(String key, String range) throws IOException {
        ByteArrayOutputStream arrived = new ByteArrayOutputStream();
        try (InputStream body =
                client.getObject(get -> get.bucket(bucket.name()).key(key).range(range.isEmpty() ? null : range))) {
            for (int next = body.read(); next >= 0; next = body.read()) {
                arrived.write(next);
            }
        } catch (IOException | SdkClientException broken) {
            // what arrived counts
        }
        return arrived.toByteArray();
    }

    @Test
    void an_unreliable_bucket_refuses_loses_answers_and_lists_late() {
        int refused = 0;
        int lost = 0;
        bucket.isUnreliable(7);
        try (S3Client once = S3Client.builder()
                .endpointOverride(s3.endpoint())
                .region(Region.of(s3.region()))
                .forcePathStyle(true)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(s3.accessKey(), s3.secretKey())))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .overrideConfiguration(override -> override.retryStrategy(retry -> retry.maxAttempts(1)))
                .build()) {
            for (int number = 0; number < 40; number++) {
                String key = "orders/" + number;
                try {
                    var _ = once.putObject(put -> put.bucket(bucket.name()).key(key), RequestBody.fromString("id"));
                    assertThat(bucket.keys()).contains(key);
                } catch (SdkException failed) {
                    if (bucket.keys().contains(key)) {
                        lost++;
                    } else {
                        refused++;
                    }
                }
            }
        }

        assertThat(refused).isPositive();
        assertThat(lost).isPositive();
        assertThat(refused + lost).isLessThan(40);
        assertThat(list("orders/").size()).isBetween(1, bucket.keys().size() - 1);
        bucket.isReliable();
        assertThat(list("orders/")).containsExactlyElementsOf(bucket.keys());
    }

    @Test
    void an_object_is_longer_than_it_was_listed_once() {
        bucket.put("orders/1.csv", "one");
        bucket.isLongerOnce("orders/1.csv", 7);

        assertThat(read("orders/1.csv")).isEqualTo("one" + "\0".repeat(7));
        assertThat(read("orders/1.csv")).isEqualTo("one");
    }

    @Test
    void the_first_page_comes_again_and_again() {
        bucket.put("orders/1.csv", "one");
        bucket.put("orders/2.csv", "two");
        bucket.listsInPagesOf(1);
        bucket.listsTheFirstPageAgain();

        assertThat(
                        client
                                .listObjectsV2Paginator(
                                        list -> list.bucket(bucket.name()).prefix("orders/"))
                                .contents()
                                .stream()
                                .limit(3)
                                .map(S3Object::key))
                .containsExactly("orders/1.csv", "orders/1.csv", "orders/1.csv");
    }

    @Test
    void a_late_object_is_missing_from_as_many_listings_as_said() {
        bucket.put("orders/1.csv", "one");
        bucket.put("orders/2.csv", "two");
        bucket.put("orders/4.csv", "four");
        bucket.appearsAfter("orders/3.csv", "three", 2);

        assertThat(list("orders/")).containsExactly("orders/1.csv", "orders/2.csv", "orders/4.csv");
        assertThat(list("other/")).isEmpty();
        assertThat(list("orders/")).hasSize(3);
        assertThatThrownBy(() -> read("orders/3.csv")).isInstanceOf(NoSuchKeyException.class);
        assertThat(bucket).hasNoObject("orders/3.csv");

        assertThat(list("orders/")).containsExactly("orders/1.csv", "orders/2.csv", "orders/3.csv", "orders/4.csv");
        assertThat(read("orders/3.csv")).isEqualTo("three");
        assertThat(bucket).hasNoFaultsLeft();
    }

    @Test
    void an_object_that_vanishes_is_listed_and_cannot_be_read() {
        bucket.put("a.csv", "one");
        bucket.vanishesAfterListing("a.csv");
        assertThat(read("a.csv")).isEqualTo("one");

        assertThat(list("")).containsExactly("a.csv");

        assertThatThrownBy(() -> read("a.csv")).isInstanceOf(NoSuchKeyException.class);
        assertThat(list("")).isEmpty();
    }

    @Test
    void an_object_that_is_replaced_after_the_listing_no_longer_matches_it() {
        bucket.put("a.csv", "one", Instant.parse("2025-12-20T06:00:00Z"));
        bucket.isReplacedAfterListing("a.csv", "two");

        S3Object listed = client.listObjectsV2(list -> list.bucket(bucket.name()))
                .contents()
                .getFirst();

        assertThatThrownBy(() -> client.getObjectAsBytes(
                        get -> get.bucket(bucket.name()).key("a.csv").ifMatch(listed.eTag())))
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        refused -> assertThat(refused.statusCode()).isEqualTo(412));
        assertThat(read("a.csv")).isEqualTo("two");
    }

    @Test
    void a_download_is_cut_at_the_byte_and_goes_on_with_a_range() throws IOException {
        String content = "0123456789".repeat(10_000);
        for (int cut : new int[] {0, 1, 17, 40_000, 99_999}) {
            String key = "cut-" + cut + ".csv";
            bucket.put(key, content);
            bucket.cutsAfter(key, cut);

            byte[] first = readUntilItBreaks(key, "");
            byte[] rest = readUntilItBreaks(key, "bytes=" + first.length + "-");

            assertThat(first).as("cut after %s", cut).hasSize(cut);
            assertThat(new String(first, StandardCharsets.UTF_8) + new String(rest, StandardCharsets.UTF_8))
                    .isEqualTo(content);
            assertThat(bucket).wasRead(key, 2);
        }
        assertThat(bucket).hasNoFaultsLeft();
    }

    @Test
    void an_object_is_replaced_while_it_is_read() throws IOException {
        bucket.put("a.csv", "0123456789");
        bucket.isReplacedWhileRead("a.csv", 4, "abcdefghij");

        assertThat(readUntilItBreaks("a.csv", "")).asString().isEqualTo("0123");
        assertThat(readUntilItBreaks("a.csv", "bytes=4-")).asString().isEqualTo("efghij");
        assertThat(bucket).hasNoFaultsLeft();
    }

    @Test
    void a_listing_has_pages_of_the_size_that_was_said() {
        for (int number = 1; number <= 5; number++) {
            bucket.put(number + ".csv", "one");
        }
        bucket.listsInPagesOf(1);

        assertThat(list("")).hasSize(5);

        assertThat(bucket).wasListedInPages(5);
        assertError(() -> bucket.listsInPagesOf(0), "listsInPagesOf(0): a page has at least 1 key.");
    }

    @Test
    void a_refusal_may_be_named_by_its_code() {
        bucket.put("a.csv", "one");
        bucket.failsOnce("a.csv", "InvalidObjectState");
        bucket.failsListingOnce("PermanentRedirect");

        assertThatThrownBy(() -> read("a.csv"))
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        refused -> assertThat(refused.awsErrorDetails().errorCode())
                                .isEqualTo("InvalidObjectState"));
        assertThatThrownBy(() -> list(""))
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        refused -> assertThat(refused.awsErrorDetails()
                                        .sdkHttpResponse()
                                        .firstMatchingHeader("x-amz-bucket-region"))
                                .contains(S3Bucket.OTHER_REGION));
    }

    @Test
    void a_client_that_reads_all_at_once_notices_the_cut() {
        bucket.put("a.csv", "0123456789");
        bucket.cutsAfter("a.csv", 4);

        assertThat(read("a.csv")).isEqualTo("0123456789");

        assertThat(bucket).wasRead("a.csv", 2);
    }

    @Test
    void a_refusal_that_passes_is_tried_again_by_the_client() {
        bucket.put("a.csv", "one");
        bucket.failsOnce("a.csv", 503);
        bucket.failsListingOnce(500);

        assertThat(list("")).containsExactly("a.csv");
        assertThat(read("a.csv")).isEqualTo("one");

        assertThat(bucket).wasListedInPages(2).wasRead("a.csv", 2).hasNoFaultsLeft();
    }

    @Test
    void a_refusal_that_stays_is_the_error_of_s3() {
        bucket.put("a.csv", "one");
        bucket.fails("a.csv", 503, 4);

        assertThatThrownBy(() -> read("a.csv")).isInstanceOfSatisfying(S3Exception.class, refused -> {
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("SlowDown");
            assertThat(refused.awsErrorDetails().errorMessage()).isEqualTo("Please reduce your request rate.");
        });

        // as often as Amazon's client tries
        assertThat(bucket).wasRead("a.csv", 4);
        assertThat(read("a.csv")).isEqualTo("one");
    }

    @Test
    void a_denied_object_is_not_tried_again() {
        bucket.put("a.csv", "one");
        bucket.failsOnce("a.csv", 403);

        assertThatThrownBy(() -> read("a.csv"))
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        refused -> assertThat(refused.awsErrorDetails().errorCode())
                                .isEqualTo("AccessDenied"));

        assertThat(bucket).wasRead("a.csv", 1);
    }

    @Test
    void damaged_content_does_not_fit_its_checksum() {
        bucket.put("a.csv", "one");
        bucket.damagesOnce("a.csv");

        assertThatThrownBy(() -> {
                    try (InputStream body = client.getObject(
                            get -> get.bucket(bucket.name()).key("a.csv").checksumMode(ChecksumMode.ENABLED))) {
                        body.readAllBytes();
                    }
                })
                .hasMessageContaining("Data read has a different checksum than expected.");

        assertThat(read("a.csv")).isEqualTo("one");
    }

    @Test
    void a_slow_object_comes_late() {
        bucket.put("a.csv", "one");
        bucket.isSlowOnce("a.csv", Duration.ofMillis(200));
        long start = System.nanoTime();

        assertThat(read("a.csv")).isEqualTo("one");

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
    }

    @Test
    void faults_of_one_object_strike_in_their_order_and_leave_others_alone() throws IOException {
        bucket.put("a.csv", "0123456789");
        bucket.put("b.csv", "one");
        bucket.cutsAfter("a.csv", 4);
        bucket.cutsAfter("a.csv", 2);

        assertThat(readUntilItBreaks("a.csv", "")).hasSize(4);
        assertThat(readUntilItBreaks("b.csv", "")).hasSize(3);
        assertThat(readUntilItBreaks("a.csv", "bytes=4-")).asString().isEqualTo("45");
        assertThat(readUntilItBreaks("a.csv", "bytes=6-")).asString().isEqualTo("6789");
    }

    @Test
    void a_fault_that_could_not_strike_is_an_error() {
        bucket.put("a.csv", "0123456789");

        assertError(
                () -> bucket.cutsAfter("a.csv", 10),
                "cutsAfter(\"a.csv\", 10): the object has 10 bytes, of which from 0 to 9 can arrive.");
        assertError(
                () -> bucket.failsOnce("b.csv", 503), "fails(\"b.csv\"): there is no such object. There are: a.csv.");
        assertError(
                () -> bucket.failsOnce("a.csv", 404),
                "S3 does not fail with 404 here. Use 403 (AccessDenied), 500 (InternalError), 503 (SlowDown),"
                        + " 301 (PermanentRedirect), 400 (ExpiredToken), 403 (RequestTimeTooSkewed), 403"
                        + " (InvalidObjectState).");
        assertError(
                () -> bucket.appearsAfter("b.csv", "two", 0),
                "appearsAfter(\"b.csv\", .., 0): at least 1 listing misses a late object. One that is there at once is"
                        + " put(..).");
        assertError(
                () -> bucket.replace("b.csv", "two"), "replace(\"b.csv\"): there is no such object. There are: a.csv.");
    }

    private static void assertError(Runnable call, String message) {
        assertThatIllegalArgumentException().isThrownBy(call::run).withMessage(message);
    }
}
