package dev.pipette.testing.s3;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The scripts of a server's buckets by name. */
final class Buckets {
    private final Map<String, BucketScript> scripts = new ConcurrentHashMap<>();

    BucketScript add(String name) {
        BucketScript script = new BucketScript();
        scripts.put(name, script);
        return script;
    }

    /** Empty for a bucket that a test's own client made. */
    Optional<BucketScript> find(String name) {
        return Optional.ofNullable(scripts.get(name));
    }
}
