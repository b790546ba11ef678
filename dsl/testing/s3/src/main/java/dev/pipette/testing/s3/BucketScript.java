package dev.pipette.testing.s3;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * What shall happen in a bucket, and what was asked of it; one lock for all requests. Faults wait by key, so that it does
 * not matter in which order objects are read.
 */
final class BucketScript {
    private final List<S3Request> requests = new ArrayList<>();
    private final Deque<Fault> listingFaults = new ArrayDeque<>();
    private final Map<String, Deque<Fault>> readFaults = new LinkedHashMap<>();
    private final Map<String, Late> late = new LinkedHashMap<>();
    private final Map<String, AfterListing> afterListing = new HashMap<>();
    private int pageSize = 1_000;
    private boolean sameAgain;
    private @Nullable Random unreliable;

    /** An object that is not there yet. */
    private record Late(StoredObject object, int listings) {}

    /** What happens to an object that was listed. */
    sealed interface AfterListing {
        /** It is gone. */
        record Vanish() implements AfterListing {}

        /** Another one has its key. */
        record Replace(StoredObject object) implements AfterListing {}
    }

    synchronized void record(S3Request request) {
        requests.add(request);
    }

    synchronized List<S3Request> requests() {
        return List.copyOf(requests);
    }

    synchronized void forgetRequests() {
        requests.clear();
    }

    synchronized void addListingFault(Fault fault) {
        listingFaults.add(fault);
    }

    synchronized void addReadFault(String key, Fault fault) {
        readFaults.computeIfAbsent(key, unknown -> new ArrayDeque<>()).add(fault);
    }

    /** Lets requests fail at random; null for a bucket that fails only as it was told to. */
    synchronized void unreliable(@Nullable Random chance) {
        unreliable = chance;
    }

    /** Whether something of an unreliable bucket goes wrong now. */
    synchronized boolean goesWrong() {
        return unreliable != null && unreliable.nextInt(4) == 0;
    }

    /** Takes the fault that the request meets, if any. */
    synchronized Optional<Fault> take(S3Request request) {
        if (goesWrong()) {
            return Optional.of(new Fault.Refusal(S3Error.of(503)));
        }
        return switch (request.kind()) {
            case LIST -> Optional.ofNullable(listingFaults.poll());
            case GET -> Optional.ofNullable(readFaults.get(request.key())).map(Deque::poll);
            case HEAD, PUT, DELETE, OTHER -> Optional.empty();
        };
    }

    /** The faults that no request has met, in words. */
    synchronized List<String> faultsLeft() {
        List<String> left = new ArrayList<>();
        listingFaults.forEach(fault -> left.add("a listing " + fault));
        readFaults.forEach((key, faults) -> faults.forEach(fault -> left.add("'" + key + "' " + fault)));
        late.keySet().forEach(key -> left.add("'" + key + "' has not appeared"));
        afterListing.keySet().forEach(key -> left.add("'" + key + "' was not listed"));
        return left;
    }

    synchronized void pageSize(int keys) {
        pageSize = keys;
    }

    synchronized void listTheFirstPageAgain() {
        sameAgain = true;
    }

    synchronized boolean listsTheFirstPageAgain() {
        return sameAgain;
    }

    /** The most keys of a page. */
    synchronized int pageSize() {
        return pageSize;
    }

    synchronized void addLate(StoredObject object, int listings) {
        late.put(object.key(), new Late(object, listings));
    }

    /** Counts a listing of keys with a prefix, and takes the objects that are there from this one on. */
    synchronized List<StoredObject> appearing(String prefix) {
        List<StoredObject> appearing = new ArrayList<>();
        Iterator<Map.Entry<String, Late>> waiting = late.entrySet().iterator();
        while (waiting.hasNext()) {
            Map.Entry<String, Late> entry = waiting.next();
            if (entry.getKey().startsWith(prefix)) {
                Late one = entry.getValue();
                if (one.listings() == 0) {
                    appearing.add(one.object());
                    waiting.remove();
                } else {
                    entry.setValue(new Late(one.object(), one.listings() - 1));
                }
            }
        }
        return appearing;
    }

    synchronized void addAfterListing(String key, AfterListing change) {
        afterListing.put(key, change);
    }

    /** Takes the changes of objects that were listed, by key. */
    synchronized Map<String, AfterListing> changes(Collection<String> listed) {
        Map<String, AfterListing> changes = new LinkedHashMap<>();
        for (String key : listed) {
            AfterListing change = afterListing.remove(key);
            if (change != null) {
                changes.put(key, change);
            }
        }
        return changes;
    }
}
