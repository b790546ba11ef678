package dev.pipette.rest;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** What one run of a call may cost, in requests and in time, whatever threads send. */
final class RunLimits {
    private final RestClient client;
    private final CallOptions options;
    private final Instant begin;
    private final AtomicLong sent = new AtomicLong();

    RunLimits(RestClient client, CallOptions options) {
        this.client = client;
        this.options = options;
        this.begin = client.options().timing().instant();
    }

    /** A request is about to be sent. */
    void sending(RestRequest request) {
        if (sent.incrementAndGet() > options.maxRequests()) {
            throw client.tooMuch(
                    request,
                    "would be request " + sent.get() + " of the run, and it has " + options.maxRequests(),
                    "maxRequests(..)");
        }
        Duration time = Duration.between(begin, client.options().timing().instant());
        if (time.compareTo(options.totalTimeout()) > 0) {
            throw client.tooMuch(
                    request,
                    "was not sent: the pages take more than " + RequestProblems.shown(options.totalTimeout())
                            + " together",
                    "totalTimeout(..)");
        }
    }

    void checkPages(RestRequest request, int pages) {
        if (pages > options.maxPages()) {
            throw client.tooMuch(request, "has more than " + options.maxPages() + " pages", "maxPages(..)");
        }
    }
}
