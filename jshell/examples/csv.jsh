// How do I load a CSV file into DuckDB?
Path file = Path.of("orders.csv");
Files.writeString(file, """
    id,day,customer,total,paid
    1,2026-01-05,Ada,12.50,true
    2,2026-01-06,Ben,30.00,false
    """);

var shop = pipeline("csv", duckdb("csv.duckdb"));
shop.run(csv("orders", file).replace());

IO.println(shop.dataset().query("SELECT id, day, customer, total, paid FROM orders ORDER BY id"));

// the types come from all values of the file
IO.println(shop.dataset().query("SELECT typeof(id), typeof(day), typeof(total), typeof(paid) FROM orders LIMIT 1"));

// prints:
//   id  day         customer  total  paid
//   --  ----------  --------  -----  -----
//    1  2026-01-05  Ada        12.5  true
//    2  2026-01-06  Ben        30.0  false
//   2 rows
//   typeof(id)  typeof("day")  typeof(total)  typeof(paid)
//   ----------  -------------  -------------  ------------
//   BIGINT      DATE           DOUBLE         BOOLEAN
//   1 row
