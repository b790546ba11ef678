package dev.pipette.observe;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.settings.Secret;
import dev.pipette.text.Printable;
import dev.pipette.text.Secrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Events that are posted to an endpoint, one request each, tried once. The run waits for the answer, {@value #SECONDS} seconds
 * at most.
 */
final class EventPost implements EventSink {
    private static final int SECONDS = 5;

    private final URI endpoint;
    private final HttpClient client;
    private final SortedMap<String, Secret> headers;

    private EventPost(URI endpoint, HttpClient client, Map<String, Secret> headers) {
        this.endpoint = endpoint;
        this.client = client;
        this.headers = new TreeMap<>(headers);
    }

    static EventPost to(URI endpoint) {
        String scheme = String.valueOf(endpoint.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.matches("https?") || endpoint.getHost() == null) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "'" + Secrets.masked(endpoint.toString())
                            + "' is not an address of HTTP. Give one such as http://localhost:5000/api/v1/lineage.");
        }
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(SECONDS))
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        return new EventPost(endpoint, client, Map.of());
    }

    @Override
    public EventPost withHeader(String name, Secret value) {
        try {
            HttpRequest.newBuilder(endpoint).header(name, value.reveal());
        } catch (IllegalArgumentException refused) {
            // not as the cause: its message may have the value
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "the header '" + Printable.of(name)
                            + "' cannot be sent: HTTP does not allow its name, or a character of"
                            + " its value, such as a line break. Correct it.");
        }
        Map<String, Secret> more = new TreeMap<>(headers);
        more.put(name, value);
        return new EventPost(endpoint, client, more);
    }

    @Override
    public void take(String event) {
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint)
                .timeout(Duration.ofSeconds(SECONDS))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(event));
        headers.forEach((name, value) -> request.header(name, value.reveal()));
        int status = status(request.build());
        if (status < 200 || status > 299) {
            throw new IllegalStateException(notSent() + "it answered with status " + status + ".");
        }
    }

    private int status(HttpRequest request) {
        try {
            HttpResponse<Void> answer = client.send(request, BodyHandlers.discarding());
            return answer.statusCode();
        } catch (IOException failed) {
            throw new UncheckedIOException(
                    notSent()
                            + failed.getClass().getSimpleName()
                            + (failed.getMessage() == null ? "." : ": " + failed.getMessage() + "."),
                    failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(notSent() + "the run was interrupted.", interrupted);
        }
    }

    private String notSent() {
        return "the OpenLineage event was not taken by " + Secrets.masked(endpoint.toString()) + ": ";
    }
}
