package dev.pipette.replicate;

import static dev.pipette.Pipette.duckdb;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.Resource;
import dev.pipette.plan.RunPlan;
import dev.pipette.settings.Settings;
import dev.pipette.testing.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a replication file says is what its pipeline does. */
class ReplicationTests {
    @TempDir
    Path folder;

    @BeforeEach
    void shop() throws SQLException {
        execute(
                "CREATE TABLE orders (id INTEGER PRIMARY KEY, cust VARCHAR NOT NULL, total DECIMAL(10,2), updated_at TIMESTAMP)",
                "CREATE TABLE customers (id INTEGER PRIMARY KEY, email VARCHAR, pin INTEGER)",
                "CREATE TABLE audit_log (id INTEGER, what VARCHAR)",
                "COMMENT ON TABLE orders IS 'what was bought'",
                "INSERT INTO orders VALUES (1, 'a', 1.50, '2026-01-01'), (2, 'b', 2.25, '2026-01-02')",
                "INSERT INTO customers VALUES (1, 'ann@example.com', 1234)",
                "INSERT INTO audit_log VALUES (1, 'login')");
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + folder.resolve("from.duckdb"));
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private Replication replication(String... lines) throws IOException {
        Path file = folder.resolve("shop.yaml");
        String head = Stream.of(lines).anyMatch(line -> line.startsWith("source:"))
                ? ""
                : "source: duckdb:" + folder.resolve("from.duckdb") + "\ninto: duckdb:" + folder.resolve("to.duckdb")
                        + "\n";
        Files.writeString(file, head + String.join("\n", lines) + "\n");
        return Replication.read(file, Settings.from(folder, folder, Map.of()));
    }

    private Pipeline pipeline(Replication replication) {
        return replication.pipeline().home(folder.resolve("home"));
    }

    private LoadInfo run(Replication replication) {
        return pipeline(replication).run(replication.source());
    }

    private List<String> loaded(Replication replication, String sql) {
        return pipeline(replication).dataset().query(sql).result().stream()
                .map(row -> Stream.of(row.intoArray()).map(String::valueOf).collect(Collectors.joining(" | ")))
                .toList();
    }

    private static List<String> names(Replication replication) {
        return replication.source().resources().stream().map(Resource::name).toList();
    }

    @Test
    void tables_are_loaded_as_their_streams_say() throws IOException, SQLException {
        Replication shop = replication(
                "defaults: {write: merge}",
                "streams:",
                "  main.*:",
                "  main.orders: {cursor: updated_at, rename: {cust: customer_id}, exclude: [total], check: not-null:customer_id}",
                "  main.customers: {mask: {email: 'partial:1,0', pin: 'null'}, table: people}",
                "  main.audit_log: {disabled: true}");

        run(shop);
        execute("INSERT INTO orders VALUES (3, 'c', 3, '2026-01-03')", "UPDATE orders SET cust = 'z' WHERE id = 1");
        LoadInfo second = run(shop);

        assertThat(shop.name()).isEqualTo("shop");
        assertThat(loaded(shop, "SELECT id, customer_id FROM orders ORDER BY id"))
                .containsExactly("1 | a", "2 | b", "3 | c");
        assertThat(loaded(shop, "SELECT id, email, pin FROM people")).containsExactly("1 | a************** | null");
        assertThat(pipeline(shop).dataset().tables())
                .contains("orders", "people")
                .doesNotContain("audit_log");
        assertThat(second.tables().stream().filter(table -> table.table().equals("orders")))
                .extracting(LoadInfo.TableLoad::rows)
                .containsExactly(2L); // the new row, and the one at the value where the cursor is
    }

    @Test
    void types_keys_and_comments_travel() throws IOException {
        Replication shop = replication("streams:", "  orders: {rename: {cust: customer_id}}");

        run(shop);

        assertThat(loaded(
                        shop,
                        "SELECT column_name, data_type, is_nullable FROM information_schema.columns WHERE table_name ="
                                + " 'orders' AND column_name NOT LIKE '%dlt%' ORDER BY ordinal_position"))
                .containsExactly(
                        "id | BIGINT | NO",
                        "customer_id | VARCHAR | NO",
                        "total | DECIMAL(10,2) | YES",
                        "updated_at | TIMESTAMP | YES");
        assertThat(loaded(shop, "SELECT comment FROM duckdb_tables() WHERE table_name = 'orders'"))
                .containsExactly("what was bought");
    }

    @Test
    void a_pattern_takes_the_tables_that_no_stream_names() throws IOException {
        assertThat(names(replication("streams:", "  '*':", "  orders: {disabled: true}")))
                .containsExactly("audit_log", "customers");
        assertThat(names(replication("streams:", "  'c*': {table: 'x_{table}'}", "  '*':")))
                .containsExactly("x_customers", "audit_log", "orders");
        assertThat(names(replication("streams:", "  '*':").only("main.orders"))).containsExactly("orders");
        assertThat(names(replication("streams:", "  '*':", "  gone: {disabled: true}", "  'gone_*': {disabled: true}")))
                .hasSize(3);
        Replication twice = replication("streams:", "  orders:", "  main.orders: {table: others}");
        assertThatThrownBy(twice::source)
                .hasMessageContaining(
                        "line 5: stream main.orders is table main.orders, and so is stream orders. Leave one of"
                                + " them out.");
        Replication unknown = replication("streams:", "  '*':").only("main.order");
        assertThatThrownBy(unknown::source).hasMessageContaining("has no stream main.order. Its streams: *.");
    }

    /** The columns of a table whose module is not there cannot be read. */
    @Test
    void only_what_is_asked_for_is_read_of_the_catalogue() throws IOException, SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("app.db"));
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE orders (id INTEGER PRIMARY KEY)");
            statement.execute("PRAGMA writable_schema = ON");
            statement.execute("INSERT INTO sqlite_master VALUES ('table', 'broken', 'broken', 0,"
                    + " 'CREATE VIRTUAL TABLE broken USING nosuchmodule(a)')");
        }
        String source = "source: sqlite:" + folder.resolve("app.db");
        Replication pattern = replication(source, "streams:", "  '*':");
        Replication named = replication(source, "streams:", "  orders:", "  broken:");

        assertThatThrownBy(pattern::source).hasMessageContaining("nosuchmodule");
        assertThatThrownBy(named::source).hasMessageContaining("nosuchmodule");
        assertThat(names(pattern.only("main.orders"))).containsExactly("orders");
        assertThat(names(named.only("orders"))).containsExactly("orders");
        assertThat(names(replication(source, "streams:", "  '*':", "  broken: {disabled: true}")))
                .containsExactly("orders");
    }

    @Test
    void files_of_a_folder_are_streams() throws IOException {
        Files.createDirectories(folder.resolve("in/2026"));
        Files.writeString(folder.resolve("in/2026/a.csv"), "id;n\n1;5\n");
        Replication files = replication(
                "source: in",
                "into: duckdb:" + folder.resolve("to.duckdb"),
                "dataset: files",
                "streams:",
                "  2026/*.csv: {table: numbers, new-files: true, options: {delimiter: ';'}, types: {n: text}}");

        run(files);
        Files.writeString(folder.resolve("in/2026/b.csv"), "id;n\n2;6\n");
        run(files);

        assertThat(loaded(files, "SELECT id, n FROM numbers ORDER BY id")).containsExactly("1 | 5", "2 | 6");
        assertThat(pipeline(files).datasetName()).isEqualTo("files");
    }

    @Test
    void a_plan_and_another_destination_are_those_of_a_pipeline() throws IOException {
        Replication shop = replication("streams:", "  orders: {write: replace, limit: 1}");

        RunPlan plan = pipeline(shop).plan(shop.source());
        Pipeline elsewhere =
                Workspace.in(folder, duckdb(folder.resolve("other.duckdb"))).pipeline("shop");
        elsewhere.run(shop.source());

        assertThat(plan.refusals()).isEmpty();
        assertThat(plan.resources())
                .extracting(found -> found.name() + " " + found.rows())
                .containsExactly("orders 1");
        assertThat(elsewhere.dataset().query("SELECT id FROM orders").result()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`  orders: {wirte: merge}`|stream orders has 'wirte', which means nothing here. Did you mean 'write'?",
                "`  orders: {write: mrege}`|stream orders has 'write: mrege', which means nothing. Did you mean 'merge'?",
                "`  audit_log: {write: merge}`|stream audit_log has 'write: merge' and no key, by which rows are known. Add 'key: [COLUMN]'.",
                "`  orders: {write: append, hard-delete: gone}`|stream orders has 'hard-delete', which belongs to a merge, and 'write: append'.",
                "`  orders: {cursor: updatet_at}`|Did you mean 'updated_at'?",
                "`  ordrs:`|Did you mean 'orders'?",
                "`  orders: {exclude: [totl]}`|Did you mean 'total'?",
                "`  orders: {lag: P1D}`|stream orders has 'lag' and no cursor, which it is about. Add 'cursor: COLUMN'.",
                "`  orders: {limit: many}`|stream orders, limit: this cannot be.",
                "`  orders: {mask: {cust: sha256:NO_SUCH_VARIABLE}}`|mask sha256:NO_SUCH_VARIABLE: the environment variable NO_SUCH_VARIABLE is not set.",
                "`  orders: {check: nonsense}`|nonsense",
                "`  orders: {format: csv}`|stream orders: 'format' is for files, and the source is a database. Leave it out.",
                "`  '*': {table: all}`|stream *, table: 'all' gives all tables of the pattern one name.",
            })
    void what_is_wrong_is_said_with_its_line(String line, String problem) {
        assertThatThrownBy(() -> replication("streams:", line).source())
                .hasMessageContaining("replication file " + folder.resolve("shop.yaml") + ", line 4: ")
                .hasMessageContaining(problem);
    }

    @Test
    void what_a_file_lacks_is_said() throws IOException {
        assertThatThrownBy(() -> Replication.read(folder.resolve("none.yaml")))
                .hasMessage("[BAD_USAGE] there is no replication file " + folder.resolve("none.yaml")
                        + ". Check its name.");
        assertThatThrownBy(() -> replication("source: in", "stream: {}"))
                .hasMessageContaining("line 2: a replication file has 'stream', which means nothing here. Did you mean"
                        + " 'streams'?");
        assertThatThrownBy(() -> replication("streams:", "  orders: {disabled: true}"))
                .hasMessageContaining("no stream is left to load");
        Replication nowhere = replication("source: in", "streams: {a.csv: }");
        assertThatThrownBy(nowhere::pipeline)
                .hasMessageContaining(
                        "names no destination. Add a line like 'into: duckdb:shop.duckdb', or say .into(..) (--into DESTINATION)");
    }

    @Test
    void the_schema_for_editors_knows_the_same_words() {
        JsonNode schema = JsonMapper.shared().readTree(Replication.jsonSchema());

        assertThat(schema.get("properties").propertyNames()).containsExactlyInAnyOrderElementsOf(ReplicationFile.WORDS);
        assertThat(schema.at("/$defs/stream/properties").propertyNames())
                .containsExactlyInAnyOrderElementsOf(StreamWords.WORDS);
        assertThat(schema.at("/$defs/stream/properties/write/enum")
                        .valueStream()
                        .map(JsonNode::asString))
                .containsExactlyElementsOf(StreamWrite.all());
    }
}
