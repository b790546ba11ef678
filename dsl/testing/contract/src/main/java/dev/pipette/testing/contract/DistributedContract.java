package dev.pipette.testing.contract;

import static dev.pipette.Pipette.cursor;
import static dev.pipette.Pipette.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.Resource;
import dev.pipette.Source;
import dev.pipette.SourceProvider;
import dev.pipette.Sources;
import dev.pipette.incremental.ExtractContext;
import dev.pipette.settings.Secret;
import dev.pipette.settings.Settings;
import dev.pipette.slices.SliceBounds;
import dev.pipette.slices.SliceExecutor;
import dev.pipette.slices.SliceTask;
import dev.pipette.spi.LoadStep;
import dev.pipette.spi.SourceSetting;
import dev.pipette.testing.Crash;
import dev.pipette.worker.SliceWorker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows in slices are loaded as if one stream had them, whoever reads the slices, and whoever is killed on the way. */
interface DistributedContract {
    /** Rows of a page. */
    int PAGE = 5;

    /** A shop with pages of orders: what worker processes make again from its class and its settings. */
    final class Shop implements SourceProvider {
        static final Map<String, AtomicInteger> OPENED = new ConcurrentHashMap<>();

        @Override
        public String name() {
            return "contract_shop";
        }

        @Override
        public String description() {
            return "pages of orders";
        }

        @Override
        public List<SourceSetting> settings() {
            return List.of(
                    SourceSetting.required("SHOP_ID", "which shop"),
                    SourceSetting.optional("SHOP_PAGES", "how many pages it has"),
                    SourceSetting.optional("SHOP_URL", "its address"),
                    SourceSetting.optional("SHOP_LOGIN", "who asks it"),
                    SourceSetting.optional("SHOP_PASSWORD", "of the login"));
        }

        @Override
        public Source open(Settings settings) {
            String shop = settings.get("SHOP_ID");
            if (settings.find("SHOP_LOGIN").isPresent()) {
                String _ = settings.secret("SHOP_PASSWORD").reveal();
            }
            int pages = Integer.parseInt(settings.get("SHOP_PAGES", "10"));
            Resource orders = resource("orders")
                    .slices(
                            context -> SliceBounds.numbers("page", 0, pages - 1),
                            (slice, context) -> page(shop, slice, context))
                    .map(row -> {
                        row.put("shop", "s");
                        return row;
                    })
                    .merge("id");
            Resource changes = resource("changes")
                    .slices(
                            context -> SliceBounds.numbers("page", 0, pages - 1),
                            (slice, context) -> page(shop, slice, context))
                    .incremental(cursor("id", Long.class));
            Resource events = resource("events")
                    .slices(
                            context -> SliceBounds.numbers("page", 0, pages - 1),
                            (slice, context) -> page(shop, slice, context));
            return Source.of("shop", orders, changes, events);
        }

        private static Stream<?> page(String shop, SliceBounds slice, ExtractContext context) {
            OPENED.computeIfAbsent(shop, id -> new AtomicInteger()).incrementAndGet();
            long page = slice.integer("page");
            return LongStream.range(page * PAGE, (page + 1) * PAGE)
                    .mapToObj(id -> Map.of(
                            "id", id, "page", page, "lines", List.of(Map.of("sku", "a" + id), Map.of("sku", "b"))));
        }
    }

    /** Runs tasks on this machine, some of them twice and the last one first; may fail before a task. */
    final class Workers implements SliceExecutor {
        private final Path stage;
        private final Consumer<SliceTask> before;
        private final Settings settings;
        private final List<SliceTask> run = Collections.synchronizedList(new ArrayList<>());

        Workers(Path stage, Consumer<SliceTask> before) {
            this(stage, before, Settings.load());
        }

        Workers(Path stage, Consumer<SliceTask> before, Settings settings) {
            this.settings = settings;
            this.stage = stage;
            this.before = before;
        }

        @Override
        public String describe() {
            return "workers of this process";
        }

        @Override
        public String stage() {
            return stage.toString();
        }

        @Override
        public int mostTasks() {
            return 4;
        }

        @Override
        public void run(List<SliceTask> tasks, Ended ended) {
            for (SliceTask task : tasks.reversed()) {
                before.accept(task);
                SliceWorker.run(task, settings);
                SliceWorker.run(task, settings); // a second attempt changes nothing
                run.add(task);
                ended.ended(task);
            }
        }

        List<SliceTask> tasks() {
            return run;
        }
    }

    private static Workers workers(Trial trial) {
        return new Workers(trial.folder().resolve("stage"), task -> {});
    }

    /** The shop of a trial: others count the pages of theirs. */
    private static Source shop(Trial trial) {
        return Sources.open(
                Shop.class, Settings.load().with("SHOP_ID", trial.folder().toString()));
    }

    private static int opened(Trial trial) {
        return Shop.OPENED
                .getOrDefault(trial.folder().toString(), new AtomicInteger())
                .get();
    }

    private static List<String> inStage(Trial trial) throws IOException {
        Path stage = trial.folder().resolve("stage");
        try (Stream<Path> files = Files.walk(stage)) {
            return files.filter(Files::isRegularFile).map(Path::toString).toList();
        }
    }

    /** Another machine, an hour later: by its own clock it would choose another load id. */
    private static Pipeline later(Trial trial) {
        return trial.elsewhere().clock(Clock.offset(Clock.systemUTC(), Duration.ofHours(1)));
    }

    private static void hasAll(Trial trial, String table) {
        assertThat(trial.rows("SELECT count(*), count(DISTINCT id), min(id), max(id) FROM " + table))
                .containsExactly("50 | 50 | 0 | 49");
        assertThat(trial.rows("SELECT count(*), count(DISTINCT l._dlt_id), count(DISTINCT o.id) FROM " + table
                        + " o JOIN " + table + "__lines l ON l._dlt_parent_id = o._dlt_id"))
                .containsExactly("100 | 100 | 50");
        assertThat(trial.count(table + "__lines")).isEqualTo(100);
    }

    @Test
    default void slices_are_read_side_by_side_and_loaded_in_their_order(Trial trial) {
        trial.run(resource("events")
                .slices(
                        context -> SliceBounds.numbers("page", 1, 40),
                        (slice, context) -> IntStream.range(0, 3)
                                .mapToObj(row -> Map.of("id", 1, "page", slice.integer("page"), "row", row)))
                .parallel(8)
                .merge("id"));

        assertThat(trial.rows("SELECT id, page, row FROM events".replace("row FROM", "\"row\" FROM")))
                .as("of rows with one key the last one wins")
                .containsExactly("1 | 40 | 2");
    }

    @Test
    default void a_slice_that_fails_is_named_and_nothing_is_loaded(Trial trial) {
        Resource events = resource("events").slices(context -> SliceBounds.numbers("page", 1, 9), (slice, context) -> {
            if (slice.integer("page") == 7) {
                throw new IOException("no such page");
            }
            return Stream.of(Map.of("id", slice.integer("page")));
        });

        assertThatThrownBy(() -> trial.run(events)).hasMessageContaining("slice page=7: IOException: no such page");
        assertThat(trial.allTables()).doesNotContain("events");
    }

    @Test
    default void other_processes_read_what_this_one_loads(Trial trial) throws IOException {
        Workers workers = workers(trial);
        Pipeline pipeline = trial.pipeline().executor(workers);

        LoadInfo info = pipeline.run(shop(trial));

        for (String table : List.of("orders", "changes", "events")) {
            hasAll(trial, table);
        }
        assertThat(trial.rows("SELECT DISTINCT shop FROM orders")).containsExactly("s");
        assertThat(workers.tasks()).hasSize(12);
        assertThat(info.packages()).hasSize(1);
        assertThat(inStage(trial)).isEmpty();

        pipeline.run(shop(trial).only("orders", "changes"));

        hasAll(trial, "orders");
        hasAll(trial, "changes");
    }

    @Test
    default void rows_are_the_same_as_those_that_one_process_reads(Trial trial) {
        trial.pipeline("here")
                .datasetName("here")
                .run(shop(trial).resource("events").table("one"));
        trial.pipeline("spread")
                .datasetName("here")
                .executor(workers(trial))
                .run(shop(trial).resource("events").table("other"));

        assertThat(trial.rows("SELECT id, page FROM here.other ORDER BY id"))
                .isEqualTo(trial.rows("SELECT id, page FROM here.one ORDER BY id"));
    }

    @ParameterizedTest
    @EnumSource(
            value = LoadStep.class,
            names = {"PACKAGE_OPENED", "EXTRACTED", "SEALED", "ROWS_APPLIED", "COMMITTED", "MARKED"})
    default void a_killed_run_is_continued_and_loads_once(LoadStep step, Trial trial) throws IOException {
        Pipeline pipeline = trial.pipeline().executor(workers(trial));
        trial.crash(pipeline, step, shop(trial).resource("events"));

        pipeline.run(shop(trial).resource("events"));

        hasAll(trial, "events");
        assertThat(trial.loadIds()).hasSize(1);
        assertThat(inStage(trial)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = LoadStep.class,
            names = {"EXTRACTED", "SEALED", "ROWS_APPLIED", "COMMITTED", "MARKED"})
    default void another_machine_continues_with_what_was_read(LoadStep step, Trial trial) throws IOException {
        trial.crash(trial.pipeline().executor(workers(trial)), step, shop(trial).resource("events"));
        int read = opened(trial);
        Workers others = workers(trial);

        LoadInfo info = later(trial).executor(others).run(shop(trial).resource("events"));

        hasAll(trial, "events");
        assertThat(others.tasks()).as("tasks that are read again").isEmpty();
        assertThat(opened(trial)).isEqualTo(read);
        assertThat(trial.loadIds()).hasSize(1);
        assertThat(inStage(trial)).isEmpty();
        if (step != LoadStep.COMMITTED && step != LoadStep.MARKED) {
            assertThat(info.notes())
                    .contains("load " + trial.loadIds().getFirst()
                            + " was begun by another process; what that one had read was not read again");
        } else {
            assertThat(info.notes())
                    .anyMatch(note -> note.contains("of this call, which another process began, is committed"));
        }
    }

    @Test
    default void only_slices_without_a_receipt_are_read_again(Trial trial) {
        AtomicInteger left = new AtomicInteger(2);
        Workers dying = new Workers(trial.folder().resolve("stage"), task -> {
            if (left.getAndDecrement() == 0) {
                throw new Crash(LoadStep.PACKAGE_OPENED);
            }
        });
        assertThatThrownBy(
                        () -> trial.pipeline().executor(dying).run(shop(trial).resource("events")))
                .isInstanceOf(Crash.class);
        Workers others = workers(trial);

        later(trial).executor(others).run(shop(trial).resource("events"));

        hasAll(trial, "events");
        assertThat(dying.tasks()).hasSize(2);
        assertThat(others.tasks()).hasSize(2);
    }

    @Test
    default void two_runs_at_once_make_one_load(Trial trial) throws IOException {
        Pipeline second = later(trial).executor(workers(trial));
        AtomicInteger tasks = new AtomicInteger();
        Workers reading = new Workers(trial.folder().resolve("stage"), task -> {
            if (tasks.getAndIncrement() == 1) {
                LoadInfo _ = second.run(shop(trial).resource("events")); // begins and ends while the first one reads
            }
        });

        LoadInfo info = trial.pipeline().executor(reading).run(shop(trial).resource("events"));

        hasAll(trial, "events");
        assertThat(trial.loadIds()).hasSize(1);
        assertThat(info.notes())
                .contains("load " + trial.loadIds().getFirst()
                        + " was committed by another process that ran the same at the same time");
        assertThat(inStage(trial)).isEmpty();
    }

    @Test
    default void a_run_that_slept_takes_no_newer_rows_away(Trial trial) {
        Pipeline other = trial.elsewhere();
        Pipeline sleeping = trial.pipeline().executor(workers(trial)).listener((step, loadId) -> {
            if (step == LoadStep.SEALED && trial.allTables().isEmpty()) {
                LoadInfo _ = other.run(Trial.json("orders", "[{'id': 3, 'page': 77}, {'id': 99, 'page': 78}]")
                        .merge("id"));
            }
        });

        LoadInfo _ = sleeping.run(shop(trial).resource("orders"));

        assertThat(trial.rows("SELECT id, page FROM orders WHERE id IN (2, 3, 99) ORDER BY id"))
                .as("what was read before is read again, after the newer rows")
                .containsExactly("2 | 0", "3 | 0", "99 | 78");
    }

    @Test
    default void a_failed_run_leaves_nothing_for_the_next_one(Trial trial) throws IOException {
        Workers failing = new Workers(trial.folder().resolve("stage"), task -> {
            if (task.describe().contains("page=2")) {
                throw new IllegalStateException("the worker has no memory");
            }
        });
        assertThatThrownBy(
                        () -> trial.pipeline().executor(failing).run(shop(trial).resource("events")))
                .hasMessageContaining("the worker has no memory");

        assertThat(inStage(trial)).isEmpty();
        assertThat(trial.allTables()).doesNotContain("events");
        trial.pipeline().executor(workers(trial)).run(shop(trial).resource("events"));
        hasAll(trial, "events");
    }

    @Test
    default void files_that_the_stage_loses_or_changes_are_read_again(Trial trial) throws IOException {
        Path stage = trial.folder().resolve("stage");
        AtomicInteger lies = new AtomicInteger();
        SliceExecutor lying = new SliceExecutor() {
            @Override
            public String describe() {
                return "workers at a stage that lies";
            }

            @Override
            public String stage() {
                return stage.toString();
            }

            @Override
            public void run(List<SliceTask> tasks, Ended ended) {
                tasks.forEach(SliceWorker::run);
                if (lies.getAndIncrement() < 2) {
                    lie(tasks.getFirst().id(), lies.get() == 1);
                }
            }

            private void lie(String task, boolean lose) {
                try (Stream<Path> files = Files.walk(stage.resolve(task))) {
                    Path file = files.filter(path -> path.toString().contains("lines"))
                            .findFirst()
                            .orElseThrow();
                    if (lose) {
                        Files.delete(file);
                    } else {
                        Files.write(file, new byte[] {1, 2, 3});
                    }
                } catch (IOException failed) {
                    throw new java.io.UncheckedIOException(failed);
                }
            }
        };

        trial.pipeline().executor(lying).run(shop(trial).resource("events"));

        hasAll(trial, "events");
        assertThat(lies).hasValue(3);
    }

    @Test
    default void what_was_read_long_ago_is_read_again(Trial trial) {
        Workers before = workers(trial);
        trial.crash(
                trial.pipeline()
                        .clock(Clock.offset(Clock.systemUTC(), Duration.ofHours(-25)))
                        .executor(before),
                LoadStep.EXTRACTED,
                shop(trial).resource("events"));
        Workers now = workers(trial);

        LoadInfo _ = trial.elsewhere().executor(now).run(shop(trial).resource("events"));

        hasAll(trial, "events");
        assertThat(now.tasks()).hasSameSizeAs(before.tasks());
    }

    @Test
    default void no_task_holds_a_secret(Trial trial) {
        Workers workers = workers(trial);
        Source shop = Sources.open(
                Shop.class,
                Settings.load()
                        .with("SHOP_ID", trial.folder().toString())
                        .with("SHOP_PAGES", "4")
                        .with("SHOP_URL", "https://loader:hunter2@shop.example.com/"));

        LoadInfo _ = trial.pipeline().executor(workers).run(shop.resource("events"));

        assertThat(workers.tasks())
                .hasSize(4)
                .allSatisfy(task -> assertThat(task.document())
                        .contains("SHOP_PAGES")
                        .doesNotContain("hunter2", "shop.example.com"));
    }

    @Test
    default void a_secret_that_the_program_gives_its_source_stays_here(Trial trial) {
        Secret password = Secret.of("hunter3");
        Workers workers = new Workers(
                trial.folder().resolve("stage"), task -> {}, Settings.load().with("SHOP_PASSWORD", password));
        Source shop = Sources.open(
                Shop.class,
                Settings.load()
                        .with("SHOP_ID", trial.folder().toString())
                        .with("SHOP_LOGIN", "loader")
                        .with("SHOP_PASSWORD", password));

        LoadInfo _ = trial.pipeline().executor(workers).run(shop.resource("events"));

        hasAll(trial, "events");
        assertThat(workers.tasks())
                .allSatisfy(task ->
                        assertThat(task.document()).contains("SHOP_LOGIN").doesNotContain("hunter3", "SHOP_PASSWORD"));
    }

    @Test
    default void code_of_the_program_cannot_travel(Trial trial) {
        Pipeline pipeline = trial.pipeline().executor(workers(trial));
        Resource own =
                resource("own").slices(context -> SliceBounds.numbers("page", 1, 2), (slice, context) -> Stream.of(1));

        assertThatThrownBy(() -> pipeline.run(own))
                .hasMessageContaining("resource own is code of this program, which other processes do not have")
                .hasMessageContaining("Sources.open(ShopSource.class, Settings.load()).resource(\"own\")");
        assertThatThrownBy(() -> pipeline.run(shop(trial).resource("events").map(row -> row)))
                .hasMessageContaining("this program changed what happens to its rows");
    }

    @Test
    default void what_cannot_be_cut_is_read_here_and_noted(Trial trial) {
        Workers workers = workers(trial);

        LoadInfo info = trial.pipeline()
                .executor(workers)
                .run(shop(trial).resource("events").limit(7));

        assertThat(trial.count("events")).isEqualTo(7);
        assertThat(workers.tasks()).isEmpty();
        assertThat(info.notes()).contains("resource events was read by this process alone, because it has a limit");
    }
}
