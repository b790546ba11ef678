package dev.pipette.testing.http;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import okhttp3.HttpUrl;
import org.assertj.core.api.AbstractAssert;

/**
 * What must be true of the requests that a fake API received. Failures list what was received, without secrets.
 *
 * <pre>{@code
 * assertThat(api).hasRequestCount(2).receivedInOrder("GET /orders", "GET /orders?page=2");
 * assertThat(api).requests("/orders").request(2).hasQuery("page", "2").hasHeader("Accept", "application/json");
 * }</pre>
 *
 * <p>AssertJ's own {@code assertThat} finds it, and so do soft assertions.
 */
public class FakeHttpAssert extends AbstractAssert<FakeHttpAssert, FakeHttp> {
    /** The path whose requests are meant; empty for all. */
    private final String selection;

    /** Assertions on all requests of a fake. */
    public FakeHttpAssert(FakeHttp actual) {
        this(actual, "");
    }

    private FakeHttpAssert(FakeHttp actual, String selection) {
        super(actual, FakeHttpAssert.class);
        this.selection = selection;
    }

    /** Assertions on all requests of a fake. */
    public static FakeHttpAssert assertThat(FakeHttp actual) {
        return new FakeHttpAssert(actual);
    }

    private List<ReceivedRequest> received() {
        isNotNull();
        return actual.requests().stream()
                .filter(request -> selection.isEmpty() || request.path().equals(selection))
                .toList();
    }

    private void fail(boolean failed, String message) {
        if (failed) {
            // the text may hold per cent signs of its own
            failWithMessage("%s", message);
        }
    }

    /**
     * Goes on with the requests to one path only.
     *
     * <pre>{@code
     * assertThat(api).requests("/orders").hasRequestCount(2);
     * }</pre>
     */
    public FakeHttpAssert requests(String path) {
        FakeHttpAssert narrowed = new FakeHttpAssert(actual, path);
        narrowed.info.useRepresentation(info.representation());
        narrowed.info.description(info.description());
        return narrowed;
    }

    /**
     * Wants exactly this number of requests.
     *
     * <pre>{@code
     * get("/orders");
     * assertThat(api).hasRequestCount(1); // passes
     * assertThat(api).hasRequestCount(2); // fails
     * }</pre>
     */
    public FakeHttpAssert hasRequestCount(int expected) {
        List<ReceivedRequest> received = received();
        fail(received.size() != expected, FakeHttpMessages.count(selection, expected, received));
        return this;
    }

    /**
     * Wants no request at all.
     *
     * <pre>{@code
     * assertThat(api).requests("/login").receivedNothing(); // passes when nobody logged in
     * }</pre>
     */
    public FakeHttpAssert receivedNothing() {
        List<ReceivedRequest> received = received();
        fail(!received.isEmpty(), FakeHttpMessages.nothing(selection, received));
        return this;
    }

    /**
     * Wants at least one such request: method and path, and maybe a query, which then is the whole one, in any order.
     *
     * <pre>{@code
     * get("/orders?page=2&state=open");
     * assertThat(api).received("GET /orders");                   // passes
     * assertThat(api).received("GET /orders?state=open&page=2"); // passes
     * assertThat(api).received("GET /orders?page=2");            // fails
     * }</pre>
     */
    public FakeHttpAssert received(String expected) {
        Line line = Line.of(expected);
        List<ReceivedRequest> received = received();
        fail(
                received.stream().noneMatch(line::matches),
                FakeHttpMessages.notReceived(selection, line.shown(actual), received));
        return this;
    }

    /**
     * Wants exactly these requests in this order, each written as for {@link #received}.
     *
     * <pre>{@code
     * get("/orders");
     * get("/orders?page=2");
     * assertThat(api).receivedInOrder("GET /orders", "GET /orders?page=2"); // passes
     * assertThat(api).receivedInOrder("GET /orders?page=2", "GET /orders"); // fails
     * }</pre>
     */
    public FakeHttpAssert receivedInOrder(String... expected) {
        List<Line> lines = Arrays.stream(expected).map(Line::of).toList();
        List<ReceivedRequest> received = received();
        boolean same = lines.size() == received.size()
                && IntStream.range(0, lines.size()).allMatch(i -> lines.get(i).matches(received.get(i)));
        fail(
                !same,
                FakeHttpMessages.order(
                        selection,
                        lines.stream().map(line -> line.shown(actual)).toList(),
                        received));
        return this;
    }

    /**
     * Wants every request to have had a route, or an answer on the cassette.
     *
     * <pre>{@code
     * get("/ordres");
     * assertThat(api).hasNoUnexpectedRequests(); // fails, and names the routes there are
     * }</pre>
     */
    public FakeHttpAssert hasNoUnexpectedRequests() {
        isNotNull();
        List<Journal.Unexpected> unexpected = actual.unexpected();
        fail(!unexpected.isEmpty(), FakeHttpMessages.unexpected(unexpected, actual.routes()));
        return this;
    }

    /**
     * Goes on with one request; the first one is 1.
     *
     * <pre>{@code
     * assertThat(api).requests("/orders").request(1).hasNoQuery("page");
     * }</pre>
     */
    public ReceivedRequestAssert request(int number) {
        List<ReceivedRequest> received = received();
        if (number < 1 || number > received.size()) {
            throw failure("%s", FakeHttpMessages.noSuchRequest(selection, number, received));
        }
        return new ReceivedRequestAssert(received.get(number - 1));
    }

    /** A request as a test writes it down. */
    private record Line(String method, String path, boolean anyQuery, Map<String, List<String>> query) {
        static Line of(String text) {
            int space = text.indexOf(' ');
            String target = text.substring(space + 1);
            HttpUrl url = HttpUrl.parse("http://any" + target);
            if (space < 1 || !target.startsWith("/") || url == null) {
                throw new IllegalArgumentException("a request is told as \"GET /path\", not as \"" + text + "\"");
            }
            return new Line(
                    text.substring(0, space).toUpperCase(Locale.ROOT),
                    "/" + String.join("/", url.pathSegments()),
                    !target.contains("?"),
                    ReceivedRequest.query(url));
        }

        boolean matches(ReceivedRequest request) {
            return request.method().equals(method)
                    && request.path().equals(path)
                    && (anyQuery || new TreeMap<>(query).equals(new TreeMap<>(request.query())));
        }

        String shown(FakeHttp api) {
            return ReceivedRequest.line(method, path, query, api.secrets());
        }
    }
}
