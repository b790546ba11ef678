package dev.pipette.testing.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** Asks the real API, and writes down question and answer; the client gets the answer with its secrets. */
final class Recorder implements FakeHttp.Backend {
    /** What belongs to one connection (RFC 9110, section 7.6.1) or is told again. */
    private static final Set<String> OF_THE_CONNECTION = Set.of(
            "connection",
            "content-length",
            "host",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    /** What says nothing about the API: it differs with every recording. */
    private static final Set<String> NOISE = Set.of(
            "accept-encoding", "age", "alt-svc", "cf-ray", "date", "report-to", "nel", "server", "user-agent", "via");

    /** OkHttp wants a body with these, be it empty. */
    private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");

    private final Path file;
    private final HttpUrl upstream;
    private final HiddenValues secrets;
    private final OkHttpClient client = new OkHttpClient.Builder()
            .followRedirects(false)
            .callTimeout(Duration.ofMinutes(2))
            .readTimeout(Duration.ofMinutes(2))
            .build();

    /** By the number of the request, so that a recording of requests that come at once has their order. */
    private final Map<Integer, Interaction> interactions = new ConcurrentSkipListMap<>();

    private volatile boolean failed;

    Recorder(Path file, HttpUrl upstream, HiddenValues secrets) {
        this.file = file;
        this.upstream = upstream;
        this.secrets = secrets;
    }

    @Override
    public Reply reply(ReceivedRequest request, HttpUrl root) {
        try (Response response = client.newCall(forwarded(request)).execute()) {
            byte[] body = response.body().bytes();
            Map<String, List<String>> headers = new LinkedHashMap<>();
            for (String name : response.headers().names()) {
                headers.put(name, response.headers().values(name));
            }
            CassetteBody recorded = CassetteBody.of(body, secrets);
            interactions.put(
                    request.number(),
                    new Interaction(
                            Interaction.Question.of(request, secrets),
                            kept(request.headers()),
                            new Interaction.Reaction(response.code(), kept(headers), recorded)));
            String real = address(upstream);
            String fake = address(root);
            byte[] sent = recorded instanceof CassetteBody.Binary ? body : moved(body, real, fake);
            return Reply.of(answer(response.code(), headers, sent, real, fake));
        } catch (IOException | IllegalArgumentException unreached) {
            failed = true;
            String why = "%s was not reached: %s".formatted(address(upstream), secrets.masked(unreached.toString()));
            return Reply.unexpected(Answer.error(502, "upstream", why), why);
        }
    }

    private Request forwarded(ReceivedRequest request) {
        HttpUrl.Builder url = upstream.newBuilder()
                .addEncodedPathSegments(request.url().encodedPath().substring(1))
                .encodedQuery(request.url().encodedQuery());
        Request.Builder forwarded = new Request.Builder().url(url.build());
        request.headers().forEach((name, values) -> {
            // without it OkHttp unpacks what is compressed, and the cassette can be read
            boolean compression = name.equalsIgnoreCase("Accept-Encoding");
            if (!compression && !OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> forwarded.addHeader(name, value));
            }
        });
        byte[] bytes = request.bodyBytes();
        boolean empty = bytes.length == 0 && !WITH_BODY.contains(request.method());
        return forwarded
                .method(request.method(), empty ? null : RequestBody.create(bytes))
                .build();
    }

    private Map<String, List<String>> kept(Map<String, List<String>> headers) {
        Map<String, List<String>> kept = new LinkedHashMap<>();
        headers.forEach((name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!OF_THE_CONNECTION.contains(lower) && !NOISE.contains(lower)) {
                kept.put(
                        name,
                        values.stream()
                                .map(value -> secrets.masked(name, value))
                                .toList());
            }
        });
        return kept;
    }

    private static byte[] moved(byte[] text, String real, String fake) {
        return new String(text, StandardCharsets.UTF_8).replace(real, fake).getBytes(StandardCharsets.UTF_8);
    }

    /** The answer with the headers that do not belong to a connection, and the real API's address replaced in them. */
    static Answer answer(int status, Map<String, List<String>> headers, byte[] body, String real, String fake) {
        Answer answer = Answer.status(status).withBody(body);
        List<Answer.Header> sent = new ArrayList<>();
        headers.forEach((name, values) -> {
            if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> sent.add(new Answer.Header(name, value.replace(real, fake))));
            }
        });
        return answer.withHeaders(sent);
    }

    /** Without the slash at its end, so that a path follows. */
    static String address(HttpUrl url) {
        String text = url.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    @Override
    public void close() {
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
        // a recording with holes must not take the place of a whole one; the fake tells of the requests that failed
        if (!failed && !interactions.isEmpty()) {
            new CassetteFile(secrets.masked(address(upstream)), List.copyOf(interactions.values())).write(file);
        }
    }
}
