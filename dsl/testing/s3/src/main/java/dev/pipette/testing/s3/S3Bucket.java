package dev.pipette.testing.s3;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * A bucket of one test: what is in it, what goes wrong with it, and what was asked of it.
 *
 * <pre>{@code
 * S3Bucket bucket = LocalS3.shared().newBucket();
 * bucket.put("orders/2025-12-21.csv", "id,state\n1,open\n");
 * bucket.appearsAfter("orders/2025-12-20.csv", "id,state\n2,late\n", 1);   // not in the first listing
 * bucket.cutsAfter("orders/2025-12-21.csv", 9);                            // once: a download has to continue
 * bucket.failsOnce("orders/2025-12-21.csv", 503);                          // and the read after that is refused
 * bucket.listsInPagesOf(3);                                                // keys, to see the pages of a listing
 *
 * // .. load bucket.uri("orders/*.csv") ..
 *
 * bucket.requests();   // [LIST orders/, GET orders/2025-12-21.csv, ..]
 * }</pre>
 *
 * <p>Each fault strikes one request. Several of one object strike its reads in the order in which they were said.
 * What the test itself does by these methods is not a request.
 */
public final class S3Bucket {
    /** Where a bucket is said to be by the refusal {@code PermanentRedirect}. */
    public static final String OTHER_REGION = "eu-central-1";

    private final String name;
    private final ScriptedStore store;
    private final BucketScript script;

    S3Bucket(String name, ScriptedStore store, BucketScript script) {
        this.name = name;
        this.store = store;
        this.script = script;
    }

    /** The name of the bucket. */
    public String name() {
        return name;
    }

    /** The address of keys: {@code s3://bucket/orders/*.csv}. */
    public String uri(String keys) {
        return "s3://" + name + "/" + keys;
    }

    /** Stores an object, as UTF-8, under a key that may be taken. */
    public void put(String key, String text) {
        put(key, bytes(text));
    }

    /** Stores an object under a key that may be taken. */
    public void put(String key, byte[] content) {
        store.put(name, new StoredObject(key, content.clone(), null));
    }

    /** Stores an object that was last modified at another time, which S3 tells to the second. */
    public void put(String key, String text, Instant lastModified) {
        store.put(name, new StoredObject(key, bytes(text), lastModified));
    }

    /**
     * Stores other content under the key of an object, which gets another entity tag.
     *
     * @throws IllegalArgumentException when there is no such object
     */
    public void replace(String key, String text) {
        require(key, "replace");
        put(key, text);
    }

    /**
     * Deletes an object.
     *
     * @throws IllegalArgumentException when there is no such object
     */
    public void remove(String key) {
        require(key, "remove");
        store.removeBlob(name, key);
    }

    /**
     * Stores an object late: when its key would be listed after so many listings that it is missing from. A listing counts
     * once, whatever the number of its pages, and only when it asks for a prefix of the key.
     *
     * @param listings how many listings miss it, at least 1
     */
    public void appearsAfter(String key, String text, int listings) {
        if (listings < 1) {
            throw new IllegalArgumentException("appearsAfter(\"" + key + "\", .., " + listings
                    + "): at least 1 listing misses a late object. One that is there at once is put(..).");
        }
        script.addLate(new StoredObject(key, bytes(text), null), listings);
    }

    /** Deletes an object as soon as it was listed, so that who reads it then gets 404. */
    public void vanishesAfterListing(String key) {
        require(key, "vanishesAfterListing");
        script.addAfterListing(key, new BucketScript.AfterListing.Vanish());
    }

    /** Replaces an object as soon as it was listed, so that its entity tag is no longer the listed one. */
    public void isReplacedAfterListing(String key, String text) {
        require(key, "isReplacedAfterListing");
        script.addAfterListing(key, new BucketScript.AfterListing.Replace(new StoredObject(key, bytes(text), null)));
    }

    /**
     * Ends the connection of the next read after this many bytes of its body, which arrive; the headers promise all.
     *
     * @throws IllegalArgumentException when the object does not have more bytes, so that nothing would be cut
     */
    public void cutsAfter(String key, long bytes) {
        requireBytes(key, bytes, "cutsAfter");
        script.addReadFault(key, new Fault.Cut(bytes));
    }

    /**
     * Replaces an object while it is read: the connection of the next read ends after this many bytes of what the object
     * was, and who continues finds another one.
     *
     * @throws IllegalArgumentException when the object does not have more bytes, so that nothing would be cut
     */
    public void isReplacedWhileRead(String key, long bytes, String text) {
        requireBytes(key, bytes, "isReplacedWhileRead");
        script.addReadFault(key, new Fault.Replacement(bytes, new StoredObject(key, bytes(text), null)));
    }

    private void requireBytes(String key, long bytes, String method) {
        long size = require(key, method).contentLength();
        if (bytes < 0 || bytes >= size) {
            throw new IllegalArgumentException(method + "(\"" + key + "\", " + bytes + "): the object has " + size
                    + " bytes, of which from 0 to " + (size - 1) + " can arrive.");
        }
    }

    /**
     * Refuses the next read as S3 does.
     *
     * @param status 403 (AccessDenied), 500 (InternalError) or 503 (SlowDown)
     */
    public void failsOnce(String key, int status) {
        fails(key, status, 1);
    }

    /** Refuses the next reads as S3 does. */
    public void fails(String key, int status, int times) {
        require(key, "fails");
        for (int time = 0; time < times; time++) {
            script.addReadFault(key, new Fault.Refusal(S3Error.of(status)));
        }
    }

    /**
     * Refuses the next read as S3 does.
     *
     * @param code {@code InvalidObjectState} for an archived object, {@code ExpiredToken}, {@code RequestTimeTooSkewed},
     *     {@code PermanentRedirect} for a bucket in another region
     */
    public void failsOnce(String key, String code) {
        require(key, "failsOnce");
        script.addReadFault(key, new Fault.Refusal(S3Error.of(code)));
    }

    /**
     * Lets requests go wrong at random from now on, as those of a store that has too much to do: a quarter is refused with 503, a
     * quarter of the puts is done and answered as if it was not, and listings miss a quarter of the keys.
     *
     * @param seed the same one lets the same go wrong, for requests in the same order
     */
    public void isUnreliable(long seed) {
        script.unreliable(new Random(seed));
    }

    /** Ends what {@link #isUnreliable} began. */
    public void isReliable() {
        script.unreliable(null);
    }

    /** Refuses the next page of a listing as S3 does, with 403, 500 or 503. */
    public void failsListingOnce(int status) {
        script.addListingFault(new Fault.Refusal(S3Error.of(status)));
    }

    /** Refuses the next page of a listing as S3 does, with a code that {@link #failsOnce(String, String)} knows. */
    public void failsListingOnce(String code) {
        script.addListingFault(new Fault.Refusal(S3Error.of(code)));
    }

    /** Lists no more keys in a page than this, where S3 lists 1,000. */
    public void listsInPagesOf(int keys) {
        if (keys < 1) {
            throw new IllegalArgumentException("listsInPagesOf(" + keys + "): a page has at least 1 key.");
        }
        script.pageSize(keys);
    }

    /**
     * Damages the content of the next read. Who asks for the checksum ({@code x-amz-checksum-mode: ENABLED}), as Amazon's
     * client does when it is told to, gets that of the object as it was put by this class, and can notice.
     */
    public void damagesOnce(String key) {
        require(key, "damagesOnce");
        script.addReadFault(key, new Fault.Damage());
    }

    /** Sends bytes behind the object in the next read, whose headers promise no length. */
    public void isLongerOnce(String key, int bytes) {
        require(key, "isLongerOnce");
        script.addReadFault(key, new Fault.Longer(bytes));
    }

    /** Lists the first page for each page that is asked for, and says each time that there is another one. */
    public void listsTheFirstPageAgain() {
        script.listTheFirstPageAgain();
    }

    /** Lets the answer to the next read begin only after a while. */
    public void isSlowOnce(String key, Duration delay) {
        require(key, "isSlowOnce");
        script.addReadFault(key, new Fault.Delay(delay));
    }

    /** The faults that no request has met, late objects that have not appeared among them, in words. */
    public List<String> faultsLeft() {
        return script.faultsLeft();
    }

    /** All requests so far, in the order in which they came; those that were refused or broken off too. */
    public List<S3Request> requests() {
        return script.requests();
    }

    /** Forgets the requests so far. */
    public void forgetRequests() {
        script.forgetRequests();
    }

    /** The keys of the objects that are there, in S3's order. */
    public List<String> keys() {
        List<String> keys = new ArrayList<>();
        String token = null;
        do {
            ListObjectsV2Response page = store.delegate()
                    .list(ListObjectsV2Request.builder()
                            .bucket(name)
                            .continuationToken(token)
                            .maxKeys(1_000)
                            .build());
            keys.addAll(page.contents().stream().map(S3Object::key).toList());
            token = page.nextContinuationToken();
        } while (token != null);
        return keys;
    }

    /** The entity tag of an object, with the quotes that belong to it. */
    public String entityTag(String key) {
        String tag = require(key, "entityTag").eTag();
        return tag.startsWith("\"") ? tag : '"' + tag + '"';
    }

    /** Whether there is an object with this key. */
    boolean has(String key) {
        return head(key) != null;
    }

    private @Nullable HeadObjectResponse head(String key) {
        return store.delegate().blobMetadataIfPresent(name, key);
    }

    private HeadObjectResponse require(String key, String method) {
        HeadObjectResponse head = head(key);
        if (head == null) {
            throw new IllegalArgumentException(
                    method + "(\"" + key + "\"): there is no such object. There are: " + Listed.of(keys()) + ".");
        }
        return head;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "s3://" + name;
    }
}
