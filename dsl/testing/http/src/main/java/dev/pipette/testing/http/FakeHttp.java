package dev.pipette.testing.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.HttpUrl;
import org.assertj.core.api.AssertProvider;

/**
 * A web API on a free port of 127.0.0.1 that does what a test tells it, and remembers what it was asked.
 *
 * <pre>{@code
 * try (FakeHttp api = FakeHttp.start()) {
 *   api.get("/orders")
 *       .pages(List.of(page1, page2), Paging.cursor("next"))
 *       .requires(Auth.header("X-Api-Key", "k-1"))
 *       .fails(Failure.status(500).once());
 *   api.post("/report").answers(request -> Answer.json("{\"rows\": []}"));
 *
 *   load(api.url("/orders"));
 *
 *   assertThat(api).requests("/orders").hasRequestCount(3).request(1).hasHeader("X-Api-Key", "k-1");
 *   api.assertNoUnexpectedRequests();
 * }
 * }</pre>
 *
 * <p>As a field of a JUnit test it wants {@code @AutoClose}. A request that no route wants is answered with 404, and {@link #assertNoUnexpectedRequests()} tells of it. Of several
 * routes the one with the most query conditions is meant, then the one with the fewest names in its path, then the newest.
 */
public final class FakeHttp implements AutoCloseable, AssertProvider<FakeHttpAssert> {
    /** It writes every request with its query into the log. Kept, because a logger that nobody holds forgets its level. */
    private static final Logger SERVER_LOG = Logger.getLogger(MockWebServer.class.getName());

    static {
        SERVER_LOG.setLevel(Level.WARNING);
    }

    private final MockWebServer server = new MockWebServer();
    private final AcceptedSockets sockets = new AcceptedSockets();
    private final List<Route> routes = new CopyOnWriteArrayList<>();
    private final Journal journal = new Journal();
    private final HiddenValues secrets;
    private final Optional<Backend> backend;
    private final HttpUrl root;

    /** Answers what no route wants. */
    interface Backend {
        /**
         * @param root the fake's own address
         */
        Reply reply(ReceivedRequest request, HttpUrl root);

        void close();
    }

    private FakeHttp(HiddenValues secrets, Optional<Backend> backend) {
        this.secrets = secrets;
        this.backend = backend;
        server.setServerSocketFactory(sockets);
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return FakeHttp.this.dispatch(request);
            }
        });
        try {
            server.start(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        this.root = new HttpUrl.Builder()
                .scheme("http")
                .host("127.0.0.1")
                .port(server.getPort())
                .build();
    }

    /** A fake without routes. */
    public static FakeHttp start() {
        return new FakeHttp(HiddenValues.byName(), Optional.empty());
    }

    static FakeHttp start(HiddenValues secrets, Backend backend) {
        return new FakeHttp(secrets, Optional.of(backend));
    }

    /** A cassette that is replayed, never recorded: {@code FakeHttp.replaying(path).start()}. */
    public static Cassette replaying(Path cassette) {
        return Cassette.replaying(cassette);
    }

    /** A cassette that is recorded again from a real API, whatever the switch says: {@code FakeHttp.recording(path, upstream).start()}. */
    public static Cassette recording(Path cassette, HttpUrl upstream) {
        return Cassette.recording(cassette, upstream);
    }

    /**
     * A cassette that is replayed when its file exists and recorded otherwise: {@code FakeHttp.cassette(path,
     * upstream).start()}. {@code -Dpipette.cassettes=record} records always, {@code =replay} never; with the environment
     * variable {@code CI=true} nothing is recorded.
     */
    public static Cassette cassette(Path cassette, HttpUrl upstream) {
        return Cassette.either(cassette, upstream);
    }

    /** A route for GET; segments of the path in braces are names: {@code /orders/{id}}. */
    public Route get(String path) {
        return route("GET", path);
    }

    /** A route for POST. */
    public Route post(String path) {
        return route("POST", path);
    }

    /** A route for PUT. */
    public Route put(String path) {
        return route("PUT", path);
    }

    /** A route for PATCH. */
    public Route patch(String path) {
        return route("PATCH", path);
    }

    /** A route for DELETE. */
    public Route delete(String path) {
        return route("DELETE", path);
    }

    /** A route for any method. */
    public Route route(String method, String path) {
        Route route = new Route(method, path, secrets);
        routes.add(route);
        return route;
    }

    /** The address of a path, which may have a query. */
    public String url(String path) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("a path begins with /: " + path);
        }
        return baseUrl() + path;
    }

    /** The address without a path and without a slash at its end: {@code http://127.0.0.1:34567}. */
    public String baseUrl() {
        return "http://" + root.host() + ":" + root.port();
    }

    /** What was received so far, in order. */
    public List<ReceivedRequest> requests() {
        return journal.received();
    }

    /** What was received so far that no route, nor a cassette, had an answer for. */
    public List<ReceivedRequest> unexpectedRequests() {
        return journal.unexpected().stream().map(Journal.Unexpected::request).toList();
    }

    /**
     * Fails when something was received that no route, nor a cassette, had an answer for.
     *
     * @throws AssertionError that names each of them and the routes there are
     */
    public void assertNoUnexpectedRequests() {
        assertThat().hasNoUnexpectedRequests();
    }

    /** The assertions, for AssertJ's {@code assertThat(api)}. */
    @Override
    public FakeHttpAssert assertThat() {
        return new FakeHttpAssert(this);
    }

    List<Journal.Unexpected> unexpected() {
        return journal.unexpected();
    }

    List<String> routes() {
        return routes.stream().map(Route::toString).toList();
    }

    HiddenValues secrets() {
        return secrets;
    }

    private MockResponse dispatch(RecordedRequest recorded) {
        ReceivedRequest request = journal.add(recorded, secrets);
        Reply reply = reply(request);
        reply.unexpected().ifPresent(why -> journal.addUnexpected(request, why));
        return MockReplies.response(request, reply, sockets);
    }

    private Reply reply(ReceivedRequest request) {
        try {
            return answering(request)
                    .orElseGet(() -> backend.map(other -> other.reply(request, root))
                            .orElseGet(() -> Reply.unexpected(
                                    Answer.error(404, "no_route", FakeHttpMessages.noRoute(request, routes())),
                                    "no route takes it")));
        } catch (RuntimeException | Error failed) {
            // an assertion inside a script must not vanish in a thread of the server
            String why = "its answer failed with " + secrets.masked(failed.toString());
            return Reply.unexpected(Answer.error(500, "script_failed", why), why);
        }
    }

    private Optional<Reply> answering(ReceivedRequest request) {
        Comparator<Candidate> meant = Comparator.comparingInt(
                        (Candidate one) -> one.route().conditions())
                .thenComparing(one -> -one.route().names());
        Function<Route, Optional<Candidate>> match =
                route -> route.match(request).map(own -> new Candidate(route, own));
        // of equals, max takes the last one here: a later route replaces an earlier one
        return routes.stream()
                .map(match)
                .flatMap(Optional::stream)
                .reduce((one, other) -> meant.compare(one, other) > 0 ? one : other)
                .map(found -> found.route().reply(found.request()));
    }

    private record Candidate(Route route, ReceivedRequest request) {}

    /** Ends all connections and listens no longer; a cassette that was recorded is written. */
    @Override
    public void close() {
        try {
            server.close();
        } finally {
            backend.ifPresent(Backend::close);
        }
    }

    @Override
    public String toString() {
        return "fake API at " + baseUrl() + " with " + routes();
    }
}
