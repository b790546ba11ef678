package dev.pipette.postgres;

import static dev.pipette.Pipette.pipeline;
import static dev.pipette.Pipette.postgres;
import static dev.pipette.Pipette.resource;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.Pipeline;
import dev.pipette.Resource;
import dev.pipette.settings.Secret;
import dev.pipette.testing.postgres.PostgresDatabase;
import dev.pipette.testing.postgres.PostgresServer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Statistics after large loads, and indexes where small merges meet large tables. */
class TableUpkeepTests {
    private final PostgresDatabase database = PostgresServer.shared().newDatabase();

    @TempDir
    Path home;

    @AfterEach
    void drop() {
        database.close();
    }

    private Pipeline shop() {
        return pipeline("shop", postgres(database.url()).user(database.user()).password(Secret.of(database.password())))
                .dataset("shop")
                .home(home);
    }

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
        database.execute(
                "INSERT INTO shop.orders (id, shop, code, _dlt_load_id, _dlt_id)"
                        + " SELECT 1000 + n, 'shop ' || n % 7, 'code ' || 1000 + n, 'old', 'old' || n FROM generate_series(1, 500000) n");
        database.execute("INSERT INTO shop.orders__lines (sku, _dlt_root_id, _dlt_parent_id, _dlt_list_idx, _dlt_id)"
                + " SELECT 'a', 'old' || n, 'old' || n, 0, 'line' || n FROM generate_series(1, 500000) n");
        database.execute("ANALYZE shop.orders");
        database.execute("ANALYZE shop.orders__lines");
    }

    private List<String> indexes() {
        return database.rows("SELECT regexp_replace(indexdef, '.* ON (ONLY )?', '') FROM pg_indexes"
                + " WHERE schemaname = 'shop' AND tablename NOT LIKE '%dlt%' ORDER BY 1");
    }

    @Test
    void a_small_merge_into_a_large_table_makes_an_index_on_the_key_once() {
        shop().run(orders(2).merge("id"));
        assertThat(indexes()).isEmpty();
        grow();

        shop().run(orders(2).merge("id"));
        shop().run(orders(2).merge("id"));

        assertThat(indexes())
                .containsExactly("shop.orders USING btree (id)", "shop.orders__lines USING btree (_dlt_root_id)");
    }

    @Test
    void a_key_of_text_alone_gets_a_hash_index_on_its_most_distinct_column() {
        shop().run(orders(2).merge("shop", "code"));
        grow();

        shop().run(orders(2).merge("shop", "code"));

        assertThat(indexes()).first().isEqualTo("shop.orders USING hash (code)");
    }

    @Test
    void text_longer_than_an_index_entry_can_be_merged_after_the_index_is_there() {
        shop().run(orders(2).merge("code"));
        grow();
        shop().run(orders(2).merge("code"));
        String longest = IntStream.range(0, 20_000)
                .mapToObj(nr -> Integer.toString(nr * 7919 % 46_656, 36))
                .reduce("", String::concat);

        shop().run(resource("orders")
                .rows(List.of(Map.of("id", 7, "code", longest)))
                .merge("code"));

        assertThat(database.rows("SELECT count(*) FROM shop.orders WHERE code = '" + longest + "'"))
                .containsExactly("1");
    }

    @Test
    void an_index_that_begins_with_a_column_of_the_key_is_enough() {
        shop().run(orders(2).merge("id", "code"));
        grow();
        database.execute("CREATE INDEX mine ON shop.orders (code, shop)");

        shop().run(orders(2).merge("id", "code"));

        assertThat(indexes()).first().isEqualTo("shop.orders USING btree (code, shop)");
        assertThat(indexes()).hasSize(2);
    }

    @Test
    void an_append_makes_no_index() {
        shop().run(orders(2));
        database.execute("INSERT INTO shop.orders (id, _dlt_load_id, _dlt_id)"
                + " SELECT 1000 + n, 'old', 'old' || n FROM generate_series(1, 500000) n");
        database.execute("ANALYZE shop.orders");

        shop().run(orders(2));

        assertThat(indexes()).isEmpty();
    }

    @Test
    void a_large_load_leaves_statistics_and_a_small_one_does_not_take_the_time() {
        shop().run(orders(2));
        assertThat(database.rows("SELECT count(*) FROM pg_stats WHERE schemaname = 'shop' AND tablename = 'orders'"))
                .containsExactly("0");

        shop().run(orders(50_000));

        assertThat(database.rows(
                        "SELECT reltuples::bigint FROM pg_class WHERE oid = 'shop.orders'::regclass AND reltuples > 0"))
                .containsExactly("50002");
    }
}
