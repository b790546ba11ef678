// What becomes of JSON that has objects and lists in it?
var orders = resource("orders").json("""
    [{"id": 1, "customer": {"name": "Ada"}, "lines": [{"sku": "tea", "pieces": 2}, {"sku": "cup", "pieces": 1}]},
     {"id": 2, "customer": {"name": "Ben"}, "lines": [{"sku": "tea", "pieces": 5}]}]
    """).merge("id");

var shop = pipeline("nested_json", duckdb("nested-json.duckdb"));
shop.run(orders);

// an object becomes columns of its row
IO.println(shop.dataset().query("SELECT id, customer__name FROM orders ORDER BY id"));

// a list becomes rows of a table of its own, which know their parent and their place in the list
IO.println(shop.dataset().query("""
    SELECT orders.id, lines._dlt_list_idx AS place, lines.sku, lines.pieces
    FROM orders JOIN orders__lines AS lines ON lines._dlt_parent_id = orders._dlt_id
    ORDER BY orders.id, place"""));

// .maxNesting(0), or .column("lines", jsonDocument()) for one column, keeps documents instead
shop.run(orders.table("orders_flat").maxNesting(0));
IO.println(shop.dataset().query("SELECT customer, lines FROM orders_flat WHERE id = 2"));

// prints:
//   id  customer__name
//   --  --------------
//    1  Ada
//    2  Ben
//   2 rows
//   id  place  sku  pieces
//   --  -----  ---  ------
//    1      0  tea       2
//    1      1  cup       1
//    2      0  tea       5
//   3 rows
//   customer        lines
//   --------------  --------------------------
//   {"name":"Ben"}  [{"sku":"tea","pieces":5}]
//   1 row
