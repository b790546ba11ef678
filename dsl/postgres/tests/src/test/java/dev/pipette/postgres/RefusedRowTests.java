package dev.pipette.postgres;

import static dev.pipette.Pipette.resource;
import static dev.pipette.testing.PipetteAssertions.assertThat;
import static dev.pipette.testing.PipetteAssertions.assertThatRun;
import static dev.pipette.testing.TestDestination.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pipette.Pipeline;
import dev.pipette.Resource;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.testing.LoadTest;
import dev.pipette.testing.Workspace;
import dev.pipette.testing.postgres.PostgresServer;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The row that a real server refuses is named, and nothing of its load is there. */
@LoadTest(destinations = POSTGRES)
record RefusedRowTests(Pipeline pipeline) {
    private static Resource orders(int id, String note) {
        return resource("orders").rows(List.of(Map.of("id", id, "note", note)));
    }

    private static Resource twentyOrders(String seventeenth) {
        return resource("orders")
                .rows(IntStream.rangeClosed(1, 20)
                        .mapToObj(id -> Map.of("id", id, "note", id == 17 ? seventeenth : "fine"))
                        .toList());
    }

    /** Checks the error, and that the first order is still the only one. */
    private void assertRefused(Resource resource, String row, String problem) {
        String place = "postgres " + pipeline.destination().location().replaceFirst("^//", "") + ", user "
                + PostgresServer.shared().user();

        assertThatRun(() -> pipeline.run(resource))
                .failsWith(ErrorCode.ROW_REFUSED)
                .saysAndSetsAside(
                        "could not insert " + row + " into test_dataset.orders (" + place + "): " + problem
                                + " Nothing was changed.",
                        pipeline);

        assertThat(pipeline.dataset()).hasLoads(1).table("orders").hasRowCount(1);
        assertThat(pipeline).packages().hasNoPending().hasQuarantined(1);
    }

    @Test
    void a_row_that_is_too_wide_says_so() {
        String wide = IntStream.range(0, 1500)
                .mapToObj(column -> "\"c" + column + "\": 1")
                .collect(Collectors.joining(", ", "[{", "}]"));

        assertThatRun(() -> pipeline.run(resource("orders").json(wide)))
                .failsWith(ErrorCode.LOAD_REFUSED)
                .hasMessageContaining("could not insert a row into test_dataset.orders (")
                .hasMessageContaining("row is too big");
    }

    @Test
    void a_nul_in_a_text_is_named_and_loses_nothing() {
        pipeline.run(orders(0, "first"));
        long version = pipeline.state().version();

        assertRefused(
                twentyOrders("a\0b"),
                "row 17 (note = a?b)",
                "invalid byte sequence for encoding \"UTF8\": 0x00 (22021). PostgreSQL's text cannot hold the character"
                        + " U+0000: take it out with .map(..).");
        assertThat(pipeline.state().version()).isEqualTo(version);

        pipeline.run(twentyOrders("ab"));

        assertThat(pipeline.dataset())
                .table("orders")
                .hasRowCount(21)
                .hasNoDuplicates("id")
                .rowWhere("note", "ab")
                .has("id", 17);
    }

    @Test
    void a_value_that_breaks_a_check_is_named(Workspace workspace) {
        pipeline.run(orders(0, "first"));
        workspace.execute("ALTER TABLE orders ADD CONSTRAINT polite CHECK (note <> 'rude')");

        assertRefused(
                twentyOrders("rude"),
                "row 17 (note = rude)",
                "new row for relation \"orders\" violates check constraint \"polite\" (23514). Correct the rows, leave them"
                        + " out with .filter(..), or drop the check of the table.");
    }

    @Test
    void a_key_that_is_there_is_named(Workspace workspace) {
        pipeline.run(orders(17, "first"));
        workspace.execute("CREATE UNIQUE INDEX by_id ON orders (id)");

        assertRefused(
                twentyOrders("twice"),
                "row 17 (id = 17)",
                "duplicate key value violates unique constraint \"by_id\" (23505). Replace the row that is there by"
                        + " .merge(KEY), correct the rows, or drop the constraint.");
    }

    @Test
    void a_nul_in_json_is_named() {
        pipeline.run(
                resource("orders").json("[{\"id\": 0, \"data\": {\"a\": 1}}]").maxNesting(0));

        assertRefused(
                resource("orders")
                        .json("[{\"id\": 1, \"data\": {\"a\": 1}}, {\"id\": 2, \"data\": {\"a\": \"x\\u0000\"}}]")
                        .maxNesting(0),
                "row 2 (data = {\"a\":\"x\\u0000\"})",
                "unsupported Unicode escape sequence (22P05). PostgreSQL's jsonb cannot hold \\u0000: take it out with"
                        + " .map(..).");
    }

    /** What somebody put on the table, the note that breaks it, and what is said; by one of the two ways into a table. */
    private static Stream<Arguments> constraints() {
        List<List<String>> all = List.of(
                List.of(
                        "ALTER TABLE orders ADD CONSTRAINT polite CHECK (note <> 'rude')",
                        "rude",
                        "note = rude",
                        "new row for relation \"orders\" violates check constraint \"polite\" (23514). Correct the"
                                + " rows, leave them out with .filter(..), or drop the check of"
                                + " the table."),
                List.of(
                        "CREATE DOMAIN kind AS text CHECK (VALUE <> 'rude');"
                                + " ALTER TABLE orders ALTER COLUMN note TYPE kind",
                        "rude",
                        "note = rude",
                        "value for domain test_dataset.kind violates check constraint \"kind_check\" (23514). Correct the rows,"
                                + " leave them out with .filter(..), or drop the check of the"
                                + " table."),
                List.of(
                        "CREATE TABLE notes (note varchar PRIMARY KEY);"
                                + " INSERT INTO notes VALUES ('fine'), ('first');"
                                + " ALTER TABLE orders ADD CONSTRAINT known FOREIGN KEY (note) REFERENCES notes",
                        "unknown",
                        "note = unknown",
                        "insert or update on table \"orders\" violates foreign key constraint \"known\" (23503)."
                                + " Load what the row refers to first, or drop the foreign key."),
                List.of(
                        "CREATE UNIQUE INDEX by_note ON orders (note) WHERE note <> 'fine'",
                        "first",
                        "note = first",
                        "duplicate key value violates unique constraint \"by_note\" (23505). Replace the row that"
                                + " is there by .merge(KEY), correct the rows, or drop the constraint."),
                List.of(
                        "CREATE INDEX long_notes ON orders (note)",
                        IntStream.range(0, 3_000)
                                .mapToObj(number -> Integer.toHexString(number * 7919))
                                .collect(Collectors.joining()),
                        "",
                        "index row requires"),
                List.of(
                        "CREATE FUNCTION guard() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN IF NEW.note ="
                                + " ''rude'' THEN RAISE EXCEPTION ''no rude notes'' USING DETAIL = ''We are"
                                + " polite.'', HINT = ''Be kind.''; END IF; RETURN NEW; END';"
                                + " CREATE TRIGGER guard BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION"
                                + " guard()",
                        "rude",
                        "",
                        "no rude notes (P0001). Detail: We are polite. Hint: Be kind. Raised by PL/pgSQL function"
                                + " test_dataset.guard() line 1 at RAISE. A function of the table refuses"
                                + " it: change the rows, or the function."));
        return IntStream.range(0, all.size())
                .boxed()
                .flatMap(at -> ways(at).map(merged -> Arguments.of(
                        all.get(at).get(0),
                        all.get(at).get(1),
                        all.get(at).get(2),
                        all.get(at).get(3),
                        merged)));
    }

    /** Appended and merged take turns; in a campaign, each is tried with both. */
    private static Stream<Boolean> ways(int at) {
        boolean first = at % 2 == 1;
        return Cases.few(1, first, !first);
    }

    @ParameterizedTest
    @MethodSource("constraints")
    void a_row_that_somebodys_table_refuses_is_named(
            String statements, String note, String value, String problem, boolean merged, Workspace workspace) {
        pipeline.run(orders(0, "first"));
        for (String statement : statements.split("; ?(?=[A-Z])(?!.*END')")) {
            workspace.execute(statement);
        }
        Resource twenty = merged ? twentyOrders(note).merge("id") : twentyOrders(note);

        String message = String.valueOf(catchThrowableOfType(PipetteException.class, () -> pipeline.run(twenty))
                .getMessage());

        assertThat(message).contains("could not insert row 17 " + (value.isEmpty() ? "" : "(" + value + ") "));
        assertThat(message).contains("): " + problem);
        assertThat(pipeline.dataset()).hasLoads(1).table("orders").hasRowCount(1);
        assertThat(pipeline).packages().hasNoPending().hasQuarantined(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_row_without_a_value_that_must_be_there_is_named(boolean merged, Workspace workspace) {
        pipeline.run(orders(0, "first"));
        workspace.execute("ALTER TABLE orders ALTER COLUMN note SET NOT NULL");
        Resource rows = resource("orders").json("[{\"id\": 1, \"note\": \"a\"}, {\"id\": 2}]");

        assertRefused(
                merged ? rows.merge("id") : rows,
                "row 2 (note = NULL)",
                "null value in column \"note\" of relation \"orders\" violates not-null constraint (23502). Somebody"
                        + " said NOT NULL for the column: give it a value with .map(..), leave the row out with"
                        + " .filter(..), leave notNull() out, or run ALTER TABLE .. ALTER COLUMN .. DROP NOT NULL.");
    }

    @Test
    void a_row_is_named_when_its_table_was_made_by_somebody_else(Workspace workspace) {
        pipeline.run(resource("first").json("[{\"id\": 1}]"));
        workspace.execute("CREATE TABLE orders (id uuid, note varchar CHECK (note <> 'rude'))");
        workspace.execute("INSERT INTO orders VALUES (NULL, 'first')");

        assertRefused(
                resource("orders")
                        .json("[{\"id\": \"a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11\", \"note\": \"fine\"},"
                                + " {\"id\": \"a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a12\", \"note\": \"rude\"}]"),
                "row 2 (note = rude)",
                "new row for relation \"orders\" violates check constraint \"orders_note_check\" (23514). Correct the rows,"
                        + " leave them out with .filter(..), or drop the check of the table.");
    }

    @Test
    void a_nested_row_is_named_when_it_is_merged(Workspace workspace) {
        pipeline.run(resource("orders")
                .json("[{\"id\": 1, \"lines\": [{\"n\": 1}]}]")
                .merge("id"));
        workspace.execute("ALTER TABLE orders__lines ADD CONSTRAINT few CHECK (n < 10)");

        PipetteException refused = catchThrowableOfType(
                PipetteException.class,
                () -> pipeline.run(resource("orders")
                        .json("[{\"id\": 2, \"lines\": [{\"n\": 1}, {\"n\": 2}]},"
                                + " {\"id\": 3, \"lines\": [{\"n\": 30}]}]")
                        .merge("id")));

        assertThat(refused)
                .message()
                .startsWith("[ROW_REFUSED] could not insert row 3 (n = 30) into test_dataset.orders__lines (");
        assertThat(pipeline.dataset()).table("orders").hasRowCount(1);
    }
}
