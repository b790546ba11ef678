package dev.pipette.workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.Destination;
import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.Pipette;
import dev.pipette.Source;
import dev.pipette.Sources;
import dev.pipette.settings.Secret;
import dev.pipette.settings.Settings;
import dev.pipette.slices.SliceExecutors;
import dev.pipette.testing.child.ChildJava;
import dev.pipette.testing.postgres.PostgresDatabase;
import dev.pipette.testing.postgres.PostgresPool;
import dev.pipette.testing.s3.LocalS3;
import dev.pipette.testing.s3.S3Bucket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Workers read what one process loads, and any of them may be killed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WorkersTests {
    private final PostgresPool databases = new PostgresPool(Duration.ofSeconds(20));
    private final List<Process> processes = new ArrayList<>();

    @TempDir
    private Path folder;

    private PostgresDatabase database;

    @BeforeEach
    void open() {
        database = databases.take();
    }

    @AfterEach
    void close() {
        processes.forEach(Process::destroyForcibly);
        databases.giveBack(database);
    }

    @AfterAll
    void closeAll() {
        databases.close();
    }

    private Destination queue() {
        return Pipette.postgres(database.url()).user(database.user()).password(Secret.of(database.password()));
    }

    private Pipeline pipeline(Duration patience) {
        return Pipette.pipeline("shop", queue())
                .home(folder.resolve("home"))
                .executor(
                        Workers.at(queue(), folder.resolve("stage").toString()).patience(patience));
    }

    private Pipeline pipeline() {
        return pipeline(Duration.ofSeconds(60));
    }

    private static Source shop(int pages, int millis) {
        return Sources.open(PagedShop.class, PagedShop.settings(1, pages, millis));
    }

    private Process worker(int threads) throws IOException {
        return worker(threads, Map.of());
    }

    private Process worker(int threads, Map<String, String> environment) throws IOException {
        return started(
                ChildJava.command(
                        WorkerMain.class,
                        database.url(),
                        database.user(),
                        database.password(),
                        String.valueOf(threads)),
                environment);
    }

    private List<String> driver(String stage, String home, String resource, int call) {
        return ChildJava.command(
                DriverMain.class,
                database.url(),
                database.user(),
                database.password(),
                stage,
                home,
                resource,
                String.valueOf(call),
                "12",
                "40");
    }

    private Process started(List<String> command) throws IOException {
        return started(command, Map.of());
    }

    private Process started(List<String> command, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectError(
                        folder.resolve("errors-" + processes.size() + ".txt").toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    private List<String> counts(Pipeline pipeline, String table) {
        List<String> counts = new ArrayList<>();
        pipeline.dataset()
                .query("SELECT call, count(*) AS loaded, count(DISTINCT id) AS ids FROM " + table
                        + " GROUP BY call ORDER BY call")
                .forEach(row -> counts.add(row.get("call") + ": " + row.get("loaded") + ", " + row.get("ids")));
        return counts;
    }

    @Test
    void workers_read_what_is_loaded_here() {
        try (Worker one = Worker.at(queue(), Settings.load()).threads(2).start();
                Worker other = Worker.at(queue(), Settings.load()).threads(2).start()) {
            LoadInfo info = pipeline().run(shop(40, 20));

            assertThat(info.packages()).hasSize(1);
            assertThat(one.slices() + other.slices()).isEqualTo(80);
            assertThat(one.slices()).isPositive();
            assertThat(other.slices()).isPositive();
        }
        assertThat(counts(pipeline(), "events")).containsExactly("1: 200, 200");
        assertThat(counts(pipeline(), "orders")).containsExactly("1: 200, 200");
    }

    @Test
    void the_error_of_a_slice_is_that_of_the_run() {
        try (Worker worker = Worker.at(queue(), Settings.load()).start()) {
            Source broken =
                    Sources.open(PagedShop.class, PagedShop.settings(1, 4, 0).with("SHOP_BROKEN", "2"));

            assertThatThrownBy(() -> pipeline().run(broken.only("events")))
                    .hasMessageContaining("[RESOURCE_FAILED] slice page=2: resource events failed")
                    .hasMessageContaining("IOException: page 2 is broken");
            assertThat(worker.slices()).isEqualTo(3);
        }
        assertThat(pipeline().dataset().tables()).isEmpty();
    }

    @Test
    void a_run_without_workers_says_how_to_start_one() {
        assertThatThrownBy(() -> pipeline(Duration.ZERO).run(shop(2, 0).only("events")))
                .hasMessageContaining("no worker reads slices at")
                .hasMessageContaining("Start one on any machine with 'pipette worker --queue ..'");
    }

    @Test
    void the_settings_choose_workers() throws IOException {
        Files.writeString(folder.resolve("pipette.toml"), """
                [slices]
                executor = "workers"

                [workers]
                queue = "jobs"
                stage = "/mnt/stage"

                [destination.jobs]
                type = "postgres"
                host = "db.example.com"
                database = "jobs"
                user = "loader"
                """);
        Settings settings = Settings.from(folder, folder, Map.of());

        assertThat(SliceExecutors.chosen(settings)).hasValueSatisfying(executor -> {
            assertThat(executor.describe()).startsWith("workers at ").contains("db.example.com");
            assertThat(executor.stage()).isEqualTo("/mnt/stage");
        });
        assertThat(SliceExecutors.chosen(settings.with(SliceExecutors.SETTING, "local")))
                .isEmpty();
        assertThatThrownBy(() -> SliceExecutors.chosen(settings.with(SliceExecutors.SETTING, "cloud")))
                .hasMessage(
                        "[BAD_SETTINGS] the setting slices.executor is 'cloud'. Use one of local, workers, or add the library"
                                + " that has it.");
        assertThatThrownBy(() -> SliceExecutors.chosen(Settings.from(
                        folder.resolve("none"),
                        folder.resolve("none"),
                        Map.of("PIPETTE__SLICES__EXECUTOR", "workers"))))
                .hasMessageContaining("workers.queue")
                .hasMessageContaining("workers.stage");
    }

    @Test
    void what_a_killed_worker_was_reading_another_one_reads() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        Process dying = worker(1);
        assertThat(dying.inputReader().readLine()).startsWith("worker ");
        Thread killer = Thread.ofVirtual().start(() -> {
            try {
                begun.await();
                dying.destroyForcibly();
            } catch (InterruptedException over) {
                Thread.currentThread().interrupt();
            }
        });
        try (Worker other = Worker.at(queue(), Settings.load())
                .threads(1)
                .listener(task -> begun.countDown())
                .start()) {
            LoadInfo _ = pipeline().run(shop(8, 300).only("events"));

            assertThat(other.slices()).isPositive();
        }
        killer.join();
        assertThat(counts(pipeline(), "events")).containsExactly("1: 40, 40");
    }

    @Test
    void a_bucket_that_refuses_loses_answers_and_lists_late_loses_and_doubles_nothing() throws Exception {
        LocalS3 s3 = LocalS3.shared();
        S3Bucket bucket = s3.newBucket();
        Map<String, String> store = Map.of(
                "PIPETTE__STAGE__ENDPOINT", s3.endpoint().toString(),
                "PIPETTE__STAGE__REGION", s3.region(),
                "PIPETTE__STAGE__PATH_STYLE", "true",
                "PIPETTE__STAGE__ACCESS_KEY_ID", s3.accessKey(),
                "PIPETTE__STAGE__SECRET_ACCESS_KEY", s3.secretKey());
        bucket.isUnreliable(Long.getLong("pipette.campaign.seed", System.nanoTime()));
        Process _ = worker(2, store);
        Process _ = worker(2, store);
        String home = folder.resolve("driver").toString();

        for (int call = 0; call < 2; call++) {
            for (String table : List.of("events", "orders")) {
                Process driver = started(driver(bucket.uri("stage"), home, table, call), store);
                assertThat(driver.waitFor())
                        .as(Files.readString(folder.resolve("errors-" + (processes.size() - 1) + ".txt")))
                        .isZero();
            }
        }

        List<String> all = List.of("0: 60, 60", "1: 60, 60");
        assertThat(counts(pipeline(), "events")).isEqualTo(all);
        assertThat(counts(pipeline(), "orders")).isEqualTo(all);
        assertThat(bucket.keys()).as("the documents of loads").noneMatch(key -> key.matches(".*/load-[^/]*\\.json"));
    }

    /** Kills at random: a few in each build, 200 with -Pcampaign. */
    @Test
    void whoever_is_killed_each_call_loads_once() throws Exception {
        int kills = Integer.getInteger("pipette.campaign.kills", 3);
        Random random = new Random(Long.getLong("pipette.campaign.seed", System.nanoTime()));
        List<Process> workers = new ArrayList<>(List.of(worker(2), worker(2)));
        List<String> expected = new ArrayList<>();
        int killed = 0;
        for (int call = 0; killed < kills; call++) {
            boolean merge = random.nextBoolean();
            String home = folder.resolve("driver").toString();
            boolean loaded = false;
            for (int attempt = 0; !loaded; attempt++) {
                // with the folder lost, what is appended may be appended again: only a merge is tried there
                Process driver = started(driver(
                        folder.resolve("stage").toString(),
                        merge ? home + "-" + call + "-" + attempt : home,
                        merge ? "orders" : "events",
                        call));
                boolean alive = !driver.waitFor(random.nextInt(4_000), TimeUnit.MILLISECONDS);
                if (alive && killed < kills) {
                    killed++;
                    if (random.nextInt(3) == 0) {
                        int dying = random.nextInt(workers.size());
                        workers.get(dying).destroyForcibly().waitFor();
                        workers.set(dying, worker(2));
                    } else {
                        driver.destroyForcibly();
                    }
                }
                loaded = driver.waitFor() == 0;
            }
            if (!merge) {
                expected.add(call + ": 60, 60");
            }
            assertThat(counts(pipeline(), merge ? "orders" : "events"))
                    .as("call %s, %s kills", call, killed)
                    .contains(call + ": 60, 60");
        }
        if (!expected.isEmpty()) {
            assertThat(counts(pipeline(), "events")).containsExactlyElementsOf(expected);
        }
    }
}
