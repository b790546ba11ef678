package dev.pipette.rest;

import dev.pipette.settings.Secret;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.BufferedSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** Asks for tokens. What may pass is a {@link Setback}, so that the request that needs the token is tried again. */
final class TokenPost implements OAuth2.Post {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final long MOST = 1L << 20;

    /** How long a token is used whose server does not say how long it is valid. */
    private static final Duration UNTOLD = Duration.ofMinutes(5);

    private final Supplier<OkHttpClient> connections;
    private final RequestProblems problems;
    private final Timing timing;

    TokenPost(Supplier<OkHttpClient> connections, RequestProblems problems, Timing timing) {
        this.connections = connections;
        this.problems = problems;
        this.timing = timing;
    }

    @Override
    public Instant now() {
        return timing.instant();
    }

    @Override
    public OAuth2.Token token(HttpUrl address, Map<String, String> form, Optional<Auth> credentials) {
        FormBody.Builder body = new FormBody.Builder();
        form.forEach(body::add);
        Request.Builder request = new Request.Builder()
                .url(address)
                .header("Accept", "application/json")
                .header("User-Agent", "pipette")
                .post(body.build());
        credentials.ifPresent(auth -> auth.show(new Shown("the server that gives tokens", request, null)));
        try (Response response = connections.get().newCall(request.build()).execute()) {
            BufferedSource source = response.body().source();
            source.request(MOST);
            String text = source.readUtf8(Math.min(MOST, source.getBuffer().size()));
            return read(address, response.code(), text);
        } catch (IOException failed) {
            throw Setback.cut(
                    "was not sent: the server that gives tokens, " + address.host() + ", gave no whole answer: "
                            + problems.masked(String.valueOf(failed.getMessage())),
                    failed);
        }
    }

    private OAuth2.Token read(HttpUrl address, int status, String text) {
        Optional<JsonNode> found = json(text);
        String said = problems.said(found, text);
        if (status == 429 || status >= 500) {
            throw Setback.status(
                    "was not sent: the server that gives tokens, " + address.host() + ", answered " + status
                            + (said.isEmpty() ? "" : ": " + said),
                    Optional.empty(),
                    status == 429);
        }
        JsonNode json = found.orElseGet(MissingNode::getInstance);
        String token = json.path("access_token").asString("");
        if (status != 200 || token.isEmpty()) {
            throw problems.noToken(address, status, said);
        }
        Secret secret = Secret.of(token);
        Duration valid = json.path("expires_in").isMissingNode()
                ? UNTOLD
                : Duration.ofSeconds(Math.max(1, json.path("expires_in").asLong(UNTOLD.toSeconds())));
        String refresh = json.path("refresh_token").asString("");
        return new OAuth2.Token(
                secret,
                OAuth2.renewal(now(), valid),
                refresh.isEmpty() ? Optional.empty() : Optional.of(Secret.of(refresh)));
    }

    private static Optional<JsonNode> json(String text) {
        try {
            JsonNode node = MAPPER.readTree(text);
            return Optional.of(node).filter(JsonNode::isObject);
        } catch (JacksonException notJson) {
            return Optional.empty();
        }
    }
}
