package dev.pipette.testing.s3;

import java.util.ArrayList;
import java.util.List;

/** The texts of failed assertions. */
final class S3Failures {
    private S3Failures() {}

    static String missing(S3Bucket bucket, String key) {
        return "expected an object '" + key + "' in " + bucket + ", which has: " + Listed.of(bucket.keys());
    }

    static String present(S3Bucket bucket, String key) {
        return "expected no object '" + key + "' in " + bucket + ", and there is one";
    }

    static String others(S3Bucket bucket, List<String> expected) {
        List<String> actual = bucket.keys();
        List<String> missing = new ArrayList<>(expected);
        missing.removeAll(actual);
        List<String> unexpected = new ArrayList<>(actual);
        unexpected.removeAll(expected);
        return "expected exactly these objects in " + bucket + ": " + Listed.of(expected)
                + "\n  missing: " + Listed.of(missing)
                + "\n  not expected: " + Listed.of(unexpected);
    }

    static String reads(S3Bucket bucket, String key, int expected, List<S3Request> reads) {
        return "expected '" + key + "' in " + bucket + " to be read " + times(expected) + ", and it was read "
                + times(reads.size()) + requests(bucket);
    }

    static String listings(S3Bucket bucket, int expected, long actual) {
        return "expected " + bucket + " to be asked for " + pages(expected) + " of keys, and it was asked for "
                + pages(actual) + requests(bucket);
    }

    static String faultsLeft(S3Bucket bucket) {
        return "expected everything to have happened that was to go wrong in " + bucket + ". Left: "
                + Listed.of(bucket.faultsLeft()) + requests(bucket);
    }

    private static String requests(S3Bucket bucket) {
        return "\n  requests: " + Listed.of(bucket.requests());
    }

    private static String times(int count) {
        return switch (count) {
            case 0 -> "never";
            case 1 -> "once";
            default -> count + " times";
        };
    }

    private static String pages(long count) {
        return count == 1 ? "1 page" : count + " pages";
    }
}
