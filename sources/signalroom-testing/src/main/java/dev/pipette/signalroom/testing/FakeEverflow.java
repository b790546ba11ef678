package dev.pipette.signalroom.testing;

import dev.pipette.settings.Secret;
import dev.pipette.signalroom.Everflow;
import dev.pipette.signalroom.EverflowClient;
import dev.pipette.testing.http.Answer;
import dev.pipette.testing.http.ReceivedRequest;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Everflow on a free port of 127.0.0.1: the report {@code entity/table} of some days, with numbers that are the same in all
 * tests.
 *
 * <pre>{@code
 * @AutoClose
 * final FakeEverflow everflow = FakeEverflow.withDays("2025-12-21", "2025-12-23").affiliates(4);
 *
 * pipeline.run(Everflow.dailyStats(everflow.client()));          // 12 rows
 * everflow.restate("2025-12-23", 1, row -> row.conversions(30));
 * }</pre>
 *
 * <p>It refuses what Everflow refuses: no key or another one (401), the key of an affiliate (403), more than 365 days, two
 * columns of time, no currency, an unknown time zone, a filter that is not written as {@code {"resource_type": ..,
 * "filter_id_value": ..}} (400), too many requests in a time or more than 10 at once (429). The days are those of New York;
 * a quarter of each day's numbers came after eight in the evening, and belongs to the next day for those who ask in UTC.
 * Affiliates and advertisers are numbered from 1; money that is whole is written without a point.
 *
 * <p>Not known of the real one, and so a guess: the sentences of errors, apart from that for a missing key, whether the label
 * of a day is the day (see {@link #withoutDateLabels()}), and whether the report has pages (see {@link #unpaged()}).
 */
public final class FakeEverflow extends FakeApi<FakeEverflow> {
    /** The path of the report. */
    public static final String REPORT = "/v1/networks/reporting/entity/table";

    /** The key of an affiliate, which may not ask for reports of the network. */
    public static final String AFFILIATE_KEY = "test-affiliate-key";

    private static final String HEADER = "X-Eflow-API-Key";
    private static final int CAP = 10_000;
    private static final int AT_ONCE = 10;

    /** 30 a second, counted in times of 30 seconds. */
    private static final int REQUESTS = 900;

    private static final Duration TIME = Duration.ofSeconds(30);

    private final EverflowBook book;
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile EverflowReport report = new EverflowReport(CAP, true, true);
    private volatile RequestBucket bucket;

    private FakeEverflow(List<LocalDate> days) {
        super(http -> http.post(REPORT));
        this.book = new EverflowBook(days);
        this.bucket = new RequestBucket(REQUESTS, TIME, time());
        http().get("/v1/meta/timezones").answers(FakeEverflow::timezones);
    }

    /**
     * One affiliate and one advertiser on some days, both included.
     *
     * @param first like {@code 2025-12-21}
     */
    public static FakeEverflow withDays(String first, String last) {
        return new FakeEverflow(Moments.days(first, last));
    }

    /** Has affiliates 1 to this one; what was restated is forgotten. */
    public FakeEverflow affiliates(int number) {
        book.affiliates(number);
        return this;
    }

    /** Has advertisers 1 to this one for each affiliate; what was restated is forgotten. */
    public FakeEverflow advertisers(int number) {
        book.advertisers(number);
        return this;
    }

    /** Has numbers that belong to no affiliate, too: its id is 0, its label empty. What was restated is forgotten. */
    public FakeEverflow unattributed() {
        book.unattributed();
        return this;
    }

    /** Reports a report as incomplete beyond this many rows; 10,000 by default. */
    public FakeEverflow cap(int rows) {
        report = new EverflowReport(rows, report.paged(), report.dateLabels());
        return this;
    }

    /** Gives the whole report to those who ask for a page of it. */
    public FakeEverflow unpaged() {
        report = new EverflowReport(report.cap(), false, report.dateLabels());
        return this;
    }

    /** Leaves the label of a day empty: only its id gives it, the second in which it begins in UTC. */
    public FakeEverflow withoutDateLabels() {
        report = new EverflowReport(report.cap(), report.paged(), false);
        return this;
    }

    /** Answers 429 to requests beyond a number within a time; 900 in 30 seconds by default. */
    public FakeEverflow rateLimit(int requests, Duration time) {
        bucket = new RequestBucket(requests, time, time());
        return this;
    }

    /**
     * Changes the numbers of a day and affiliate, as Everflow does for some days.
     *
     * @param day of New York, like {@code 2025-12-23}
     * @param change is given the numbers of each advertiser
     * @throws IllegalArgumentException when there are none
     */
    public FakeEverflow restate(String day, long affiliateId, UnaryOperator<EverflowRow> change) {
        book.restate(LocalDate.parse(day), affiliateId, change);
        return this;
    }

    /**
     * Takes the numbers of a day, affiliate and advertiser away: nothing happened between the two.
     *
     * @param day of New York, like {@code 2025-12-23}
     * @throws IllegalArgumentException when there are none
     */
    public FakeEverflow without(String day, long affiliateId, long advertiserId) {
        book.remove(LocalDate.parse(day), affiliateId, advertiserId);
        return this;
    }

    /** A client with the right key, which waits by the fake's time. */
    public EverflowClient client() {
        return client(KEY);
    }

    /** A client with another key. */
    public EverflowClient client(String key) {
        return Everflow.client(Secret.of(key)).baseUrl(baseUrl()).timing(time());
    }

    @Override
    FakeEverflow self() {
        return this;
    }

    @Override
    Answer around(ReceivedRequest request, Supplier<Answer> answer) {
        try {
            // one that is refused is not under way
            return underWay.incrementAndGet() > AT_ONCE
                    ? error(429, "more than " + AT_ONCE + " reports at once")
                    : answer.get();
        } finally {
            underWay.decrementAndGet();
        }
    }

    @Override
    Answer admit(ReceivedRequest request) {
        String key = request.header(HEADER).orElse("");
        if (key.isEmpty()) {
            return error(401, "No Authentication Method Found");
        }
        if (key.equals(AFFILIATE_KEY)) {
            return error(403, "Out Of Realm");
        }
        if (!key.equals(KEY)) {
            return error(401, "the API key is invalid");
        }
        RequestBucket.Ticket ticket = bucket.take();
        return (ticket.admitted() ? answer(() -> reported(request)) : error(429, "the rate limit is reached"))
                .withHeader("X-RateLimit-Limit", String.valueOf(bucket.requests()))
                .withHeader("X-RateLimit-Remaining", String.valueOf(ticket.remaining()));
    }

    private Answer reported(ReceivedRequest request) {
        try {
            return report.answer(book, EverflowRequest.of(request.body()));
        } catch (EverflowRequest.Refused refused) {
            return error(400, refused.words());
        }
    }

    private static Answer timezones(ReceivedRequest request) {
        return Answer.json(Map.of(
                "timezones",
                EverflowRequest.ZONES.entrySet().stream()
                        .map(zone -> Map.of(
                                "timezone_id",
                                zone.getKey(),
                                "timezone",
                                zone.getValue().getId()))
                        .toList()));
    }
}
