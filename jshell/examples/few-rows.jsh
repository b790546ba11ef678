// How do I try a program with a few rows, before it loads millions?
var orders = resource("orders").stream(() -> IntStream.iterate(1, id -> id + 1).mapToObj(id -> Map.of("id", id))).merge("id");
var shop = pipeline("few_rows", duckdb("few-rows.duckdb"));

// .limit(3) is a part of the program; the stream is endless, and no more of it is read
shop.run(orders.limit(3).table("first_orders"));
IO.println(shop.dataset().count("first_orders") + " rows");

// a context decides for each run inside it; its pipeline and dataset are others, and cursors stay where they are
var trial = RunContext.NONE.limit(5);
IO.println(trial.call(() -> shop.run(orders)).dataset());
IO.println(trial.call(() -> shop.dataset().count("orders")) + " rows");
IO.println(shop.dataset().tables());

// in a terminal: pipette run --limit 5 few-rows.jsh

// prints:
//   3 rows
//   few_rows_dataset_limited
//   5 rows
//   [first_orders]
