// How do I see what a load would do, before it does it?
var shop = pipeline("plan", duckdb("plan.duckdb"));
shop.run(resource("orders").json("""
    [{"id": 1, "total": 12}, {"id": 2, "total": 30}]""").merge("id"));

var more = resource("orders").json("""
    [{"id": 2, "total": 31.5}, {"id": 3, "total": 7, "voucher": "WINTER"}]""").merge("id");

// reads a sample and writes nothing; IO.println(plan) prints all of it, SQL included
var plan = shop.plan(more);
var table = plan.table("orders");
IO.println("updated " + table.updated() + ", inserted " + table.inserted() + ", new columns " + table.newColumns());
plan.schemaChanges().forEach(IO::println);
IO.println(shop.dataset().count("orders") + " rows, as before");

// a plan says what a run would refuse
IO.println(shop.plan(resource("orders").json("[{\"total\": 5}]").merge("id")).refusals().getFirst().message());

// in a terminal: pipette plan, with the words of pipette load or with a file

// prints:
//   updated 1, inserted 1, new columns [voucher varchar]
//   column orders.total was widened from bigint to double
//   column orders.voucher text was added
//   2 rows, as before
//   [KEY_MISSING] merge into plan_dataset.orders: 1 row has no value for key column 'id' (first: row 1). No row has this column; columns are total.
