package dev.pipette.testing.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The local S3 answers Amazon's client as S3 does. */
final class LocalS3Tests {
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

    private ListObjectsV2Response list(String prefix) {
        return client.listObjectsV2(list -> list.bucket(bucket.name()).prefix(prefix));
    }

    @Test
    void an_object_is_listed_and_read() {
        bucket.put("orders/2025-12-21.csv", "id,state\n1,open\n");

        S3Object listed = list("orders/").contents().getFirst();

        assertThat(listed.key()).isEqualTo("orders/2025-12-21.csv");
        assertThat(listed.size()).isEqualTo(16);
        assertThat(listed.eTag()).isEqualTo(bucket.entityTag("orders/2025-12-21.csv"));
        assertThat(read("orders/2025-12-21.csv")).isEqualTo("id,state\n1,open\n");
        assertThat(bucket.uri("orders/*.csv")).isEqualTo("s3://" + bucket.name() + "/orders/*.csv");
    }

    @Test
    void more_than_a_thousand_keys_are_listed_in_pages_and_in_order() {
        IntStream.rangeClosed(1, 1_234).forEach(number -> bucket.put("o/%05d.csv".formatted(number), "x"));

        ListObjectsV2Response first = list("o/");
        List<String> keys =
                client.listObjectsV2Paginator(list -> list.bucket(bucket.name()).prefix("o/")).contents().stream()
                        .map(S3Object::key)
                        .toList();

        assertThat(first.keyCount()).isEqualTo(1_000);
        assertThat(first.isTruncated()).isTrue();
        assertThat(keys).hasSize(1_234).isSorted().isEqualTo(bucket.keys());
    }

    @Test
    void keys_are_what_they_are() {
        List<String> keys = List.of("a b+c%20d.csv", "gr\u00FC\u00DFe/\uD83D\uDC18.csv", "year=2025/it's (1)&2.csv");
        keys.forEach(key -> bucket.put(key, key));

        assertThat(list("").contents().stream().map(S3Object::key).toList()).containsExactlyElementsOf(keys);
        keys.forEach(key -> assertThat(read(key)).isEqualTo(key));
        assertThat(bucket.requests().stream().map(S3Request::key)).containsSequence(keys);
    }

    @Test
    void a_range_is_a_part_and_says_of_what() {
        bucket.put("a.csv", "0123456789");

        ResponseBytes<GetObjectResponse> middle = client.getObjectAsBytes(
                get -> get.bucket(bucket.name()).key("a.csv").range("bytes=3-5"));
        ResponseBytes<GetObjectResponse> end = client.getObjectAsBytes(
                get -> get.bucket(bucket.name()).key("a.csv").range("bytes=-2"));

        assertThat(middle.asUtf8String()).isEqualTo("345");
        assertThat(middle.response().contentRange()).isEqualTo("bytes 3-5/10");
        assertThat(middle.response().sdkHttpResponse().statusCode()).isEqualTo(206);
        assertThat(end.asUtf8String()).isEqualTo("89");
        assertThatThrownBy(() -> client.getObjectAsBytes(
                        get -> get.bucket(bucket.name()).key("a.csv").range("bytes=10-")))
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        refused -> assertThat(refused.awsErrorDetails().errorCode())
                                .isEqualTo("InvalidRange"));
        assertThat(bucket.requests()).hasToString("[GET a.csv bytes=3-5, GET a.csv bytes=-2, GET a.csv bytes=10-]");
    }

    @Test
    void an_entity_tag_is_that_of_the_content() {
        bucket.put("a.csv", "one");
        String first = bucket.entityTag("a.csv");

        // MD5 of "one"
        assertThat(first).isEqualTo("\"f97c5d29941bfb1b2fdab0874906ab82\"");
        assertThat(client.headObject(head -> head.bucket(bucket.name()).key("a.csv"))
                        .eTag())
                .isEqualTo(first);

        bucket.replace("a.csv", "two");

        assertThat(bucket.entityTag("a.csv")).isNotEqualTo(first);
        assertThatThrownBy(() -> client.getObjectAsBytes(
                        get -> get.bucket(bucket.name()).key("a.csv").ifMatch(first)))
                .isInstanceOfSatisfying(S3Exception.class, refused -> {
                    assertThat(refused.statusCode()).isEqualTo(412);
                    assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("PreconditionFailed");
                });
        assertThat(client.getObjectAsBytes(
                                get -> get.bucket(bucket.name()).key("a.csv").ifMatch(bucket.entityTag("a.csv")))
                        .asUtf8String())
                .isEqualTo("two");
    }

    @Test
    void a_time_of_modification_can_be_said() {
        Instant then = Instant.parse("2025-12-20T06:00:00Z");
        bucket.put("orders/a.csv", "one", then);

        HeadObjectResponse head =
                client.headObject(request -> request.bucket(bucket.name()).key("orders/a.csv"));

        assertThat(head.lastModified()).isEqualTo(then);
        assertThat(list("orders/").contents().getFirst().lastModified()).isEqualTo(then);
        assertThatThrownBy(() -> client.getObjectAsBytes(
                        get -> get.bucket(bucket.name()).key("orders/a.csv").ifModifiedSince(then)))
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        refused -> assertThat(refused.statusCode()).isEqualTo(304));
    }

    @Test
    void what_is_not_there_is_no_such_key() {
        assertThatThrownBy(() -> read("a.csv"))
                .isInstanceOf(NoSuchKeyException.class)
                .hasMessageStartingWith("The specified key does not exist.");
    }

    @Test
    void what_a_client_stores_is_there() {
        client.putObject(put -> put.bucket(bucket.name()).key("a.csv"), RequestBody.fromString("one"));
        client.deleteObject(delete -> delete.bucket(bucket.name()).key("b.csv"));

        assertThat(bucket.keys()).containsExactly("a.csv");
        // S3Proxy may end a connection before the client has sent the checksum behind the content; it then sends again
        assertThat(bucket.requests().stream().distinct().toList()).hasToString("[PUT a.csv, DELETE b.csv]");
    }

    @Test
    void wrong_keys_are_refused_and_shown_to_nobody() {
        bucket.put("a.csv", "one");

        try (S3Client wrong = s3.client(s3.accessKey(), "wrong")) {
            assertThatThrownBy(() -> wrong.getObject(
                            get -> get.bucket(bucket.name()).key("a.csv"), ResponseTransformer.toBytes()))
                    .isInstanceOfSatisfying(S3Exception.class, refused -> {
                        assertThat(refused.statusCode()).isEqualTo(403);
                        assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("SignatureDoesNotMatch");
                        assertThat(refused.getMessage()).doesNotContain(s3.secretKey());
                    });
        }
        try (S3Client unknown = s3.client("nobody", s3.secretKey())) {
            assertThatThrownBy(() -> unknown.listObjectsV2(list -> list.bucket(bucket.name())))
                    .isInstanceOfSatisfying(S3Exception.class, refused -> {
                        assertThat(refused.statusCode()).isEqualTo(403);
                        assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("InvalidAccessKeyId");
                    });
        }
        assertThat(s3).hasToString("local S3 at " + s3.endpoint());
    }

    @Test
    void a_server_of_ones_own_ends() {
        LocalS3 own = LocalS3.start();
        int port = own.endpoint().getPort();
        assertThat(own.endpoint()).isNotEqualTo(s3.endpoint());
        assertThat(own.secretKey()).isNotEqualTo(s3.secretKey());

        own.close();

        assertThatThrownBy(() -> new Socket("127.0.0.1", port)).isInstanceOf(ConnectException.class);
    }

    @Test
    void the_shared_server_is_not_for_one_test_to_end() {
        LocalS3.shared().close();

        bucket.put("a.csv", "one");
        assertThat(read("a.csv")).isEqualTo("one");
    }

    @Test
    void buckets_do_not_see_each_other() {
        S3Bucket other = s3.newBucket();
        other.put("a.csv", "one");

        assertThat(list("").contents()).isEmpty();
        assertThat(other.requests()).isEmpty();
    }

    @Test
    void a_large_object_is_whole() {
        List<String> lines = new ArrayList<>();
        IntStream.range(0, 500_000).forEach(number -> lines.add("line " + number));
        byte[] content = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
        bucket.put("large.csv", content);

        assertThat(client.getObjectAsBytes(get -> get.bucket(bucket.name()).key("large.csv"))
                        .asByteArray())
                .isEqualTo(content);
    }
}
