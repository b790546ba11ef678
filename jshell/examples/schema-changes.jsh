// What happens when rows bring a new column, or a value of another type?
var shop = pipeline("schema_changes", duckdb("schema-changes.duckdb"));
shop.run(resource("orders").json("""
    [{"id": 1, "total": 12}]""").merge("id"));

// %% the table follows the rows, and the load says how
var info = shop.run(resource("orders").json("""
    [{"id": 2, "total": 7.5, "voucher": "WINTER"},
     {"id": 3, "total": "unknown"}]""").merge("id"));
info.schemaChanges().forEach(IO::println);

// a value that does not fit its column is kept beside it
IO.println(shop.dataset().query("SELECT id, total, total__v_text, voucher FROM orders ORDER BY id"));

// %% test no total is lost
assertThat(shop.dataset().query("SELECT id FROM orders WHERE total IS NULL AND total__v_text IS NULL")).isEmpty();

// prints:
//   column orders.total was widened from bigint to double
//   column orders.total__v_text text was added
//   column orders.voucher text was added
//   id  total  total__v_text  voucher
//   --  -----  -------------  -------
//    1   12.0  NULL           NULL
//    2    7.5  NULL           WINTER
//    3   NULL  unknown        NULL
//   3 rows
//   passed  no total is lost
