package dev.pipette.duckdb;

import static dev.pipette.Pipette.csv;
import static dev.pipette.Pipette.resource;
import static dev.pipette.testing.PipetteAssertions.assertThat;
import static dev.pipette.testing.PipetteAssertions.assertThatRun;

import dev.pipette.Pipeline;
import dev.pipette.Resource;
import dev.pipette.error.ErrorCode;
import dev.pipette.testing.LoadTest;
import dev.pipette.testing.Workspace;
import org.junit.jupiter.api.Test;

/** Pipette puts no constraint on a table; where somebody else did, the error says which row it refuses. */
@LoadTest
record RefusedRowTests(Pipeline pipeline, Workspace workspace) {
    private static Resource orders(String json) {
        return resource("orders").json(json);
    }

    @Test
    void a_row_whose_key_is_there_is_named_and_nothing_changes() {
        pipeline.run(orders("[{\"id\": 1, \"sum\": 10}, {\"id\": 2, \"sum\": 20}]"));
        workspace.execute("CREATE UNIQUE INDEX by_id ON orders(id)");

        assertRefused(
                orders("[{\"id\": 3, \"sum\": 30}, {\"id\": 2, \"sum\": 21}]"),
                "row 2 (id = 2)",
                "Duplicate key \"id: 2\" violates unique constraint");
        assertThat(pipeline.dataset()).table("orders").containsExactlyRows("""
                id,sum
                1,10
                2,20""");
    }

    @Test
    void a_key_that_a_file_has_twice_is_named() {
        pipeline.run(csv("orders", workspace.file("a.csv", "id,line\n1,1\n")).primaryKey("id", "line"));
        workspace.execute("CREATE UNIQUE INDEX by_line ON orders(id, line)");

        assertRefused(
                csv("orders", workspace.file("b.csv", "id,line\n2,1\n2,2\n2,1\n"))
                        .primaryKey("id", "line"),
                "row 3 (id = 2, line = 1)",
                "PRIMARY KEY or UNIQUE constraint violation: duplicate key \"2, 1\"");
    }

    @Test
    void a_row_without_a_value_that_must_be_there_is_named() {
        pipeline.run(orders("[{\"id\": 1, \"note\": \"a\"}]"));
        workspace.execute("ALTER TABLE orders ALTER COLUMN note SET NOT NULL");

        assertRefused(
                orders("[{\"id\": 2, \"note\": \"b\"}, {\"id\": 3}]"),
                "row 2 (note = NULL)",
                "NOT NULL constraint failed: orders.note");
    }

    @Test
    void a_row_that_a_check_refuses_is_named_with_the_values_that_it_looks_at() {
        pipeline.run(resource("others").json("[{\"id\": 1}]"));
        workspace.execute("CREATE TABLE orders (id BIGINT, sum BIGINT CHECK (sum < 100), _dlt_load_id VARCHAR NOT NULL,"
                + " _dlt_id VARCHAR NOT NULL)");

        assertRefused(
                orders("[{\"id\": 1, \"sum\": 99}, {\"id\": 2, \"sum\": 100}]"),
                "row 2 (sum = 100)",
                "CHECK constraint failed on table \"orders\" with expression CHECK((sum < 100))");
    }

    @Test
    void a_row_that_a_check_refuses_is_named_when_it_is_merged_from_a_file() {
        pipeline.run(resource("others").json("[{\"id\": 1}]"));
        workspace.execute("CREATE TABLE orders (id BIGINT, sum BIGINT CHECK (sum < 100), _dlt_load_id VARCHAR NOT NULL,"
                + " _dlt_id VARCHAR NOT NULL)");

        assertRefused(
                csv("orders", workspace.file("a.csv", "id,sum\n1,1\n2,2\n3,101\n"))
                        .merge("id"),
                "row 3 (sum = 101)",
                "CHECK constraint failed on table \"orders\" with expression CHECK((sum < 100))");
    }

    @Test
    void a_row_that_refers_to_nothing_is_named() {
        pipeline.run(resource("others").json("[{\"id\": 1}]"));
        workspace.execute("CREATE TABLE kinds (kind VARCHAR PRIMARY KEY)");
        workspace.execute("CREATE TABLE orders (id BIGINT, kind VARCHAR REFERENCES kinds (kind))");

        assertRefused(
                orders("[{\"id\": 1, \"kind\": \"new\"}]"),
                "row 1 (kind = new)",
                "Violates foreign key constraint because key \"kind: new\" does not exist in the referenced table");
    }

    private void assertRefused(Resource resource, String row, String problem) {
        assertThatRun(() -> pipeline.run(resource))
                .failsWith(ErrorCode.ROW_REFUSED)
                .saysAndSetsAside(
                        "could not insert " + row + " into test_dataset.orders (duckdb "
                                + pipeline.destination().location() + "): Constraint Error: " + problem
                                + ". Nothing was changed. Correct the rows, or the constraint of the table.",
                        pipeline);
    }
}
