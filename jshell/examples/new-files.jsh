// How do I load only the new files of a folder?
Path inbox = Files.createDirectories(Path.of("inbox"));
Files.writeString(inbox.resolve("monday.csv"), "id,total\n1,12\n2,30\n");

// the ledger is committed with the rows, and knows which files were loaded
var orders = resource("orders").files("inbox/*.csv", csvFormat(), FileState.ledger());
var shop = pipeline("new_files", duckdb("new-files.duckdb"));
IO.println(shop.run(orders).rows("orders") + " rows of monday");

Files.writeString(inbox.resolve("tuesday.csv"), "id,total\n3,7\n");
IO.println(shop.run(orders).rows("orders") + " row of tuesday");

// a file that changed replaces the rows that it brought
Files.writeString(inbox.resolve("monday.csv"), "id,total\n1,13\n");
shop.run(orders);
IO.println(shop.dataset().query("SELECT _file_name, id, total FROM orders ORDER BY id"));

// prints:
//   2 rows of monday
//   1 row of tuesday
//   _file_name         id  total
//   -----------------  --  -----
//   inbox/monday.csv    1     13
//   inbox/tuesday.csv   3      7
//   2 rows
