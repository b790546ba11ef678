// How do I make sure that a job that runs twice loads its rows once?
var events = resource("events").rows(List.of(Map.of("kind", "click"), Map.of("kind", "view")));    // appended, and without a key
var web = pipeline("run_key", duckdb("run-key.duckdb"));

// the key names what is loaded, for instance the day; it is committed with the rows
web.runKey("2026-01-05").run(events);
var again = web.runKey("2026-01-05").run(events);
IO.println(again.nothingNew() ? "nothing new" : "loaded twice");

web.runKey("2026-01-06").run(events);
IO.println(web.dataset().count("events") + " rows of two days");

// merge("id"), replace(), a cursor or a file state make a second run harmless as well

// prints:
//   nothing new
//   4 rows of two days
