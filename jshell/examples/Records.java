// How do I load Java records?
import static dev.pipette.Pipette.*;

record Line(String sku, int pieces) {}

record Order(int id, LocalDate day, BigDecimal total, List<Line> lines) {}

void main() {
    var orders = List.of(
        new Order(1, LocalDate.parse("2026-01-05"), new BigDecimal("12.50"), List.of(new Line("tea", 2), new Line("cup", 1))),
        new Order(2, LocalDate.parse("2026-01-06"), new BigDecimal("30"), List.of()));

    var shop = pipeline("records", duckdb("records.duckdb"));
    shop.run(resource("orders").rows(orders).column("total", decimal(12, 2)).merge("id"));

    IO.println(shop.dataset().query("SELECT id, day, total FROM orders ORDER BY id"));
    IO.println(shop.dataset().query("SELECT sku, pieces FROM orders__lines ORDER BY _dlt_list_idx"));
}

// prints:
//   id  day         total
//   --  ----------  -----
//    1  2026-01-05  12.50
//    2  2026-01-06  30.00
//   2 rows
//   sku  pieces
//   ---  ------
//   tea       2
//   cup       1
//   2 rows
