package dev.pipette.testing;

import static dev.pipette.Pipette.resource;
import static dev.pipette.testing.Messages.failureOf;
import static dev.pipette.testing.PipetteAssertions.assertThat;
import static dev.pipette.testing.PipetteAssertions.assertThatRun;
import static dev.pipette.testing.PipetteAssertions.assertThatThrownBy;
import static dev.pipette.testing.TestDestination.DUCKDB;
import static dev.pipette.testing.TestDestination.POSTGRES;

import dev.pipette.Pipeline;
import dev.pipette.Resource;
import dev.pipette.error.ErrorCode;
import dev.pipette.spi.LoadStep;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a test does to a pipeline from outside: changes at its destination, and runs that are broken off. */
@LoadTest(destinations = {DUCKDB, POSTGRES})
class HandmadeChangeTests {
    private static Resource orders(int id) {
        return resource("orders").json("[{\"id\": " + id + "}]");
    }

    @Test
    void a_statement_finds_the_tables_of_the_dataset_and_what_it_changes_stays(Pipeline pipeline, Workspace workspace) {
        pipeline.run(orders(1));

        workspace.execute("CREATE UNIQUE INDEX by_id ON orders (id)");
        workspace.execute("ALTER TABLE orders ADD COLUMN note VARCHAR(20) DEFAULT 'is it {0}?'");

        assertThatRun(() -> pipeline.run(orders(1))).failsWith(ErrorCode.ROW_REFUSED);
        assertThat(pipeline.dataset()).table("orders").containsExactlyRows("""
                id,note
                1,is it {0}?""");
    }

    @Test
    void a_statement_that_the_destination_refuses_is_an_error(Pipeline pipeline, Workspace workspace) {
        pipeline.run(orders(1));

        assertThatThrownBy(() -> workspace.execute("DROP TABLE customers"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("DROP TABLE customers: ")
                .hasMessageContaining("does not exist");
    }

    @Test
    void a_run_is_broken_off_and_what_it_left_is_found_by_the_next(Pipeline pipeline) {
        CrashAt.step(LoadStep.SEALED).whileRunning(pipeline, orders(1));

        assertThat(pipeline).packages().hasPending(1);
        assertThat(pipeline.run(orders(1))).recovered().appended("orders", 1);
    }

    @Test
    void a_run_that_does_not_come_to_the_step_fails_the_test(Pipeline pipeline) {
        Resource nothing = resource("orders").rows(List.of());

        assertThat(failureOf(() -> CrashAt.step(LoadStep.COMMITTED).whileRunning(pipeline, nothing)))
                .isEqualTo("expected the run to be broken off at COMMITTED, but it never came there. It loaded:"
                        + " nothing.");
    }
}
