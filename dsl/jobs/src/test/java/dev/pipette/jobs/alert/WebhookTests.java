package dev.pipette.jobs.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.pipette.testing.TestClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alerts to a web server. */
class WebhookTests {
    @TempDir
    Path folder;

    private final List<HttpExchange> received = new ArrayList<>();
    private final List<String> bodies = new ArrayList<>();
    private HttpServer server;
    private int status = 200;
    private Map<String, String> answer = Map.of();

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            answer.forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
            received.add(exchange);
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String host() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void send(String target, Optional<String> secret) throws Exception {
        new Webhook(
                        Outgoing.settings(folder, Map.of("HOOK_SECRET", "s3cret-of-the-hook")),
                        TestClock.at("2025-12-24T12:00:00Z"))
                .send(Outgoing.to(target, secret));
    }

    private AlertFailure failure(String target, Optional<String> secret) {
        return catchThrowableOfType(AlertFailure.class, () -> send(target, secret));
    }

    @Test
    void an_alert_is_posted_and_signed() throws Exception {
        send(host() + "/hook", Optional.of("HOOK_SECRET"));
        HttpExchange request = received.getFirst();
        assertThat(request.getRequestMethod()).isEqualTo("POST");
        assertThat(bodies).containsExactly("{\"event\":\"failed\",\"job\":\"orders\",\"title\":\"Aufträge\"}");
        assertThat(request.getRequestHeaders().getFirst("Content-Type")).isEqualTo("application/json");
        assertThat(request.getRequestHeaders().getFirst("X-Pipette-Event")).isEqualTo("failed");
        assertThat(request.getRequestHeaders().getFirst("X-Pipette-Id")).isEqualTo("pipette-alert-17");
        String signature = request.getRequestHeaders().getFirst("X-Pipette-Signature");
        assertThat(signature).startsWith("t=1766577600,v1=");
        assertThat(VerifySignature.isGenuine(signature, bodies.getFirst(), "s3cret-of-the-hook", 1766577700))
                .isTrue();
        assertThat(VerifySignature.isGenuine(signature, bodies.getFirst() + " ", "s3cret-of-the-hook", 1766577700))
                .isFalse();
        assertThat(VerifySignature.isGenuine(signature, bodies.getFirst(), "s3cret-of-the-hook", 1766578000))
                .isFalse();
    }

    @Test
    void an_alert_without_a_secret_is_not_signed() throws Exception {
        send(host() + "/hook", Optional.empty());
        assertThat(received.getFirst().getRequestHeaders().getFirst("X-Pipette-Signature"))
                .isNull();
    }

    @Test
    void an_answer_that_may_pass_is_tried_again_when_the_receiver_asks_for_it() {
        status = 503;
        answer = Map.of("Retry-After", "120");
        AlertFailure failure = failure(host() + "/token-in-the-path", Optional.empty());
        assertThat(failure).hasMessage(host() + " answered 503");
        assertThat(AlertSenders.again(failure, 1)).contains(Duration.ofMinutes(2));
        assertThat(AlertSenders.again(failure, 6)).contains(Duration.ofSeconds(320));
        assertThat(AlertSenders.again(failure, 8)).isEmpty();
        status = 429;
        answer = Map.of();
        assertThat(AlertSenders.again(failure(host(), Optional.empty()), 3)).contains(Duration.ofSeconds(40));
    }

    @Test
    void another_refusal_is_given_up_at_once() {
        status = 404;
        AlertFailure failure = failure(host() + "/gone", Optional.empty());
        assertThat(failure).hasMessage(host() + " answered 404; it is not sent again");
        assertThat(AlertSenders.again(failure, 1)).isEmpty();
    }

    @Test
    void a_redirect_is_not_followed() {
        status = 307;
        answer = Map.of("Location", host() + "/elsewhere");
        assertThat(failure(host() + "/hook", Optional.empty()))
                .hasMessage(host() + " answered 307; a redirect is not followed: give the address that it leads to");
        assertThat(received).hasSize(1);
    }

    @Test
    void a_receiver_that_is_not_there_may_come_back() {
        int port = server.getAddress().getPort();
        server.stop(0);
        AlertFailure failure = failure("http://127.0.0.1:" + port, Optional.empty());
        assertThat(failure.reason()).startsWith("http://127.0.0.1:" + port + " cannot be reached: ");
        assertThat(failure.isPassing()).isTrue();
    }

    @Test
    void only_this_machine_is_told_without_encryption() {
        assertThat(failure("http://192.0.2.1/hook", Optional.empty()))
                .hasMessage(
                        "'http://192.0.2.1/hook' is not the address of a webhook: it must begin with https://; http:// is only"
                                + " for this machine");
        assertThat(failure("no address", Optional.empty()).isPassing()).isFalse();
    }

    @Test
    void a_key_that_is_not_set_is_named() {
        AlertFailure failure = failure(host(), Optional.of("OTHER_SECRET"));
        assertThat(failure.reason())
                .startsWith("the key of the webhook's signature is not set: [BAD_SETTINGS]")
                .contains("OTHER_SECRET");
        assertThat(received).isEmpty();
    }
}
