// How do I replace a table as a whole?
var shop = pipeline("replace", duckdb("replace.duckdb"));
var rates = resource("rates");

shop.run(rates.rows(List.of(
    Map.of("currency", "EUR", "rate", 1.08),
    Map.of("currency", "GBP", "rate", 1.27))).replace());

// readers see the old rows until the new ones are committed, and never an empty table
shop.run(rates.rows(List.of(Map.of("currency", "EUR", "rate", 1.09))).replace());
IO.println(shop.dataset().query("SELECT currency, rate FROM rates"));

// a replace without rows empties the table
shop.run(rates.rows(List.of()).replace());
IO.println(shop.dataset().count("rates") + " rows");

// prints:
//   currency  rate
//   --------  ----
//   EUR       1.09
//   1 row
//   0 rows
