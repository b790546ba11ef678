package dev.pipette.signalroom.testing;

import dev.pipette.rest.RestClient;
import dev.pipette.settings.Secret;
import dev.pipette.signalroom.Redtrack;
import dev.pipette.testing.http.Answer;
import dev.pipette.testing.http.ReceivedRequest;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * RedTrack on a free port of 127.0.0.1: the report of some days, with numbers that are the same in all tests.
 *
 * <pre>{@code
 * @AutoClose
 * final FakeRedtrack redtrack = FakeRedtrack.withDays("2025-12-21", "2025-12-23").sources(4);
 *
 * pipeline.run(Redtrack.dailySpend(redtrack.client()));          // 12 rows
 * redtrack.restate("2025-12-23", FakeRedtrack.sourceId(1), row -> row.cost("1250.50"));
 * }</pre>
 *
 * <p>It refuses what RedTrack refuses: POST (404), no key or another one (401), a group or days that it cannot read (400),
 * more than 20 requests a minute (429). It puts 1,000 rows on a page at most. The days are those of New York; a quarter of
 * each day's numbers came after eight in the evening, and belongs to the next day for those who ask in UTC.
 *
 * <p>Not known of the real one, and so a guess: the sentences of errors, how many rows are on a page for those who ask for no
 * number (see {@link #rowsPerPage(int)}), whether a 429 says when to come again (see {@link #withoutRetryAfter()}), and
 * whether a report is grouped by day and source together (see {@link #bySourceOnly()}).
 */
public final class FakeRedtrack extends FakeApi<FakeRedtrack> {
    /** The path of the report. */
    public static final String REPORT = "/report";

    private static final int ROWS_PER_PAGE = 100;
    private static final int REQUESTS = 20;
    private static final Duration TIME = Duration.ofMinutes(1);

    private final RedtrackBook book;
    private volatile RedtrackReport report = new RedtrackReport(ROWS_PER_PAGE, false, false);
    private volatile RequestBucket bucket;
    private volatile boolean retryAfter = true;

    private FakeRedtrack(List<LocalDate> days) {
        super(http -> http.get(REPORT));
        this.book = new RedtrackBook(days);
        this.bucket = new RequestBucket(REQUESTS, TIME, time());
        http().post(REPORT).answers(error(404, "not found"));
    }

    /**
     * One traffic source on some days, both included.
     *
     * @param first like {@code 2025-12-21}
     */
    public static FakeRedtrack withDays(String first, String last) {
        return new FakeRedtrack(Moments.days(first, last));
    }

    /** The id of the source with a number: 24 digits of base 16. The source 0 is none, and its id empty. */
    public static String sourceId(int number) {
        return new RedtrackBook.Key(LocalDate.EPOCH, number).sourceId();
    }

    /** Has sources 1 to this one, or none; what was restated is forgotten. */
    public FakeRedtrack sources(int number) {
        book.sources(number);
        return this;
    }

    /** Has numbers that belong to no source, too: its id, name and alias are empty. What was restated is forgotten. */
    public FakeRedtrack unattributed() {
        book.blank();
        return this;
    }

    /** Puts this many rows on a page for requests without a number; 100 by default. */
    public FakeRedtrack rowsPerPage(int rows) {
        report = new RedtrackReport(rows, report.inItems(), report.bySourceOnly());
        return this;
    }

    /** Answers with {@code {"items": [..], "total": {..}}} also to those who do not ask for a total. */
    public FakeRedtrack inItems() {
        report = new RedtrackReport(report.per(), true, report.bySourceOnly());
        return this;
    }

    /** Groups by source alone when it is asked for days and sources. */
    public FakeRedtrack bySourceOnly() {
        report = new RedtrackReport(report.per(), report.inItems(), true);
        return this;
    }

    /** Answers 429 to requests beyond a number within a time; 20 a minute by default. */
    public FakeRedtrack rateLimit(int requests, Duration time) {
        bucket = new RequestBucket(requests, time, time());
        return this;
    }

    /** Does not say when to come again where there were too many requests. */
    public FakeRedtrack withoutRetryAfter() {
        retryAfter = false;
        return this;
    }

    /**
     * Changes the numbers of a day and source, as late conversions do.
     *
     * @param day of New York, like {@code 2025-12-23}
     * @param sourceId as {@link #sourceId(int)} returns it
     * @throws IllegalArgumentException when there are none
     */
    public FakeRedtrack restate(String day, String sourceId, UnaryOperator<RedtrackRow> change) {
        book.restate(LocalDate.parse(day), sourceId, change);
        return this;
    }

    /** A client with the right key, which waits by the fake's time. */
    public RestClient client() {
        return client(KEY);
    }

    /** A client with another key. */
    public RestClient client(String key) {
        return Redtrack.client(Secret.of(key)).baseUrl(baseUrl()).timing(time());
    }

    @Override
    FakeRedtrack self() {
        return this;
    }

    @Override
    Answer around(ReceivedRequest request, Supplier<Answer> answer) {
        return answer.get();
    }

    @Override
    Answer admit(ReceivedRequest request) {
        if (!request.query("api_key").orElse("").equals(KEY)) {
            return error(401, "api_key is missing or wrong");
        }
        RequestBucket.Ticket ticket = bucket.take();
        if (ticket.admitted()) {
            return answer(() -> report.answer(book, request));
        }
        Answer refusal = error(429, "too many requests");
        return retryAfter
                ? refusal.withHeader(
                        "Retry-After",
                        String.valueOf(ticket.reset().plusNanos(999_999_999).toSeconds()))
                : refusal;
    }
}
