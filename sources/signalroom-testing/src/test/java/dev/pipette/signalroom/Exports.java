package dev.pipette.signalroom;

import static dev.pipette.Pipette.s3;

import dev.pipette.Resource;
import dev.pipette.settings.Secret;
import dev.pipette.settings.Settings;
import dev.pipette.testing.s3.LocalS3;
import dev.pipette.testing.s3.S3Bucket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The exports of a bucket of the local S3. */
final class Exports {
    private static final LocalS3 S3 = LocalS3.shared();

    private Exports() {}

    static Resource of(S3Bucket bucket, String prefix) {
        return S3Exports.export(
                s3(bucket.name())
                        .endpoint(S3.endpoint())
                        .region(S3.region())
                        .pathStyle()
                        .credentials(S3.accessKey(), Secret.of(S3.secretKey())),
                prefix);
    }

    /** The settings of the source for a bucket; the prefixes are still to be said. */
    static Map<String, String> environment(S3Bucket bucket) {
        return new HashMap<>(Map.of(
                "S3_BUCKET_NAME",
                bucket.name(),
                "S3_ENDPOINT",
                S3.endpoint().toString(),
                "AWS_REGION",
                S3.region(),
                "AWS_ACCESS_KEY_ID",
                S3.accessKey(),
                "AWS_SECRET_ACCESS_KEY",
                S3.secretKey()));
    }

    static Settings settings(Map<String, String> environment) {
        return Settings.from(Path.of("none"), Path.of("none"), environment);
    }
}
