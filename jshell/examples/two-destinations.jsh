// How do I load into DuckDB here, and into PostgreSQL in production?

// in production, pipette.toml or the environment names the warehouse and secrets.toml has its password:
//
//   [destination.warehouse]
//   url = "postgresql://loader@db.example.com/shop"
//
Settings settings = Settings.load().withDefault("destination.warehouse.url", "duckdb:two-destinations.duckdb");

var shop = pipeline("two_destinations", destination("warehouse", settings)).datasetName("sales");
shop.run(resource("orders").rows(List.of(Map.of("id", 1, "total", 12), Map.of("id", 2, "total", 30))).merge("id"));

IO.println(shop.destination());
IO.println(shop.dataset().query("SELECT id, total FROM orders ORDER BY id"));

// who runs it can choose too: pipette run --into postgres://loader@db.example.com/shop two-destinations.jsh

// prints:
//   duckdb:two-destinations.duckdb
//   id  total
//   --  -----
//    1     12
//    2     30
//   2 rows
