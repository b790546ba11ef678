package dev.pipette.rest;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import okhttp3.HttpUrl;

/**
 * A web API that answers with JSON, and what all calls of it share. A value: each method returns a new one.
 *
 * <pre>{@code
 * RestApi api = RestApi.at("https://api.example.com/v2")
 *     .auth(Auth.bearer(settings.secret("example.token")))
 *     .paging(Paging.cursor("/meta/next", "cursor"));
 * Resource orders = api.get("/orders").param("state", "all").select("/data").resource("orders").merge("id");
 * Source shop = Source.of("shop", orders);
 * }</pre>
 *
 * <p>What is tried again, and what is not, is that of {@link RestClient}. All clients of this JVM share what a host has left by
 * the headers of its answers. Credentials go to the host of the base address, and to those that {@link #linksTo} names; a link or
 * a redirection to another one is an error, and so is an http link of an https API.
 */
@CheckReturnValue
public final class RestApi {
    /** Bytes of one page. Only a temporary file grows with it. */
    private static final long MOST_BYTES = 1L << 30;

    private final RestClient client;
    private final ImmutableCallOptions defaults;

    private RestApi(RestClient client, ImmutableCallOptions defaults) {
        this.client = client;
        this.defaults = defaults;
    }

    /**
     * An API at an address, which the paths of its calls continue. It is named after its host.
     *
     * @throws PipetteException BAD_USAGE when it is not an http or https address, or has a user or a query
     */
    public static RestApi at(String baseUrl) {
        HttpUrl url = HttpUrl.parse(baseUrl.strip());
        RestClient client =
                RestClient.of(url == null ? "the API" : url.host(), baseUrl).maxBodySize(MOST_BYTES);
        return new RestApi(
                client, (ImmutableCallOptions) ImmutableCallOptions.builder().build());
    }

    private RestApi with(RestClient changed) {
        return new RestApi(changed, defaults);
    }

    private RestApi with(UnaryOperator<ImmutableClientOptions> change) {
        return with(client.with(change));
    }

    /** Gives it a name for errors and the log. */
    public RestApi named(String name) {
        return with(options -> options.withName(name));
    }

    /** Shows credentials, beside those it shows already. */
    public RestApi auth(Auth auth) {
        return with(client.auth(auth));
    }

    /** Sends a header with every request. */
    public RestApi header(String name, String value) {
        return with(options -> {
            List<RestRequest.Parameter> more = new ArrayList<>(options.headers());
            more.add(new RestRequest.Parameter(name, value));
            return options.withHeaders(more);
        });
    }

    /** How its calls page, where they say nothing else. */
    public RestApi paging(Paging paging) {
        return new RestApi(client, defaults.withPaging(paging));
    }

    /** How many pages its calls fetch side by side, where they say nothing else. */
    public RestApi pagesAtOnce(int pages) {
        return new RestApi(client, defaults.withPagesAtOnce(Places.checkAtLeast(1, pages, "pagesAtOnce")));
    }

    /** Sends at most this many requests to its host in any time of this length, those of other clients counted. */
    public RestApi rateLimit(int requests, Duration time) {
        return with(client.rateLimit(requests, time));
    }

    /** Sends at most this many requests at once, 10 without it. */
    public RestApi atOnce(int requests) {
        return with(client.atOnce(requests));
    }

    /** Waits this long for a whole answer, a minute without it. */
    public RestApi timeout(Duration timeout) {
        return with(client.timeout(timeout));
    }

    /** Sends one request at most this often, 8 times without it. */
    public RestApi attempts(int attempts) {
        return with(options -> options.withAttempts(Places.checkAtLeast(1, attempts, "attempts")));
    }

    /** Tries a request again as long as this, pauses included, 5 minutes without it. */
    public RestApi retryFor(Duration time) {
        return with(client.retryFor(time));
    }

    /** Waits at most this long where the API says that nothing is left until then, 2 hours without it. */
    public RestApi maxPause(Duration pause) {
        return with(client.maxPause(pause));
    }

    /** Takes no page that has more bytes, 1 GB without it; decompressed. */
    public RestApi maxBodySize(long bytes) {
        return with(client.maxBodySize(bytes));
    }

    /** Lets links lead to another host as well, which then sees the credentials: {@code files.example.com}, or with a port. */
    public RestApi linksTo(String host) {
        return with(options -> {
            List<String> more = new ArrayList<>(options.linkHosts());
            more.add(host);
            return options.withLinkHosts(more);
        });
    }

    /**
     * Sends requests through a proxy.
     *
     * @param address like {@code http://proxy.example.com:3128}, which may have a user and a password
     * @throws PipetteException BAD_USAGE when it is not an http address
     */
    public RestApi proxy(String address) {
        HttpUrl proxy = Optional.ofNullable(HttpUrl.parse(address.strip()))
                .filter(url -> !url.isHttps())
                .orElseThrow(() -> new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "the address of the proxy is not one like http://proxy.example.com:3128."));
        dev.pipette.text.Secrets.rememberAddress(address);
        return with(options -> options.withProxy(proxy));
    }

    /**
     * Trusts the certificates of a file, beside those of the JDK: for an API whose certificate is from a company's own authority.
     *
     * @param file in PEM; it is read with the first request
     */
    public RestApi caFile(Path file) {
        return with(options -> options.withCaFile(file));
    }

    /** Takes the time from another clock, and waits by it: for tests. */
    public RestApi timing(Timing timing) {
        return with(client.timing(timing));
    }

    /**
     * Rows that GET returns.
     *
     * @param path continues the base address; names in braces are filled by a parent row ({@link RestCall#rows})
     */
    public RestCall get(String path) {
        return call(RestRequest.get(checked(path)));
    }

    /** Rows that POST returns, where the body says what to read. It may be sent again. */
    public RestCall post(String path) {
        return call(RestRequest.post(checked(path)));
    }

    private RestCall call(RestRequest request) {
        return new RestCall(client, request, defaults, Optional.empty());
    }

    private static String checked(String path) {
        if (path.contains("?") || path.contains("#") || path.contains("://")) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "'" + dev.pipette.text.Secrets.masked(path)
                            + "' is more than a path. Give the address to RestApi.at(..), and parameters to param(..).");
        }
        return path.startsWith("/") ? path : "/" + path;
    }

    /** Requests of another kind, with the same connections and limits. */
    public RestClient client() {
        return client;
    }

    @Override
    public String toString() {
        return client.toString();
    }
}
