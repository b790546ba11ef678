package dev.pipette.rest;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.settings.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of OAuth 2.0 that the client gets and renews by itself. A value, but all clients that have it share the token.
 *
 * <pre>{@code
 * RestApi.at("https://api.example.com/v2")
 *     .auth(Auth.clientCredentials("https://login.example.com/token", "my-client", secret).scope("orders.read"));
 * }</pre>
 */
@CheckReturnValue
public final class OAuth2 implements Auth {
    static final String CLIENT_CREDENTIALS = "client_credentials";

    /** How long before its end a token is renewed; a tenth of its time where that is shorter. */
    private static final Duration EARLY = Duration.ofMinutes(1);

    private final HttpUrl tokenUrl;
    private final String clientId;
    private final Secret clientSecret;
    private final String grant;
    private final Optional<Secret> refreshToken;
    private final Map<String, String> parameters;
    private final boolean inBody;
    private final ReentrantLock renewing = new ReentrantLock();
    private volatile @Nullable Token token;
    private volatile @Nullable Secret nextRefreshToken;

    /** A token, and until when it is used. */
    record Token(Secret secret, Instant until, Optional<Secret> refreshToken) {}

    /** Posts a form to the address that gives tokens. */
    interface Post {
        /**
         * @param credentials id and secret for a header; empty where they are in the form
         */
        Token token(HttpUrl address, Map<String, String> form, Optional<Auth> credentials);

        Instant now();
    }

    private OAuth2(
            HttpUrl tokenUrl,
            String clientId,
            Secret clientSecret,
            String grant,
            Optional<Secret> refreshToken,
            Map<String, String> parameters,
            boolean inBody) {
        this.tokenUrl = tokenUrl;
        this.clientId = clientId;
        this.clientSecret = clientSecret;
        this.grant = grant;
        this.refreshToken = refreshToken;
        this.parameters = parameters;
        this.inBody = inBody;
    }

    static OAuth2 of(String tokenUrl, String clientId, Secret clientSecret, String grant) {
        HttpUrl address = HttpUrl.parse(tokenUrl.strip());
        if (address == null) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "the address for tokens is not one like https://login.example.com/token. It has a scheme, a host and a"
                            + " path.");
        }
        return new OAuth2(address, clientId, clientSecret, grant, Optional.empty(), Map.of(), false);
    }

    OAuth2 withRefreshToken(Secret first) {
        return new OAuth2(tokenUrl, clientId, clientSecret, grant, Optional.of(first), parameters, inBody);
    }

    /** Asks for tokens with this scope. */
    public OAuth2 scope(String scope) {
        return parameter("scope", scope);
    }

    /** Sends one parameter more to the address that gives tokens, such as {@code audience}. */
    public OAuth2 parameter(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(parameters);
        more.put(name, value);
        return new OAuth2(tokenUrl, clientId, clientSecret, grant, refreshToken, more, inBody);
    }

    /** Sends id and secret in the form, for servers that do not take them in the header {@code Authorization}. */
    public OAuth2 credentialsInBody() {
        return new OAuth2(tokenUrl, clientId, clientSecret, grant, refreshToken, parameters, true);
    }

    /**
     * The token that is used now; a new one where there is none, or it is about to expire.
     *
     * @param refused one that the API did not take; empty to take any
     */
    Secret token(Post post, Optional<Secret> refused) {
        Optional<Secret> known = good(post, refused);
        if (known.isPresent()) {
            return known.get();
        }
        renewing.lock();
        try {
            Optional<Secret> ofAnother = good(post, refused);
            if (ofAnother.isPresent()) {
                return ofAnother.get();
            }
            Token next = fetched(post);
            next.refreshToken().ifPresent(rotated -> nextRefreshToken = rotated);
            token = next;
            return next.secret();
        } finally {
            renewing.unlock();
        }
    }

    private Optional<Secret> good(Post post, Optional<Secret> refused) {
        return Optional.ofNullable(token)
                .filter(known -> post.now().isBefore(known.until()))
                .map(Token::secret)
                .filter(known -> refused.filter(known::equals).isEmpty());
    }

    private Token fetched(Post post) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", grant);
        Optional.ofNullable(nextRefreshToken)
                .or(() -> refreshToken)
                .ifPresent(secret -> form.put("refresh_token", secret.reveal()));
        form.putAll(parameters);
        if (!inBody) {
            return post.token(tokenUrl, form, Optional.of(Auth.basic(clientId, clientSecret)));
        }
        form.put("client_id", clientId);
        form.put("client_secret", clientSecret.reveal());
        return post.token(tokenUrl, form, Optional.empty());
    }

    /** When a token that is valid for a time is renewed. */
    static Instant renewal(Instant now, Duration valid) {
        Duration tenth = valid.dividedBy(10);
        return now.plus(valid).minus(tenth.compareTo(EARLY) < 0 ? tenth : EARLY);
    }

    /** Shows the token that there is; the client sees to it that there is one. */
    @Override
    public void show(Target request) {
        Token known = token;
        if (known != null) {
            request.header("Authorization", "Bearer " + known.secret().reveal());
        }
    }

    @Override
    public String where() {
        return "the token from "
                + tokenUrl.newBuilder().query(null).username("").password("");
    }

    @Override
    public List<Secret> secrets() {
        List<Secret> all = new ArrayList<>(List.of(clientSecret));
        refreshToken.ifPresent(all::add);
        Optional.ofNullable(nextRefreshToken).ifPresent(all::add);
        Optional.ofNullable(token).map(Token::secret).ifPresent(all::add);
        return all;
    }

    @Override
    public String toString() {
        return "OAuth 2.0 " + grant + " for " + clientId + " with " + where();
    }
}
