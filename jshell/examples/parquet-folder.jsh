// How do I load a folder of Parquet files, with its folders as columns?
import org.jooq.impl.DSL;

// makes sales/year=2025/data_0.parquet and sales/year=2026/data_0.parquet
try (var duck = DSL.using("jdbc:duckdb:")) {
    duck.execute("""
        COPY (FROM (VALUES (1, 12.50, 2025), (2, 30.00, 2026), (3, 7.20, 2026)) AS t(id, total, year))
        TO 'sales' (FORMAT parquet, PARTITION_BY (year), OVERWRITE)""");
}

var sales = resource("sales").files("sales/**/*.parquet").folderKeys().column("total", decimal(12, 2)).merge("id");
var shop = pipeline("parquet_folder", duckdb("parquet-folder.duckdb"));
shop.run(sales);
IO.println(shop.dataset().query("SELECT id, total, year FROM sales ORDER BY id"));

// the same for s3("bucket").glob("sales/**/*.parquet"), and for one file by https://

// prints:
//   id  total  year
//   --  -----  ----
//    1  12.50  2025
//    2  30.00  2026
//    3   7.20  2026
//   3 rows
