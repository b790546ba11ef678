// How do I choose, rename, change and add columns, and leave rows out?
var shop = pipeline("columns", duckdb("columns.duckdb"));
var orders = resource("orders").json("""
    [{"Order No": 1, "Total (EUR)": 12.5, "state": "PAID", "notes": "gift"},
     {"Order No": 2, "Total (EUR)": 30, "state": "TEST", "notes": null}]""")
    .exclude("notes")                                       // or select(..) for those to keep
    .rename(Map.of("Order No", "id", "Total (EUR)", "total"))
    .filter(row -> !"TEST".equals(row.get("state")))
    .map(row -> {
        row.compute("state", (name, state) -> state.toString().toLowerCase());
        return row;
    })
    .addColumn("shop", "Berlin")
    .merge("id");

shop.run(orders);
IO.println(shop.dataset().query("SELECT id, total, state, shop FROM orders"));

// prints:
//   id  total  state  shop
//   --  -----  -----  ------
//    1   12.5  paid   Berlin
//   1 row
