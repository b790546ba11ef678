package dev.pipette.replicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.Sources;
import dev.pipette.settings.Secret;
import dev.pipette.settings.Settings;
import dev.pipette.slices.ResourceOrigin;
import dev.pipette.slices.SliceExecutor;
import dev.pipette.slices.SliceTask;
import dev.pipette.worker.SliceWorker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other processes read the slices of a replication file's tables. */
class SlicedReplicationTests {
    @TempDir
    Path folder;

    @BeforeEach
    void shop() throws SQLException {
        execute(
                "CREATE TABLE orders (id INTEGER PRIMARY KEY, cust VARCHAR NOT NULL, version INTEGER)",
                "CREATE TABLE customers (id INTEGER PRIMARY KEY, email VARCHAR)",
                "INSERT INTO orders SELECT i, 'c' || i, i FROM range(30000) AS numbers(i)",
                "INSERT INTO customers VALUES (1, 'ann@example.com')");
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + folder.resolve("from.duckdb"));
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private Replication replication(String source) throws IOException {
        Path file = folder.resolve("shop.yaml");
        Files.writeString(file, """
                # comments do not travel: hunter2-comment
                source: %s
                into: postgres://loader:hunter2-into@db.example.com/warehouse
                defaults: {write: merge}
                streams:
                  main.*:
                  main.orders: {slices: 4, cursor: version, rename: {cust: customer_id}, mask: {customer_id: 'partial:1,0'}, table: sales}
                """.formatted(source));
        return Replication.read(file, Settings.from(folder, folder, Map.of()));
    }

    private String database() {
        return "duckdb:" + folder.resolve("from.duckdb");
    }

    private Pipeline pipeline(Replication replication) {
        return replication
                .into(Pipette.duckdb(folder.resolve("to.duckdb")))
                .pipeline()
                .home(folder.resolve("home"));
    }

    private static List<String> loaded(Pipeline pipeline, String sql) {
        return pipeline.dataset().query(sql).result().stream()
                .map(row -> Stream.of(row.intoArray()).map(String::valueOf).collect(Collectors.joining(" | ")))
                .toList();
    }

    /** Runs tasks as other processes do, which have nothing but the text of a task. */
    private static final class Workers implements SliceExecutor {
        private final Path stage;
        private final List<SliceTask> tasks = new ArrayList<>();

        Workers(Path stage) {
            this.stage = stage;
        }

        @Override
        public String describe() {
            return "tasks of a test";
        }

        @Override
        public String stage() {
            return stage.toString();
        }

        @Override
        public void run(List<SliceTask> all, Ended ended) {
            for (SliceTask task : all) {
                tasks.add(task);
                SliceWorker.run(task);
                ended.ended(task);
            }
        }
    }

    @Test
    void sliced_tables_are_read_by_other_processes_and_the_others_here() throws IOException, SQLException {
        Replication shop = replication(database());
        Workers workers = new Workers(folder.resolve("stage"));
        Pipeline pipeline = pipeline(shop).executor(workers);

        LoadInfo _ = pipeline.run(shop.source());
        Files.delete(folder.resolve("shop.yaml")); // what it says has been read, and travels
        execute(
                "INSERT INTO orders VALUES (40000, 'new', 40000)",
                "UPDATE orders SET cust = 'zed', version = 50000 WHERE id = 7");
        int first = workers.tasks.size();
        LoadInfo second = pipeline.run(shop.source());

        assertThat(first).isEqualTo(4);
        assertThat(workers.tasks).allSatisfy(task -> assertThat(task.resource()).isEqualTo("sales"));
        assertThat(loaded(pipeline, "SELECT count(*), count(DISTINCT id), max(id) FROM sales"))
                .containsExactly("30001 | 30001 | 40000");
        assertThat(loaded(pipeline, "SELECT customer_id FROM sales WHERE id IN (7, 40000) ORDER BY id"))
                .containsExactly("z**", "n**");
        assertThat(loaded(pipeline, "SELECT email FROM customers")).containsExactly("ann@example.com");
        assertThat(second.tables().stream().filter(table -> table.table().equals("sales")))
                .extracting(LoadInfo.TableLoad::rows)
                .containsExactly(3L); // the new rows, and the one at the value where the cursor is
    }

    @Test
    void no_secret_travels() throws IOException {
        Resource sales = replication(database()).source().resource("sales");

        ResourceOrigin origin = sales.origin().orElseThrow();

        assertThat(origin.provider()).isEqualTo("dev.pipette.replicate.ReplicationSource");
        assertThat(origin.resource()).isEqualTo("sales");
        assertThat(origin.settings()).containsEntry("replication.table", "main.orders");
        assertThat(origin.settings().get("replication.text"))
                .contains(database(), "cursor: version")
                .doesNotContain("hunter2", "warehouse");
    }

    @Test
    void a_file_with_a_password_is_not_given_to_other_processes() throws IOException {
        Replication shop = replication(database() + "?password=pw");
        ReplicationFile file = ReplicationFile.read(folder.resolve("shop.yaml"));
        Resource any = Pipette.resource("sales").stream(() -> Stream.of());

        ResourceOrigin origin =
                ReplicationOrigin.of(file).on(any, "main.orders").origin().orElseThrow();

        assertThat(origin.toString()).doesNotContain("=pw");
        assertThatThrownBy(() -> Sources.open(origin, Settings.from(folder, folder, Map.of())))
                .hasMessage("[BAD_USAGE] replication file " + folder.resolve("shop.yaml")
                        + " is not given to other processes, because its 'source' has a password or another secret. Put it"
                        + " into the settings of each process, as sources.database.password (SOURCES__DATABASE__PASSWORD),"
                        + " or name a section [sources.NAME] that has url, user and password; or run it with the setting"
                        + " slices.executor = \"local\".");
        assertThat(shop.streams()).hasSize(2);
    }

    @Test
    void a_file_with_the_value_of_a_known_secret_is_not_given_to_other_processes() {
        Secret _ = Secret.of("in-the-name-of-a-table-77");

        ReplicationOrigin origin = ReplicationOrigin.of(ReplicationFile.parse(
                Path.of("shop.yaml"),
                "source: shop_source\nstreams: {main.orders: {slices: 4, table: in-the-name-of-a-table-77}}\n"));

        assertThat(origin.settings())
                .containsEntry("replication.refused", "its text has the value of a secret of the settings")
                .doesNotContainKey("replication.text");
    }

    @Test
    void a_process_without_the_section_of_the_source_says_what_it_needs() throws IOException {
        Replication _ = replication("shop_source");
        ResourceOrigin origin = ReplicationOrigin.of(ReplicationFile.read(folder.resolve("shop.yaml")))
                .on(Pipette.resource("sales").stream(() -> Stream.of()), "main.orders")
                .origin()
                .orElseThrow();

        assertThatThrownBy(() -> Sources.open(origin, Settings.from(folder, folder, Map.of())))
                .hasMessageContaining("sources.shop_source.url");
    }
}
