package dev.pipette.files.s3;

import dev.pipette.files.Retries;
import dev.pipette.incremental.StoredFile;
import dev.pipette.spi.FileStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/** The objects of one pattern. The client is built when the first is asked for, which takes half a second. */
final class S3Location implements FileStore.OpenLocation {
    private final ObjectPattern objects;
    private final ClientSettings settings;
    private final Retries retries;
    private final S3Problem problem;
    private @Nullable OpenClient client;
    private boolean closed;

    S3Location(ObjectPattern objects, ClientSettings settings, Retries retries, S3Problem problem) {
        this.objects = objects;
        this.settings = settings;
        this.retries = retries;
        this.problem = problem;
    }

    @Override
    public List<StoredFile> list() {
        S3Client s3 = s3();
        try {
            return new KeyListing(s3, objects, new ListingGuard(settings.maxObjects(), problem)).all();
        } catch (AbortedException interrupted) {
            throw problem.interrupted("", interrupted);
        } catch (SdkException failed) {
            throw problem.listing(failed);
        }
    }

    @Override
    public Optional<StoredFile> fetch(StoredFile file, Path to) throws IOException {
        String bucket = objects.bucket() + "/";
        if (!file.key().startsWith(bucket)) {
            throw new IllegalArgumentException(file.key() + " is not in " + bucket);
        }
        return new Download(s3(), objects.bucket(), file, to, retries, problem).fetched();
    }

    private synchronized S3Client s3() {
        if (closed) {
            throw new IllegalStateException("the location is closed");
        }
        OpenClient open = client;
        if (open == null) {
            open = OpenClient.of(settings, retries, problem);
            client = open;
        }
        return open.s3();
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (client != null) {
            client.close();
        }
    }
}
