package dev.pipette.duckdb;

import static dev.pipette.Pipette.cursor;
import static dev.pipette.Pipette.resource;
import static dev.pipette.testing.PipetteAssertions.assertThat;

import dev.pipette.Dataset;
import dev.pipette.Pipeline;
import dev.pipette.testing.LoadTest;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Rows that are trees of Jackson, or hold some. */
@LoadTest
class JsonNodeRowsTests {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static JsonNode tree(String json) {
        return JSON.readTree(json);
    }

    private static final String ORDERS = """
            [{"id": 1, "total": 0.1234567890123456789, "large": 12345678901234567890, "paid": true, "note": null,
              "customer": {"name": "Ada"}, "lines": [{"sku": "a", "tags": ["x", "y"]}, {"sku": "b"}]},
             {"id": 2, "total": 5}]""";

    @Test
    void an_array_of_objects_is_rows_as_its_text_is(Dataset dataset, Pipeline pipeline) {
        pipeline.run(resource("orders").rows(tree(ORDERS)));
        pipeline.run(resource("same").json(ORDERS));

        assertThat(dataset).table("orders").hasRowCount(2);
        assertThat(dataset.query("SELECT id, total, large, paid, customer__name FROM orders ORDER BY id")
                        .toString())
                .isEqualTo(dataset.query("SELECT id, total, large, paid, customer__name FROM same ORDER BY id")
                        .toString())
                .contains("0.1234567890123456789", "12345678901234567890");
        assertThat(dataset.query("SELECT l.sku, t.value FROM orders__lines l LEFT JOIN orders__lines__tags t"
                                + " ON t._dlt_parent_id = l._dlt_id ORDER BY 1, 2")
                        .result()
                        .map(row -> row.get(0) + " " + row.get(1)))
                .containsExactly("a x", "a y", "b null");
        assertThat(dataset.query("SELECT column_name FROM information_schema.columns WHERE table_name = 'orders'")
                        .result()
                        .map(row -> row.get(0)))
                .doesNotContain("note");
    }

    @Test
    void steps_and_cursors_see_plain_values(Dataset dataset, Pipeline pipeline) {
        pipeline.run(resource("orders")
                .rows(tree(ORDERS))
                .filter(row -> Integer.valueOf(5).equals(row.get("total"))
                        || new BigDecimal("0.1").compareTo((BigDecimal) row.get("total")) < 0)
                .incremental(cursor("id", Long.class)));

        assertThat(dataset).table("orders").hasRowCount(2);
    }

    @Test
    void nodes_inside_maps_are_what_they_hold(Dataset dataset, Pipeline pipeline) {
        pipeline.run(resource("events")
                .rows(List.of(Map.of(
                        "id",
                        tree("7"),
                        "body",
                        tree("{\"a\": [1, null, \"x\"], \"b\": 1.50}"),
                        "gone",
                        tree("null")))));

        assertThat(dataset.query("SELECT id, body__b FROM events").result().map(row -> row.get(0) + " " + row.get(1)))
                .containsExactly("7 1.500000000");
        assertThat(dataset).table("events__body__a").hasRowCount(3);
        assertThat(dataset.query("SELECT column_name FROM information_schema.columns WHERE table_name = 'events'")
                        .result()
                        .map(row -> row.get(0)))
                .doesNotContain("gone");
    }

    @Test
    void rows_of_a_text_may_be_inside_its_document(Dataset dataset, Pipeline pipeline) {
        pipeline.run(resource("orders")
                .json("{\"data\": {\"items\": [{\"id\": 1}, {\"id\": 2}]}}")
                .at("data.items"));

        assertThat(dataset).table("orders").hasRowCount(2);
    }
}
