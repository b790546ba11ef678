// How do I get the rows of a query as CSV or Parquet?
var shop = pipeline("export", duckdb("export.duckdb"));
shop.run(resource("orders").rows(List.of(
    Map.of("id", 1, "customer", "Ada"),
    Map.of("id", 2, "customer", "Ben, and others"))).merge("id"));

String query = "SELECT id, customer FROM orders ORDER BY id";

// the rows in memory, written by jOOQ
Files.writeString(Path.of("export.csv"), shop.dataset().query(query).result().formatCSV());
IO.print(Files.readString(Path.of("export.csv")));

// row by row, so that memory does not grow with them
long written = shop.dataset().query(query, rows -> rows.writeParquet(Path.of("export.parquet"), 1_000_000));
IO.println(written + " rows in export.parquet");

// in a terminal: pipette sql duckdb:export.duckdb "FROM orders" -o orders.parquet

// prints:
//   id,customer
//   1,Ada
//   2,"Ben, and others"
//   2 rows in export.parquet
