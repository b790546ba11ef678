// How do I update the rows that are there, and add the others?
var shop = pipeline("merge", duckdb("merge.duckdb"));
var orders = resource("orders");

shop.run(orders.rows(List.of(
    Map.of("id", 1, "state", "open"),
    Map.of("id", 2, "state", "open"))).merge("id"));

// order 2 is replaced, and order 3 is new
shop.run(orders.rows(List.of(
    Map.of("id", 2, "state", "paid"),
    Map.of("id", 3, "state", "open"))).merge("id"));

IO.println(shop.dataset().query("SELECT id, state FROM orders ORDER BY id"));

// several columns may be the key: merge("shop", "number")

// prints:
//   id  state
//   --  -----
//    1  open
//    2  paid
//    3  open
//   3 rows
