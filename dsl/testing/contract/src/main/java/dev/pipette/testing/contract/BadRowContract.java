package dev.pipette.testing.contract;

import static dev.pipette.testing.contract.Trial.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A row that cannot be loaded stops the load and is named; state stays, the package is put aside, the next run continues. */
interface BadRowContract {
    private static void refused(Trial trial, ErrorCode code, List<String> said, Resource... resources) {
        assertThatThrownBy(() -> trial.run(resources))
                .asInstanceOf(InstanceOfAssertFactories.type(PipetteException.class))
                .satisfies(failed -> {
                    assertThat(failed.code()).isEqualTo(code);
                    assertThat(failed.getMessage()).contains(said);
                });
    }

    /** What a resource that had a bad row leaves: nothing loaded, its package aside, and a next run that continues. */
    private static void goesOn(Trial trial) {
        long version = trial.pipeline().admin().info().stateVersion();
        long aside = trial.pipeline().admin().pending().size();
        Resource mended = json("mended", "[{'id': 1, 'at': 10}]").incremental(Pipette.cursor("at", Long.class));

        trial.run(mended);

        assertThat(trial.rows("SELECT id FROM mended")).containsExactly("1");
        assertThat(trial.pipeline().admin().info().stateVersion()).isEqualTo(version + 1);
        assertThat(trial.pipeline().admin().pending())
                .hasSize((int) aside)
                .allSatisfy(waiting -> assertThat(waiting.state()).isEqualTo("quarantined"));
    }

    /** Tables as somebody made them who wants more of a row than we do. */
    private static void tableByHand(Trial trial, String constraint) {
        trial.run(json("others", "[{'id': 0}]"));
        trial.execute("CREATE TABLE contract_data.kinds (name VARCHAR PRIMARY KEY)");
        trial.execute("INSERT INTO contract_data.kinds VALUES ('a')");
        trial.execute("CREATE TABLE contract_data.items (id BIGINT, kind VARCHAR, n BIGINT,"
                + " _dlt_load_id VARCHAR NOT NULL, _dlt_id VARCHAR NOT NULL" + constraint + ")");
        trial.run(json("items", "[{'id': 1, 'kind': 'a', 'n': 1}]"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "UNIQUE;        , UNIQUE (id);                                        {'id': 1, 'kind': 'a', 'n': 2}",
                "UNIQUE twice;  , UNIQUE (id, kind);                                  {'id': 1, 'kind': 'a', 'n': 2}",
                "CHECK;         , CHECK (n < 100);                                    {'id': 2, 'kind': 'a', 'n': 100}",
                "NOT NULL;      , CONSTRAINT has_kind CHECK (kind IS NOT NULL);       {'id': 2, 'n': 3}",
                "FOREIGN KEY;   , FOREIGN KEY (kind) REFERENCES contract_data.kinds (name); {'id': 2, 'kind': 'b'}"
            })
    default void a_row_that_a_constraint_made_by_hand_refuses_stops_the_load_and_nothing_is_lost(
            String what, String constraint, String row, Trial trial) {
        tableByHand(trial, constraint);
        Resource followed = json("followed", "[{'id': 1, 'at': 10}]").incremental(Pipette.cursor("at", Long.class));
        String good = "{'id': 50, 'kind': 'a', 'n': 5}";

        refused(
                trial,
                ErrorCode.ROW_REFUSED,
                List.of("contract_data.items"),
                json("items", "[" + good + ", " + row + "]"),
                followed);

        assertThat(trial.rows("SELECT id FROM items")).containsExactly("1");
        assertThat(trial.count("followed")).isZero();
        assertThat(trial.pipeline().admin().pending())
                .singleElement()
                .satisfies(aside -> assertThat(aside.state()).isEqualTo("quarantined"));
        trial.run(json("items", "[" + good + "]"), followed);
        assertThat(trial.rows("SELECT id FROM items ORDER BY id")).containsExactly("1", "50");
        assertThat(trial.rows("SELECT id FROM followed")).containsExactly("1");
        goesOn(trial);
    }

    @ParameterizedTest
    @CsvSource({"append", "merge"})
    default void a_refused_row_in_the_middle_of_many_is_named(String disposition, Trial trial) {
        tableByHand(trial, ", UNIQUE (n)");
        Resource many = Pipette.resource("items").stream(() -> IntStream.range(0, 20_000)
                .mapToObj(index -> Map.of("id", index + 100, "kind", "a", "n", index == 12_344 ? 1 : index + 100)));

        refused(
                trial,
                ErrorCode.ROW_REFUSED,
                List.of("row 12345", "contract_data.items"),
                disposition.equals("merge") ? many.merge("id") : many);

        assertThat(trial.count("items")).isEqualTo(1);
        goesOn(trial);
    }

    @ParameterizedTest
    @CsvSource({"append", "merge", "replace"})
    default void a_row_without_a_value_that_must_be_there_is_named(String disposition, Trial trial) {
        trial.run(json("items", "[{'id': 1, 'note': 'a'}]"));
        trial.execute("ALTER TABLE contract_data.items ALTER COLUMN note SET NOT NULL");
        Resource items = json("items", "[{'id': 2, 'note': 'b'}, {'id': 3}]");

        refused(
                trial,
                ErrorCode.ROW_REFUSED,
                List.of("note", "contract_data.items"),
                switch (disposition) {
                    case "merge" -> items.merge("id");
                    case "replace" -> items.replace();
                    default -> items;
                });

        assertThat(trial.rows("SELECT id, note FROM items")).containsExactly("1 | a");
        goesOn(trial);
    }

    @Test
    default void a_nested_row_that_is_refused_stops_its_load(Trial trial) {
        trial.run(json("items", "[{'id': 1, 'parts': [{'n': 1, 'name': 'a'}]}]"));
        trial.execute("ALTER TABLE contract_data.items__parts ALTER COLUMN name SET NOT NULL");

        refused(
                trial,
                ErrorCode.ROW_REFUSED,
                List.of("name", "contract_data.items__parts"),
                json("items", "[{'id': 2, 'parts': [{'n': 2, 'name': 'b'}, {'n': 3}]}]"));

        assertThat(trial.rows("SELECT id FROM items")).containsExactly("1");
        assertThat(trial.rows("SELECT n FROM items__parts")).containsExactly("1");
        goesOn(trial);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "bigint; 'one'; one",
                "bigint; 1.5; 1.5",
                "decimal(5,2); 1234.5; 1234.5",
                "timestamp; '2025-13-01T00:00:00Z'; 2025-13-01",
                "date; '2025-02-30'; 2025-02-30",
                "bool; 'maybe'; maybe"
            })
    default void a_value_that_does_not_fit_what_was_said_is_named_and_makes_no_table(
            String type, String value, String named, Trial trial) {
        Resource hinted =
                json("items", "[{'id': 1}, {'id': 2, 'v': " + value + "}]").column("v", Pipette.columnType(type));

        refused(trial, ErrorCode.TYPE_MISMATCH, List.of("v", named), hinted);

        assertThat(trial.allTables()).isEmpty();
        goesOn(trial);
    }

    @Test
    default void a_key_of_another_type_is_named_and_the_rows_of_the_table_stay(Trial trial) {
        trial.run(json("items", "[{'id': 1, 'name': 'a'}]").merge("id"));

        refused(
                trial,
                ErrorCode.TYPE_MISMATCH,
                List.of("'id'", "one"),
                json("items", "[{'id': 'one', 'name': 'b'}]").merge("id"));

        assertThat(trial.rows("SELECT id, name FROM items")).containsExactly("1 | a");
        goesOn(trial);
    }

    @Test
    default void a_row_without_the_cursor_is_named_and_other_resources_are_loaded_by_the_next_run(Trial trial) {
        Resource others = json("others", "[{'id': 1, 'at': 5}]").incremental(Pipette.cursor("at", Long.class));
        Resource broken =
                json("events", "[{'id': 1, 'at': 5}, {'id': 2}]").incremental(Pipette.cursor("at", Long.class));

        refused(trial, ErrorCode.CURSOR_MISSING, List.of("events", "'at'"), others, broken);

        assertThat(trial.allTables()).isEmpty();
        trial.run(others);
        assertThat(trial.rows("SELECT id FROM others")).containsExactly("1");
        goesOn(trial);
    }
}
