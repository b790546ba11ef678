package dev.pipette.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.Dataset;
import dev.pipette.Pipeline;
import dev.pipette.Pipette;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jooq.CloseableDSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queries in a database that this process has open for writing: those that look like something else, and the other way round. */
class GuestQueryTests {
    @TempDir
    Path folder;

    private Dataset items() {
        Pipeline shop = Pipette.pipeline("shop", Pipette.duckdb(folder.resolve("shop.duckdb")))
                .home(folder.resolve("home"));
        shop.run(Pipette.resource("items").rows(List.of(Map.of("id", 1))));
        return shop.dataset();
    }

    @Test
    void only_a_query_that_may_be_run_is_explained() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret.csv"), "a\n1\n");
        Dataset dataset = items();
        try (CloseableDSLContext _ = dataset.dsl()) {
            assertThat(dataset.query("EXPLAIN SELECT id FROM items").columns()).contains("explain_value");
            assertThat(dataset.query("\n explain analyze select id from items").columns())
                    .contains("explain_value");
            assertThat(dataset.query("EXPLAIN (FORMAT json) SELECT id FROM items")
                            .columns())
                    .contains("explain_value");
            for (String sql : List.of(
                    "EXPLAIN SELECT * FROM '" + secret + "'",
                    "EXPLAIN ANALYZE COPY items TO '" + folder.resolve("stolen.csv") + "'",
                    "EXPLAIN ANALYZE DELETE FROM items",
                    "EXPLAIN ANALYZE ANALYZE",
                    "EXPLAIN (ANALYZE, FORMAT ') SELECT 1 --') COPY items TO '" + folder.resolve("stolen.csv") + "'",
                    "EXPLAIN (ANALYZE) DELETE FROM items",
                    "EXPLAIN SELECT 1; DELETE FROM items",
                    "EXPLAIN SELECT 1; SELECT 2",
                    "EXPLAIN EXPLAIN SELECT 1")) {
                assertThatThrownBy(() -> dataset.query(sql)).as(sql).hasMessageContaining("[BAD_USAGE]");
            }
            assertThat(dataset.query("SELECT id FROM items").size()).isEqualTo(1);
        }
        assertThat(folder.resolve("stolen.csv")).doesNotExist();
    }

    @Test
    void a_pivot_needs_its_values() {
        Dataset dataset = items();
        try (CloseableDSLContext _ = dataset.dsl()) {
            assertThat(dataset.query("PIVOT items ON id IN (1, 2) USING count(*)")
                            .size())
                    .isPositive();
            assertThatThrownBy(() -> dataset.query("PIVOT items ON id USING count(*)"))
                    .hasMessageContaining(
                            "refused the query: it is not a SELECT, DESCRIBE, SUMMARIZE or SHOW, nor EXPLAIN"
                                    + " of one, which are all that DuckDB can check while this process has the file open for"
                                    + " writing. A PIVOT needs its values: ON column IN ('a', 'b').");
        }
    }

    @Test
    void a_query_of_with_may_be_named_like_a_file() throws Exception {
        String name =
                '"' + Files.writeString(folder.resolve("secret.csv"), "x\n42\n").toString() + '"';
        String with = "WITH " + name + " AS (SELECT 1 AS x) ";
        Dataset dataset = items();
        try (CloseableDSLContext _ = dataset.dsl()) {
            for (String sql : List.of(
                    with + "SELECT x FROM " + name,
                    with + ", later AS (FROM " + name + ") FROM later",
                    with + "SELECT (SELECT x FROM (SELECT x FROM " + name + "))",
                    with + "(SELECT x FROM " + name + " UNION SELECT 1) ORDER BY (SELECT x FROM " + name + ")")) {
                assertThat(dataset.query(sql).result().getValues(0)).as(sql).hasToString("[1]");
            }
            for (String sql : List.of(
                    "WITH " + name + " AS (FROM " + name + ") FROM " + name,
                    "WITH earlier AS (FROM " + name + "), " + name + " AS (SELECT 1) FROM earlier",
                    "(" + with + "SELECT x FROM " + name + ") UNION ALL FROM " + name,
                    "SELECT * FROM (" + with + "FROM " + name + "), " + name,
                    with + "SELECT x FROM main." + name,
                    "WITH \"secret.csv\" AS (SELECT 1 AS x) SELECT x FROM secret.csv")) {
                assertThatThrownBy(() -> dataset.query(sql))
                        .as(sql)
                        .hasMessageContaining("secret.csv\" is not part of the database.");
            }
        }
    }
}
