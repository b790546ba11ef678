package dev.pipette.rest;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.failsafe.ExecutionContext;
import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.Sampling;
import dev.pipette.text.Printable;
import dev.pipette.text.Secrets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Asks one web API. A value: each method returns a new one, but those that were made from each other share the connections,
 * and the limits as long as these are not changed.
 *
 * <pre>{@code
 * RestClient api = RestClient.of("RedTrack", "https://api.redtrack.io")
 *     .auth(Auth.query("api_key", key))
 *     .rateLimit(20, Duration.ofMinutes(1));
 * JsonNode sources = api.json(RestRequest.get("/sources"));
 * Report spend = api.report(RestRequest.get("/report").query("group", "date,source"), ReportPaging.query("page", "per", 1000));
 * }</pre>
 *
 * <p>Tried again, with growing pauses, or when the API says so ({@code Retry-After}, {@code X-RateLimit-Reset}): 408, 425,
 * 429, 5xx but 501, a connection that is cut, an answer that is cut or no JSON. 401 and 403 never are. Redirections are
 * followed at the same host only, because the key goes along.
 *
 * <p>Nothing of an API is taken without a limit: {@link #timeout(Duration)} and {@link #maxBodySize(long)} of an answer, {@link
 * #retryFor(Duration)} of a request, {@link #maxPages(int)}, {@link #maxReportSize(long)} and {@link #reportTimeout(Duration)}
 * of a report, {@link #maxPause(Duration)} of a rate limit; headers have 256 KB at most.
 */
@CheckReturnValue
public final class RestClient {
    private static final Logger LOG = LoggerFactory.getLogger(RestClient.class);
    private static final int SHOWN = 300;

    private final ImmutableClientOptions options;
    private final Gate gate;
    private final RequestProblems problems;
    private final Wire wire;

    private RestClient(ImmutableClientOptions options, Gate gate) {
        this.options = options;
        this.gate = gate;
        this.problems = new RequestProblems(options.name(), options.auths());
        this.wire = new Wire(options, problems, gate);
    }

    /**
     * A client that shows no key, sends as often as it likes and 10 requests at once, waits a minute for an answer, and
     * tries for 5 minutes.
     *
     * @param name of the API, for errors and the log
     * @param baseUrl what all paths begin with
     * @throws PipetteException BAD_USAGE when it is not an http or https address, or has a user or a query
     */
    public static RestClient of(String name, String baseUrl) {
        return gated((ImmutableClientOptions) ImmutableClientOptions.builder()
                .name(name)
                .base(Addresses.base(name, baseUrl))
                .build());
    }

    private static RestClient gated(ImmutableClientOptions options) {
        return new RestClient(options, new Gate(options.atOnce(), options.limit(), options.timing()));
    }

    /** Asks at another address. */
    public RestClient baseUrl(String baseUrl) {
        return new RestClient(options.withBase(Addresses.base(options.name(), baseUrl)), gate);
    }

    /** Shows a key, beside those it shows already. */
    public RestClient auth(Auth auth) {
        List<Auth> more = new ArrayList<>(options.auths());
        more.add(auth);
        return new RestClient(options.withAuths(more), gate);
    }

    /** Sends at most this many requests in any time of this length, and waits before the next one. */
    public RestClient rateLimit(int requests, Duration time) {
        return gated(options.withLimit(new RateLimit(requests, time)));
    }

    /** Sends at most this many requests at once. */
    public RestClient atOnce(int requests) {
        if (requests < 1) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    options.name() + ": atOnce(" + requests + "): at least 1 request goes at once.");
        }
        return gated(options.withAtOnce(requests));
    }

    /** Waits this long for a whole answer. */
    public RestClient timeout(Duration timeout) {
        return new RestClient(options.withTimeout(timeout), gate);
    }

    /** Tries a request again as long as this, pauses included. */
    public RestClient retryFor(Duration time) {
        return new RestClient(options.withRetryFor(time), gate);
    }

    /**
     * Waits at most this long, 2 hours without it, where the API says that nothing remains of its limit until then ({@code
     * X-RateLimit-Reset}). Where it is longer, the run ends with an error that says until when.
     */
    public RestClient maxPause(Duration pause) {
        return new RestClient(options.withMaxPause(positive("maxPause", pause)), gate);
    }

    /**
     * Takes no answer that has more bytes, 64 MB without it; decompressed, where the API compresses them.
     *
     * @param bytes at least 1
     */
    public RestClient maxBodySize(long bytes) {
        return new RestClient(options.withMaxBodySize(positive("maxBodySize", bytes)), gate);
    }

    /**
     * Takes no report whose pages have more bytes together, 256 MB without it: a report is held in memory.
     *
     * @param bytes at least 1
     */
    public RestClient maxReportSize(long bytes) {
        return new RestClient(options.withMaxReportSize(positive("maxReportSize", bytes)), gate);
    }

    /** Takes no report of more pages, 10,000 without it. */
    public RestClient maxPages(int pages) {
        return new RestClient(options.withMaxPages((int) positive("maxPages", pages)), gate);
    }

    /** Ends a report whose pages take longer together, pauses included, 6 hours without it. */
    public RestClient reportTimeout(Duration timeout) {
        return new RestClient(options.withReportTimeout(positive("reportTimeout", timeout)), gate);
    }

    private long positive(String option, long number) {
        if (number < 1) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE, options.name() + ": " + option + "(" + number + "): it is 1 at least.");
        }
        return number;
    }

    private Duration positive(String option, Duration time) {
        if (!time.isPositive()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE, options.name() + ": " + option + "(" + time + "): it is more than zero.");
        }
        return time;
    }

    /** Takes the time from another clock, and waits by it: for tests. */
    public RestClient timing(Timing timing) {
        return gated(options.withTiming(timing).withBudgets(new HostBudgets(timing)));
    }

    /**
     * The answer to a request.
     *
     * @throws PipetteException SOURCE_AUTH when the API refuses the key, SOURCE_UNREADABLE when it refuses the request,
     *     answers no JSON, or more than {@link #maxBodySize(long)}, SOURCE_UNAVAILABLE when it does not answer
     */
    public JsonNode json(RestRequest request) {
        return answer(request, document -> {}).document();
    }

    /**
     * The rows of all pages, which are held in memory: for reports, whose size has a limit. They fit together, or it is an
     * error: no row comes twice, and all are there that the API counts.
     *
     * @throws PipetteException as {@link #json(RestRequest)} does, and SOURCE_UNREADABLE when pages do not fit together,
     *     or are more than {@link #maxPages(int)}, {@link #maxReportSize(long)} or {@link #reportTimeout(Duration)} allow
     */
    public Report report(RestRequest request, ReportPaging paging) {
        return new PageReader(this, request, paging, options).read();
    }

    /**
     * The answer to a request.
     *
     * @param check throws a {@link Setback} when the answer is none that was wanted
     */
    Answer answer(RestRequest request, Consumer<JsonNode> check) {
        return send(request, new JsonReading(options, problems, check));
    }

    /** What is read of the answer to a request, which is sent again where that may help. */
    <T> T send(RestRequest request, Wire.Reading<T> reading) {
        Instant begin = options.timing().instant();
        RetryPolicy<T> policy = RetryPolicy.<T>builder()
                .handle(Setback.class)
                .withMaxAttempts(options.attempts())
                .build();
        // Failsafe decides whether there is another attempt, and waits by the system's clock only: so its delay is none
        return Failsafe.with(policy).get(context -> attempt(request, reading, context, begin));
    }

    private <T> T attempt(RestRequest request, Wire.Reading<T> reading, ExecutionContext<T> context, Instant begin) {
        int number = context.getAttemptCount() + 1;
        if (context.isRetry() && context.getLastException() instanceof Setback last) {
            pause(request, last, number - 1, begin);
        }
        Sampling.request();
        reading.sending();
        try {
            return wire.send(request, reading);
        } catch (Setback failed) {
            if (number >= Math.min(options.attempts(), failed.attempts())) {
                throw problems.gaveUp(request, wire.url(request), failed, number, since(begin));
            }
            throw failed;
        }
    }

    private void pause(RestRequest request, Setback last, int attempts, Instant begin) {
        Instant now = options.timing().instant();
        Duration wait = last.notBefore()
                .map(instant -> Backoff.asked(Duration.between(now, instant), attempts))
                .orElseGet(() -> Backoff.after(attempts));
        if (since(begin).plus(wait).compareTo(options.retryFor()) > 0) {
            throw problems.tooLong(request, wire.url(request), last, wait, options.retryFor());
        }
        LOG.info(
                "{}_{} attempt={} wait_seconds={} reason=\"{}\"",
                options.name().toLowerCase(Locale.ROOT),
                last.rateLimited() ? "rate_limited" : "retrying",
                attempts,
                wait.toSeconds(),
                Printable.line(Secrets.masked(last.reason())));
        try {
            options.timing().sleep(wait);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw problems.interrupted(request, wire.url(request), interrupted);
        }
    }

    private Duration since(Instant begin) {
        return Duration.between(begin, options.timing().instant());
    }

    PipetteException inconsistent(RestRequest request, String how, int reads) {
        return problems.inconsistent(request, wire.url(request), how, reads);
    }

    PipetteException tooMuch(RestRequest request, String how, String option) {
        return problems.tooMuch(request, wire.url(request), how, option);
    }

    /** The beginning of a document, without secrets. */
    String excerpt(JsonNode document) {
        String text = problems.masked(document.toString());
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "..";
    }

    ClientOptions options() {
        return options;
    }

    Wire wire() {
        return wire;
    }

    RequestProblems problems() {
        return problems;
    }

    /** The same client with options that only {@link RestApi} has. */
    RestClient with(UnaryOperator<ImmutableClientOptions> change) {
        return new RestClient(change.apply(options), gate);
    }

    @Override
    public String toString() {
        return options.name() + " at " + options.base();
    }
}
