package dev.pipette.postgres;

import static dev.pipette.Pipette.resource;
import static dev.pipette.testing.PipetteAssertions.assertThat;
import static dev.pipette.testing.TestDestination.POSTGRES;

import dev.pipette.Pipeline;
import dev.pipette.Resource;
import dev.pipette.testing.LoadTest;
import dev.pipette.testing.Workspace;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Statistics after large loads, and indexes where small merges meet large tables. */
@LoadTest(destinations = POSTGRES)
record TableUpkeepTests(Pipeline pipeline, Workspace workspace) {
    private static Resource orders(int rows) {
        return resource("orders").stream(() -> IntStream.range(0, rows).mapToObj(nr -> {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("id", nr);
            row.put("shop", "shop " + nr % 7);
            row.put("code", "code " + nr);
            row.put("lines", List.of(Map.of("sku", "a")));
            return row;
        }));
    }

    /** Rows that were there before, without loading them. */
    private void grow() {
        workspace.execute(
                "INSERT INTO orders (id, shop, code, _dlt_load_id, _dlt_id)"
                        + " SELECT 1000 + n, 'shop ' || n % 7, 'code ' || 1000 + n, 'old', 'old' || n FROM generate_series(1, 500000) n");
        workspace.execute("INSERT INTO orders__lines (sku, _dlt_root_id, _dlt_parent_id, _dlt_list_idx, _dlt_id)"
                + " SELECT 'a', 'old' || n, 'old' || n, 0, 'line' || n FROM generate_series(1, 500000) n");
        workspace.execute("ANALYZE orders");
        workspace.execute("ANALYZE orders__lines");
    }

    /** A few rows, of which the server believes that they are many: that is what decides, and it costs no time. */
    private void pretendToGrow() {
        workspace.execute(
                "INSERT INTO orders (id, shop, code, _dlt_load_id, _dlt_id)"
                        + " SELECT 1000 + n, 'shop ' || n % 7, 'code ' || 1000 + n, 'old', 'old' || n FROM generate_series(1, 500) n");
        workspace.execute("ANALYZE orders");
        workspace.execute(
                "UPDATE pg_class SET reltuples = 500000 WHERE oid IN ('orders'::regclass, 'orders__lines'::regclass)");
    }

    private List<String> indexes() {
        return pipeline.dataset()
                .query("SELECT regexp_replace(indexdef, '.* ON (ONLY )?', '') AS index FROM pg_indexes"
                        + " WHERE schemaname = 'test_dataset' AND tablename NOT LIKE '%dlt%' ORDER BY 1")
                .result()
                .getValues("index", String.class);
    }

    @Test
    void a_small_merge_into_a_large_table_makes_an_index_on_the_key_once() {
        pipeline.run(orders(2).merge("id"));
        assertThat(indexes()).isEmpty();
        grow();

        pipeline.run(orders(2).merge("id"));
        pipeline.run(orders(2).merge("id"));

        assertThat(indexes())
                .containsExactly(
                        "test_dataset.orders USING btree (id)",
                        "test_dataset.orders__lines USING btree (_dlt_root_id)");
    }

    @Test
    void a_key_of_text_alone_gets_a_hash_index_on_its_most_distinct_column() {
        pipeline.run(orders(2).merge("shop", "code"));
        pretendToGrow();

        pipeline.run(orders(2).merge("shop", "code"));

        assertThat(indexes()).first().isEqualTo("test_dataset.orders USING hash (code)");
    }

    @Test
    void text_longer_than_an_index_entry_can_be_merged_after_the_index_is_there() {
        pipeline.run(orders(2).merge("code"));
        pretendToGrow();
        pipeline.run(orders(2).merge("code"));
        String longest = IntStream.range(0, 20_000)
                .mapToObj(nr -> Integer.toString(nr * 7919 % 46_656, 36))
                .reduce("", String::concat);

        pipeline.run(resource("orders")
                .rows(List.of(Map.of("id", 7, "code", longest)))
                .merge("code"));

        assertThat(pipeline.dataset()
                        .query("SELECT id FROM orders WHERE code = '" + longest + "'")
                        .result()
                        .getValues("id", Long.class))
                .containsExactly(7L);
    }

    @Test
    void an_index_that_begins_with_a_column_of_the_key_is_enough() {
        pipeline.run(orders(2).merge("id", "code"));
        pretendToGrow();
        workspace.execute("CREATE INDEX mine ON orders (code, shop)");

        pipeline.run(orders(2).merge("id", "code"));

        assertThat(indexes()).first().isEqualTo("test_dataset.orders USING btree (code, shop)");
        assertThat(indexes()).hasSize(2);
    }

    @Test
    void an_append_makes_no_index() {
        pipeline.run(orders(2));
        pretendToGrow();

        pipeline.run(orders(2));

        assertThat(indexes()).isEmpty();
    }

    @Test
    void a_large_load_leaves_statistics_and_a_small_one_does_not_take_the_time() {
        pipeline.run(orders(2));
        assertThat(pipeline.dataset()
                        .query("SELECT 1 FROM pg_stats WHERE schemaname = 'test_dataset' AND tablename = 'orders'"))
                .isEmpty();

        pipeline.run(orders(50_000));

        assertThat(pipeline.dataset()
                        .query("SELECT reltuples::bigint AS rows FROM pg_class WHERE oid = 'orders'::regclass")
                        .result()
                        .getValues("rows", Long.class))
                .containsExactly(50_002L);
    }
}
