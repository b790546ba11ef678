package dev.pipette.duckdb;

import static dev.pipette.Pipette.jsonl;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.Pipeline;
import dev.pipette.Resource;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What dropping a resource does in a DuckDB file beyond the contract. */
final class DropTests {
    @TempDir
    Path folder;

    @Test
    void a_view_does_not_keep_its_table_and_shows_the_rows_again_when_they_are_loaded_anew() {
        Scratch scratch = new Scratch(folder);
        Pipeline pipeline = scratch.pipeline();
        Resource events = jsonl("events", scratch.file("events.jsonl", "{\"id\": 1}\n"));
        pipeline.run(events);
        scratch.execute("CREATE VIEW recent AS SELECT id FROM events");

        pipeline.admin().drop("events");

        assertThatThrownBy(() -> pipeline.dataset().query("SELECT * FROM recent"))
                .hasMessageContaining("Table with name events does not exist");
        pipeline.run(events);
        assertThat(scratch.rows("SELECT id FROM recent")).containsExactly("1");
    }

    @Test
    void the_command_of_a_preview_says_what_the_working_folder_does_not_know() {
        Scratch scratch = new Scratch(folder);
        scratch.run(jsonl("events", scratch.file("events.jsonl", "{\"id\": 1}\n")));
        Path elsewhere = folder.resolve("elsewhere");

        assertThat(scratch.pipeline().admin().planDrop("events").command())
                .isEqualTo("pipette pipeline scratch drop events --yes --home "
                        + scratch.pipeline().home());
        assertThat(scratch.pipeline().home(elsewhere).admin().planDrop("events").command())
                .isEqualTo("pipette pipeline scratch drop events --yes --into duckdb:" + scratch.database()
                        + " --dataset scratch --home " + elsewhere);
    }
}
