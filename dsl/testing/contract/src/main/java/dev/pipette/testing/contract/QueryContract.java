package dev.pipette.testing.contract;

import static dev.pipette.testing.contract.Trial.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.Dataset;
import dev.pipette.Pipette;
import dev.pipette.rows.Executed;
import dev.pipette.spi.LoadStep;
import dev.pipette.testing.HeldRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is called a query only reads, whatever its text is; statements that write have a method of their own. */
interface QueryContract {
    /** The end of the message of a refused query. */
    String WAY_TO_WRITE = " A query only reads: run statements that write with .execute(..).";

    /** Texts that would write, in SQL that every destination understands. */
    List<String> WRITES = List.of(
            "DELETE FROM items",
            "DELETE FROM items RETURNING id",
            "COMMIT; DELETE FROM items RETURNING id",
            "SELECT 1; DELETE FROM items",
            "UPDATE items SET id = 7",
            "INSERT INTO items (id) VALUES (7)",
            "CREATE TABLE more AS SELECT 1 AS id",
            "DROP TABLE items");

    @Test
    default void a_query_that_would_write_is_refused_with_the_way_to_write(Trial trial) {
        trial.run(json("items", "[{'id': 1}]"));

        for (String sql : WRITES) {
            assertRefused(trial, sql);
        }

        assertThat(trial.rows("SELECT id FROM items")).containsExactly("1");
        assertThat(trial.pipeline().dataset().tables()).containsExactly("items");
    }

    @Test
    default void it_is_refused_as_well_while_a_load_of_this_process_goes_on(Trial trial) {
        trial.run(json("items", "[{'id': 1}]"));
        try (HeldRun load = HeldRun.at(LoadStep.BOOKKEEPING_WRITTEN, trial.pipeline(), json("items", "[{'id': 2}]"))) {
            assertThat(trial.rows("SELECT id FROM items")).containsExactly("1");
            for (String sql : WRITES) {
                assertRefused(trial, sql);
            }

            load.finish();
        }

        assertThat(trial.rows("SELECT id FROM items ORDER BY id")).containsExactly("1", "2");
    }

    private static void assertRefused(Trial trial, String sql) {
        Dataset dataset = trial.pipeline().dataset();
        assertThatThrownBy(() -> dataset.query(sql))
                .as(sql)
                .hasMessageStartingWith("[BAD_USAGE] ")
                .hasMessageContaining(" refused the query: ")
                .hasMessageEndingWith(WAY_TO_WRITE);
    }

    @Test
    default void execute_writes_and_returns_what_the_last_statement_did(Trial trial) {
        trial.run(json("items", "[{'id': 1}, {'id': 2}, {'id': 3}]"));
        Dataset dataset = trial.pipeline().dataset();

        Executed changed = dataset.execute("UPDATE items SET id = 9 WHERE id = 1; DELETE FROM items WHERE id < 9");
        assertThat(changed.changedRows()).isEqualTo(2);
        assertThat(changed.returned()).isEmpty();
        assertThat(changed).hasToString("2 rows changed");
        assertThat(dataset.execute("DELETE FROM items RETURNING id").returned().orElseThrow())
                .singleElement()
                .satisfies(row -> assertThat(row.get(0, Integer.class)).isEqualTo(9));

        assertThat(trial.rows("SELECT id FROM items")).isEmpty();
    }

    @Test
    default void statements_of_one_execute_are_all_done_or_none(Trial trial) {
        trial.run(json("items", "[{'id': 1}]"));
        Dataset dataset = trial.pipeline().dataset();

        assertThatThrownBy(() -> dataset.execute("DELETE FROM items; DELETE FROM nothing"))
                .hasMessageStartingWith("[BAD_USAGE] ")
                .hasMessageContaining(" refused the statement: ")
                .hasMessageEndingWith(" What was not committed was rolled back.");

        assertThat(trial.rows("SELECT id FROM items")).containsExactly("1");
    }

    @Test
    default void rows_are_read_one_after_the_other(Trial trial) {
        int count = 5_000;
        trial.run(
                Pipette.resource("items").stream(() -> IntStream.range(0, count).mapToObj(id -> Map.of("id", id))));

        List<Integer> read = trial.pipeline().dataset().query("SELECT id FROM items ORDER BY id", rows -> {
            assertThat(rows.columns()).containsExactly("id");
            assertThat(rows.next(2).size()).isEqualTo(2);
            List<Integer> rest = new ArrayList<>();
            rows.forEach(row -> rest.add(row.get(0, Integer.class)));
            assertThat(rows.hasNext()).isFalse();
            return rest;
        });

        assertThat(read).isEqualTo(IntStream.range(2, count).boxed().toList());
        assertThat(trial.pipeline()
                        .dataset()
                        .query("SELECT id FROM items", rows -> rows.next(1))
                        .size())
                .isEqualTo(1);
    }
}
