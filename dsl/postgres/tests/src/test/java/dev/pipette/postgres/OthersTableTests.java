package dev.pipette.postgres;

import static dev.pipette.Pipette.resource;
import static dev.pipette.check.Checks.references;
import static dev.pipette.testing.PipetteAssertions.assertThat;
import static dev.pipette.testing.PipetteAssertions.assertThatRun;
import static dev.pipette.testing.TestDestination.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.error.ErrorCode;
import dev.pipette.schema.SchemaContract;
import dev.pipette.testing.LoadTest;
import dev.pipette.testing.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables that somebody made in PostgreSQL by hand: their types, keys and what depends on their columns. */
@LoadTest(destinations = POSTGRES)
record OthersTableTests(Pipeline pipeline, Workspace workspace) {
    private static Resource json(String name, String text) {
        return resource(name).json(text.replace('\'', '"'));
    }

    private void make(String... statements) {
        pipeline.run(json("first", "[{'id': 1}]"));
        List.of(statements).forEach(workspace::execute);
    }

    private List<String> rows(String sql) {
        return pipeline.dataset().query(sql).result().map(row -> String.join(" | ", row.into(String[].class)));
    }

    /**
     * A column that somebody made.
     *
     * @param value what arrives, as JSON
     * @param found what is in the table afterwards
     */
    private record Theirs(String type, String value, String found) {}

    /** One table for each column, all in one load: a load costs more than a table. */
    private static String table(int number) {
        return "items_" + number;
    }

    @Test
    void a_merge_goes_by_a_key_of_any_type() {
        make(
                "CREATE DOMAIN own_bigint AS bigint CHECK (VALUE > 0)",
                "CREATE DOMAIN own_integer AS integer",
                "CREATE DOMAIN own_money AS numeric(10,2)",
                "CREATE DOMAIN own_numeric AS numeric",
                "CREATE DOMAIN own_text AS varchar(5)",
                "CREATE DOMAIN own_uuid AS uuid",
                "CREATE DOMAIN own_of_own AS own_text");
        List<Theirs> keys = List.of(
                new Theirs("own_bigint", "7", "7"),
                new Theirs("own_integer", "7", "7"),
                new Theirs("own_money", "1.25", "1.25"),
                new Theirs("own_numeric", "1.25", "1.250000000"),
                new Theirs("numeric", "1.25", "1.250000000"),
                new Theirs("own_text", "'abc'", "abc"),
                new Theirs(
                        "own_uuid", "'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
                new Theirs("own_of_own", "'abc'", "abc"),
                new Theirs("char(5)", "'abc'", "abc"),
                new Theirs("varchar(5)", "'abc'", "abc"),
                new Theirs("inet", "'192.168.0.1'", "192.168.0.1/32"),
                new Theirs("inet", "'2001:db8::1'", "2001:db8::1/128"),
                new Theirs("macaddr", "'08:00:2b:01:02:03'", "08:00:2b:01:02:03"),
                new Theirs("timestamp(0)", "'2024-01-02T03:04:05'", "2024-01-02 03:04:05"),
                new Theirs("timestamptz(3)", "'2024-01-02T03:04:05.123Z'", "2024-01-02 03:04:05.123+00"),
                new Theirs("numeric(20)", "99999999999999999999", "99999999999999999999"));
        each(
                keys,
                (number, key) -> workspace.execute(
                        "CREATE TABLE " + table(number) + " (id " + key.type() + " PRIMARY KEY, name text)"));

        for (String name : List.of("one", "two")) {
            pipeline.run(resources(keys, key -> "[{'id': " + key.value() + ", 'name': '" + name + "'}]").stream()
                    .map(resource -> resource.merge("id"))
                    .toList());
        }

        List<String> found = new ArrayList<>();
        each(
                keys,
                (number, key) -> rows("SELECT CAST(id AS text), name FROM " + table(number))
                        .forEach(row -> found.add(key.type() + ": " + row)));
        assertThat(found)
                .isEqualTo(keys.stream()
                        .map(key -> key.type() + ": " + key.found() + " | two")
                        .toList());
    }

    private static void each(List<Theirs> columns, BiConsumer<Integer, Theirs> doing) {
        IntStream.range(0, columns.size()).forEach(number -> doing.accept(number, columns.get(number)));
    }

    private static List<Resource> resources(List<Theirs> columns, Function<Theirs, String> rows) {
        return IntStream.range(0, columns.size())
                .mapToObj(number -> json(table(number), rows.apply(columns.get(number))))
                .toList();
    }

    @Test
    void what_a_column_does_not_hold_goes_beside_it() {
        List<Theirs> columns = List.of(
                new Theirs("char(2)", "'abc'", "v_text"),
                new Theirs("real", "0.1", "v_double"),
                new Theirs("timestamp(0)", "'2024-01-02T03:04:05.5'", "v_local_timestamp"),
                new Theirs("inet", "'2001:db8:::1'", "v_text"),
                new Theirs("interval", "'1 day'", "v_text"),
                new Theirs("text[]", "'a'", "v_text"));
        make();
        each(
                columns,
                (number, column) -> workspace.execute("CREATE TABLE " + table(number) + " (id " + column.type() + ")"));

        pipeline.run(resources(columns, column -> "[{'id': " + column.value() + "}]"));

        each(
                columns,
                (number, column) -> assertThat(rows("SELECT CAST(count(id) AS text), CAST(count(id__" + column.found()
                                + ") AS text) FROM " + table(number)))
                        .as(column.type())
                        .containsExactly("0 | 1"));
    }

    @Test
    void texts_and_numbers_beyond_a_limit_are_told_and_kept_beside_the_column() {
        make(
                "CREATE TABLE items (id bigint, note varchar(5), price numeric(5,2))",
                "CREATE TABLE strict (id bigint, note varchar(5))",
                "CREATE VIEW prices AS SELECT price FROM items");

        LoadInfo info = pipeline.run(json(
                "items",
                "[{'id': 1, 'note': 'ééééé', 'price': 999.99}, {'id': 2, 'note': 'long-winded', 'price': 1000},"
                        + " {'id': 3, 'note': 'short '}]"));

        assertThat(rows("SELECT CAST(id AS text), note, note__v_text, CAST(price AS text) FROM items ORDER BY id"))
                .containsExactly(
                        "1 | ééééé | null | 999.99", "2 | null | long-winded | null", "3 | null | short  | null");
        assertThat(info.notes())
                .contains(
                        "column items.note is character varying(5): 2 values are longer (first: 'long-winded' in row 2),"
                                + " and went to a column beside it. To have them in the column, make it wider, or cut the values"
                                + " with .map(..)");
        assertThat(info.schemaChanges())
                .anyMatch(change -> change.startsWith("column items.price stays numeric(5,2), because view"));
        assertThatRun(() -> pipeline.run(
                        json("items", "[{'id': 4, 'note': 'long-winded'}]").merge("note")))
                .failsWith(ErrorCode.TYPE_MISMATCH);
        assertThatRun(() -> pipeline.run(json("strict", "[{'id': 4, 'note': 'wordy and more'}]")
                        .contract(SchemaContract.of("data_type=freeze"))))
                .failsWith(ErrorCode.CONTRACT_BROKEN);
    }

    @Test
    void a_smallint_under_a_view_takes_what_it_holds() {
        make(
                "CREATE TABLE items (id smallint PRIMARY KEY, n smallint)",
                "CREATE VIEW numbers AS SELECT id, n FROM items");

        LoadInfo info = pipeline.run(json("items", "[{'id': 1, 'n': 5}]").merge("id"));

        assertThat(info.schemaChanges()).noneMatch(change -> change.contains("stays"));
        assertThat(rows("SELECT CAST(id AS text), CAST(n AS text) FROM items")).containsExactly("1 | 5");
    }

    @Test
    void a_column_that_every_table_of_the_server_has_is_named() {
        make();

        assertThatRun(() -> pipeline.run(json("boxes", "[{'xmin': 1.5, 'ymin': 2.5}]")))
                .failsWith(ErrorCode.NAME_COLLISION)
                .says(
                        "table test_dataset.boxes cannot have a column 'xmin': every table of the destination has one of its"
                                + " own with this name. Rename it in the input, or with .map(..). Nothing was changed.");
        pipeline.run(json("first", "[{'id': 2}]"));
        assertThat(pipeline).packages().hasNoPending().hasQuarantined(1);
    }

    @Test
    void a_generated_column_is_named() {
        make("CREATE TABLE items (id bigint, twice bigint GENERATED ALWAYS AS (id * 2) STORED)");

        assertThatRun(() -> pipeline.run(json("items", "[{'id': 1, 'twice': 2}]")))
                .failsWith(ErrorCode.LOAD_REFUSED)
                .saysAndSetsAside(
                        "table test_dataset.items, column 'twice': the server computes it (GENERATED ALWAYS AS (id * 2)"
                                + " STORED) and takes no values for it. Leave it out of the rows, or run: ALTER TABLE"
                                + " \"test_dataset\".\"items\" ALTER COLUMN \"twice\" DROP EXPRESSION. Nothing was changed.",
                        pipeline);
        workspace.execute("ALTER TABLE \"test_dataset\".\"items\" ALTER COLUMN \"twice\" DROP EXPRESSION");
        pipeline.run(json("items", "[{'id': 1, 'twice': 2}]"));

        assertThat(rows("SELECT CAST(twice AS text) FROM items")).containsExactly("2");
    }

    @Test
    void numbers_for_an_identity_column_are_refused_until_it_lets_them_in() {
        make("CREATE TABLE items (id bigint GENERATED ALWAYS AS IDENTITY, name text)");

        assertThatRun(() -> pipeline.run(json("items", "[{'id': 7, 'name': 'a'}]")))
                .failsWith(ErrorCode.LOAD_REFUSED)
                .saysAndSetsAside(
                        "table test_dataset.items, column 'id': the server numbers the rows itself (GENERATED ALWAYS AS"
                                + " IDENTITY). Leave the column out of the rows, or let their numbers in: ALTER TABLE"
                                + " \"test_dataset\".\"items\" ALTER COLUMN \"id\" SET GENERATED BY DEFAULT, or load with"
                                + " .overridingSystemValue() (?overriding_system_value=true in the URL). Nothing was changed.",
                        pipeline);
        workspace.execute("ALTER TABLE \"test_dataset\".\"items\" ALTER COLUMN \"id\" SET GENERATED BY DEFAULT");
        pipeline.run(json("items", "[{'id': 7, 'name': 'a'}]").merge("id"));
        pipeline.run(json("items", "[{'name': 'b'}]"));

        assertThat(rows("SELECT CAST(id AS text), name FROM items ORDER BY name"))
                .containsExactly("7 | a", "1 | b");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void numbers_go_into_an_identity_column_where_that_is_asked_for(boolean merged) {
        make("CREATE TABLE items (id bigint GENERATED ALWAYS AS IDENTITY, name text)");
        Pipeline overriding = Pipette.pipeline(
                        pipeline.name(), pipeline.destination().overridingSystemValue())
                .datasetName(pipeline.dataset().name())
                .home(pipeline.home());
        Resource items = json("items", "[{'id': 7, 'name': 'a'}]");

        overriding.run(merged ? items.merge("id") : items);

        assertThat(rows("SELECT CAST(id AS text), name FROM items")).containsExactly("7 | a");
    }

    /** PostgreSQL compares no text with a uuid. */
    @Test
    void a_reference_to_a_uuid_that_somebody_made_goes_by_its_text() {
        make("CREATE TABLE orders (id uuid, n bigint)");
        String known = "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11";
        pipeline.run(json("hosts", "[{'id': '" + known + "'}]"));
        Resource orders = json(
                "orders",
                "[{'id': '" + known + "', 'n': 1}," + " {'id': 'b0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 'n': 2}]");

        LoadInfo warned =
                pipeline.run(orders.check(references("id", "hosts", "id").warn()));
        LoadInfo rejected =
                pipeline.run(orders.check(references("id", "hosts", "id").reject()));

        assertThat(warned.checks().getFirst().violations()).isEqualTo(1);
        assertThat(rejected.rejected()).isEqualTo(1);
        assertThat(rows("SELECT n::text FROM orders ORDER BY n")).containsExactly("1", "1", "2");
    }
}
