package dev.pipette.files.s3;

import dev.pipette.incremental.StoredFile;
import dev.pipette.spi.Glob;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Finds the objects of a pattern. S3 gives 1,000 keys at a time, and each page begins where the one before ended; what is
 * more than a page is therefore listed folder by folder, some at once, where there are folders.
 */
final class KeyListing {
    private static final String SLASH = "/";
    private static final int AT_ONCE = 8;

    /** With more folders than this, pages one after the other are fewer requests. */
    private static final int MOST_FOLDERS = 256;

    private final S3Client s3;
    private final String bucket;
    private final Glob keys;
    private final ListingGuard guard;

    KeyListing(S3Client s3, ObjectPattern objects, ListingGuard guard) {
        this.s3 = s3;
        this.guard = guard;
        this.bucket = objects.bucket();
        this.keys = objects.keys();
    }

    /** The objects by the bytes of their keys. */
    List<StoredFile> all() {
        if (keys.isName()) {
            return one();
        }
        SortedMap<String, StoredFile> found = new TreeMap<>(KeyOrder.BYTES);
        ListObjectsV2Request request = pages(keys.prefix())
                .delimiter(keys.isInOneFolder() ? SLASH : null) // so that what lies deeper is not listed in vain
                .build();
        ListObjectsV2Response first = s3.listObjectsV2(request);
        add(first, found);
        if (Boolean.TRUE.equals(first.isTruncated())) {
            List<ListObjectsV2Request> rest =
                    keys.isInOneFolder() || first.contents().isEmpty() ? List.of() : folders(first, found);
            if (rest.isEmpty()) {
                addRest(request, first, found);
            } else {
                addAll(rest, found);
            }
        }
        return List.copyOf(found.values());
    }

    /** One key is asked for itself, which needs no right to list the bucket. */
    private List<StoredFile> one() {
        try {
            HeadObjectResponse head = s3.headObject(ask -> ask.bucket(bucket).key(keys.prefix()));
            return List.of(new StoredFile(
                    bucket + SLASH + keys.prefix(), plain(head.eTag()), head.contentLength(), head.lastModified()));
        } catch (NoSuchKeyException missing) {
            // asked without a body, S3 does not distinguish a missing bucket from a missing key
            ListObjectsV2Response page =
                    s3.listObjectsV2(pages(keys.prefix()).maxKeys(1).build());
            SortedMap<String, StoredFile> found = new TreeMap<>(KeyOrder.BYTES);
            add(page, found);
            return List.copyOf(found.values());
        }
    }

    private ListObjectsV2Request.Builder pages(String prefix) {
        return ListObjectsV2Request.builder().bucket(bucket).prefix(prefix).encodingType(EncodingType.URL);
    }

    private void add(ListObjectsV2Response page, SortedMap<String, StoredFile> found) {
        for (S3Object object : page.contents()) {
            if (keys.matches(object.key())) {
                String key = bucket + SLASH + object.key();
                StoredFile file = new StoredFile(key, plain(object.eTag()), object.size(), object.lastModified());
                if (found.put(key, file) == null) {
                    guard.found();
                }
            }
        }
    }

    private void addRest(
            ListObjectsV2Request request, ListObjectsV2Response first, SortedMap<String, StoredFile> found) {
        ListObjectsV2Response page = first;
        String next = null;
        while (Boolean.TRUE.equals(page.isTruncated())) {
            next = guard.next(next, page);
            page = s3.listObjectsV2(
                    request.toBuilder().continuationToken(next).startAfter(null).build());
            add(page, found);
        }
    }

    /**
     * The listings of the folders that the first page did not come to; empty where there are not some, or far too many.
     * Objects beside the folders are taken at once.
     */
    private List<ListObjectsV2Request> folders(ListObjectsV2Response first, SortedMap<String, StoredFile> found) {
        String last = first.contents().getLast().key();
        ListObjectsV2Response level =
                s3.listObjectsV2(pages(keys.prefix()).delimiter(SLASH).build());
        List<ListObjectsV2Request> rest = new ArrayList<>();
        for (CommonPrefix folder : level.commonPrefixes()) {
            boolean begun = last.startsWith(folder.prefix());
            if (begun || KeyOrder.BYTES.compare(folder.prefix(), last) > 0) {
                rest.add(pages(folder.prefix()).startAfter(begun ? last : null).build());
            }
        }
        if (Boolean.TRUE.equals(level.isTruncated()) || rest.size() < 2 || rest.size() > MOST_FOLDERS) {
            return List.of();
        }
        add(level, found);
        return rest;
    }

    private void addAll(List<ListObjectsV2Request> listings, SortedMap<String, StoredFile> found) {
        try (ExecutorService workers = Executors.newFixedThreadPool(
                AT_ONCE, Thread.ofVirtual().name("pipette-s3-list-", 0).factory())) {
            List<Future<SortedMap<String, StoredFile>>> parts = listings.stream()
                    .map(listing -> workers.submit(() -> folder(listing)))
                    .toList();
            try {
                for (Future<SortedMap<String, StoredFile>> part : parts) {
                    found.putAll(part.get());
                }
            } catch (ExecutionException failed) {
                workers.shutdownNow();
                throw failed.getCause() instanceof RuntimeException known
                        ? known
                        : new IllegalStateException(failed.getCause());
            } catch (InterruptedException interrupted) {
                workers.shutdownNow();
                Thread.currentThread().interrupt();
                throw AbortedException.create("interrupted", interrupted);
            }
        }
    }

    private SortedMap<String, StoredFile> folder(ListObjectsV2Request request) {
        SortedMap<String, StoredFile> found = new TreeMap<>(KeyOrder.BYTES);
        ListObjectsV2Response first = s3.listObjectsV2(request);
        add(first, found);
        addRest(request, first, found);
        return found;
    }

    /** An entity tag without the quotes that HTTP puts around it; empty where there is none. */
    static String plain(@Nullable String tag) {
        return Optional.ofNullable(tag).map(text -> text.replace("\"", "")).orElse("");
    }
}
