package dev.pipette.files.s3;

import static dev.pipette.Pipette.s3;

import dev.pipette.Bucket;
import dev.pipette.files.Retries;
import dev.pipette.incremental.StoredFile;
import dev.pipette.settings.Secret;
import dev.pipette.spi.FileLocation;
import dev.pipette.spi.FileStore.OpenLocation;
import dev.pipette.testing.s3.LocalS3;
import dev.pipette.testing.s3.S3Bucket;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/** Opens places of the local S3, with a store that does not wait long. */
final class Opened {
    private static final LocalS3 S3 = LocalS3.shared();
    private static final S3Store STORE = new S3Store(new Retries(3, Duration.ofMillis(1), Duration.ofMinutes(5)));

    private Opened() {}

    static OpenLocation at(S3Bucket bucket, String keys) {
        return at(bucket.name(), keys, UnaryOperator.identity());
    }

    static OpenLocation at(String bucket, String keys, UnaryOperator<Bucket> otherwise) {
        return at(otherwise
                .apply(s3(bucket)
                        .endpoint(S3.endpoint())
                        .region(S3.region())
                        .pathStyle()
                        .credentials(S3.accessKey(), Secret.of(S3.secretKey())))
                .glob(keys));
    }

    static OpenLocation at(FileLocation location) {
        return STORE.open("orders", location);
    }

    static List<String> keys(S3Bucket bucket, String keys) {
        try (OpenLocation location = at(bucket, keys)) {
            return location.list().stream().map(StoredFile::key).toList();
        }
    }
}
