package dev.pipette.duckdb;

import static dev.pipette.Pipette.csv;
import static dev.pipette.Pipette.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.ErrorCode;
import dev.pipette.PipetteException;
import dev.pipette.Resource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pipette puts no constraint on a table; where somebody else did, the error says which row it refuses. */
class RefusedRowTests {
    @TempDir
    Path folder;

    @Test
    void a_row_whose_key_is_there_is_named_and_nothing_changes() {
        Scratch scratch = new Scratch(folder);
        scratch.run(resource("orders").rows(List.of(Map.of("id", 1, "sum", 10), Map.of("id", 2, "sum", 20))));
        scratch.execute("CREATE UNIQUE INDEX by_id ON orders(id)");

        assertRefused(
                scratch,
                resource("orders").rows(List.of(Map.of("id", 3, "sum", 30), Map.of("id", 2, "sum", 21))),
                "could not insert row 2 (id = 2) into scratch.orders (duckdb " + scratch.database()
                        + "): Constraint Error: Duplicate key \"id: 2\" violates unique constraint."
                        + " Nothing was changed. Mend the rows, or the constraint that somebody put on the table.");
        assertThat(scratch.rows("SELECT id, sum FROM orders ORDER BY id")).containsExactly("1 | 10", "2 | 20");
    }

    @Test
    void a_key_that_a_file_has_twice_is_named() {
        Scratch scratch = new Scratch(folder);
        scratch.run(csv("orders", scratch.file("a.csv", "id,line\n1,1\n")).primaryKey("id", "line"));
        scratch.execute("CREATE UNIQUE INDEX by_line ON orders(id, line)");

        assertRefused(
                scratch,
                csv("orders", scratch.file("b.csv", "id,line\n2,1\n2,2\n2,1\n")).primaryKey("id", "line"),
                "could not insert row 3 (id = 2, line = 1) into scratch.orders (duckdb " + scratch.database()
                        + "): Constraint Error: PRIMARY KEY or UNIQUE constraint violation: duplicate key \"2, 1\"."
                        + " Nothing was changed. Mend the rows, or the constraint that somebody put on the table.");
    }

    @Test
    void a_row_without_a_value_that_must_be_there_is_named() {
        Scratch scratch = new Scratch(folder);
        scratch.run(resource("orders").rows(List.of(Map.of("id", 1, "note", "a"))));
        scratch.execute("ALTER TABLE orders ALTER COLUMN note SET NOT NULL");

        assertRefused(
                scratch,
                resource("orders").rows(List.of(Map.of("id", 2, "note", "b"), Map.of("id", 3))),
                "could not insert row 2 (note = NULL) into scratch.orders (duckdb " + scratch.database()
                        + "): Constraint Error: NOT NULL constraint failed: orders.note."
                        + " Nothing was changed. Mend the rows, or the constraint that somebody put on the table.");
    }

    @Test
    void a_row_that_a_check_refuses_is_told_with_its_table() {
        Scratch scratch = new Scratch(folder);
        scratch.run(resource("others").rows(List.of(Map.of("id", 1))));
        scratch.execute("CREATE TABLE orders (id BIGINT, sum BIGINT CHECK (sum < 100), _dlt_load_id VARCHAR NOT NULL,"
                + " _dlt_id VARCHAR NOT NULL)");

        assertRefused(
                scratch,
                resource("orders").rows(List.of(Map.of("id", 1, "sum", 99), Map.of("id", 2, "sum", 100))),
                "could not insert a row into scratch.orders (duckdb " + scratch.database()
                        + "): Constraint Error: CHECK constraint failed on table \"orders\" with expression CHECK((sum"
                        + " < 100)). Nothing was changed. Mend the rows, or the constraint that somebody put on the table.");
    }

    private static void assertRefused(Scratch scratch, Resource resource, String message) {
        assertThatThrownBy(() -> scratch.run(resource))
                .isInstanceOfSatisfying(
                        PipetteException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.ROW_REFUSED))
                .message()
                .endsWith(message);
    }
}
