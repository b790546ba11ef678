package dev.pipette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.Destination;
import dev.pipette.Pipette;
import dev.pipette.admin.PipelineAdmin;
import dev.pipette.cli.Cli.Result;
import dev.pipette.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What {@code pipette pipeline} shows of pipelines, and how it finds them. */
class PipelineCommandTests {
    @RegisterExtension
    static final LoadedOnce<ShopPipeline> LOADED = new LoadedOnce<>(ShopPipeline.class, ShopPipeline::load);

    @TempDir
    Path own;

    private ShopPipeline shop = LOADED.get();

    @Test
    void pipelines_are_listed() {
        assertThat(shop.pipeline().lines().getFirst()).matches("pipeline +destination +dataset +last run +waiting");
        assertThat(shop.pipeline().lines().getLast())
                .startsWith("shop ")
                .contains(shop.database(), " shop_dataset ", " loaded ")
                .endsWith(" 0");
        assertThat(shop.pipeline("--json").json().get(0).get("pipeline").stringValue())
                .isEqualTo("shop");
        assertThat(shop.pipeline("--json").json().get(0).get("destination").stringValue())
                .isEqualTo(shop.database());
        assertThat(shop.pipeline("--json").json().get(0).get("waiting").intValue())
                .isZero();
        assertThat(Cli.run("pipeline", "--home", shop.folder().resolve("empty")).lines())
                .containsExactly("no pipelines");
    }

    @Test
    void info_tells_where_it_goes_and_what_it_remembers() {
        Result result = shop.pipeline("shop");

        assertThat(result.exitCode()).isZero();
        assertThat(result.lines()).contains("pipeline       shop", "dataset        shop_dataset", "loaded before  yes");
        assertThat(result.lines()).contains("pending        nothing", "events    cursor id  2");
        assertThat(result.out()).contains("shop.duckdb", "last run ", "state version 1");
        assertThat(shop.pipeline("shop", "info", "--json")
                        .json()
                        .get("committed_before")
                        .booleanValue())
                .isTrue();
    }

    @Test
    void loads_are_those_that_are_committed() {
        assertThat(shop.pipeline("shop", "loads").lines()).hasSize(5).startsWith("1 load", "");
        assertThat(shop.pipeline("shop", "loads", "--json")
                        .json()
                        .get(0)
                        .get("status")
                        .longValue())
                .isZero();
    }

    @Test
    void state_is_the_committed_state() {
        assertThat(shop.pipeline("shop", "state").out()).contains("events", "2");
        assertThat(shop.pipeline("shop", "state", "--json").json().has("events"))
                .isTrue();
    }

    @Test
    void the_schema_is_shown_as_tables_or_as_dlts_document() {
        assertThat(shop.pipeline("shop", "schema").lines())
                .contains("events", "events__tags, nested in events")
                .anyMatch(line -> line.matches("id +bigint +cursor"));
        assertThat(shop.pipeline("shop", "schema", "--json")
                        .json()
                        .at("/tables/events/columns/id/data_type")
                        .stringValue())
                .isEqualTo("bigint");
    }

    @Test
    void another_working_folder_names_the_destination() {
        Result result = Cli.run(
                "pipeline",
                "shop",
                "state",
                "--into",
                shop.database(),
                "--home",
                shop.folder().resolve("elsewhere"),
                "--json");

        assertThat(result.err()).isEmpty();
        assertThat(result.json().has("events")).isTrue();
    }

    @Test
    void an_unknown_pipeline_names_those_that_are_known() {
        Result result = shop.pipeline("shopp", "info");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err())
                .isEqualToIgnoringNewLines("pipette pipeline: [BAD_USAGE] the working folder " + shop.home()
                        + " knows no pipeline 'shopp'. It knows: shop. Correct the name, or say where it loads to with"
                        + " --into.");
    }

    @Test
    void two_files_of_one_name_have_pipelines_of_their_own() throws IOException {
        shop = ShopPipeline.load(own);
        Path other = Files.createDirectories(shop.folder().resolve("other")).resolve("shop.duckdb");
        Path file = Files.writeString(shop.folder().resolve("more.jsonl"), "{\"id\": 7}\n");
        Result loaded = Cli.run("load", file, "--into", "duckdb:" + other, "--home", shop.home());
        assertThat(loaded.err()).isEmpty();

        assertThat(shop.pipeline().lines()).hasSize(4);
        assertThat(shop.pipeline("shop", "info", "--into", shop.database()).out())
                .contains("events");
        assertThat(shop.pipeline("shop", "info", "--into", "duckdb:" + other).out())
                .contains("shop@")
                .doesNotContain("events");
        assertThat(shop.pipeline("shop").err())
                .isEqualToIgnoringNewLines("pipette pipeline: [BAD_USAGE] the working folder " + shop.home()
                        + " knows several pipelines 'shop', into " + shop.database() + " and duckdb:" + other
                        + ". Say which one with --into, or run the command in the folder of its file.");
        assertThat(shop.pipeline("shop", "forget", "--into", "duckdb:" + other).err())
                .isEmpty();
        assertThat(shop.pipeline("shop").exitCode()).isZero();
    }

    @Test
    void a_destination_by_name_is_remembered_by_its_name() throws IOException {
        shop = new ShopPipeline(own);
        Files.writeString(
                shop.folder().resolve("pipette.toml"),
                "[destination.warehouse]\ntype = 'duckdb'\ndatabase = '"
                        + shop.folder().resolve("one.duckdb") + "'\n");
        Pipette.pipeline("named", Pipette.destination("warehouse", settings()))
                .home(shop.home())
                .run(Pipette.resource("more").json("[{\"id\": 1}]"));
        Files.writeString(
                shop.folder().resolve("pipette.toml"),
                "[destination.warehouse]\ntype = 'duckdb'\ndatabase = '"
                        + shop.folder().resolve("moved.duckdb") + "'\n");

        Destination found =
                PipelineAdmin.find("named", shop.home()).orElseThrow().destination();

        assertThat(found.completed(settings()))
                .hasToString("duckdb:" + shop.folder().resolve("moved.duckdb"));
        Files.writeString(shop.folder().resolve("pipette.toml"), "");
        assertThat(found.completed(settings()))
                .hasToString("duckdb:" + shop.folder().resolve("one.duckdb"));
    }

    private Settings settings() {
        return Settings.from(shop.folder(), shop.folder(), Map.of());
    }

    @Test
    void what_is_printed_is_what_the_values_print() {
        PipelineAdmin admin =
                PipelineAdmin.find("shop", shop.home()).orElseThrow().admin();

        assertThat(shop.pipeline("shop", "info").out()).isEqualToIgnoringNewLines(admin.info() + "\n");
        assertThat(shop.pipeline("shop", "trace").out()).isEqualToIgnoringNewLines(admin.trace() + "\n");
        assertThat(shop.pipeline("shop", "runs").out()).isEqualToIgnoringNewLines(admin.traces() + "\n");
        assertThat(shop.pipeline("shop", "failed").out()).isEqualToIgnoringNewLines(admin.failed() + "\n");
        assertThat(shop.pipeline("shop", "loads").out()).isEqualToIgnoringNewLines(admin.loads() + "\n");
        assertThat(shop.pipeline("shop", "state").out()).isEqualToIgnoringNewLines(admin.state() + "\n");
        assertThat(shop.pipeline("shop", "schema").out()).isEqualToIgnoringNewLines(admin.schema() + "\n");
        assertThat(shop.pipeline("shop", "drop", "events").out())
                .isEqualToIgnoringNewLines(admin.planDrop("events") + "\n");
    }

    @Test
    void the_last_run_is_traced_for_people_and_for_programs() {
        assertThat(shop.pipeline("shop", "trace").lines())
                .anyMatch(line -> line.matches("committed +[0-9.]+ ms +[0-9.]+"))
                .anyMatch(line -> line.matches("events +2 +append *"));
        assertThat(shop.pipeline("shop", "trace", "--json")
                        .json()
                        .at("/packages/0/tables/0/rows")
                        .longValue())
                .isEqualTo(2);
        assertThat(shop.pipeline("shop", "runs", "--json").json()).hasSize(1);
    }

    @Test
    void a_run_that_failed_is_told_with_its_code() throws IOException {
        shop = ShopPipeline.load(own);
        Path broken = Files.writeString(shop.folder().resolve("broken.jsonl"), "{\"id\": 1}\n{\"tags\": []}\n");
        Result load = Cli.run("load", broken, "--into", shop.database(), "--merge", "id", "--home", shop.home());
        assertThat(load.exitCode()).isEqualTo(3);

        assertThat(shop.pipeline("shop", "failed").out()).contains(": KEY_MISSING", "[KEY_MISSING] merge into ");
        assertThat(shop.pipeline("shop", "failed", "--json")
                        .json()
                        .at("/runs/0/code")
                        .stringValue())
                .isEqualTo("KEY_MISSING");
        assertThat(shop.pipeline("shop", "trace").lines()).anyMatch(line -> line.startsWith("failed "));
    }
}
