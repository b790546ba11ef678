package dev.pipette.testing.content;

import static dev.pipette.Pipette.duckdb;
import static dev.pipette.Pipette.pipeline;
import static dev.pipette.Pipette.resource;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.Pipeline;
import java.nio.file.Path;
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
}
