package dev.pipette.testing.s3;

import java.util.Optional;

/**
 * One request that a bucket got, answered or not.
 *
 * <pre>{@code
 * bucket.requests();   // [LIST orders/, GET orders/2025-12-21.csv, GET orders/2025-12-21.csv bytes=9-]
 * }</pre>
 *
 * @param kind what was asked
 * @param key the key of the object; for a listing, the prefix of the keys, and empty for all
 * @param range the value of the header {@code Range}, such as {@code bytes=9-}
 */
public record S3Request(Kind kind, String key, Optional<String> range) {
    /** What is asked of S3. */
    public enum Kind {
        /** One page of keys. */
        LIST,
        /** An object's size, entity tag and times. */
        HEAD,
        /** An object's content, or a part of it. */
        GET,
        /** To store an object. */
        PUT,
        /** To delete an object. */
        DELETE,
        /** Something else, such as a step of a multipart upload. */
        OTHER
    }

    @Override
    public String toString() {
        return kind
                + (key.isEmpty() ? "" : " " + key)
                + range.map(bytes -> " " + bytes).orElse("");
    }
}
