// How do I read an API page by page, as long as it names a next page?
import com.sun.net.httpserver.HttpServer;
import dev.pipette.rest.*;

// a small API on this machine in the place of yours: GET /orders?page=TOKEN
var pages = Map.of(
    "first", "{\"orders\": [{\"id\": 1}, {\"id\": 2}], \"next\": \"b7\"}",
    "b7", "{\"orders\": [{\"id\": 3}], \"next\": null}");
var server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
server.createContext("/orders", exchange -> {
    var query = exchange.getRequestURI().getQuery();
    String page = query == null ? "first" : query.replace("page=", "");
    IO.println("asked for page " + page);
    byte[] body = pages.get(page).getBytes();
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
});
server.start();

// waits and asks again where the API is busy; .auth(Auth.bearer(settings.secret("SHOP_API_KEY"))) adds a key
var api = RestApi.at("http://127.0.0.1:" + server.getAddress().getPort());
var orders = api.get("/orders")
    .select("/orders")                           // where the rows are
    .paging(Paging.cursor("/next", "page"))      // where the next page is named, and how it is asked for
    .resource("orders")
    .merge("id");

var shop = pipeline("api_pages", duckdb("api-pages.duckdb"));
IO.println(shop.run(orders).rows("orders") + " orders");
server.stop(0);

// prints:
//   asked for page first
//   asked for page b7
//   3 orders
