package dev.pipette.rest;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import okhttp3.HttpUrl;

/** Where requests go: below the base, or where a link of the same host leads. Nothing else is ever asked. */
final class Addresses {
    private final ClientOptions options;
    private final RequestProblems problems;

    Addresses(ClientOptions options, RequestProblems problems) {
        this.options = options;
        this.problems = problems;
    }

    /** The address that all paths continue. */
    static HttpUrl base(String name, String baseUrl) {
        HttpUrl base = HttpUrl.parse(baseUrl.strip());
        if (base == null || base.querySize() > 0 || !base.username().isEmpty()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    name
                            + ": the base URL is not an address like https://api.example.com/v1, without a user and a query.");
        }
        return base;
    }

    /** The address of a request, without credentials. */
    HttpUrl url(RestRequest request) {
        HttpUrl.Builder url = isWhole(request.path())
                ? checked(request, options.base(), parsed(request, request.path()))
                        .newBuilder()
                : options.base()
                        .newBuilder()
                        .encodedPath(options.base().encodedPath().replaceFirst("/+$", "") + request.path());
        request.query().forEach(parameter -> url.addQueryParameter(parameter.name(), parameter.value()));
        return url.build();
    }

    /** Where a link of an answer leads (RFC 3986, section 5). */
    HttpUrl resolved(RestRequest request, HttpUrl from, String link) {
        HttpUrl to = from.resolve(link.strip());
        if (to == null) {
            throw problems.noAddress(request, from, link);
        }
        return checked(request, from, to);
    }

    private HttpUrl parsed(RestRequest request, String address) {
        HttpUrl url = HttpUrl.parse(address);
        if (url == null) {
            throw problems.noAddress(request, options.base(), address);
        }
        return url;
    }

    private HttpUrl checked(RestRequest request, HttpUrl from, HttpUrl to) {
        if (!mayGo(to)) {
            throw problems.elsewhere(request, from, to);
        }
        return to.newBuilder().username("").password("").fragment(null).build();
    }

    /** Whether an address may see the credentials. */
    boolean mayGo(HttpUrl to) {
        HttpUrl base = options.base();
        if (base.isHttps() && !to.isHttps()) {
            return false;
        }
        boolean isBase = to.scheme().equals(base.scheme()) && to.host().equals(base.host()) && to.port() == base.port();
        return isBase
                || options.linkHosts().stream()
                        .anyMatch(host -> host.equals(to.host()) || host.equals(to.host() + ":" + to.port()));
    }

    static boolean isWhole(String path) {
        return path.startsWith("http://") || path.startsWith("https://");
    }
}
