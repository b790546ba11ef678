package dev.pipette.testing.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a route wants to see of a client; without it the answer is 401. It prints without secrets.
 *
 * <pre>{@code
 * api.get("/orders").json("[]").requires(Auth.header("X-Api-Key", "k-1"));
 * }</pre>
 */
public final class Auth {
    private final String name;
    private final String wanted;
    private final String challenge;
    private final String value;
    private final Function<ReceivedRequest, Optional<String>> shown;

    private Auth(
            String name,
            String wanted,
            String challenge,
            String value,
            Function<ReceivedRequest, Optional<String>> shown) {
        this.name = name;
        this.wanted = wanted;
        this.challenge = challenge;
        this.value = value;
        this.shown = shown;
    }

    /** A header with a value. */
    public static Auth header(String name, String value) {
        return new Auth(name, "header " + name, "", value, request -> request.header(name));
    }

    /** A bearer token (RFC 6750). */
    public static Auth bearer(String token) {
        return authorization("Bearer", token);
    }

    /** User and password (RFC 7617). */
    public static Auth basic(String user, String password) {
        byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return authorization("Basic", Base64.getEncoder().encodeToString(pair));
    }

    private static Auth authorization(String scheme, String credentials) {
        return new Auth(
                "Authorization",
                "header Authorization with " + scheme,
                scheme,
                scheme + " " + credentials,
                request -> request.header("Authorization"));
    }

    /** A query parameter with a value. */
    public static Auth query(String name, String value) {
        return new Auth(name, "query parameter " + name, "", value, request -> request.query(name));
    }

    /** The answer to a client that does not show it; empty for one that does. */
    Optional<Answer> refusal(ReceivedRequest request) {
        Optional<String> has = shown.apply(request);
        if (has.isPresent() && has.get().equals(value)) {
            return Optional.empty();
        }
        String why = has.isPresent() ? ", and the request has another value" : ", and the request has none";
        Answer answer = Answer.error(401, "unauthorized", "this route needs " + wanted + why);
        return Optional.of(challenge.isEmpty() ? answer : answer.withHeader("WWW-Authenticate", challenge));
    }

    /** The name of the header or parameter. */
    String name() {
        return name;
    }

    String value() {
        return value;
    }

    @Override
    public String toString() {
        return wanted + " " + HiddenValues.MASK;
    }
}
