package dev.pipette.testing;

import static dev.pipette.Pipette.duckdb;
import static dev.pipette.Pipette.pipeline;
import static dev.pipette.Pipette.resource;
import static dev.pipette.testing.Messages.failureOf;
import static dev.pipette.testing.PipetteAssertions.assertThat;

import dev.pipette.Pipeline;
import dev.pipette.testing.folders.KeptOpen;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentAssertTests {
    private static final String ORDERS = """
            [{"id": 1, "customer": {"name": "Ann", "phones": ["1", "2"]}, "tags": ["a", null, "b"],
              "lines": [{"sku": "A", "qty": 2, "sizes": [[1, 2], [3]]}, {"sku": "B", "qty": 1}]},
             {"id": 2, "customer": null, "tags": [], "lines": []}]
            """;

    @TempDir
    Path folder;

    private Pipeline pipeline;

    @BeforeEach
    void load() {
        KeptOpen.keep(folder.resolve("t.duckdb"));
        pipeline = pipeline("t", duckdb(folder.resolve("t.duckdb"))).home(folder);
        pipeline.run(resource("orders").json(ORDERS).merge("id"));
    }

    private TableAssert orders() {
        return assertThat(pipeline.dataset()).table("orders");
    }

    @Test
    void what_was_loaded_is_what_is_expected() {
        orders().containsExactlyDocuments(ORDERS);
    }

    @Test
    void objects_may_be_written_flat() {
        orders().containsExactlyDocuments("""
                        [{"id": 2},
                         {"id": 1, "customer__name": "Ann", "customer__phones": ["1", "2"], "tags": ["a", null, "b"],
                          "lines": [{"sku": "A", "qty": 2, "sizes": [[1, 2], [3]]}, {"sku": "B", "qty": 1}]}]
                        """);
    }

    @Test
    void the_place_of_a_difference_is_told() {
        assertThat(failureOf(() -> orders().byKey("id").containsExactlyDocuments("""
                                [{"id": 1, "customer": {"name": "Bob", "phones": ["1", "2", "3"]}, "tags": ["a", null],
                                  "lines": [{"sku": "A", "qty": 2, "sizes": [[1, 2], [4]]}, {"sku": "B", "qty": 1}]},
                                 {"id": 2, "color": "red", "lines": [{"sku": "C"}]}]
                                """)))
                .isEqualTo("""
                        expected table orders to contain exactly 2 documents, and 2 differ:
                          row id=1: customer__name expected Bob but was Ann; customer__phones[2] is missing: "3"; tags[2] was not expected: b; lines[0].sizes[1][0] expected 4 but was 3
                          row id=2: color expected red but there is no such column; lines expected [{sku: C}] but was nothing""");
    }

    @Test
    void a_row_is_one_document() {
        orders().rowWhere("id", 2).isEqualTo("{'id': 2, 'lines': []}");

        assertThat(failureOf(() -> orders().rowWhere("id", 2).isEqualTo("{'id': 2, 'tags': ['x']}")))
                .isEqualTo("""
                        expected table orders, row id=2 to be another document:
                          tags expected [x] but was nothing""");
    }

    @Test
    void only_some_members_are_compared() {
        orders().comparingOnly()
                .containsExactlyDocuments("[{'id': 1, 'tags': ['a', null, 'b']}, {'id': 2, 'tags': []}]");
    }
}
