package dev.pipette.duckdb;

import static dev.pipette.Pipette.resource;
import static dev.pipette.testing.PipetteAssertions.assertThat;
import static dev.pipette.testing.PipetteAssertions.assertThatThrownBy;

import dev.pipette.Pipeline;
import dev.pipette.Resource;
import dev.pipette.testing.LoadTest;
import dev.pipette.testing.Workspace;
import org.junit.jupiter.api.Test;

/** What dropping a resource does in a DuckDB file beyond the contract. */
@LoadTest
final class DropTests {
    private static final Resource EVENTS = resource("events").json("[{\"id\": 1}]");

    @Test
    void a_view_does_not_keep_its_table_and_shows_the_rows_again_when_they_are_loaded_anew(
            Pipeline pipeline, Workspace workspace) {
        pipeline.run(EVENTS);
        workspace.execute("CREATE VIEW recent AS SELECT id FROM events");

        pipeline.admin().drop("events");

        assertThatThrownBy(() -> pipeline.dataset().query("SELECT * FROM recent"))
                .hasMessageContaining("Table with name events does not exist");
        pipeline.run(EVENTS);
        assertThat(pipeline.dataset().query("SELECT id FROM recent").result().getValues("id", Long.class))
                .containsExactly(1L);
    }

    @Test
    void the_command_of_a_preview_says_what_the_working_folder_does_not_know(Pipeline pipeline, Workspace workspace) {
        pipeline.run(EVENTS);
        Pipeline elsewhere = workspace.onAnotherMachine(pipeline);

        assertThat(pipeline.admin().planDrop("events").command())
                .isEqualTo("pipette pipeline test drop events --yes --home " + workspace.home());
        assertThat(elsewhere.admin().planDrop("events").command())
                .isEqualTo("pipette pipeline test drop events --yes --into " + pipeline.destination()
                        + " --dataset test_dataset --home " + elsewhere.home());
    }
}
