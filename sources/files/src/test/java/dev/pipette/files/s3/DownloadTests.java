package dev.pipette.files.s3;

import static dev.pipette.testing.s3.S3BucketAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.incremental.StoredFile;
import dev.pipette.spi.FileStore.OpenLocation;
import dev.pipette.testing.s3.LocalS3;
import dev.pipette.testing.s3.S3Bucket;
import dev.pipette.testing.s3.S3Request;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

class DownloadTests {
    private static final String CONTENT = "0123456789".repeat(30_000);

    @TempDir
    Path folder;

    private final S3Bucket bucket = LocalS3.shared().newBucket();
    private final OpenLocation location = Opened.at(bucket, "**");

    @AfterEach
    void close() {
        location.close();
    }

    private StoredFile listed() {
        StoredFile file = location.list().getFirst();
        bucket.forgetRequests();
        return file;
    }

    private Path target() {
        return folder.resolve("1.csv");
    }

    private List<String> requests() {
        return bucket.requests().stream().map(S3Request::toString).toList();
    }

    private void assertError(ErrorCode code, StoredFile file, String message) {
        assertThatThrownBy(() -> location.fetch(file, target()))
                .isInstanceOfSatisfying(
                        PipetteException.class,
                        failed -> assertThat(failed.code()).isEqualTo(code))
                .hasMessage("[" + code + "] resource orders: "
                        + message.replace(
                                "OBJECT",
                                bucket.uri(file.key().substring(bucket.name().length() + 1))));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void an_object_arrives_whole() throws IOException {
        bucket.put("a b/ü+%2F[1].csv", CONTENT);
        StoredFile file = listed();

        Optional<StoredFile> fetched = location.fetch(file, target());

        assertThat(fetched).contains(file);
        assertThat(target()).hasContent(CONTENT);
        assertThat(requests()).containsExactly("GET a b/ü+%2F[1].csv");
    }

    @Test
    void an_empty_object_is_an_empty_file() throws IOException {
        bucket.put("1.csv", "");
        StoredFile file = listed();

        assertThat(location.fetch(file, target())).contains(file);

        assertThat(target()).isEmptyFile();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 17, 131_072, 299_999})
    void a_download_that_is_cut_goes_on_where_it_ended(int cut) throws IOException {
        bucket.put("1.csv", CONTENT);
        StoredFile file = listed();
        bucket.cutsAfter("1.csv", cut);

        assertThat(location.fetch(file, target())).contains(file);

        assertThat(target()).hasContent(CONTENT);
        assertThat(requests()).containsExactly("GET 1.csv", cut == 0 ? "GET 1.csv" : "GET 1.csv bytes=" + cut + "-");
    }

    @Test
    void a_download_may_be_cut_several_times() throws IOException {
        bucket.put("1.csv", CONTENT);
        StoredFile file = listed();
        bucket.cutsAfter("1.csv", 100_000);
        bucket.cutsAfter("1.csv", 50_000);

        assertThat(location.fetch(file, target())).contains(file);

        assertThat(target()).hasContent(CONTENT);
        assertThat(requests()).containsExactly("GET 1.csv", "GET 1.csv bytes=100000-", "GET 1.csv bytes=150000-");
    }

    @Test
    void a_download_that_makes_progress_is_cut_as_often_as_it_likes() throws IOException {
        byte[] content = new byte[9 << 20];
        new Random(1).nextBytes(content);
        bucket.put("1.csv", content);
        StoredFile file = listed();
        for (int cut = 0; cut < 5; cut++) {
            bucket.cutsAfter("1.csv", 3 << 19);
        }

        assertThat(location.fetch(file, target())).contains(file);

        assertThat(target()).hasBinaryContent(content);
        assertThat(bucket).wasRead("1.csv", 6);
    }

    @Test
    void a_download_that_is_cut_again_and_again_is_given_up() {
        bucket.put("1.csv", CONTENT);
        StoredFile file = listed();
        for (int cut = 0; cut < 3; cut++) {
            bucket.cutsAfter("1.csv", 5);
        }

        assertError(
                ErrorCode.SOURCE_UNAVAILABLE,
                file,
                "OBJECT cannot be fetched: the connection ended after 15 of 300000 bytes, again and again. Nothing of it"
                        + " was loaded. Run again when the connection is better.");
    }

    @Test
    void bytes_that_do_not_fit_the_checksum_are_fetched_again() throws IOException {
        bucket.put("1.csv", CONTENT);
        StoredFile file = listed();
        bucket.damagesOnce("1.csv");

        assertThat(location.fetch(file, target())).contains(file);

        assertThat(target()).hasContent(CONTENT);
        assertThat(requests()).containsExactly("GET 1.csv", "GET 1.csv");
    }

    @Test
    void a_part_that_came_later_is_checked_too() throws IOException {
        bucket.put("1.csv", CONTENT);
        StoredFile file = listed();
        bucket.cutsAfter("1.csv", 1_000);
        bucket.damagesOnce("1.csv");

        assertThat(location.fetch(file, target())).contains(file);

        assertThat(target()).hasContent(CONTENT);
        assertThat(requests()).containsExactly("GET 1.csv", "GET 1.csv bytes=1000-", "GET 1.csv");
    }

    @Test
    void an_object_that_never_fits_its_checksum_is_refused() {
        bucket.put("1.csv", CONTENT);
        StoredFile file = listed();
        for (int damage = 0; damage < 4; damage++) {
            bucket.damagesOnce("1.csv");
        }

        assertError(
                ErrorCode.SOURCE_UNREADABLE,
                file,
                "OBJECT was fetched 4 times, and its bytes never fit its checksum. Nothing of it was loaded. Store the"
                        + " object again, or look for what changes bytes on the way.");
    }

    @Test
    void an_object_without_a_checksum_is_checked_by_its_entity_tag() throws IOException {
        try (S3Client client = LocalS3.shared().client()) {
            client.putObject(put -> put.bucket(bucket.name()).key("1.csv"), RequestBody.fromString(CONTENT));
        }
        StoredFile file = listed();
        bucket.damagesOnce("1.csv");

        assertThat(location.fetch(file, target())).contains(file);

        assertThat(target()).hasContent(CONTENT);
        assertThat(bucket).wasRead("1.csv", 2);
    }

    @Test
    void what_arrives_twice_alike_is_taken_though_the_entity_tag_is_no_checksum() throws IOException {
        try (S3Client client = LocalS3.shared().client()) {
            client.putObject(put -> put.bucket(bucket.name()).key("1.csv"), RequestBody.fromString(CONTENT));
        }
        StoredFile file = listed();
        bucket.damagesOnce("1.csv");
        bucket.damagesOnce("1.csv");

        assertThat(location.fetch(file, target())).contains(file);

        assertThat(bucket).wasRead("1.csv", 2);
    }

    /** Stores an object as clients do that send large ones, without a checksum of the whole. */
    private void putInParts(String key, String content) {
        try (S3Client client = LocalS3.shared().client()) {
            String upload = client.createMultipartUpload(
                            create -> create.bucket(bucket.name()).key(key))
                    .uploadId();
            String tag = client.uploadPart(
                            part -> part.bucket(bucket.name())
                                    .key(key)
                                    .uploadId(upload)
                                    .partNumber(1),
                            RequestBody.fromString(content))
                    .eTag();
            client.completeMultipartUpload(complete -> complete.bucket(bucket.name())
                    .key(key)
                    .uploadId(upload)
                    .multipartUpload(parts -> parts.parts(
                            CompletedPart.builder().partNumber(1).eTag(tag).build())));
        }
    }

    @Test
    void an_object_that_was_stored_in_parts_arrives() throws IOException {
        putInParts("1.csv", CONTENT);
        StoredFile file = listed();
        bucket.cutsAfter("1.csv", 1_000);

        assertThat(location.fetch(file, target())).contains(file);

        assertThat(file.etag()).endsWith("-1");
        assertThat(target()).hasContent(CONTENT);
    }

    @Test
    void an_object_that_was_replaced_since_it_was_listed_comes_as_it_is_now() throws IOException {
        bucket.put("1.csv", "id\n1\n", Instant.parse("2025-12-20T06:00:00Z"));
        bucket.isReplacedAfterListing("1.csv", "id\n1\n2\n");
        StoredFile file = listed();

        StoredFile fetched = location.fetch(file, target()).orElseThrow();

        assertThat(target()).hasContent("id\n1\n2\n");
        assertThat(fetched.key()).isEqualTo(file.key());
        assertThat(fetched.etag())
                .isEqualTo(bucket.entityTag("1.csv").replace("\"", ""))
                .isNotEqualTo(file.etag());
        assertThat(fetched.size()).isEqualTo(7);
        assertThat(fetched.lastModified()).isAfter(file.lastModified());
    }

    @Test
    void an_object_that_is_replaced_while_it_is_fetched_is_not_put_together_of_two() throws IOException {
        String other = "abcdefghij".repeat(30_000);
        putInParts("1.csv", CONTENT); // no checksum would tell
        StoredFile file = listed();
        bucket.isReplacedWhileRead("1.csv", 1_000, other);

        StoredFile fetched = location.fetch(file, target()).orElseThrow();

        assertThat(target()).hasContent(other);
        assertThat(fetched.etag()).isNotEqualTo(file.etag());
        assertThat(requests()).containsExactly("GET 1.csv", "GET 1.csv bytes=1000-", "GET 1.csv");
    }

    @Test
    void an_object_that_vanished_is_none_and_leaves_no_file() throws IOException {
        bucket.put("1.csv", CONTENT);
        bucket.vanishesAfterListing("1.csv");
        StoredFile file = listed();

        assertThat(location.fetch(file, target())).isEmpty();

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_slow_answer_is_waited_for() throws IOException {
        bucket.put("1.csv", CONTENT);
        StoredFile file = listed();
        bucket.isSlowOnce("1.csv", Duration.ofMillis(100));

        assertThat(location.fetch(file, target())).contains(file);

        assertThat(bucket).wasRead("1.csv", 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503})
    void a_refusal_that_passes_is_tried_again(int status) throws IOException {
        bucket.put("1.csv", CONTENT);
        StoredFile file = listed();
        bucket.failsOnce("1.csv", status);

        assertThat(location.fetch(file, target())).contains(file);

        assertThat(bucket).wasRead("1.csv", 2).hasNoFaultsLeft();
    }

    @Test
    void a_refusal_that_stays_is_an_error() {
        bucket.put("1.csv", CONTENT);
        StoredFile file = listed();
        bucket.fails("1.csv", 503, 3);

        assertError(
                ErrorCode.SOURCE_UNAVAILABLE,
                file,
                "OBJECT cannot be read now (503 SlowDown), and was tried again. Run again later.");
        assertThat(bucket).wasRead("1.csv", 3).hasNoFaultsLeft();
    }

    @Test
    void an_object_that_may_not_be_read_is_an_error_at_once() {
        bucket.put("1.csv", CONTENT);
        StoredFile file = listed();
        bucket.failsOnce("1.csv", 403);

        assertError(
                ErrorCode.SOURCE_AUTH,
                file,
                "OBJECT may not be read with these credentials (403 AccessDenied). Grant them s3:GetObject, or use"
                        + " others.");
        assertThat(bucket).wasRead("1.csv", 1);
    }

    @Test
    void an_archived_object_is_an_error() {
        bucket.put("1.csv", CONTENT);
        StoredFile file = listed();
        bucket.failsOnce("1.csv", "InvalidObjectState");

        assertError(
                ErrorCode.SOURCE_UNREADABLE,
                file,
                "OBJECT is archived and cannot be read as it is (403 InvalidObjectState). Restore it, or leave it out of"
                        + " the pattern.");
    }

    @Test
    void a_file_that_is_there_already_is_not_touched() throws IOException {
        bucket.put("1.csv", CONTENT);
        StoredFile file = listed();
        Files.writeString(target(), "mine");

        assertThatThrownBy(() -> location.fetch(file, target())).isInstanceOf(FileAlreadyExistsException.class);

        assertThat(target()).hasContent("mine");
    }

    @Test
    void a_file_that_cannot_be_written_is_told_from_a_download_that_fails() {
        bucket.put("1.csv", CONTENT);
        StoredFile file = listed();

        assertThatThrownBy(() -> location.fetch(file, folder.resolve("missing/1.csv")))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void a_large_object_takes_no_more_memory_than_a_small_one() throws IOException {
        byte[] content = new byte[50 << 20];
        new Random(1).nextBytes(content);
        bucket.put("1.csv", content);
        StoredFile file = listed();
        bucket.cutsAfter("1.csv", 20 << 20);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();

        assertThat(location.fetch(file, target())).contains(file);

        // what all of the download allocates, also what is no longer needed
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10 << 20);
        assertThat(target()).hasSize(50 << 20);
        assertThat(Files.mismatch(target(), Files.write(folder.resolve("expected"), content)))
                .isEqualTo(-1);
    }
}
