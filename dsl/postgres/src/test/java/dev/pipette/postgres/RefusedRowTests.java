package dev.pipette.postgres;

import static dev.pipette.Pipette.resource;
import static dev.pipette.testing.PipetteAssertions.assertThat;
import static dev.pipette.testing.PipetteAssertions.assertThatRun;
import static dev.pipette.testing.TestDestination.POSTGRES;

import dev.pipette.ErrorCode;
import dev.pipette.Pipeline;
import dev.pipette.Resource;
import dev.pipette.testing.LoadTest;
import dev.pipette.testing.Workspace;
import dev.pipette.testing.postgres.PostgresServer;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

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
    void a_nul_in_a_text_is_named_and_loses_nothing() {
        pipeline.run(orders(0, "first"));
        long version = pipeline.state().version();

        assertRefused(
                twentyOrders("a\0b"),
                "row 17, column note,",
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
                "row 17",
                "new row for relation \"orders\" violates check constraint \"polite\" (23514). Mend the rows, leave them"
                        + " out with .filter(..), or drop the check that somebody put on the table.");
    }

    @Test
    void a_key_that_is_there_is_named(Workspace workspace) {
        pipeline.run(orders(17, "first"));
        workspace.execute("CREATE UNIQUE INDEX by_id ON orders (id)");

        assertRefused(
                twentyOrders("twice"),
                "row 17, column id,",
                "duplicate key value violates unique constraint \"by_id\" (23505). Replace the row that is there by"
                        + " .merge(KEY), mend the rows, or drop the constraint that somebody put on the table.");
    }

    @Test
    void a_nul_in_json_is_named() {
        pipeline.run(
                resource("orders").json("[{\"id\": 0, \"data\": {\"a\": 1}}]").maxNesting(0));

        assertRefused(
                resource("orders")
                        .json("[{\"id\": 1, \"data\": {\"a\": 1}}, {\"id\": 2, \"data\": {\"a\": \"x\\u0000\"}}]")
                        .maxNesting(0),
                "row 2, column data,",
                "unsupported Unicode escape sequence (22P05). PostgreSQL's jsonb cannot hold \\u0000: take it out with"
                        + " .map(..).");
    }
}
