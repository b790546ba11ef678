// How are dates and times loaded, and in which time zone?
var rows = """
    [{"id": 1, "paid": "2026-03-29T01:30:00+01:00", "opened": "2026-03-29T09:00:00", "day": "2026-03-29"}]""";

var shop = pipeline("times", duckdb("times.duckdb"));
shop.run(resource("orders").json(rows).column("day", date()).merge("id"));

// with an offset it is an instant, kept in UTC; without one it stays a local time, which no zone changes
IO.println(shop.dataset().query("SELECT paid, opened, day FROM orders"));
IO.println(shop.dataset().query("SELECT typeof(paid), typeof(opened), typeof(day) FROM orders"));

// make an instant of a local time where you know its zone
ZoneId berlin = ZoneId.of("Europe/Berlin");
shop.run(resource("visits").json(rows).select("id", "opened").merge("id").map(row -> {
    row.put("opened", LocalDateTime.parse((String) row.get("opened")).atZone(berlin).toInstant());
    return row;
}));
IO.println(shop.dataset().query("SELECT opened FROM visits"));

// prints:
//   paid                  opened               day
//   --------------------  -------------------  ----------
//   2026-03-29T00:30:00Z  2026-03-29T09:00:00  2026-03-29
//   1 row
//   typeof(paid)              typeof(opened)  typeof("day")
//   ------------------------  --------------  -------------
//   TIMESTAMP WITH TIME ZONE  TIMESTAMP       DATE
//   1 row
//   opened
//   --------------------
//   2026-03-29T07:00:00Z
//   1 row
