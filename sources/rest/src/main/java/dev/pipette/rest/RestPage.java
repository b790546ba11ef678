package dev.pipette.rest;

import dev.pipette.json.JsonPath;
import dev.pipette.rest.page.PageScan;
import java.util.Optional;
import okhttp3.Headers;
import okhttp3.HttpUrl;

/**
 * A page that was read, as {@link Paging} sees it.
 *
 * <pre>{@code
 * Optional<RestRequest> next = page.value("/meta/next").map(cursor -> page.request().set("cursor", cursor));
 * }</pre>
 */
public final class RestPage {
    private final RestRequest request;
    private final HttpUrl url;
    private final Headers headers;
    private final PageScan scan;
    private final int number;
    private final long before;

    RestPage(RestRequest request, HttpUrl url, Headers headers, PageScan scan, int number, long before) {
        this.request = request;
        this.url = url;
        this.headers = headers;
        this.scan = scan;
        this.number = number;
        this.before = before;
    }

    /** What was asked for it. */
    public RestRequest request() {
        return request;
    }

    /** Which one of the run it is; the first one is 1. */
    public int number() {
        return number;
    }

    /** How many rows are on it. */
    public long rows() {
        return scan.rows();
    }

    /** How many rows are on the pages before it. */
    public long rowsBefore() {
        return before;
    }

    /** A header of the answer. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /**
     * A text, a number or a boolean of the answer, as text; empty where it is not there, null or an empty text.
     *
     * @param path a JSON Pointer, or a JSONPath that leads to one place, outside of lists
     */
    public Optional<String> value(String path) {
        return typed(path).map(Object::toString).filter(text -> !text.isEmpty());
    }

    /** The same as a whole number; empty where it is not one. */
    public Optional<Long> number(String path) {
        return value(path).filter(text -> text.matches("\\d{1,18}")).map(Long::parseLong);
    }

    /** The address of the next page that the header {@code Link} names (RFC 8288), as it is written there. */
    public Optional<String> link(String relation) {
        return LinkHeader.find(headers, relation);
    }

    /** The value in its type. */
    Optional<Object> typed(String path) {
        return Optional.ofNullable(scan.values().get(pointer(path))).filter(value -> value != PageScan.NULL);
    }

    /** Whether there is something at a place, be it null. */
    boolean has(String path) {
        return scan.values().containsKey(pointer(path));
    }

    private static String pointer(String path) {
        return JsonPath.of(path).pointer().orElseThrow(() -> new IllegalArgumentException(path));
    }

    HttpUrl url() {
        return url;
    }

    PageScan scan() {
        return scan;
    }
}
