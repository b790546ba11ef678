package dev.pipette.testing.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What must be true of one request. Failures tell what it was instead, without secrets.
 *
 * <pre>{@code
 * assertThat(api).request(1).hasMethod("POST").hasPath("/report").hasBodyJson("{\"columns\": [\"date\"]}");
 * }</pre>
 */
public class ReceivedRequestAssert extends AbstractAssert<ReceivedRequestAssert, ReceivedRequest> {
    /** Assertions on a request. */
    public ReceivedRequestAssert(ReceivedRequest actual) {
        super(actual, ReceivedRequestAssert.class);
    }

    private void fail(String message) {
        // the text may hold per cent signs of its own
        failWithMessage("%s", message);
    }

    /**
     * Wants a method.
     *
     * <pre>{@code
     * assertThat(api).request(1).hasMethod("GET"); // fails for a POST
     * }</pre>
     */
    public ReceivedRequestAssert hasMethod(String expected) {
        isNotNull();
        if (!actual.method().equals(expected)) {
            fail(FakeHttpMessages.method(actual, expected));
        }
        return this;
    }

    /**
     * Wants a path, decoded and without the query.
     *
     * <pre>{@code
     * assertThat(api).request(1).hasPath("/orders/7"); // fails for /orders/8
     * }</pre>
     */
    public ReceivedRequestAssert hasPath(String expected) {
        isNotNull();
        if (!actual.path().equals(expected)) {
            fail(FakeHttpMessages.path(actual, expected));
        }
        return this;
    }

    /**
     * Wants a header with a value, which may be one of several.
     *
     * <pre>{@code
     * assertThat(api).request(1).hasHeader("Accept", "application/json"); // fails for text/csv
     * }</pre>
     */
    public ReceivedRequestAssert hasHeader(String name, String expected) {
        isNotNull();
        return hasValue("header", name, expected, actual.headers().get(name));
    }

    /**
     * Wants a header, whatever its value.
     *
     * <pre>{@code
     * assertThat(api).request(1).hasHeader("Authorization"); // fails without one
     * }</pre>
     */
    public ReceivedRequestAssert hasHeader(String name) {
        isNotNull();
        return has("header", name, actual.headers());
    }

    /**
     * Wants a header to be missing.
     *
     * <pre>{@code
     * assertThat(api).request(1).hasNoHeader("Cookie"); // fails with one
     * }</pre>
     */
    public ReceivedRequestAssert hasNoHeader(String name) {
        isNotNull();
        return hasNo("header", name, actual.headers());
    }

    /**
     * Wants a query parameter with a value, decoded, which may be one of several.
     *
     * <pre>{@code
     * assertThat(api).request(2).hasQuery("page", "2"); // fails for ?page=3
     * }</pre>
     */
    public ReceivedRequestAssert hasQuery(String name, String expected) {
        isNotNull();
        return hasValue("query parameter", name, expected, actual.query().get(name));
    }

    /**
     * Wants a query parameter to be missing.
     *
     * <pre>{@code
     * assertThat(api).request(1).hasNoQuery("page"); // fails for ?page=1
     * }</pre>
     */
    public ReceivedRequestAssert hasNoQuery(String name) {
        isNotNull();
        return hasNo("query parameter", name, actual.query());
    }

    private ReceivedRequestAssert hasValue(String what, String name, String expected, @Nullable List<String> values) {
        if (values == null || !values.contains(expected)) {
            fail(FakeHttpMessages.value(actual, what, name, expected, Optional.ofNullable(values)));
        }
        return this;
    }

    private ReceivedRequestAssert has(String what, String name, Map<String, List<String>> all) {
        if (!all.containsKey(name)) {
            fail(FakeHttpMessages.missing(actual, what, name));
        }
        return this;
    }

    private ReceivedRequestAssert hasNo(String what, String name, Map<String, List<String>> all) {
        List<String> values = all.get(name);
        if (values != null) {
            fail(FakeHttpMessages.superfluous(actual, what, name, values));
        }
        return this;
    }

    /**
     * Wants a body that is this text.
     *
     * <pre>{@code
     * assertThat(api).request(1).hasBody("a=1&b=2"); // fails for b=2&a=1
     * }</pre>
     */
    public ReceivedRequestAssert hasBody(String expected) {
        isNotNull();
        if (!actual.body().equals(expected)) {
            fail(FakeHttpMessages.body(actual, expected));
        }
        return this;
    }

    /**
     * Wants a body that is this JSON, whatever its spaces and the order of its fields.
     *
     * <pre>{@code
     * assertThat(api).request(1).hasBodyJson("{\"from\": 1, \"to\": 2}"); // passes for {"to":2,"from":1}, fails for {"from":1}
     * }</pre>
     */
    public ReceivedRequestAssert hasBodyJson(String expected) {
        isNotNull();
        JsonNode wanted = Json.parse(expected);
        Optional<JsonNode> is = Json.document(actual.body());
        if (is.isEmpty()) {
            fail(FakeHttpMessages.noJson(actual));
        } else if (!is.get().equals(wanted)) {
            fail(FakeHttpMessages.body(actual, expected));
        }
        return this;
    }
}
