package dev.pipette.jobs.alert;

import dev.pipette.error.PipetteException;
import dev.pipette.settings.Settings;
import dev.pipette.text.Secrets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Posts alerts as JSON. It follows no redirect: an alert goes to the address that somebody chose. */
final class Webhook implements AlertSender {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final Pattern SECONDS = Pattern.compile("\\d{1,6}");

    private final Settings settings;
    private final Clock clock;
    private final HttpClient http;

    Webhook(Settings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.http = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    @Override
    public void send(OutgoingAlert alert) throws AlertFailure, InterruptedException {
        URI address = address(alert.target());
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .timeout(ANSWER)
                .header("Content-Type", "application/json")
                .header("User-Agent", "pipette")
                .header("X-Pipette-Event", alert.event().name().toLowerCase(Locale.ROOT))
                .header("X-Pipette-Id", alert.id())
                .POST(HttpRequest.BodyPublishers.ofString(alert.json()));
        if (alert.secret().isPresent()) {
            String key = key(alert.secret().get());
            request.header(
                    "X-Pipette-Signature",
                    Signature.of(alert.json(), clock.instant().getEpochSecond(), key));
        }
        check(address, post(address, request.build()));
    }

    private HttpResponse<Void> post(URI address, HttpRequest request) throws AlertFailure, InterruptedException {
        try {
            // the limit of a request ends with the headers: nobody waits for a body
            return http.send(request, answer -> HttpResponse.BodySubscribers.replacing(null));
        } catch (IllegalArgumentException wrong) {
            throw AlertFailure.lasting(host(address) + " is not an address: " + wrong.getMessage(), wrong);
        } catch (IOException failed) {
            String reason = failed.getMessage() == null ? failed.getClass().getSimpleName() : failed.getMessage();
            throw AlertFailure.passing(host(address) + " cannot be reached: " + reason, Optional.empty(), failed);
        }
    }

    private String key(String name) throws AlertFailure {
        try {
            return settings.secret(name).reveal();
        } catch (PipetteException missing) {
            throw AlertFailure.lasting(
                    "the key of the webhook's signature is not set: " + missing.getMessage(), missing);
        }
    }

    /** The path may be a secret by itself, so that only the host is named. */
    private static void check(URI address, HttpResponse<Void> response) throws AlertFailure {
        int status = response.statusCode();
        if (status >= 200 && status < 300) {
            return;
        }
        if (status == 429 || status >= 500) {
            throw AlertFailure.passing(host(address) + " answered " + status, retryAfter(response), null);
        }
        String more = status >= 300 && status < 400
                ? "; a redirect is not followed: give the address that it leads to"
                : "; it is not sent again";
        throw AlertFailure.lasting(host(address) + " answered " + status + more, null);
    }

    private static Optional<Duration> retryAfter(HttpResponse<Void> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(text -> SECONDS.matcher(text).matches())
                .map(text -> Duration.ofSeconds(Long.parseLong(text)));
    }

    private static URI address(String target) throws AlertFailure {
        try {
            URI address = URI.create(target);
            String scheme =
                    address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
            boolean known = address.getHost() != null && (scheme.equals("https") || scheme.equals("http"));
            if (known && (scheme.equals("https") || isLoopback(address.getHost()))) {
                return address;
            }
        } catch (IllegalArgumentException broken) {
            // the same as any other text
        }
        throw AlertFailure.lasting(
                "'" + Secrets.masked(target)
                        + "' is not the address of a webhook: it must begin with https://; http:// is only"
                        + " for this machine",
                null);
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            return false;
        }
    }

    private static String host(URI address) {
        return address.getScheme() + "://" + address.getHost() + (address.getPort() < 0 ? "" : ":" + address.getPort());
    }
}
