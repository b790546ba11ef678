package dev.pipette.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.pipette.settings.Secret;
import dev.pipette.testing.http.Answer;
import dev.pipette.testing.http.FakeHttp;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Credentials go to the host that they are for, through the proxy and with the certificates that are declared. */
class ElsewhereTests {
    private static final Secret KEY = Secret.of("k-4711-secret");

    @TempDir
    Path folder;

    @AutoClose
    private final FakeHttp fake = FakeHttp.start();

    @AutoClose
    private final FakeHttp other = FakeHttp.start();

    private final Calls calls = new Calls();

    private RestApi api(String address) {
        return RestApi.at(address)
                .named("Shop")
                .timing(TestTiming.atChristmas())
                .auth(Auth.query("api_key", KEY));
    }

    private RestCall orders() {
        return api(fake.baseUrl()).get("/orders").paging(Paging.nextLink("/next"));
    }

    private static String withNext(String link) {
        return "{\"data\": [{\"id\": 1}], \"next\": \"" + link + "\"}";
    }

    @Test
    void a_link_to_another_host_is_not_followed() {
        fake.get("/orders").json(withNext(other.url("/orders")));
        other.get("/orders").json("[{\"id\": 2}]");

        assertThatThrownBy(() -> calls.ids(orders()))
                .hasMessage("[SOURCE_UNREADABLE] Shop: GET " + fake.url("/orders?api_key=***")
                        + " answered with a link to " + other.baseUrl()
                        + ", another host, which must not see the credentials. If it belongs to the API, say"
                        + " linksTo(\"127.0.0.1\").");
        assertThat(other.requests()).isEmpty();
    }

    @Test
    void a_link_in_the_header_to_another_host_is_not_followed() {
        fake.get("/orders")
                .answers(Answer.json("[{\"id\": 1}]")
                        .withHeader("Link", "<" + other.url("/orders") + ">; rel=\"next\""));

        assertThatThrownBy(() -> calls.ids(api(fake.baseUrl()).get("/orders").paging(Paging.linkHeader())))
                .hasMessageContaining("another host, which must not see the credentials");
        assertThat(other.requests()).isEmpty();
    }

    @Test
    void a_link_to_a_host_that_belongs_to_the_api_is_followed() throws Exception {
        fake.get("/orders").json(withNext(other.url("/more?page=2")));
        other.get("/more").json("{\"data\": [{\"id\": 2}]}");

        RestCall call = api(fake.baseUrl()).linksTo("127.0.0.1").get("/orders").paging(Paging.nextLink("/next"));

        assertThat(calls.ids(call)).containsExactly(1L, 2L);
        assertThat(other.requests().getFirst().query("api_key")).contains("k-4711-secret");
    }

    @Test
    void a_link_that_repeats_the_key_does_not_send_it_twice() throws Exception {
        fake.get("/orders").json(withNext("/more?api_key=k-4711-secret&page=2"));
        fake.get("/more").json("{\"data\": [{\"id\": 2}]}");

        assertThat(calls.ids(orders())).hasSize(2);
        assertThat(fake.requests().getLast().query().get("api_key")).containsExactly("k-4711-secret");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void a_redirection_to_another_host_is_not_followed(int status) {
        fake.get("/orders").answers(Answer.status(status).withHeader("Location", other.url("/orders")));

        assertThatThrownBy(() -> calls.ids(orders()))
                .hasMessage("[SOURCE_UNREADABLE] Shop: GET " + fake.url("/orders?api_key=***") + " answered " + status
                        + " and sends on to " + other.url("/orders")
                        + ", where the key must not go. If that is the API's new address, make it the base URL.");
        assertThat(other.requests()).isEmpty();
    }

    @Test
    void a_redirection_at_the_same_host_is_followed_and_one_in_a_circle_is_an_error() throws Exception {
        fake.get("/orders").answers(Answer.status(301).withHeader("Location", "/orders/"));
        fake.get("/orders/").json("{\"data\": [{\"id\": 1}]}");
        fake.get("/circle").answers(Answer.status(302).withHeader("Location", "/circle"));

        assertThat(calls.ids(orders())).containsExactly(1L);
        assertThat(fake.requests().getLast().query("api_key")).contains("k-4711-secret");
        assertThatThrownBy(() -> calls.ids(api(fake.baseUrl()).get("/circle")))
                .hasMessageContaining("answered 302 and sends on to /circle");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://127.0.0.1/x", "http://", "mailto:me"})
    void a_link_that_is_no_address_is_an_error(String link) {
        fake.get("/orders").json(withNext(link));

        assertThatThrownBy(() -> calls.ids(orders()))
                .hasMessage("[SOURCE_UNREADABLE] Shop: GET " + fake.url("/orders?api_key=***")
                        + " answered with a link that is not an address: '" + link
                        + "'. Check where paging(..) looks for the next link; for a cursor, say Paging.cursor(..).");
    }

    @Test
    void a_proxy_sees_the_requests_and_its_own_credentials() throws Exception {
        List<String> seen = Collections.synchronizedList(new ArrayList<>());
        HttpServer proxy = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        proxy.createContext("/", exchange -> {
            String shown = exchange.getRequestHeaders().getFirst("Proxy-Authorization");
            seen.add(exchange.getRequestURI() + " " + shown);
            answer(exchange, shown == null ? 407 : 200, "[{\"id\": 1}]");
        });
        proxy.start();
        try {
            RestApi api = RestApi.at("http://shop.example")
                    .proxy("http://me:pw-4711@127.0.0.1:" + proxy.getAddress().getPort());

            assertThat(calls.ids(api.get("/orders").paging(Paging.single()))).containsExactly(1L);
        } finally {
            proxy.stop(0);
        }

        assertThat(seen)
                .containsExactly(
                        "http://shop.example/orders null", "http://shop.example/orders Basic bWU6cHctNDcxMQ==");
    }

    private static void answer(com.sun.net.httpserver.HttpExchange exchange, int status, String body)
            throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        if (status == 407) {
            exchange.getResponseHeaders().add("Proxy-Authenticate", "Basic realm=\"proxy\"");
        }
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Test
    void a_certificate_of_ones_own_is_trusted_and_a_plain_link_is_not_followed() throws Exception {
        Path store = folder.resolve("store.p12");
        Path pem = folder.resolve("ca.pem");
        keytool(
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "SAN=IP:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                "changeit",
                "-alias",
                "a");
        keytool(
                "-exportcert",
                "-rfc",
                "-keystore",
                store.toString(),
                "-storepass",
                "changeit",
                "-alias",
                "a",
                "-file",
                pem.toString());
        HttpsServer server = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context(store)));
        server.createContext("/orders", exchange -> answer(exchange, 200, withNext(other.url("/orders"))));
        server.start();
        try {
            RestApi api = api("https://127.0.0.1:" + server.getAddress().getPort());

            assertThatThrownBy(() -> calls.ids(api.get("/orders").paging(Paging.single())))
                    .hasMessageContaining("found no one to trust")
                    .hasMessageContaining("Check the base URL and the certificates.");
            assertThat(calls.ids(api.caFile(pem).get("/orders").paging(Paging.single())))
                    .containsExactly(1L);
            assertThatThrownBy(() -> calls.ids(
                            api.caFile(pem).linksTo("127.0.0.1").get("/orders").paging(Paging.nextLink("/next"))))
                    .hasMessageContaining("answered with a link to " + other.baseUrl()
                            + ", which is not encrypted, so that everybody on the way could read the credentials. Ask the"
                            + " API's operator for https links.");
        } finally {
            server.stop(0);
        }
        assertThat(other.requests()).isEmpty();
    }

    @Test
    void a_file_without_certificates_is_refused() throws Exception {
        Path file = Files.writeString(folder.resolve("none.pem"), "nothing");

        assertThatThrownBy(() -> calls.ids(api(fake.baseUrl()).caFile(file).get("/orders")))
                .hasMessageStartingWith("[BAD_USAGE] Shop: the certificates in " + file + " cannot be read: ");
    }

    private static void keytool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    private static SSLContext context(Path store) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream input = Files.newInputStream(store)) {
            keys.load(input, "changeit".toCharArray());
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }
}
