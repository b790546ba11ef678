// How do I load one month again?
var stored = new ArrayList<>(List.of(
    Map.of("id", 1, "day", LocalDate.parse("2026-01-15"), "total", 10),
    Map.of("id", 2, "day", LocalDate.parse("2026-02-15"), "total", 20)));

var day = cursor("day", LocalDate.class);
var orders = resource("orders").rows(stored).merge("id");
var shop = pipeline("backfill", duckdb("backfill.duckdb"));
shop.run(orders.incremental(day));

// all totals are corrected at the source, and only those of January are wanted
stored.replaceAll(order -> Map.of("id", order.get("id"), "day", order.get("day"), "total", 99));
shop.run(orders.incremental(day.backfill(LocalDate.parse("2026-01-01"), LocalDate.parse("2026-02-01"))));
IO.println(shop.dataset().query("SELECT id, day, total FROM orders ORDER BY id"));

// the cursor did not move: the next run continues from February
IO.println(shop.state());

// in a terminal: pipette load .. --cursor day --from 2026-01-01 --to 2026-02-01

// prints:
//   id  day         total
//   --  ----------  -----
//    1  2026-01-15     99
//    2  2026-02-15     20
//   2 rows
//   state version 1
//
//   resource  remembers   value
//   --------  ----------  ----------
//   orders    cursor day  2026-02-15
