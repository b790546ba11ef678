package dev.pipette.testing.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.gaul.s3proxy.S3ErrorCode;
import org.gaul.s3proxy.S3ProxyException;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.checksum.FlexChecksum;
import software.amazon.awssdk.checksums.SdkChecksum;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A store in which objects appear, change and vanish between requests, as they do when others write to a bucket. */
final class ScriptedStore extends ForwardingBlobStore {
    private final Path root;
    private final Buckets buckets;

    ScriptedStore(BlobStore objects, Path root, Buckets buckets) {
        super(objects);
        this.root = root;
        this.buckets = buckets;
    }

    @Override
    public ListObjectsV2Response list(ListObjectsV2Request request) {
        BucketScript script = buckets.find(request.bucket()).orElse(null);
        if (script == null) {
            return super.list(request);
        }
        // a listing is one, however many pages it has
        if (request.continuationToken() == null) {
            String prefix = request.prefix() == null ? "" : request.prefix();
            script.appearing(prefix).forEach(object -> put(request.bucket(), object));
        }
        int asked = request.maxKeys() == null ? script.pageSize() : request.maxKeys();
        ListObjectsV2Response all = super.list(request.toBuilder()
                .maxKeys(Math.min(asked, script.pageSize()))
                .continuationToken(script.listsTheFirstPageAgain() ? null : request.continuationToken())
                .build());
        ListObjectsV2Response page = all.toBuilder()
                .contents(
                        all.contents().stream().filter(_ -> !script.goesWrong()).toList())
                .build();
        script.changes(page.contents().stream().map(S3Object::key).toList())
                .forEach((key, change) -> apply(request.bucket(), key, change));
        return script.listsTheFirstPageAgain()
                ? page.toBuilder()
                        .isTruncated(true)
                        .nextContinuationToken("again")
                        .build()
                : page;
    }

    @Override
    public PutObjectResponse putBlob(PutObjectRequest request, InputStream content) {
        PutObjectResponse answer = super.putBlob(request, content);
        if (buckets.find(request.bucket()).filter(BucketScript::goesWrong).isPresent()) {
            throw new S3ProxyException(S3ErrorCode.INTERNAL_ERROR, "it is done, and the test asked for another answer");
        }
        return answer;
    }

    private void apply(String bucket, String key, BucketScript.AfterListing change) {
        switch (change) {
            case BucketScript.AfterListing.Vanish ignored -> removeBlob(bucket, key);
            case BucketScript.AfterListing.Replace replace -> put(bucket, replace.object());
        }
    }

    /** The checksum with which an object was stored, in Base64; empty where there is no object, or none. */
    Optional<String> checksum(String bucket, String key) {
        return Optional.ofNullable(key.isEmpty() ? null : delegate().blobMetadataIfPresent(bucket, key))
                .map(head -> head.metadata().get(FlexChecksum.CRC32.metadataKey()));
    }

    /** Stores an object with its checksum, as a client of today does. */
    void put(String bucket, StoredObject object) {
        byte[] content = object.content();
        SdkChecksum checksum = FlexChecksum.CRC32.newChecksum();
        checksum.update(content);
        super.putBlob(
                PutObjectRequest.builder()
                        .bucket(bucket)
                        .key(object.key())
                        .contentLength((long) content.length)
                        .contentType("application/octet-stream")
                        .metadata(Map.of(
                                FlexChecksum.CRC32.metadataKey(),
                                Base64.getEncoder().encodeToString(checksum.getChecksumBytes())))
                        .build(),
                new ByteArrayInputStream(content));
        Instant lastModified = object.lastModified();
        if (lastModified != null) {
            try {
                Files.setLastModifiedTime(root.resolve(bucket).resolve(object.key()), FileTime.from(lastModified));
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }
}
