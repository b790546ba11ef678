package dev.pipette.testing.http;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import mockwebserver3.RecordedRequest;
import okhttp3.HttpUrl;

/**
 * A request as it arrived; it prints without secrets.
 *
 * <pre>{@code
 * api.post("/orders/{id}").answers(request -> Answer.json("{\"id\": " + request.pathValue("id") + "}"));
 * }</pre>
 */
public final class ReceivedRequest {
    private final int number;
    private final int connection;
    private final String method;
    private final HttpUrl url;
    private final Map<String, List<String>> query;
    private final Map<String, List<String>> headers;
    private final byte[] body;
    private final Map<String, String> pathValues;
    private final HiddenValues secrets;

    private ReceivedRequest(ReceivedRequest other, Map<String, String> pathValues) {
        this.number = other.number;
        this.connection = other.connection;
        this.method = other.method;
        this.url = other.url;
        this.query = other.query;
        this.headers = other.headers;
        this.body = other.body;
        this.secrets = other.secrets;
        this.pathValues = pathValues;
    }

    ReceivedRequest(int number, RecordedRequest recorded, HiddenValues secrets) {
        this.number = number;
        this.connection = recorded.getConnectionIndex();
        this.method = recorded.getMethod();
        this.url = recorded.getUrl();
        this.query = query(url);
        this.headers = Collections.unmodifiableMap(headers(recorded));
        this.body =
                recorded.getBody() == null ? new byte[0] : recorded.getBody().toByteArray();
        this.secrets = secrets;
        this.pathValues = Map.of();
    }

    static Map<String, List<String>> query(HttpUrl url) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        for (String name : url.queryParameterNames()) {
            // a name without "=" has a null for its value
            query.put(
                    name,
                    url.queryParameterValues(name).stream()
                            .map(value -> Objects.requireNonNullElse(value, ""))
                            .toList());
        }
        return Collections.unmodifiableMap(query);
    }

    private static Map<String, List<String>> headers(RecordedRequest recorded) {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String name : recorded.getHeaders().names()) {
            headers.put(name, recorded.getHeaders().values(name));
        }
        return headers;
    }

    /** The same request with the values of its path. */
    ReceivedRequest with(Map<String, String> values) {
        return new ReceivedRequest(this, values);
    }

    /** Which one of all requests it was; the first one is 1. */
    public int number() {
        return number;
    }

    int connection() {
        return connection;
    }

    HiddenValues secrets() {
        return secrets;
    }

    HttpUrl url() {
        return url;
    }

    /** The method, such as {@code GET}. */
    public String method() {
        return method;
    }

    /** The path, decoded. */
    public String path() {
        return "/" + String.join("/", url.pathSegments());
    }

    /**
     * What stands in the place of a name of the route's path.
     *
     * @throws IllegalArgumentException when the route's path has no such name
     */
    public String pathValue(String name) {
        String value = pathValues.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the route's path has no {" + name + "}, only " + pathValues.keySet());
        }
        return value;
    }

    /** The first value of a query parameter, decoded; empty text when it has a name only. */
    public Optional<String> query(String name) {
        return query.getOrDefault(name, List.of()).stream().findFirst();
    }

    /** All query parameters, decoded, in order. */
    public Map<String, List<String>> query() {
        return query;
    }

    /** The first value of a header; the case of its name does not matter. */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst();
    }

    /** All headers; the case of names does not matter. */
    public Map<String, List<String>> headers() {
        return headers;
    }

    /** The body as UTF-8 text; empty when there is none. */
    public String body() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The body's bytes. */
    public byte[] bodyBytes() {
        return body.clone();
    }

    /** Method, path and query, without secrets: {@code GET /orders?page=2&api_key=***}. */
    @Override
    public String toString() {
        return line(method, path(), query, secrets);
    }

    static String line(String method, String path, Map<String, List<String>> query, HiddenValues secrets) {
        String parameters = query.entrySet().stream()
                .flatMap(parameter -> parameter.getValue().stream()
                        .map(value -> parameter.getKey() + "=" + secrets.masked(parameter.getKey(), value)))
                .collect(Collectors.joining("&"));
        return method + " " + secrets.masked(path) + (parameters.isEmpty() ? "" : "?" + parameters);
    }
}
