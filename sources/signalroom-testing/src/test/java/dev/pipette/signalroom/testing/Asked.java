package dev.pipette.signalroom.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a fake answers to a plain HTTP client. */
record Asked(int status, String body, java.net.http.HttpHeaders headers) {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    static Asked get(String url) throws IOException, InterruptedException {
        return of(CLIENT.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString()));
    }

    static Asked post(String url, String key, String body) {
        return posting(url, key, body).join();
    }

    static CompletableFuture<Asked> posting(String url, String key, String body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url)).POST(HttpRequest.BodyPublishers.ofString(body));
        if (!key.isEmpty()) {
            request.header("x-eflow-api-key", key);
        }
        return CLIENT.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
                .thenApply(Asked::of);
    }

    private static Asked of(HttpResponse<String> response) {
        return new Asked(response.statusCode(), response.body(), response.headers());
    }

    JsonNode json() {
        return MAPPER.readTree(body);
    }

    String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    /** Status and error: {@code 400 currency_id is required}. */
    String refusal() {
        return status + " " + json().path("error").asString("");
    }
}
