package dev.pipette.files.s3;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/** Ends a listing that does not end by itself; one for all pages of a pattern, whatever thread reads them. */
final class ListingGuard {
    /** A hundred million keys. */
    static final int MOST_PAGES = 100_000;

    private final int maxObjects;
    private final S3Problem problem;
    private final AtomicInteger pages = new AtomicInteger();
    private final AtomicInteger objects = new AtomicInteger();

    ListingGuard(int maxObjects, S3Problem problem) {
        this.maxObjects = maxObjects;
        this.problem = problem;
    }

    /** Counts an object that the pattern matches. */
    void found() {
        if (objects.incrementAndGet() > maxObjects) {
            throw problem.tooManyObjects(maxObjects);
        }
    }

    /**
     * Where the page after this one begins.
     *
     * @param before where this page began; null for a first one
     */
    String next(@Nullable String before, ListObjectsV2Response page) {
        String next = page.nextContinuationToken();
        if (next == null || next.isEmpty() || next.equals(before)) {
            throw problem.endlessListing("says that there is a page after this one, and "
                    + (next == null || next.isEmpty() ? "does not say where it begins" : "names this one again"));
        }
        if (pages.incrementAndGet() > MOST_PAGES) {
            throw problem.endlessListing("has more than " + MOST_PAGES + " pages");
        }
        return next;
    }
}
