// How do I give a program parameters, with types and defaults?
//
//   pipette run --help-script jshell/examples/parameters.jsh
//   pipette run --param day=2026-02-01 --param days=2 jshell/examples/parameters.jsh
LocalDate day = param("day", LocalDate.parse("2026-01-05"), "the first day");
int days = param("days", 3, "how many days to load");

var rows = day.datesUntil(day.plusDays(days)).map(each -> Map.of("day", each)).toList();
var shop = pipeline("parameters", duckdb("parameters.duckdb"));
shop.run(resource("days").rows(rows).replace());
IO.println(shop.dataset().query("SELECT day FROM days ORDER BY day"));

// prints:
//   day
//   ----------
//   2026-01-05
//   2026-01-06
//   2026-01-07
//   3 rows
