package dev.pipette.duckdb;

import static dev.pipette.Pipette.bigint;
import static dev.pipette.Pipette.inferred;
import static dev.pipette.Pipette.resource;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.Resource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What DuckDB's indexes and keys keep a table from. */
class HintTests {
    @TempDir
    Path folder;

    private static Resource items(Object id, Object n) {
        return resource("items").rows(List.of(Map.of("id", id, "n", n)));
    }

    @Test
    void a_key_beside_an_index_is_refused_with_a_way_out_that_works() {
        Scratch scratch = new Scratch(folder);
        scratch.run(items(1, 1).column("n", bigint().indexed()));
        Resource unique = items(2, 2)
                .column("n", bigint().indexed())
                .column("id", inferred().unique());

        String refusal = Scratch.refusal(() -> scratch.run(unique));

        String drop = "DROP INDEX \"scratch\".\"scratch\".\"items_n_idx\"";
        assertThat(refusal)
                .startsWith("[LOAD_REFUSED] table scratch.items: unique (id) cannot be made: the table has index"
                        + " items_n_idx, and DuckDB adds no constraint to a table with an index. Drop the index ("
                        + drop
                        + "); the load makes it again where it is declared. Nothing was changed.");
        scratch.execute(drop);
        scratch.run(unique);
        assertThat(scratch.rows("SELECT index_name FROM duckdb_indexes()")).containsExactly("items_n_idx");
        assertThat(scratch.rows("SELECT id FROM items ORDER BY id")).containsExactly("1", "2");
    }

    @Test
    void values_that_a_column_of_a_table_with_an_index_does_not_hold_go_beside_it() {
        Scratch scratch = new Scratch(folder);
        scratch.run(items(1, 1).column("id", inferred().indexed()));

        scratch.run(items(2, 1.5));

        assertThat(scratch.rows("SELECT id, n, n__v_double FROM items ORDER BY id"))
                .containsExactly("1 | 1 | NULL", "2 | NULL | 1.5");
    }
}
