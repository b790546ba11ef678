package dev.pipette.testing.s3;

import java.util.List;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.AssertFactory;

/**
 * Assertions on what is in a bucket and what was asked of it.
 *
 * <pre>{@code
 * import static dev.pipette.testing.s3.S3BucketAssert.assertThat;
 *
 * assertThat(bucket).hasOnlyObjects("orders/1.csv", "orders/2.csv").wasRead("orders/1.csv", 1).hasNoFaultsLeft();
 * }</pre>
 */
public class S3BucketAssert extends AbstractAssert<S3BucketAssert, S3Bucket> {
    /** For soft assertions, which make a subclass; tests begin with {@link #assertThat}. */
    public S3BucketAssert(S3Bucket bucket) {
        super(bucket, S3BucketAssert.class);
    }

    /** Begins an assertion. */
    public static S3BucketAssert assertThat(S3Bucket bucket) {
        return new S3BucketAssert(bucket);
    }

    /** For {@code Assertions.assertThat(bucket, S3BucketAssert.bucket())}. */
    public static AssertFactory<S3Bucket, S3BucketAssert> bucket() {
        return S3BucketAssert::new;
    }

    /**
     * Requires an object with a key.
     *
     * <pre>{@code
     * bucket.put("a.csv", "1");
     * assertThat(bucket).hasObject("a.csv");   // passes
     * assertThat(bucket).hasObject("b.csv");   // fails
     * }</pre>
     */
    public S3BucketAssert hasObject(String key) {
        isNotNull();
        if (!actual.has(key)) {
            throw failure("%s", S3Failures.missing(actual, key));
        }
        return this;
    }

    /**
     * Requires that there is no object with a key.
     *
     * <pre>{@code
     * bucket.put("a.csv", "1");
     * assertThat(bucket).hasNoObject("b.csv");   // passes
     * assertThat(bucket).hasNoObject("a.csv");   // fails
     * }</pre>
     */
    public S3BucketAssert hasNoObject(String key) {
        isNotNull();
        if (actual.has(key)) {
            throw failure("%s", S3Failures.present(actual, key));
        }
        return this;
    }

    /**
     * Requires these objects and no others, in any order.
     *
     * <pre>{@code
     * bucket.put("a.csv", "1");
     * assertThat(bucket).hasOnlyObjects("a.csv");            // passes
     * assertThat(bucket).hasOnlyObjects("a.csv", "b.csv");   // fails
     * }</pre>
     */
    public S3BucketAssert hasOnlyObjects(String... keys) {
        isNotNull();
        List<String> expected = List.of(keys).stream().sorted().toList();
        if (!actual.keys().stream().sorted().toList().equals(expected)) {
            throw failure("%s", S3Failures.others(actual, expected));
        }
        return this;
    }

    /**
     * Requires that an object was asked for this many times, whether the answers were whole or not.
     *
     * <pre>{@code
     * client.getObject(get -> get.bucket(bucket.name()).key("a.csv"), toBytes());
     * assertThat(bucket).wasRead("a.csv", 1);   // passes
     * assertThat(bucket).wasRead("a.csv", 2);   // fails
     * }</pre>
     */
    public S3BucketAssert wasRead(String key, int times) {
        isNotNull();
        List<S3Request> reads = actual.requests().stream()
                .filter(request -> request.kind() == S3Request.Kind.GET)
                .filter(request -> request.key().equals(key))
                .toList();
        if (reads.size() != times) {
            throw failure("%s", S3Failures.reads(actual, key, times, reads));
        }
        return this;
    }

    /**
     * Requires that nobody asked for the content of an object.
     *
     * <pre>{@code
     * client.listObjectsV2(list -> list.bucket(bucket.name()));
     * assertThat(bucket).wasNotRead("a.csv");   // passes
     * client.getObject(get -> get.bucket(bucket.name()).key("a.csv"), toBytes());
     * assertThat(bucket).wasNotRead("a.csv");   // fails
     * }</pre>
     */
    public S3BucketAssert wasNotRead(String key) {
        return wasRead(key, 0);
    }

    /**
     * Requires that so many pages of keys were asked for, all listings together.
     *
     * <pre>{@code
     * client.listObjectsV2(list -> list.bucket(bucket.name()));
     * assertThat(bucket).wasListedInPages(1);   // passes
     * assertThat(bucket).wasListedInPages(2);   // fails
     * }</pre>
     */
    public S3BucketAssert wasListedInPages(int pages) {
        isNotNull();
        long listed = actual.requests().stream()
                .filter(request -> request.kind() == S3Request.Kind.LIST)
                .count();
        if (listed != pages) {
            throw failure("%s", S3Failures.listings(actual, pages, listed));
        }
        return this;
    }

    /**
     * Requires that every fault struck, and that every late object appeared: without it, a test of a fault that nobody met
     * is green.
     *
     * <pre>{@code
     * bucket.failsOnce("a.csv", 503);
     * assertThat(bucket).hasNoFaultsLeft();   // fails
     * client.getObject(get -> get.bucket(bucket.name()).key("a.csv"), toBytes());
     * assertThat(bucket).hasNoFaultsLeft();   // passes: the client has tried again
     * }</pre>
     */
    public S3BucketAssert hasNoFaultsLeft() {
        isNotNull();
        if (!actual.faultsLeft().isEmpty()) {
            throw failure("%s", S3Failures.faultsLeft(actual));
        }
        return this;
    }
}
