package dev.pipette.testing.http;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** A real client that tries once and follows nothing. */
final class Client {
    private static final OkHttpClient CLIENT = new OkHttpClient.Builder()
            .retryOnConnectionFailure(false)
            .followRedirects(false)
            .build();

    private Client() {}

    /** An answer that was read to its end. */
    record Got(int status, String body, Map<String, java.util.List<String>> headers) {
        String header(String name) {
            return String.join(
                    ", ", headers.getOrDefault(name.toLowerCase(java.util.Locale.ROOT), java.util.List.of()));
        }
    }

    static Got get(String url) throws IOException {
        return send(url, request -> request);
    }

    static Got post(String url, String body) throws IOException {
        return send(
                url,
                request -> request.post(RequestBody.create(body.getBytes(java.nio.charset.StandardCharsets.UTF_8))));
    }

    static Got send(String url, UnaryOperator<Request.Builder> how) throws IOException {
        return send(CLIENT, url, how);
    }

    static Got impatient(String url, Duration patience) throws IOException {
        return send(CLIENT.newBuilder().readTimeout(patience).build(), url, request -> request);
    }

    private static Got send(OkHttpClient client, String url, UnaryOperator<Request.Builder> how) throws IOException {
        try (Response response = client.newCall(
                        how.apply(new Request.Builder().url(url)).build())
                .execute()) {
            return new Got(
                    response.code(),
                    response.body().string(),
                    response.headers().toMultimap());
        }
    }
}
