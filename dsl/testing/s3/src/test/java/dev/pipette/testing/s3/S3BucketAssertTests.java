package dev.pipette.testing.s3;

import static dev.pipette.testing.s3.S3BucketAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

/** Assertions pass and fail, and say why. */
final class S3BucketAssertTests {
    private final S3Client client = LocalS3.shared().client();
    private final S3Bucket bucket = LocalS3.shared().newBucket();

    @BeforeEach
    void put() {
        bucket.put("a.csv", "one");
        bucket.put("b.csv", "two");
        client.listObjectsV2(list -> list.bucket(bucket.name()).prefix("a"));
        client.getObjectAsBytes(get -> get.bucket(bucket.name()).key("a.csv").range("bytes=1-"));
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void what_is_true_passes() {
        assertThat(bucket)
                .hasObject("a.csv")
                .hasNoObject("c.csv")
                .hasOnlyObjects("b.csv", "a.csv")
                .wasRead("a.csv", 1)
                .wasNotRead("b.csv")
                .wasListedInPages(1)
                .hasNoFaultsLeft();
    }

    @Test
    void an_object_that_is_missing() {
        assertFails(
                () -> assertThat(bucket).hasObject("c.csv"),
                "expected an object 'c.csv' in BUCKET, which has: a.csv, b.csv");
    }

    @Test
    void an_object_that_is_there() {
        assertFails(
                () -> assertThat(bucket).hasNoObject("a.csv"),
                "expected no object 'a.csv' in BUCKET, and there is one");
    }

    @Test
    void other_objects() {
        assertFails(() -> assertThat(bucket).hasOnlyObjects("a.csv", "c.csv"), """
                expected exactly these objects in BUCKET: a.csv, c.csv
                  missing: c.csv
                  not expected: b.csv""");
    }

    @Test
    void other_reads() {
        assertFails(() -> assertThat(bucket).wasRead("a.csv", 2), """
                expected 'a.csv' in BUCKET to be read 2 times, and it was read once
                  requests: LIST a, GET a.csv bytes=1-""");
        assertFails(() -> assertThat(bucket).wasNotRead("a.csv"), """
                expected 'a.csv' in BUCKET to be read never, and it was read once
                  requests: LIST a, GET a.csv bytes=1-""");
    }

    @Test
    void other_listings() {
        assertFails(() -> assertThat(bucket).wasListedInPages(2), """
                expected BUCKET to be asked for 2 pages of keys, and it was asked for 1 page
                  requests: LIST a, GET a.csv bytes=1-""");
    }

    @Test
    void faults_that_nobody_met() {
        bucket.forgetRequests();
        bucket.failsListingOnce(503);
        bucket.cutsAfter("a.csv", 2);
        bucket.appearsAfter("c.csv", "late", 1);
        bucket.vanishesAfterListing("b.csv");

        assertFails(
                () -> assertThat(bucket).hasNoFaultsLeft(),
                "expected everything to have happened that was to go wrong in BUCKET. Left: a listing was not refused"
                        + " with 503, 'a.csv' was not cut after 2 bytes, 'c.csv' has not appeared, 'b.csv' was not"
                        + " listed\n  requests: none");
    }

    @Test
    void what_was_said_about_it_comes_first() {
        assertFails(
                () -> assertThat(bucket).as("after the load").hasNoObject("a.csv"),
                "[after the load] expected no object 'a.csv' in BUCKET, and there is one");
    }

    @Test
    void soft_assertions_collect_failures() {
        SoftAssertions soft = new SoftAssertions();

        soft.proxy(S3BucketAssert.class, S3Bucket.class, bucket)
                .hasObject("c.csv")
                .hasNoObject("a.csv");

        assertThat(soft.assertionErrorsCollected()).hasSize(2);
    }

    private void assertFails(Runnable assertion, String message) {
        assertThatThrownBy(assertion::run)
                .isInstanceOf(AssertionError.class)
                .hasMessage(message.replace("BUCKET", bucket.toString()));
    }
}
