package dev.pipette.testing.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each failure reaches a real client as it would from a real API. */
class HttpFailureTests {
    private static final String ROWS = "[{\"id\":1},{\"id\":2},{\"id\":3}]";

    @Test
    void a_status_comes_once_and_then_the_answer() throws IOException {
        try (FakeHttp api = FakeHttp.start()) {
            api.get("/orders")
                    .json("[1]")
                    .fails(Failure.status(503).withHeader("Retry-After", "2").once());

            Client.Got first = Client.get(api.url("/orders"));
            Client.Got second = Client.get(api.url("/orders"));

            assertThat(first.status()).isEqualTo(503);
            assertThat(first.header("Retry-After")).isEqualTo("2");
            assertThat(first.body()).isEqualTo("{\"error\":\"failure\",\"message\":\"this request was told to fail\"}");
            assertThat(second.body()).isEqualTo("[1]");
            api.assertNoUnexpectedRequests();
        }
    }

    @Test
    void failures_strike_the_page_and_the_request_that_they_name() throws IOException {
        try (FakeHttp api = FakeHttp.start()) {
            api.get("/orders")
                    .rows(ROWS, 1, Paging.pageNumber("page"))
                    .fails(Failure.status(500).onPage(2).times(2))
                    .fails(Failure.status(502).onRequest(4));

            assertThat(Client.get(api.url("/orders?page=1")).status()).isEqualTo(200);
            assertThat(Client.get(api.url("/orders?page=2")).status()).isEqualTo(500);
            assertThat(Client.get(api.url("/orders?page=2")).status()).isEqualTo(500);
            assertThat(Client.get(api.url("/orders?page=2")).status()).isEqualTo(502);
            assertThat(Client.get(api.url("/orders?page=2")).status()).isEqualTo(200);
        }
    }

    @Test
    void a_truncated_body_ends_before_its_length() {
        try (FakeHttp api = FakeHttp.start()) {
            api.get("/orders").json("[1,2,3,4]").fails(Failure.truncated());

            assertThatThrownBy(() -> Client.get(api.url("/orders")))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessage("unexpected end of stream");
        }
    }

    @Test
    void the_half_of_a_truncated_body_arrives_with_the_length_of_the_whole() throws IOException {
        try (FakeHttp api = FakeHttp.start()) {
            api.get("/orders").json("[1,2,3,4]").fails(Failure.truncated());

            String raw = raw(api, "/orders");

            assertThat(raw).containsIgnoringCase("Content-Length: 9\r\n").endsWith("\r\n\r\n[1,2");
        }
    }

    @Test
    void a_reset_is_a_reset() throws IOException {
        try (FakeHttp api = FakeHttp.start()) {
            api.get("/orders").json("[]").fails(Failure.reset().onRequest(2));
            api.get("/other").json("[]");
            Client.get(api.url("/other"));

            assertThat(raw(api, "/orders")).startsWith("HTTP/1.1 200 OK");
            assertThatThrownBy(() -> raw(api, "/orders"))
                    .isInstanceOf(SocketException.class)
                    .hasMessage("Connection reset");
            assertThat(raw(api, "/orders")).startsWith("HTTP/1.1 200 OK");
        }
    }

    /** OkHttp words what it sees in its own way; a socket tells what came. */
    private static String raw(FakeHttp api, String path) throws IOException {
        String[] address = api.baseUrl().substring("http://".length()).split(":", 2);
        try (Socket socket = new Socket(address[0], Integer.parseInt(address[1]))) {
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: any\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            return new String(new DataInputStream(socket.getInputStream()).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void malformed_json_looks_like_a_whole_answer() throws IOException {
        try (FakeHttp api = FakeHttp.start()) {
            api.get("/orders")
                    .rows(ROWS, 1, Paging.cursor("next"))
                    .fails(Failure.malformedJson().onPage(1));
            api.get("/number").json("7").fails(Failure.malformedJson());

            Client.Got got = Client.get(api.url("/orders"));

            assertThat(got.status()).isEqualTo(200);
            assertThat(got.body()).isEqualTo("{\"data\":[{\"id\":1}]");
            assertThat(Client.get(api.url("/number")).body()).isEqualTo("7}");
        }
    }

    @Test
    void a_slow_answer_is_late_and_right() throws IOException {
        try (FakeHttp api = FakeHttp.start()) {
            api.get("/orders").json("[1]").fails(Failure.slow(Duration.ofMillis(200)));
            long start = System.nanoTime();

            Client.Got got = Client.get(api.url("/orders"));

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
            assertThat(got.body()).isEqualTo("[1]");
        }
    }

    @Test
    void an_endless_body_comes_until_the_client_goes() throws IOException {
        try (FakeHttp api = FakeHttp.start();
                Socket client =
                        new Socket("127.0.0.1", URI.create(api.baseUrl()).getPort())) {
            api.get("/orders").json("[1]").fails(Failure.endlessBody());
            client.getOutputStream()
                    .write("GET /orders HTTP/1.1\r\nHost: api\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            String answer = new String(client.getInputStream().readNBytes(1_000), StandardCharsets.US_ASCII);

            assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n").doesNotContain("Content-Length");
            assertThat(answer.substring(answer.indexOf("\r\n\r\n") + 4)).startsWith("[1][1][1]");
        }
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void silence_ends_with_the_patience_of_the_client_or_with_the_fake() {
        try (FakeHttp api = FakeHttp.start()) {
            api.get("/orders").json("[1]").fails(Failure.neverAnswers());

            assertThatThrownBy(() -> Client.impatient(api.url("/orders"), Duration.ofMillis(200)))
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }
}
