package dev.pipette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.Destination;
import dev.pipette.Pipette;
import dev.pipette.Source;
import dev.pipette.SourceProvider;
import dev.pipette.Sources;
import dev.pipette.cli.Cli.Result;
import dev.pipette.settings.Settings;
import dev.pipette.slices.SliceBounds;
import dev.pipette.slices.SliceExecutor;
import dev.pipette.slices.SliceTask;
import dev.pipette.spi.SourceSetting;
import dev.pipette.worker.SliceWorker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class SlicesOfLoadsTests {
    @TempDir
    private Path folder;

    /** Six pages of two orders. */
    public static final class PagedOrders implements SourceProvider {
        @Override
        public String name() {
            return "paged_orders";
        }

        @Override
        public String description() {
            return "orders in pages";
        }

        @Override
        public List<SourceSetting> settings() {
            return List.of();
        }

        @Override
        public Source open(Settings settings) {
            return Source.of(
                    "paged_orders",
                    Pipette.resource("orders")
                            .slices(
                                    _ -> SliceBounds.numbers("page", 1, 6),
                                    (slice, _) -> Stream.of(
                                            Map.of("id", slice.integer("page") * 2),
                                            Map.of("id", slice.integer("page") * 2 + 1))));
        }
    }

    /** Reads three tasks, and calls somebody after each of them. */
    private record Watched(Path folder, Consumer<SliceTask> after) implements SliceExecutor {
        @Override
        public String describe() {
            return "this thread";
        }

        @Override
        public String stage() {
            return folder.toString();
        }

        @Override
        public int mostTasks() {
            return 3;
        }

        @Override
        public void run(List<SliceTask> tasks, Ended ended) {
            for (SliceTask task : tasks) {
                SliceWorker.run(task, Settings.load());
                ended.ended(task);
                after.accept(task);
            }
        }
    }

    private Result slices(String... more) {
        List<Object> words = new ArrayList<>(List.of("pipeline", "shop", "slices", "--home", folder.resolve("home")));
        words.addAll(List.of(more));
        return Cli.run(words.toArray());
    }

    private String stage() {
        return folder.resolve("stage").toString();
    }

    @Test
    void the_slices_of_a_load_are_shown_while_others_read_them() throws Exception {
        List<Result> shown = new ArrayList<>();
        List<JsonNode> documents = new ArrayList<>();
        String into = "duckdb:" + folder.resolve("shop.duckdb");
        Pipette.pipeline("shop", Destination.of(into, Settings::load))
                .home(folder.resolve("home"))
                .executor(new Watched(Files.createDirectory(folder.resolve("stage")), _ -> {
                    shown.add(slices("--stage", stage(), "--into", into));
                    documents.add(slices("--stage", stage(), "--into", into, "--json")
                            .json()
                            .get(0));
                }))
                .run(Sources.open(PagedOrders.class, Settings.load()));

        List<String> lines = shown.get(1).lines();
        assertThat(lines.getFirst()).matches("load id +resource +slices +tasks +rows +read by +slowest");
        assertThat(lines.getLast()).matches("\\d+\\.\\d+ +orders +6 +2 of 3 +8 +\\S+ +page=\\d \\.\\. page=\\d: .*s");
        JsonNode document = documents.getFirst();
        assertThat(document.get("resource").stringValue()).isEqualTo("orders");
        assertThat(List.of(
                        document.get("slices").intValue(),
                        document.get("tasks").intValue(),
                        document.get("tasks_ended").intValue(),
                        document.get("rows").intValue()))
                .containsExactly(6, 3, 1, 4);
        assertThat(document.get("hosts")).hasSize(1);
        assertThat(document.get("slowest").stringValue()).isEqualTo("page=1 .. page=2");

        assertThat(slices("--stage", stage()).lines())
                .containsExactly("no load of pipeline shop is in the stage " + stage()
                        + ". A load leaves it when its rows are extracted.");
    }

    @Test
    void the_stage_is_that_of_the_workers_or_named() throws Exception {
        Result without = slices("--into", "duckdb:" + folder.resolve("shop.duckdb"));
        assertThat(without.err())
                .isEqualToIgnoringNewLines(
                        "pipette pipeline: [BAD_USAGE] no stage: name the folder or bucket that the"
                                + " run and its workers share with --stage, or as stage = \"..\" under [workers] in pipette.toml.");

        Path home = Files.createDirectories(folder.resolve("home"));
        Files.createDirectory(folder.resolve("stage"));
        Files.writeString(home.resolve("pipette.toml"), "[workers]\nstage = \"" + stage() + "\"\n");
        assertThat(slices("--into", "duckdb:" + folder.resolve("shop.duckdb")).lines())
                .singleElement()
                .asString()
                .startsWith("no load of pipeline shop is in the stage " + stage());

        assertThat(Cli.run("pipeline", "shop", "info", "--stage", stage()).err())
                .isEqualToIgnoringNewLines(
                        "pipette pipeline: [BAD_USAGE] --stage belongs to slices, and 'info' is asked for.");
    }
}
