// What does a failed load leave, and how do I retry it?
var shop = pipeline("failed_load", duckdb("failed-load.duckdb"));
shop.run(resource("orders").json("[{\"id\": 1, \"total\": 12}]").merge("id"));

// from now on each order must have a total
shop.dataset().execute("ALTER TABLE orders ALTER total SET NOT NULL");
try {
    shop.run(resource("orders").json("[{\"id\": 2, \"voucher\": \"WINTER\"}]").merge("id"));
} catch (PipetteException refused) {
    IO.println(refused.code() + ": nothing of the load is visible, " + shop.dataset().count("orders") + " order is there");
}

// the rows that were extracted wait in a package, and can be queried there
var waiting = shop.admin().pending().getFirst();
IO.println(waiting.rows());
IO.println(shop.admin().query(waiting.loadId(), "SELECT id, voucher FROM orders"));

// correct the table, and load the package as it is; discard(..) would delete it, to extract its rows again
shop.dataset().execute("ALTER TABLE orders ALTER total DROP NOT NULL");
shop.admin().retry(waiting.loadId());
IO.println(shop.dataset().query("SELECT id, total, voucher FROM orders ORDER BY id"));
IO.println(shop.admin().pending());

// prints:
//   ROW_REFUSED: nothing of the load is visible, 1 order is there
//   {orders=1}
//   id  voucher
//   --  -------
//    2  WINTER
//   1 row
//   id  total  voucher
//   --  -----  -------
//    1     12  NULL
//    2   NULL  WINTER
//   2 rows
//   nothing is pending
