package dev.pipette.rest;

import dev.pipette.settings.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * What a client shows with every request.
 *
 * <pre>{@code
 * Auth.header("X-Api-Key", key);      // X-Api-Key: ..
 * Auth.query("api_key", key);         // ?api_key=..
 * Auth.cookie("session", key);        // Cookie: session=..
 * Auth.bearer(token);                 // Authorization: Bearer ..
 * Auth.basic("me", password);         // Authorization: Basic ..
 * Auth.clientCredentials("https://login.example.com/token", "my-client", secret).scope("orders.read");
 * Auth.refreshToken("https://login.example.com/token", "my-client", secret, refreshToken);
 * }</pre>
 *
 * <p>Another one is a class that implements this: {@link #show(Target)} puts it into a request, and {@link #secrets()} are
 * hidden in all that is printed. It is called by several threads.
 */
public interface Auth {
    /** A request that is made. */
    interface Target {
        /** Sets a header. */
        void header(String name, String value);

        /** Sets a query parameter. */
        void query(String name, String value);

        /** Adds a cookie. */
        void cookie(String name, String value);
    }

    /** Puts what the client shows into a request. */
    void show(Target request);

    /** Where it is sent, for errors: {@code header X-Api-Key}. */
    String where();

    /** The secrets in it, which are hidden in errors and in the log. */
    List<Secret> secrets();

    /** A key in a header. */
    static Auth header(String name, Secret key) {
        return new Credentials.Header(name, "", key, List.of(key));
    }

    /** A key in the query. */
    static Auth query(String name, Secret key) {
        return new Credentials.Query(name, key);
    }

    /** A key in a cookie. */
    static Auth cookie(String name, Secret key) {
        return new Credentials.Cookie(name, key);
    }

    /** A bearer token (RFC 6750). */
    static Auth bearer(Secret token) {
        return new Credentials.Header("Authorization", "Bearer ", token, List.of(token));
    }

    /** A user and a password (RFC 7617). */
    static Auth basic(String user, Secret password) {
        byte[] pair = (user + ":" + password.reveal()).getBytes(StandardCharsets.UTF_8);
        Secret encoded = Secret.of(Base64.getEncoder().encodeToString(pair));
        return new Credentials.Header("Authorization", "Basic ", encoded, List.of(password, encoded));
    }

    /**
     * A token that the client gets for itself (OAuth 2.0, RFC 6749, section 4.4). It is renewed before it expires, and once where
     * the API answers 401; requests that are sent at once share one renewal.
     *
     * @param tokenUrl the address that gives tokens
     */
    static OAuth2 clientCredentials(String tokenUrl, String clientId, Secret clientSecret) {
        return OAuth2.of(tokenUrl, clientId, clientSecret, OAuth2.CLIENT_CREDENTIALS);
    }

    /**
     * A token that the client gets for a refresh token (RFC 6749, section 6), renewed as {@link #clientCredentials} says. Where
     * the server gives a new refresh token with it, that one is used next; it is not kept for another run of the program.
     */
    static OAuth2 refreshToken(String tokenUrl, String clientId, Secret clientSecret, Secret refreshToken) {
        return OAuth2.of(tokenUrl, clientId, clientSecret, "refresh_token").withRefreshToken(refreshToken);
    }
}
