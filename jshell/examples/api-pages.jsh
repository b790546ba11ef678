// How do I read an API page by page, as long as it names a next page?
import com.sun.net.httpserver.HttpServer;
import dev.pipette.rest.*;
import tools.jackson.databind.JsonNode;

// a small API on this machine in the place of yours: GET /orders?page=TOKEN
var pages = Map.of(
    "first", "{\"orders\": [{\"id\": 1}, {\"id\": 2}], \"next\": \"b7\"}",
    "b7", "{\"orders\": [{\"id\": 3}], \"next\": null}");
var server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
server.createContext("/orders", exchange -> {
    byte[] body = pages.get(exchange.getRequestURI().getQuery().replace("page=", "")).getBytes();
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
});
server.start();

// waits and asks again where the API is busy; .auth(Auth.bearer(settings.secret("SHOP_API_KEY"))) adds a key
var api = RestClient.of("shop", "http://127.0.0.1:" + server.getAddress().getPort());
Function<String, JsonNode> page = token -> {
    IO.println("asks for page " + token);
    return api.json(RestRequest.get("/orders").query("page", token));
};

var orders = resource("orders")
    .stream(() -> Stream.iterate(
            page.apply("first"), Objects::nonNull, last -> last.get("next").isNull() ? null : page.apply(last.get("next").asString()))
        .flatMap(read -> read.get("orders").valueStream()))
    .merge("id");

var shop = pipeline("api_pages", duckdb("api-pages.duckdb"));
IO.println(shop.run(orders).rows("orders") + " orders");
server.stop(0);

// prints:
//   asks for page first
//   asks for page b7
//   3 orders
