package dev.pipette.testing.http;

import java.util.ArrayList;
import java.util.List;
import mockwebserver3.RecordedRequest;

/** What a fake has received, in order, and what of it should not have come. */
final class Journal {
    private final List<ReceivedRequest> received = new ArrayList<>();
    private final List<Unexpected> unexpected = new ArrayList<>();

    /** A request that should not have come, and why. */
    record Unexpected(ReceivedRequest request, String why) {}

    synchronized ReceivedRequest add(RecordedRequest recorded, HiddenValues secrets) {
        ReceivedRequest request = new ReceivedRequest(received.size() + 1, recorded, secrets);
        secrets.learn(request);
        received.add(request);
        return request;
    }

    synchronized void addUnexpected(ReceivedRequest request, String why) {
        unexpected.add(new Unexpected(request, why));
    }

    synchronized List<ReceivedRequest> received() {
        return List.copyOf(received);
    }

    synchronized List<Unexpected> unexpected() {
        return List.copyOf(unexpected);
    }
}
