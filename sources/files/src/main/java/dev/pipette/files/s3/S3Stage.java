package dev.pipette.files.s3;

import dev.pipette.slices.Stage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** A stage in a bucket. Who is first at a key is decided by the store, which is asked once whether it does so. */
final class S3Stage implements Stage {
    /** Stays in the stage: a second conditional put of it has to be refused. */
    static final String PROBE = ".conditional-writes";

    private static final int AT_ONCE = 1_000;
    private static final int NOT_FOUND = 404;
    private static final int TAKEN = 412;

    private final String address;
    private final String bucket;
    private final String folder;
    private final OpenClient client;
    private final StageProblem problem;
    private boolean isConditional;

    /** @param folder ends with a slash, or is empty */
    S3Stage(String address, String bucket, String folder, OpenClient client, StageProblem problem) {
        this.address = address;
        this.bucket = bucket;
        this.folder = folder;
        this.client = client;
        this.problem = problem;
    }

    private S3Client s3() {
        return client.s3();
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    public boolean putIfAbsent(String key, byte[] content) throws IOException {
        checkConditional();
        return putConditionally(key, content);
    }

    private synchronized void checkConditional() throws IOException {
        if (isConditional) {
            return;
        }
        byte[] nothing = new byte[0];
        boolean isNew = putConditionally(PROBE, nothing);
        if (isNew && putConditionally(PROBE, nothing)) {
            delete(List.of(PROBE));
            throw problem.notConditional();
        }
        isConditional = true;
    }

    /** Puts an object where there is none; false where the store refuses it, because there is one. */
    private boolean putConditionally(String key, byte[] content) throws IOException {
        try {
            var _ = s3().putObject(
                            request -> request.bucket(bucket).key(folder + key).ifNoneMatch("*"),
                            RequestBody.fromBytes(content));
            return true;
        } catch (S3Exception refused) {
            if (refused.statusCode() == TAKEN) {
                return false;
            }
            throw writing(refused);
        } catch (SdkException failed) {
            throw writing(failed);
        }
    }

    @Override
    public void put(String key, Path file) throws IOException {
        try {
            var _ = s3().putObject(request -> request.bucket(bucket).key(folder + key), RequestBody.fromFile(file));
        } catch (SdkException failed) {
            throw writing(failed);
        }
    }

    @Override
    public Optional<byte[]> read(String key) throws IOException {
        try {
            return Optional.of(
                    s3().getObjectAsBytes(request -> request.bucket(bucket).key(folder + key))
                            .asByteArray());
        } catch (SdkException failed) {
            if (isMissing(failed)) {
                return Optional.empty();
            }
            throw reading(failed);
        }
    }

    @Override
    public boolean fetch(String key, Path to) throws IOException {
        try (InputStream content =
                s3().getObject(request -> request.bucket(bucket).key(folder + key))) {
            Files.copy(content, to, StandardCopyOption.REPLACE_EXISTING);
            return true;
        } catch (SdkException failed) {
            if (isMissing(failed)) {
                return false;
            }
            throw reading(failed);
        }
    }

    /** Whether the key has no object; a bucket that is not there is another problem. */
    private static boolean isMissing(SdkException failed) {
        return failed instanceof S3Exception refused
                && refused.statusCode() == NOT_FOUND
                && (refused.awsErrorDetails() == null
                        || !"NoSuchBucket".equals(refused.awsErrorDetails().errorCode()));
    }

    @Override
    public List<String> list(String prefix) throws IOException {
        List<String> keys = new ArrayList<>();
        try {
            for (ListObjectsV2Response page : s3().listObjectsV2Paginator(
                            request -> request.bucket(bucket).prefix(folder + prefix))) {
                page.contents().forEach(found -> keys.add(found.key().substring(folder.length())));
            }
        } catch (SdkException failed) {
            throw problem.of(failed, "listed", "s3:ListBucket");
        }
        return keys;
    }

    @Override
    public void delete(List<String> keys) throws IOException {
        for (int from = 0; from < keys.size(); from += AT_ONCE) {
            List<ObjectIdentifier> batch = keys.subList(from, Math.min(keys.size(), from + AT_ONCE)).stream()
                    .map(key -> ObjectIdentifier.builder().key(folder + key).build())
                    .toList();
            try {
                DeleteObjectsResponse deleted = s3().deleteObjects(request ->
                        request.bucket(bucket).delete(all -> all.objects(batch).quiet(true)));
                check(deleted);
            } catch (SdkException failed) {
                throw problem.of(failed, "tidied", "s3:DeleteObject");
            }
        }
    }

    /** The store answers 200 for a batch of which it deleted a part. */
    private void check(DeleteObjectsResponse deleted) throws IOException {
        for (S3Error error : deleted.errors()) {
            if ("NoSuchKey".equals(error.code())) {
                continue;
            }
            if ("AccessDenied".equals(error.code())) {
                throw problem.of(
                        (SdkException) S3Exception.builder()
                                .statusCode(403)
                                .message(error.message())
                                .build(),
                        "tidied",
                        "s3:DeleteObject");
            }
            throw new IOException(error.key() + " was not deleted (" + error.code() + ")");
        }
    }

    private IOException writing(SdkException failed) {
        return problem.of(failed, "written", "s3:PutObject");
    }

    private IOException reading(SdkException failed) {
        return problem.of(failed, "read", "s3:GetObject");
    }

    @Override
    public void close() {
        client.close();
    }
}
