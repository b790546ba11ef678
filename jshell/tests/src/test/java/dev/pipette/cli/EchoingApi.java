package dev.pipette.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.json.JsonMapper;

/** An API that refuses each request and repeats in its answer all that the request showed, in every encoding. */
final class EchoingApi implements AutoCloseable {
    private final HttpServer server;

    EchoingApi() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", EchoingApi::refuse);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static void refuse(HttpExchange exchange) throws IOException {
        StringBuilder shown = new StringBuilder("\u001b]0;title\u0007\u202eno: ");
        exchange.getRequestHeaders()
                .forEach((name, values) -> values.forEach(value -> shown.append(name)
                        .append(' ')
                        .append(new PlantedSecret(value).repeated())
                        .append('\n')));
        shown.append(exchange.getRequestURI());
        byte[] body = JsonMapper.shared()
                .writeValueAsString(java.util.Map.of("error", shown.toString()))
                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(400, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
