package dev.pipette.testing.contract;

import static dev.pipette.testing.contract.Trial.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.LoadInfo;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.schema.ColumnHint;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables that somebody else made: their types, keys and constraints are kept, and rows go into their columns. */
interface OthersTableContract {
    /** Whether a constraint keeps the type of a column from being changed, and columns are computed when they are read. */
    default boolean pinsKeys() {
        return false;
    }

    private static void make(Trial trial, String... statements) {
        trial.run(json("first", "[{'id': 1}]"));
        List.of(statements).forEach(trial::execute);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '~', textBlock = """
            uuid; 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'; 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'
            smallint; 7; 7
            integer; 2000000000; 2000000000
            real; 0.5; 0.5
            varchar(5); 'abc'; 'abc'
            contract_data.mood; 'sad'; 'sad'
            """)
    default void a_merge_goes_by_a_key_of_any_type(String type, String value, String again, Trial trial) {
        make(
                trial,
                "CREATE TYPE contract_data.mood AS ENUM ('sad', 'it''s fine')",
                "CREATE TABLE contract_data.users (id " + type + " PRIMARY KEY, name varchar)");

        trial.run(users(value, "one"));
        trial.run(users(again, "two"));

        assertThat(trial.rows("SELECT id, name FROM users"))
                .hasSize(1)
                .first()
                .asString()
                .endsWith("| two");
        assertThat(trial.columns("users")).containsExactly("id", "name", "_dlt_load_id", "_dlt_id");
    }

    private static Resource users(String id, String name) {
        return json("users", "[{'id': %s, 'name': '%s'}]".formatted(id, name)).merge("id");
    }

    @Test
    default void two_spellings_of_one_uuid_in_one_load_are_one_key(Trial trial) {
        make(trial, "CREATE TABLE contract_data.users (id uuid PRIMARY KEY, name varchar)");

        trial.run(json("users", """
                [{'id': 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 'name': 'one'},
                 {'id': 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', 'name': 'two'}]""").merge("id"));

        assertThat(trial.rows("SELECT name FROM users")).containsExactly("two");
    }

    @Test
    default void a_key_that_its_column_cannot_hold_is_named_with_its_row(Trial trial) {
        make(trial, "CREATE TABLE contract_data.users (id uuid, name varchar)");

        assertThatThrownBy(() -> trial.run(json("users", """
                        [{'id': 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'}, {'id': '7'}]""").merge("id")))
                .asString()
                .containsIgnoringCase(
                        "[TYPE_MISMATCH] table contract_data.users, key or cursor column 'id': the value '7' in"
                                + " row 2 is text and the column is uuid. Make them alike with .map(..), or change the type of"
                                + " the column at the destination.");

        assertThat(trial.rows("SELECT id FROM users")).isEmpty();
        trial.run(json("first", "[{'id': 2}]"));
        assertThat(trial.rows("SELECT id FROM first ORDER BY id")).containsExactly("1", "2");
    }

    @Test
    default void a_key_of_a_type_that_cannot_be_filled_is_refused_with_both_types(Trial trial) {
        make(trial, "CREATE TABLE contract_data.users (id interval, name varchar)");

        assertThatThrownBy(() -> trial.run(json("users", "[{'id': '1 day'}]").merge("id")))
                .asString()
                .containsIgnoringCase(
                        "[TYPE_MISMATCH] table contract_data.users, key column 'id': the column is interval at"
                                + " the destination, which Pipette does not write, and the rows have text. Choose another key,"
                                + " or change the column there to a type that holds text.");
    }

    @Test
    default void values_that_a_column_of_another_type_holds_go_into_it_and_others_beside_it(Trial trial) {
        make(
                trial,
                "CREATE TYPE contract_data.mood AS ENUM ('sad', 'it''s fine')",
                "CREATE TABLE contract_data.items (id bigint, u uuid, f real, m contract_data.mood)");

        trial.run(json("items", """
                [{'id': 1, 'u': 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 'f': 0.5, 'm': 'sad'},
                 {'id': 2, 'u': 'none', 'f': 0.1, 'm': 'glad'}, {'id': 3, 'f': 2, 'u': 7}]"""));

        assertThat(trial.rows(
                        "SELECT id, u, u__v_text, u__v_bigint, f, f__v_double, m, m__v_text FROM items ORDER BY id"))
                .containsExactly(
                        "1 | a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11 | NULL | NULL | 0.5 | NULL | sad | NULL",
                        "2 | NULL | none | NULL | NULL | 0.1 | NULL | glad",
                        "3 | NULL | NULL | 7 | 2.0 | NULL | NULL | NULL");
    }

    @Test
    default void a_view_in_the_place_of_a_table_is_named_and_others_go_on(Trial trial) {
        make(trial, "CREATE VIEW contract_data.items AS SELECT 1 AS id");

        assertThatThrownBy(() -> trial.run(json("items", "[{'id': 1}]")))
                .hasMessageContaining(
                        "[LOAD_REFUSED] table contract_data.items cannot be made: a view has this name. Rename or"
                                + " drop it, or load into a table of another name with .table(..) (--table). Nothing was changed.");

        trial.run(json("first", "[{'id': 2}]"));
        assertThat(trial.rows("SELECT id FROM first ORDER BY id")).containsExactly("1", "2");
    }

    @Test
    default void integers_beyond_a_column_with_a_constraint_are_kept_in_it_or_beside_it(Trial trial) {
        make(trial, "CREATE TABLE contract_data.items (id integer PRIMARY KEY, n integer UNIQUE)");

        trial.run(json("items", "[{'id': 1, 'n': 2147483647}, {'id': 2, 'n': 2147483648}]"));

        assertThat(trial.rows(
                        "SELECT id, " + (pinsKeys() ? "coalesce(n, n__v_bigint)" : "n") + " FROM items ORDER BY id"))
                .containsExactly("1 | 2147483647", "2 | 2147483648");
    }

    @Test
    default void an_integer_beyond_a_key_column_is_named_or_the_column_is_widened(Trial trial) {
        make(trial, "CREATE TABLE contract_data.items (id integer PRIMARY KEY, name varchar)");
        Resource items = json("items", "[{'id': 1}, {'id': 2147483648}]").merge("id");

        if (pinsKeys()) {
            assertThatThrownBy(() -> trial.run(items))
                    .hasMessage("[TYPE_MISMATCH] table contract_data.items, key or cursor column 'id': the value"
                            + " '2147483648' in row 2 is bigint and the column is INTEGER, which cannot be changed,"
                            + " because the PRIMARY KEY uses it. Make them alike with .map(..), or change the type of the"
                            + " column at the destination.");
        } else {
            trial.run(items);
            assertThat(trial.rows("SELECT id FROM items ORDER BY id")).containsExactly("1", "2147483648");
        }
    }

    @Test
    default void a_generated_column_is_named(Trial trial) {
        make(
                trial,
                "CREATE TABLE contract_data.items (id bigint, twice bigint GENERATED ALWAYS AS (id * 2)"
                        + (pinsKeys() ? ")" : " STORED)"));

        assertThatThrownBy(() -> trial.run(json("items", "[{'id': 1, 'twice': 2}]")))
                .hasMessageStartingWith("[LOAD_REFUSED] table contract_data.items, column 'twice': ")
                .hasMessageContaining("computes it (GENERATED ALWAYS AS ");

        trial.run(json("items", "[{'id': 1}]"));
        assertThat(trial.rows("SELECT id, twice FROM items")).containsExactly("1 | 2");
    }

    @Test
    default void a_column_of_integers_that_is_declared_as_text_becomes_text(Trial trial) {
        trial.run(json("people", "[{'id': 1, 'zip': 1234}]"));

        LoadInfo second =
                trial.run(json("people", "[{'id': 2, 'zip': '01234'}]").column("zip", Pipette.text()));

        assertThat(second.schemaChanges())
                .singleElement()
                .asString()
                .startsWith("column people.zip was changed from ")
                .endsWith(" to text");
        assertThat(trial.rows("SELECT id, zip FROM people ORDER BY id")).containsExactly("1 | 1234", "2 | 01234");
        assertThat(trial.columns("people")).containsExactly("id", "zip", "_dlt_load_id", "_dlt_id");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '~', textBlock = """
            varchar; 1; json; text
            varchar; '1'; bigint; text
            double precision; 1.5; decimal(10,2); double
            bigint; '2024-01-02'; date; bigint
            date; 'x'; text; date
            uuid; 7; bigint; text (uuid)
            interval; '1 day'; text; interval
            """)
    default void a_declared_type_that_the_column_does_not_have_is_refused_with_both_types(
            String type, String value, String declared, String is, Trial trial) {
        make(trial, "CREATE TABLE contract_data.items (id bigint, c " + type + ")");
        ColumnHint hint = Pipette.columnType(declared);

        assertThatThrownBy(() -> trial.run(
                        json("items", "[{'id': 1, 'c': " + value + "}]").column("c", hint)))
                .hasMessageStartingWith("[TYPE_MISMATCH] table contract_data.items, column 'c': it is declared as "
                        + declared + ", and the column at the destination is ")
                .asString()
                .containsIgnoringCase(" is " + is)
                .contains(
                        ". Leave out the declaration to load into the column as it is, or change the column's type there"
                                + " before the next load.");

        trial.run(json("items", "[{'id': 1, 'c': " + value + "}]"));
        assertThat(trial.rows("SELECT id FROM items")).containsExactly("1");
    }
}
