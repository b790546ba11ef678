// How do I load only the new rows of a web API?
import com.sun.net.httpserver.HttpServer;
import dev.pipette.rest.*;

// a small API on this machine in the place of yours: GET /orders?since=TIME
var stored = new TreeMap<>(Map.of("2026-01-05T09:00:00Z", 1, "2026-01-06T08:15:00Z", 2));
var server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
server.createContext("/orders", exchange -> {
    String since = exchange.getRequestURI().getQuery().replace("since=", "");
    IO.println("asked for orders since " + since);
    byte[] body = stored.tailMap(since).entrySet().stream()
        .map(order -> "{\"id\": %d, \"changed\": \"%s\"}".formatted(order.getValue(), order.getKey()))
        .collect(Collectors.joining(",", "[", "]")).getBytes();
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
});
server.start();

var api = RestApi.at("http://127.0.0.1:" + server.getAddress().getPort());
var orders = api.get("/orders")
    .select("")                                  // the answer is the list of rows
    .paging(Paging.single())
    .incremental(cursor("changed", Instant.class).startingAt(Instant.parse("2026-01-01T00:00:00Z")), "since")
    .resource("orders")
    .merge("id");

var shop = pipeline("api_cursor", duckdb("api-cursor.duckdb"));
shop.run(orders);
stored.put("2026-01-07T12:00:00Z", 3);
shop.run(orders);    // continues where the first run ended; the place is committed with the rows
server.stop(0);
IO.println(shop.dataset().query("SELECT id, changed FROM orders ORDER BY id"));

// prints:
//   asked for orders since 2026-01-01T00:00:00Z
//   asked for orders since 2026-01-06T08:15:00Z
//   id  changed
//   --  --------------------
//    1  2026-01-05T09:00:00Z
//    2  2026-01-06T08:15:00Z
//    3  2026-01-07T12:00:00Z
//   3 rows
