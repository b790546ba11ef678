// How do I query what I loaded, with jOOQ?
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.sum;

var shop = pipeline("jooq", duckdb("jooq.duckdb"));
shop.run(resource("orders").rows(List.of(
    Map.of("id", 1, "customer", "Ada", "total", 12),
    Map.of("id", 2, "customer", "Ben", "total", 30),
    Map.of("id", 3, "customer", "Ada", "total", 7))).merge("id"));

// the destination is open until sql is closed, and other processes wait for a DuckDB file until then
try (var sql = shop.dataset().dsl()) {
    var customer = field("customer", String.class);
    var result = sql
        .select(customer, count().as("orders"), sum(field("total", Long.class)).as("total"))
        .from("orders")
        .groupBy(customer)
        .orderBy(customer)
        .fetch();
    result.forEach(row -> IO.println(row.get(customer) + ", orders: " + row.get("orders") + ", total: " + row.get("total")));
}

// prints:
//   Ada, orders: 2, total: 19
//   Ben, orders: 1, total: 30
