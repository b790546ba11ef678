// How do I say what type a column has, and refuse what does not fit?
Path file = Path.of("customers.csv");
Files.writeString(file, """
    id,zip,balance
    1,10115,12.5
    2,20095,7
    """);

var customers = csv("customers", file)
    .column("zip", text())                  // digits, but not a number
    .column("balance", decimal(12, 2))      // money
    .merge("id");

var shop = pipeline("column_type", duckdb("column-type.duckdb"));
shop.run(customers);
IO.println(shop.dataset().query("SELECT id, zip, balance, typeof(zip), typeof(balance) FROM customers ORDER BY id"));

// a declared type is a promise: such a row stops the load, and nothing of it becomes visible
Files.writeString(file, """
    id,zip,balance
    3,04103,soon
    """);
try {
    shop.run(customers);
} catch (PipetteException refused) {
    IO.println(refused.getMessage());
}

// prints:
//   id  zip    balance  typeof(zip)  typeof(balance)
//   --  -----  -------  -----------  ---------------
//    1  10115    12.50  VARCHAR      DECIMAL(12,2)
//    2  20095     7.00  VARCHAR      DECIMAL(12,2)
//   2 rows
//   [TYPE_MISMATCH] resource customers: 1 value of column 'balance' cannot be decimal(12,2) without loss (first: 'soon', text, in row 1). Change such values with .map(..), or say column("balance", text()) (--type balance=text) to keep them as they are. Or keep such rows apart with .badRows(BadRows.REJECT) (--bad-rows reject).
