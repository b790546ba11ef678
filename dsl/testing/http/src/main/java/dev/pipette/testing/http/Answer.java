package dev.pipette.testing.http;

import com.google.errorprone.annotations.CheckReturnValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a fake API answers: a status, headers, a body.
 *
 * <pre>{@code
 * Answer.json("{\"id\": 7}").withStatus(201).withHeader("Location", "/orders/7")
 * }</pre>
 */
@CheckReturnValue
public final class Answer {
    private final int status;
    private final List<Header> headers;
    private final byte[] body;

    record Header(String name, String value) {}

    private Answer(int status, List<Header> headers, byte[] body) {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("an answer has a status from 200 to 599, not " + status);
        }
        this.status = status;
        this.headers = List.copyOf(headers);
        this.body = body;
    }

    /** 200 with a text of JSON, as it is: nothing checks that it is JSON. */
    public static Answer json(String json) {
        return bytes("application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    /** 200 with maps, lists, records and simple values as JSON. */
    public static Answer json(Object value) {
        return json(Json.compact(value));
    }

    /** 200 with plain text. */
    public static Answer text(String text) {
        return bytes("text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    /** 200 with bytes of a content type. */
    public static Answer bytes(String contentType, byte[] bytes) {
        return new Answer(200, List.of(new Header("Content-Type", contentType)), bytes.clone());
    }

    /** A status and nothing more. */
    public static Answer status(int status) {
        return new Answer(status, List.of(), new byte[0]);
    }

    /** The answer of an error, in the one form that all errors of a fake have. */
    static Answer error(int status, String error, String message) {
        return json("{\"error\":" + Json.compact(error) + ",\"message\":" + Json.compact(message) + "}")
                .withStatus(status);
    }

    /** The same answer with another status, from 200 to 599. */
    public Answer withStatus(int other) {
        return new Answer(other, headers, body);
    }

    /** The same answer with one header more. */
    public Answer withHeader(String name, String value) {
        List<Header> more = new ArrayList<>(headers);
        more.add(new Header(name, value));
        return new Answer(status, more, body);
    }

    Answer withHeaders(List<Header> others) {
        List<Header> more = new ArrayList<>(headers);
        more.addAll(others);
        return new Answer(status, more, body);
    }

    Answer withBody(byte[] bytes) {
        return new Answer(status, headers, bytes);
    }

    int status() {
        return status;
    }

    List<Header> headers() {
        return headers;
    }

    byte[] body() {
        return body.clone();
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
