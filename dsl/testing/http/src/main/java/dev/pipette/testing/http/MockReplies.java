package dev.pipette.testing.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockResponseBody;
import mockwebserver3.SocketEffect;
import okio.BufferedSink;

/** Turns replies into what MockWebServer sends, and failures into what it does with its sockets. */
final class MockReplies {
    private MockReplies() {}

    static MockResponse response(ReceivedRequest request, Reply reply, AcceptedSockets sockets) {
        Answer answer = reply.answer();
        if (reply.failure().isEmpty()) {
            return response(request, answer, answer.body()).build();
        }
        return switch (reply.failure().get()) {
            case Failure.Kind.Status(Answer other) -> {
                // an API counts a request that it then fails, and says so
                Answer failed = other.withHeaders(answer.headers().stream()
                        .filter(header -> header.name().startsWith("X-RateLimit-"))
                        .toList());
                yield response(request, failed, failed.body()).build();
            }
            case Failure.Kind.Slow(var delay) ->
                response(request, answer, answer.body())
                        .headersDelay(delay.toNanos(), TimeUnit.NANOSECONDS)
                        .build();
            case Failure.Kind.Truncated truncated -> {
                byte[] whole = answer.body();
                yield response(request, answer, Arrays.copyOf(whole, whole.length / 2))
                        .setHeader("Content-Length", Math.max(1, whole.length))
                        .onResponseEnd(new SocketEffect.CloseSocket())
                        .build();
            }
            case Failure.Kind.Reset reset -> {
                sockets.resetAtClose(request.connection());
                yield new MockResponse.Builder()
                        .onResponseStart(new SocketEffect.CloseSocket())
                        .build();
            }
            case Failure.Kind.MalformedJson malformed ->
                response(request, answer, half(answer.text()).getBytes(StandardCharsets.UTF_8))
                        .build();
            case Failure.Kind.EndlessBody endless ->
                response(request, answer, answer.body())
                        .body(new Endless(answer.body()))
                        .removeHeader("Content-Length")
                        .build();
            case Failure.Kind.Silence silence ->
                new MockResponse.Builder()
                        .onResponseStart(SocketEffect.Stall.INSTANCE)
                        .build();
        };
    }

    private static MockResponse.Builder response(ReceivedRequest request, Answer answer, byte[] body) {
        MockResponse.Builder builder = new MockResponse.Builder().code(answer.status());
        boolean bodiless = answer.status() == 204 || answer.status() == 304;
        if (!bodiless) {
            builder.body(new Bytes(request.method().equals("HEAD") ? new byte[0] : body));
            builder.setHeader("Content-Length", body.length);
        }
        answer.headers().forEach(header -> builder.addHeader(header.name(), header.value()));
        return builder;
    }

    /** No half of an object or array is JSON; other values become none by a bracket. */
    private static String half(String json) {
        String text = json.strip();
        return text.startsWith("{") || text.startsWith("[") ? text.substring(0, (text.length() + 1) / 2) : text + "}";
    }

    private record Bytes(byte[] bytes) implements MockResponseBody {
        @Override
        public long getContentLength() {
            return bytes.length;
        }

        @Override
        public void writeTo(BufferedSink sink) throws java.io.IOException {
            sink.write(bytes);
        }
    }

    /** Bytes until nobody takes them; a body without a length ends with its connection (RFC 9112, section 6.3). */
    private record Endless(byte[] bytes) implements MockResponseBody {
        @Override
        public long getContentLength() {
            return -1;
        }

        @Override
        public void writeTo(BufferedSink sink) throws java.io.IOException {
            while (true) {
                sink.write(bytes.length == 0 ? new byte[1] : bytes);
            }
        }
    }
}
