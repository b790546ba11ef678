package dev.pipette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.cli.Cli.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineCommandTests {
    @TempDir
    Path folder;

    private Path home = Path.of("home");
    private String database = "";

    @BeforeEach
    void load_with_a_cursor() throws IOException {
        home = folder.resolve("home");
        database = "duckdb:" + folder.resolve("shop.duckdb");
        Path file = Files.writeString(folder.resolve("events.jsonl"), "{\"id\": 1, \"tags\": [\"a\"]}\n{\"id\": 2}\n");
        Result loaded = Cli.run("load", file, "--into", database, "--cursor", "id", "--home", home);
        assertThat(loaded.err()).isEmpty();
    }

    @Test
    void pipelines_are_listed() {
        assertThat(pipeline().lines()).containsExactly("shop");
        assertThat(pipeline("--json").json().get(0).stringValue()).isEqualTo("shop");
        assertThat(Cli.run("pipeline", "--home", folder.resolve("empty")).lines())
                .containsExactly("no pipelines");
    }

    @Test
    void info_tells_where_it_goes_and_what_it_remembers() {
        Result result = pipeline("shop");

        assertThat(result.exitCode()).isZero();
        assertThat(result.lines()).contains("pipeline       shop", "dataset        shop_dataset", "loaded before  yes");
        assertThat(result.out()).contains("shop.duckdb", "events", "pending:");
        assertThat(pipeline("shop", "info", "--json")
                        .json()
                        .get("committed_before")
                        .booleanValue())
                .isTrue();
    }

    @Test
    void loads_are_those_that_are_committed() {
        assertThat(pipeline("shop", "loads").lines()).hasSize(2);
        assertThat(pipeline("shop", "loads", "--json")
                        .json()
                        .get(0)
                        .get("status")
                        .longValue())
                .isZero();
    }

    @Test
    void state_is_the_committed_state() {
        assertThat(pipeline("shop", "state").out()).contains("events", "2");
        assertThat(pipeline("shop", "state", "--json").json().has("events")).isTrue();
    }

    @Test
    void the_schema_is_shown_as_tables_or_as_dlts_document() {
        assertThat(pipeline("shop", "schema").lines())
                .contains("events:", "events__tags, nested in events:")
                .anyMatch(line -> line.matches("  id +bigint.*"));
        assertThat(pipeline("shop", "schema", "--json")
                        .json()
                        .at("/tables/events/columns/id/data_type")
                        .stringValue())
                .isEqualTo("bigint");
    }

    @Test
    void nothing_is_pending_after_a_load() {
        assertThat(pipeline("shop", "pending").lines()).containsExactly("  none");
        assertThat(pipeline("shop", "pending", "--json").json()).isEmpty();
    }

    @Test
    void sync_takes_the_destination_as_the_truth() {
        Result result = pipeline("shop", "sync");

        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void another_working_folder_names_the_destination() {
        Result result = Cli.run(
                "pipeline", "shop", "state", "--into", database, "--home", folder.resolve("elsewhere"), "--json");

        assertThat(result.err()).isEmpty();
        assertThat(result.json().has("events")).isTrue();
    }

    @Test
    void an_unknown_pipeline_names_those_that_are_known() {
        Result result = pipeline("shopp", "info");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err())
                .isEqualToIgnoringNewLines("pipette pipeline: [BAD_USAGE] the working folder " + home
                        + " knows no pipeline 'shopp'. It knows: shop. Correct the name, or say where it loads to with"
                        + " --into.");
    }

    @Test
    void discard_wants_a_load_id() {
        Result result = pipeline("shop", "discard");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err())
                .isEqualToIgnoringNewLines("pipette pipeline: [BAD_USAGE] discard needs the load id of the package:"
                        + " pipette pipeline shop discard LOAD_ID. 'pending' lists them.");
    }

    @Test
    void a_load_id_belongs_to_discard_only() {
        Result result = pipeline("shop", "state", "123.456");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("'state' takes no load id, and '123.456' is given.");
    }

    private Result pipeline(String... arguments) {
        List<Object> all = new ArrayList<>(List.of("pipeline", "--home", home));
        all.addAll(List.of(arguments));
        return Cli.run(all.toArray());
    }
}
