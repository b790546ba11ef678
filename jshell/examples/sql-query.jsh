// How do I load the rows of a SQL query into another database?
import org.jooq.impl.DSL;

// any address of JDBC does; here the other database is a DuckDB file too, made for this example
String crm = "jdbc:duckdb:crm.duckdb";
try (var made = DSL.using(crm)) {
    made.execute("""
        CREATE OR REPLACE TABLE customer AS
        FROM (VALUES (1, 'Ada', DATE '2024-05-01', true), (2, 'Ben', DATE '2025-11-20', false)) AS t(id, name, since, active)""");
}

// the query runs when the pipeline does, and its rows are read one after the other
var customers = resource("customers")
    .stream(() -> {
        var opened = DSL.using(crm);
        return opened.fetchStream("SELECT id, name, since FROM customer WHERE active").onClose(opened::close);
    })
    .merge("id");

var shop = pipeline("sql_query", duckdb("sql-query.duckdb"));
shop.run(customers);
IO.println(shop.dataset().query("SELECT id, name, since FROM customers"));

// prints:
//   id  name  since
//   --  ----  ----------
//    1  Ada   2024-05-01
//   1 row
