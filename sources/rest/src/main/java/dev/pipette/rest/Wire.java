package dev.pipette.rest;

import dev.pipette.error.PipetteException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sends one request once, and says of what comes back whether it is an answer, an error, or a setback. */
final class Wire {
    private static final MediaType JSON = MediaType.get("application/json");

    /** Server errors, and others that are of the moment. */
    private static final Set<Integer> MAY_PASS = Set.of(408, 425, 429);

    /** Bytes of an error that are read: it is not more than a page of text. */
    private static final long ERROR_SIZE = 1L << 16;

    private static final long LONGEST_ARRAY = Integer.MAX_VALUE - 8;

    /** What OkHttp says after 256 KB of headers, and in HTTP/1.1 also of a header that is cut. */
    private static final Pattern HEADER_LIMIT =
            Pattern.compile("not found: limit=[1-9]|header byte count limit of \\d+ exceeded");

    private static final int NOT_IMPLEMENTED = 501;
    private static final int TOO_MANY = 429;

    /** Numbers keep all their digits, and nothing may follow the document. */
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Connections and threads that all clients share; its daemon threads end by themselves. */
    private static final class Shared {
        // retries are in one place, and a redirection would take the key along
        private static final OkHttpClient CLIENT = new OkHttpClient.Builder()
                .retryOnConnectionFailure(false)
                .followRedirects(false)
                .followSslRedirects(false)
                .build();
    }

    private final ClientOptions options;
    private final RequestProblems problems;
    private final Gate gate;

    /** An answer as it came. */
    private record Received(int status, okhttp3.Headers headers, byte[] body) {
        String text() {
            return new String(body, java.nio.charset.StandardCharsets.UTF_8);
        }

        boolean isGood() {
            return status >= 200 && status < 300;
        }
    }

    Wire(ClientOptions options, RequestProblems problems, Gate gate) {
        this.options = options;
        this.problems = problems;
        this.gate = gate;
    }

    /**
     * The answer.
     *
     * @throws Setback when it may be there another time
     * @throws PipetteException when it will not
     */
    Answer answer(RestRequest request) {
        HttpUrl url = url(request);
        Received received = receive(request, url);
        Instant now = options.timing().instant();
        LimitHeaders.exhausted(received.headers(), now).ifPresent(gate::close);
        Optional<JsonNode> json = Optional.empty();
        try {
            json = Optional.of(MAPPER.readTree(received.body()));
        } catch (JacksonException notJson) {
            if (received.isGood()) {
                throw Setback.doubtful(
                        "answered " + received.status() + " with what is not JSON: "
                                + problems.said(Optional.empty(), received.text()),
                        notJson);
            }
        }
        if (received.isGood()) {
            return json.filter(document -> !document.isMissingNode())
                    .map(document -> new Answer(document, received.body().length))
                    .orElseThrow(() -> Setback.doubtful("answered " + received.status() + " without a word", null));
        }
        throw failure(request, url, received, problems.said(json, received.text()), now);
    }

    private RuntimeException failure(RestRequest request, HttpUrl url, Received received, String said, Instant now) {
        int status = received.status();
        if (status == 401 || status == 403) {
            return problems.refused(request, url, status, said);
        }
        if (status < 400) {
            return problems.moved(
                    request, url, status, Optional.ofNullable(received.headers().get("Location")));
        }
        if (MAY_PASS.contains(status) || (status >= 500 && status != NOT_IMPLEMENTED)) {
            Optional<Instant> notBefore = LimitHeaders.retryAfter(received.headers(), now);
            notBefore.filter(until -> status == TOO_MANY).ifPresent(gate::close);
            return Setback.status(
                    "answered " + status + (said.isEmpty() ? "" : ": " + said), notBefore, status == TOO_MANY);
        }
        return problems.wrong(request, url, status, said);
    }

    private Received receive(RestRequest request, HttpUrl url) {
        try {
            gate.enter(options.maxPause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw problems.interrupted(request, url, interrupted);
        } catch (Gate.ClosedException closed) {
            throw problems.closed(request, url, options.timing().instant(), closed.until(), options.maxPause());
        }
        OkHttpClient client = Shared.CLIENT
                .newBuilder()
                .callTimeout(options.timeout())
                .readTimeout(options.timeout())
                .build();
        try (Response response = client.newCall(sent(request, url)).execute()) {
            return new Received(response.code(), response.headers(), body(response, request, url));
        } catch (UnknownHostException unknown) {
            throw Setback.doubtful("found no host " + url.host(), unknown);
        } catch (SSLHandshakeException | SSLPeerUnverifiedException untrusted) {
            throw problems.unreachable(request, url, untrusted);
        } catch (IOException failed) {
            if (failed instanceof InterruptedIOException
                    && Thread.currentThread().isInterrupted()) {
                throw problems.interrupted(request, url, failed);
            }
            throw Setback.cut(
                    areHeadersEndless(failed)
                            ? "answered with headers that do not end, or are longer than 256 KB"
                            : "got no whole answer: " + reason(failed),
                    failed);
        } finally {
            gate.leave();
        }
    }

    /** All of a good answer, which must not be too long; of another one, as much as an error needs. */
    private byte[] body(Response response, RestRequest request, HttpUrl url) throws IOException {
        BufferedSource source = response.body().source();
        if (!response.isSuccessful()) {
            source.request(ERROR_SIZE);
            return source.readByteArray(Math.min(ERROR_SIZE, source.getBuffer().size()));
        }
        long most = Math.min(options.maxBodySize(), LONGEST_ARRAY);
        if (response.body().contentLength() > most || source.request(most + 1)) {
            throw problems.tooMuch(
                    request, url, "answered with more than " + RequestProblems.shown(most), "maxBodySize(..)");
        }
        return source.readByteArray();
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
        Request.Builder builder = new Request.Builder()
                .url(url)
                .header("Accept", "application/json")
                .header("User-Agent", "pipette");
        for (Auth auth : options.auths()) {
            if (auth instanceof Auth.Header header) {
                builder.header(header.name(), header.prefix() + header.secret().reveal());
            }
        }
        return builder.method(request.method(), body(request)).build();
    }

    private static @Nullable RequestBody body(RestRequest request) {
        if (request.body().isPresent()) {
            return RequestBody.create(MAPPER.writeValueAsBytes(request.body().get()), JSON);
        }
        return request.method().equals("GET") ? null : RequestBody.create(new byte[0], JSON);
    }

    /** The address, with the key where it is in the query. */
    HttpUrl url(RestRequest request) {
        HttpUrl.Builder url = options.base()
                .newBuilder()
                .encodedPath(options.base().encodedPath().replaceFirst("/+$", "") + request.path());
        request.query().forEach(parameter -> url.addQueryParameter(parameter.name(), parameter.value()));
        for (Auth auth : options.auths()) {
            if (auth instanceof Auth.Query query) {
                url.addQueryParameter(query.name(), query.secret().reveal());
            }
        }
        return url.build();
    }
}
