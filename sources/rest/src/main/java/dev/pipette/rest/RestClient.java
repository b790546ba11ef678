package dev.pipette.rest;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.failsafe.ExecutionContext;
import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import dev.pipette.ErrorCode;
import dev.pipette.PipetteException;
import dev.pipette.spi.Printable;
import dev.pipette.spi.Secrets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import okhttp3.HttpUrl;
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
 * Report spend = api.report(RestRequest.get("/report").query("group", "date,source"), Paging.query("page", "per", 1000));
 * }</pre>
 *
 * <p>Tried again, with growing pauses, or when the API says so ({@code Retry-After}, {@code X-RateLimit-Reset}): 408, 425,
 * 429, 5xx but 501, a connection that is cut, an answer that is cut or no JSON. 401 and 403 never are. Redirections are not
 * followed, because the key would go along.
 */
@CheckReturnValue
public final class RestClient {
    private static final Logger LOG = LoggerFactory.getLogger(RestClient.class);
    private static final int MOST_ATTEMPTS = 8;
    private static final int SHOWN = 300;

    private final ImmutableClientOptions options;
    private final Gate gate;
    private final Problems problems;
    private final Wire wire;

    private RestClient(ImmutableClientOptions options, Gate gate) {
        this.options = options;
        this.gate = gate;
        this.problems = new Problems(options.name(), options.auths());
        this.wire = new Wire(options, problems, gate);
    }

    /**
     * A client that shows no key, sends as often as it likes and 10 requests at once, waits a minute for an answer, and
     * tries for 5 minutes.
     *
     * @param name of the API, for errors and the log
     * @param baseUrl what all paths begin with
     * @throws PipetteException BAD_USAGE when it is no http or https address, or has a user or a query
     */
    public static RestClient of(String name, String baseUrl) {
        return gated((ImmutableClientOptions) ImmutableClientOptions.builder()
                .name(name)
                .base(address(name, baseUrl))
                .build());
    }

    private static HttpUrl address(String name, String baseUrl) {
        HttpUrl base = HttpUrl.parse(baseUrl.strip());
        if (base == null || base.querySize() > 0 || !base.username().isEmpty()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    name + ": the base URL is no address like https://api.example.com/v1, without a user and a query.");
        }
        return base;
    }

    private static RestClient gated(ImmutableClientOptions options) {
        return new RestClient(options, new Gate(options.atOnce(), options.limit(), options.timing()));
    }

    /** Asks at another address. */
    public RestClient baseUrl(String baseUrl) {
        return new RestClient(options.withBase(address(options.name(), baseUrl)), gate);
    }

    /** Shows a key, beside those it shows already. */
    public RestClient auth(Auth auth) {
        List<Auth> more = new ArrayList<>(options.auths());
        more.add(auth);
        return new RestClient(options.withAuths(more), gate);
    }

    /** Sends at most so many requests in any time of this length, and waits before the next one. */
    public RestClient rateLimit(int requests, Duration time) {
        return gated(options.withLimit(new RateLimit(requests, time)));
    }

    /** Sends at most so many requests at once. */
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

    /** Tells the time, and waits, by other means than the system's: for tests. */
    public RestClient timing(Timing timing) {
        return gated(options.withTiming(timing));
    }

    /**
     * The answer to a request.
     *
     * @throws PipetteException SOURCE_AUTH when the API refuses the key, SOURCE_UNREADABLE when it refuses the request or
     *     answers no JSON, SOURCE_UNAVAILABLE when it does not answer
     */
    public JsonNode json(RestRequest request) {
        return json(request, answer -> {});
    }

    /**
     * The rows of all pages, which are held in memory: for reports, whose size has a limit. They fit together, or it is an
     * error: no row comes twice, and all are there that the API counts.
     *
     * @throws PipetteException as {@link #json(RestRequest)} does, and SOURCE_UNREADABLE when pages do not fit together
     */
    public Report report(RestRequest request, Paging paging) {
        return new PageReader(this, request, paging).read();
    }

    /**
     * The answer to a request.
     *
     * @param check throws a {@link Setback} when the answer is none that was wanted
     */
    JsonNode json(RestRequest request, Consumer<JsonNode> check) {
        Instant begin = options.timing().instant();
        RetryPolicy<JsonNode> policy = RetryPolicy.<JsonNode>builder()
                .handle(Setback.class)
                .withMaxAttempts(MOST_ATTEMPTS)
                .build();
        // Failsafe decides whether there is another attempt, and waits by the system's clock only: so its delay is none
        return Failsafe.with(policy).get(context -> attempt(request, check, context, begin));
    }

    private JsonNode attempt(
            RestRequest request, Consumer<JsonNode> check, ExecutionContext<JsonNode> context, Instant begin) {
        int number = context.getAttemptCount() + 1;
        if (context.isRetry() && context.getLastException() instanceof Setback last) {
            pause(request, last, number - 1, begin);
        }
        try {
            JsonNode answer = wire.answer(request);
            check.accept(answer);
            return answer;
        } catch (Setback failed) {
            if (number >= Math.min(MOST_ATTEMPTS, failed.attempts())) {
                throw problems.gaveUp(request, wire.url(request), failed, number, since(begin));
            }
            throw failed;
        }
    }

    private void pause(RestRequest request, Setback last, int attempts, Instant begin) {
        Instant now = options.timing().instant();
        Duration wait = last.notBefore()
                .map(instant -> Duration.between(now, instant))
                .orElseGet(() -> Backoff.after(attempts));
        if (since(begin).plus(wait).compareTo(options.retryFor()) > 0) {
            throw problems.tooLong(request, wire.url(request), last, wait, options.retryFor());
        }
        LOG.info(
                "{}_{} attempt={} wait_seconds={} reason=\"{}\"",
                options.name().toLowerCase(Locale.ROOT),
                last.rateLimited() ? "rate_limited" : "retrying",
                attempts,
                Math.max(0, wait.toSeconds()),
                Printable.line(Secrets.masked(last.reason())));
        try {
            if (wait.isPositive()) {
                options.timing().sleep(wait);
            }
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

    /** The beginning of a document, without secrets. */
    String excerpt(JsonNode document) {
        String text = problems.masked(document.toString());
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "..";
    }

    @Override
    public String toString() {
        return options.name() + " at " + options.base();
    }
}
