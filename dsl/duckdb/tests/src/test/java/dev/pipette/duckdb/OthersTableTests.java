package dev.pipette.duckdb;

import static dev.pipette.Pipette.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.LoadInfo;
import dev.pipette.Resource;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables that somebody made in DuckDB by hand: their names, types, keys and indexes. */
class OthersTableTests {
    @TempDir
    Path folder;

    private Scratch scratch;

    @BeforeEach
    void firstLoad() {
        scratch = new Scratch(folder, "others");
        scratch.run(json("first", "[{'id': 1}]"));
    }

    private static Resource json(String name, String text) {
        return resource(name).json(text.replace('\'', '"'));
    }

    @Test
    void names_that_differ_in_capital_letters_only_are_one_name() {
        scratch.execute("CREATE TABLE People (Id BIGINT, \"Full_Name\" VARCHAR)");
        scratch.execute("INSERT INTO people VALUES (1, 'one'), (2, 'two')");

        LoadInfo info = scratch.run(json("people", "[{'id': 2, 'full_name': 'Two', 'age': 3}, {'id': 3}]")
                .merge("id"));

        assertThat(info.schemaChanges()).containsExactly("column people.age bigint was added");
        assertThat(scratch.rows("SELECT Id, Full_Name, age FROM People ORDER BY Id"))
                .containsExactly("1 | one | NULL", "2 | Two | 3", "3 | NULL | NULL");
        assertThat(scratch.columns("People")).containsExactly("Id BIGINT", "Full_Name VARCHAR", "age BIGINT");
    }

    @Test
    void a_replace_empties_a_table_with_capital_letters_in_its_name() {
        scratch.execute("CREATE TABLE People (Id BIGINT)");
        scratch.run(json("people", "[{'id': 1}]"));

        scratch.run(json("people", "[{'id': 2}]").replace());

        assertThat(scratch.rows("SELECT id FROM people")).containsExactly("2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '~', textBlock = """
            HUGEINT; 99999999999999999999; 99999999999999999999
            UHUGEINT; 5; 5
            UBIGINT; 18446744073709551615; 18446744073709551615
            UINTEGER; 4294967295; 4294967295
            USMALLINT; 65535; 65535
            UTINYINT; 255; 255
            TINYINT; 127; 127
            TIMESTAMP_S; '2024-01-02T03:04:05'; 2024-01-02T03:04:05
            TIMESTAMP_MS; '2024-01-02T03:04:05.123'; 2024-01-02T03:04:05.123
            TIMESTAMP_NS; '2024-01-02T03:04:05.123456'; 2024-01-02T03:04:05.123456
            DECIMAL(5,2); 1.25; 1.25
            """)
    void a_key_of_any_type_takes_what_it_holds(String type, String value, String read) {
        scratch.execute("CREATE TABLE items (id " + type + " PRIMARY KEY, n INTEGER)");

        scratch.run(json("items", "[{'id': " + value + ", 'n': 1}]").merge("id"));
        scratch.run(json("items", "[{'id': " + value + ", 'n': 2}]").merge("id"));

        assertThat(scratch.rows("SELECT CAST(id AS VARCHAR), n FROM items"))
                .containsExactly(read.replace('T', ' ') + " | 2");
        assertThat(scratch.columns("items").getFirst()).isEqualTo("id " + type);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '~', textBlock = """
            UTINYINT; 256; id__v_bigint
            UINTEGER; -1; id__v_bigint
            TIMESTAMP_S; '2024-01-02T03:04:05.5'; id__v_local_timestamp
            TIMESTAMP_NS; '3024-01-02T03:04:05'; id__v_local_timestamp
            INTEGER[]; 7; id__v_bigint
            """)
    void what_a_column_does_not_hold_goes_beside_it(String type, String value, String beside) {
        scratch.execute("CREATE TABLE items (id " + type + ")");

        scratch.run(json("items", "[{'id': " + value + "}]"));

        assertThat(scratch.rows("SELECT count(id), count(" + beside + ") FROM items"))
                .containsExactly("0 | 1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            CREATE INDEX by_n ON items (n); index by_n
            CREATE UNIQUE INDEX by_id ON items (id); index by_id
            CREATE TABLE lines (item INTEGER REFERENCES items (k)); a foreign key of table lines
            ALTER TABLE items ADD COLUMN more INTEGER; ''
            """)
    void a_column_that_duckdb_does_not_alter_keeps_its_type(String statement, String user) {
        scratch.execute("CREATE TABLE items (k INTEGER PRIMARY KEY, id INTEGER, n INTEGER CHECK (n > 0))");
        scratch.execute(statement);

        LoadInfo info = scratch.run(
                json("items", "[{'k': 1, 'id': 2147483648, 'n': 5}, {'k': 2, 'id': 1.5, 'n': 2147483648}]"));

        assertThat(scratch.rows("SELECT k, coalesce(n, n__v_bigint) FROM items ORDER BY k"))
                .containsExactly("1 | 5", "2 | 2147483648");
        assertThat(info.schemaChanges())
                .contains(
                        "column items.n stays INTEGER, because the CHECK uses it; values that do not fit go to a column"
                                + " beside it");
        if (!user.isEmpty()) {
            assertThat(info.schemaChanges())
                    .contains("column items.id stays INTEGER, because " + user
                            + " uses it; values that do not fit go to a column beside it");
        }
    }

    @Test
    void a_column_that_a_generated_column_uses_keeps_its_type() {
        scratch.execute("CREATE TABLE items (id INTEGER, twice INTEGER GENERATED ALWAYS AS (Id * 2))");

        scratch.run(json("items", "[{'id': 1}, {'id': 1.5}]"));

        assertThat(scratch.rows("SELECT id, twice, id__v_double FROM items ORDER BY id"))
                .containsExactly("1 | 2 | NULL", "NULL | NULL | 1.5");
        assertThatThrownBy(() -> scratch.run(json("items", "[{'id': 1, 'twice': 2}]")))
                .hasMessageStartingWith(
                        "[LOAD_REFUSED] table others.items, column 'twice': DuckDB computes it (GENERATED ALWAYS AS"
                                + " CAST((Id * 2) AS INTEGER)) and takes no values for it. Leave it out of the rows. Nothing was"
                                + " changed.");
    }

    @Test
    void what_duckdb_refuses_to_do_with_a_table_is_set_aside_and_others_go_on() {
        scratch.execute("CREATE TABLE items (id BIGINT PRIMARY KEY)");
        scratch.execute("CREATE TABLE lines (item BIGINT REFERENCES items (id))");
        scratch.execute("INSERT INTO items VALUES (1)");
        scratch.execute("INSERT INTO lines VALUES (1)");

        assertThatThrownBy(() -> scratch.run(json("items", "[{'id': 2}]").replace()))
                .hasMessageStartingWith("[ROW_REFUSED] could not delete rows from others.items (duckdb ")
                .hasMessageContaining(
                        "Constraint Error: Violates foreign key constraint because key \"item: 1\" is still"
                                + " referenced by a foreign key in a different table");

        scratch.run(json("first", "[{'id': 2}]"));
        assertThat(scratch.rows("SELECT id FROM first ORDER BY id")).containsExactly("1", "2");
    }
}
