package dev.pipette.rest;

import dev.pipette.error.PipetteException;
import dev.pipette.rest.page.Spool;
import dev.pipette.settings.Secret;
import dev.pipette.text.Printable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends one request once, and says of what comes back whether it is an answer, an error, or a setback. */
final class Wire {
    private static final Logger LOG = LoggerFactory.getLogger(Wire.class);
    private static final MediaType JSON = MediaType.get("application/json");

    /** Server errors, and others that are of the moment. */
    private static final Set<Integer> MAY_PASS = Set.of(408, 425, 429);

    private static final Set<Integer> REDIRECTIONS = Set.of(301, 302, 303, 307, 308);
    private static final int MOST_HOPS = 5;

    /** What OkHttp says after 256 KB of headers, and in HTTP/1.1 also of a header that is cut. */
    private static final Pattern HEADER_LIMIT =
            Pattern.compile("not found: limit=[1-9]|header byte count limit of \\d+ exceeded");

    private static final int NOT_IMPLEMENTED = 501;
    private static final int TOO_MANY = 429;

    private final ClientOptions options;
    private final RequestProblems problems;
    private final Gate gate;
    private final Addresses addresses;
    private final TokenPost tokens;
    private final List<OAuth2> renewed;
    private volatile @Nullable OkHttpClient connections;

    /** Reads answers. */
    interface Reading<T> {
        /** A request is about to be sent, for the first time or again. */
        default void sending() {}

        /**
         * Reads a good answer.
         *
         * @throws Setback when another one is wanted
         */
        T read(Received received) throws IOException, Spool.TooLongException;

        /** What another answer is taken for; empty where it is an error. */
        default Optional<T> other(Received received, ErrorText said) {
            return Optional.empty();
        }
    }

    /** What becomes of a request that was sent. */
    private sealed interface Outcome<T> {
        record Done<T>(T value) implements Outcome<T> {}

        /** The token is old. */
        record Renew<T>() implements Outcome<T> {}

        /** The API has it elsewhere. */
        record Moved<T>(HttpUrl to) implements Outcome<T> {}
    }

    Wire(ClientOptions options, RequestProblems problems, Gate gate) {
        this.options = options;
        this.problems = problems;
        this.gate = gate;
        this.addresses = new Addresses(options, problems);
        this.tokens = new TokenPost(this::connections, problems, options.timing());
        this.renewed = options.auths().stream()
                .filter(OAuth2.class::isInstance)
                .map(OAuth2.class::cast)
                .toList();
    }

    private OkHttpClient connections() {
        OkHttpClient known = connections;
        if (known == null) {
            known = Connections.of(options);
            connections = known;
        }
        return known;
    }

    /**
     * What is read of the answer.
     *
     * @throws Setback when it may be there another time
     * @throws PipetteException when it will not
     */
    <T> T send(RestRequest request, Reading<T> reading) {
        HttpUrl url = addresses.url(request);
        List<Secret> shown = renewed.stream()
                .map(auth -> auth.token(tokens, Optional.empty()))
                .toList();
        boolean mayRenew = !renewed.isEmpty();
        for (int hops = 0; ; ) {
            switch (exchange(request, url, reading, mayRenew, hops < MOST_HOPS)) {
                case Outcome.Done<T>(T value) -> {
                    return value;
                }
                case Outcome.Renew<T> _ -> {
                    mayRenew = false;
                    for (int at = 0; at < renewed.size(); at++) {
                        Secret _ = renewed.get(at).token(tokens, Optional.of(shown.get(at)));
                    }
                }
                case Outcome.Moved<T>(HttpUrl to) -> {
                    url = to;
                    hops++;
                }
            }
        }
    }

    private <T> Outcome<T> exchange(
            RestRequest request, HttpUrl url, Reading<T> reading, boolean mayRenew, boolean mayMove) {
        HostBudget host = options.budgets().of(url);
        Gate.Place place = enter(request, url, host);
        long begin = System.nanoTime();
        try (place;
                Response response = connections().newCall(sent(request, url)).execute()) {
            log(request, url, response.code(), begin);
            Instant now = options.timing().instant();
            LimitHeaders.exhausted(response.headers(), now).ifPresent(host::close);
            LimitHeaders.left(response.headers(), now).ifPresent(left -> host.report(left.remaining(), left.until()));
            if (response.code() == 401 && mayRenew) {
                return new Outcome.Renew<>();
            }
            Received received = new Received(
                    request,
                    url,
                    response.code(),
                    response.headers(),
                    response.body().contentLength(),
                    response.body().source(),
                    place::close);
            Optional<HttpUrl> next = mayMove ? moved(received) : Optional.empty();
            return next.isPresent()
                    ? new Outcome.Moved<>(next.get())
                    : new Outcome.Done<>(read(received, reading, host));
        } catch (Spool.TooLongException tooLong) {
            throw problems.tooMuch(
                    request,
                    url,
                    "answered with more than " + RequestProblems.shown(options.maxBodySize()),
                    "maxBodySize(..)");
        } catch (IOException failed) {
            throw failure(request, url, failed);
        }
    }

    private Gate.Place enter(RestRequest request, HttpUrl url, HostBudget host) {
        try {
            return gate.enter(host, options.maxPause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw problems.interrupted(request, url, interrupted);
        } catch (Gate.ClosedException closed) {
            throw problems.closed(request, url, options.timing().instant(), closed.until(), options.maxPause());
        }
    }

    private void log(RestRequest request, HttpUrl url, int status, long begin) {
        if (LOG.isDebugEnabled()) {
            LOG.debug(
                    "{} -> {} in {} ms",
                    Printable.line(problems.line(request, url)),
                    status,
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
        }
    }

    private <T> T read(Received received, Reading<T> reading, HostBudget host)
            throws IOException, Spool.TooLongException {
        if (received.isGood()) {
            return reading.read(received);
        }
        ErrorText said = ErrorText.of(received.body(), problems);
        Optional<T> other = reading.other(received, said);
        if (other.isPresent()) {
            return other.get();
        }
        throw failure(received, said.said(), host);
    }

    /** Where a redirection leads, as long as the credentials may go there. */
    private Optional<HttpUrl> moved(Received received) {
        boolean mayFollow = REDIRECTIONS.contains(received.status())
                && received.request().method().equals("GET");
        return Optional.ofNullable(mayFollow ? received.headers().get("Location") : null)
                .map(received.url()::resolve)
                .filter(addresses::mayGo);
    }

    private RuntimeException failure(Received received, String said, HostBudget host) {
        RestRequest request = received.request();
        HttpUrl url = received.url();
        int status = received.status();
        if (status == 401 || status == 403) {
            return problems.refused(request, url, status, said);
        }
        if (status < 400) {
            return problems.moved(
                    request, url, status, Optional.ofNullable(received.headers().get("Location")));
        }
        if (MAY_PASS.contains(status) || (status >= 500 && status != NOT_IMPLEMENTED)) {
            Optional<Instant> notBefore =
                    LimitHeaders.retryAfter(received.headers(), options.timing().instant());
            notBefore.filter(until -> status == TOO_MANY).ifPresent(host::close);
            return Setback.status(
                    "answered " + status + (said.isEmpty() ? "" : ": " + said), notBefore, status == TOO_MANY);
        }
        return problems.wrong(request, url, status, said);
    }

    private RuntimeException failure(RestRequest request, HttpUrl url, IOException failed) {
        if (failed instanceof UnknownHostException) {
            return Setback.doubtful("found no host " + url.host(), failed);
        }
        if (failed instanceof SSLHandshakeException || failed instanceof SSLPeerUnverifiedException) {
            return problems.unreachable(request, url, failed);
        }
        if (failed instanceof InterruptedIOException && Thread.currentThread().isInterrupted()) {
            return problems.interrupted(request, url, failed);
        }
        return Setback.cut(
                areHeadersEndless(failed)
                        ? "answered with headers that do not end, or are longer than 256 KB"
                        : "got no whole answer: " + reason(failed),
                failed);
    }

    private static boolean areHeadersEndless(IOException failed) {
        for (@Nullable Throwable at = failed; at != null; at = at.getCause()) {
            if (HEADER_LIMIT.matcher(String.valueOf(at.getMessage())).find()) {
                return true;
            }
        }
        return false;
    }

    private String reason(IOException failed) {
        return failed instanceof InterruptedIOException
                ? "nothing more came within " + options.timeout().toSeconds() + " s"
                : problems.masked(
                        failed.getMessage() == null ? failed.getClass().getSimpleName() : failed.getMessage());
    }

    private Request sent(RestRequest request, HttpUrl url) {
        Request.Builder builder =
                new Request.Builder().header("Accept", "application/json").header("User-Agent", "pipette");
        HttpUrl.Builder address = url.newBuilder();
        Request.Builder whole = builder.url(url).method(request.method(), body(request));
        Shown shown = new Shown(options.name(), whole, address);
        options.headers().forEach(header -> shown.header(header.name(), header.value()));
        request.headers().forEach(header -> shown.header(header.name(), header.value()));
        options.auths().forEach(auth -> auth.show(shown));
        return whole.url(address.build()).build();
    }

    private static @Nullable RequestBody body(RestRequest request) {
        if (request.body().isPresent()) {
            return RequestBody.create(JsonReading.bytes(request.body().get()), JSON);
        }
        return request.method().equals("GET") ? null : RequestBody.create(new byte[0], JSON);
    }

    /** The address of a request, without credentials. */
    HttpUrl url(RestRequest request) {
        return addresses.url(request);
    }

    Addresses addresses() {
        return addresses;
    }
}
