package dev.pipette.testing.content;

import static dev.pipette.Pipette.duckdb;
import static dev.pipette.Pipette.pipeline;
import static dev.pipette.Pipette.resource;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.Pipeline;
import dev.pipette.Resource;
import dev.pipette.testing.folders.KeptOpen;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jooq.CloseableDSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetContentTests {
    private static final String ORDERS = """
            [{"id": 1, "state": "open", "customer": {"name": "Ann"}, "tags": ["a", "b"],
              "lines": [{"sku": "A", "qty": 2, "sizes": [[1, 2], [3]]}, {"sku": "B", "qty": 1}]},
             {"id": 2, "state": "paid", "tags": []}]
            """;

    @TempDir
    Path folder;

    private Pipeline one;
    private Pipeline other;

    @BeforeEach
    void makePipelines() {
        KeptOpen.keep(folder.resolve("one.duckdb"));
        KeptOpen.keep(folder.resolve("other.duckdb"));
        one = pipeline("t", duckdb(folder.resolve("one.duckdb"))).home(folder.resolve("one"));
        other = pipeline("t", duckdb(folder.resolve("other.duckdb"))).home(folder.resolve("other"));
    }

    @Test
    void nested_tables_are_read_back_as_the_documents_that_they_were() {
        one.run(resource("orders").json(ORDERS));

        DatasetContent content = DatasetContent.of(one);

        assertThat(content.documents("orders"))
                .hasToString(
                        "[{id=1, state=open, customer__name=Ann, lines=[{sku=A, qty=2, sizes=[[1, 2], [3]]}, {sku=B,"
                                + " qty=1}], tags=[a, b]}, {id=2, state=paid}]");
    }

    @Test
    void a_dataset_that_does_not_exist_holds_nothing() {
        DatasetContent content = DatasetContent.of(one);

        assertThat(content.tables()).isEmpty();
        assertThat(content.diff(DatasetContent.of(other))).isEmpty();
    }

    @Test
    void two_runs_of_the_same_rows_hold_the_same() {
        one.run(resource("orders").json(ORDERS).merge("id"));
        other.run(resource("orders").json(ORDERS).merge("id"));
        other.run(resource("orders").json(ORDERS).merge("id"));

        assertThat(DatasetContent.of(one).diff(DatasetContent.of(other))).isEmpty();
    }

    @Test
    void changed_missing_and_unexpected_rows_are_told_by_key() {
        one.run(resource("orders")
                .json(
                        "[{\"id\": 1, \"lines\": [{\"qty\": 3}]}, {\"id\": 2, \"lines\": []}, {\"id\": 3, \"state\": \"open\"}]")
                .merge("id"));
        other.run(resource("orders")
                .json(
                        "[{\"id\": 1, \"lines\": [{\"qty\": 4}]}, {\"id\": 3, \"state\": \"paid\"}, {\"id\": 4}, {\"id\": 5}]")
                .merge("id"));

        assertThat(DatasetContent.of(one).diff(DatasetContent.of(other))).isEqualTo("""
                        table orders: expected 3 rows but has 4
                          row id=1: lines[0].qty expected 3 but was 4
                          row id=3: state expected open but was paid
                                      id
                          missing      2
                          unexpected   4
                          unexpected   5""");
    }

    @Test
    void rows_of_loads_that_were_not_committed_and_rows_without_a_parent_are_problems() {
        one.run(resource("orders").json(ORDERS));
        other.run(resource("orders").json(ORDERS));
        try (CloseableDSLContext dsl = other.dataset().dsl()) {
            dsl.execute("UPDATE orders SET _dlt_load_id = '7.5' WHERE id = 2");
            dsl.execute("UPDATE orders__lines SET _dlt_parent_id = 'nobody' WHERE sku = 'B'");
        }

        DatasetContent content = DatasetContent.of(other);

        assertThat(content.problems())
                .containsExactly(
                        "orders has rows of loads that were not committed: 7.5",
                        "orders__lines has 1 row without a parent row");
        assertThat(DatasetContent.of(one).diff(content)).isEqualTo("""
                        table orders
                          row id=1: lines[1] is missing: {sku: B, qty: 1}
                        orders has rows of loads that were not committed: 7.5
                        orders__lines has 1 row without a parent row""");
    }

    @Test
    void many_differences_are_cut_to_ten_lines_or_so() {
        one.run(resource("orders").rows(ids(0, 20)), resource("items").rows(ids(0, 9)));
        other.run(resource("orders").rows(ids(100, 103)), resource("days").rows(ids(0, 1)));

        assertThat(DatasetContent.of(one).diff(DatasetContent.of(other))).isEqualTo("""
                        table days was not expected
                                      id
                          unexpected   0
                        table items is missing
                                   id
                          missing   0
                          missing   1
                          missing   2
                          missing   3
                          missing   4
                          missing   5
                          missing   6
                        ... and 25 more""");
    }

    private static java.util.List<Map<String, Object>> ids(int from, int to) {
        return IntStream.range(from, to)
                .<Map<String, Object>>mapToObj(id -> Map.of("id", id))
                .toList();
    }

    @Test
    void what_resources_remember_is_compared() {
        one.run(remembering(1));
        other.run(remembering(2));

        assertThat(DatasetContent.of(one).diff(DatasetContent.of(other)))
                .isEqualTo("state of pages: page expected 1 but was 2");
    }

    private static Resource remembering(int page) {
        return resource("pages").stream(context -> {
            context.state().put("page", page);
            return Stream.of(Map.of("id", 1));
        });
    }
}
