package dev.pipette.files.s3;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.FileLocation;
import dev.pipette.spi.Glob;

/**
 * Which objects of which bucket.
 *
 * @param bucket its name
 * @param keys the keys of the objects
 */
record ObjectPattern(String bucket, Glob keys) {
    /**
     * Reads {@code s3://bucket/keys}.
     *
     * @throws PipetteException BAD_USAGE when it names no bucket or no objects
     */
    static ObjectPattern of(String resource, FileLocation location) {
        String path = location.withoutScheme();
        int slash = path.indexOf('/');
        String bucket = slash < 0 ? path : path.substring(0, slash);
        String keys = slash < 0 ? "" : path.substring(slash + 1);
        if (bucket.isBlank()) {
            throw wrong(resource, location.pattern() + " names no bucket. Write s3://bucket/folder/*.csv.");
        }
        if (keys.isEmpty() || keys.endsWith("/")) {
            String folder = "s3://" + bucket + "/" + keys;
            throw wrong(
                    resource,
                    folder + " is " + (keys.isEmpty() ? "a bucket" : "a folder") + ". Say which objects: " + folder
                            + "**/*.csv.");
        }
        return new ObjectPattern(bucket, Glob.of(resource, keys));
    }

    private static PipetteException wrong(String resource, String what) {
        return new PipetteException(ErrorCode.BAD_USAGE, "resource " + resource + ": " + what);
    }
}
