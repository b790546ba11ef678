package dev.pipette.testing;

import static dev.pipette.Pipette.decimal;
import static dev.pipette.Pipette.duckdb;
import static dev.pipette.Pipette.pipeline;
import static dev.pipette.Pipette.resource;
import static dev.pipette.testing.Messages.failureOf;
import static dev.pipette.testing.PipetteAssertions.assertThat;

import dev.pipette.Pipeline;
import dev.pipette.schema.file.SchemaFile;
import dev.pipette.testing.folders.KeptOpen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Schemas that a test holds a dataset to. */
class KeptSchemaTests {
    private static final String AGREED = """
            pipette_schema: 1
            name: t
            tables:
              orders:
                columns:
                  id: {type: bigint, nullable: false, primary_key: true}
                  amount: {type: 'decimal(12,2)'}
              orders__lines:
                parent: orders
                columns:
                  qty: {type: bigint}
            """;

    @TempDir
    Path folder;

    private Pipeline pipeline;
    private Path file;

    @BeforeEach
    void load() throws IOException {
        KeptOpen.keep(folder.resolve("t.duckdb"));
        pipeline = pipeline("t", duckdb(folder.resolve("t.duckdb"))).home(folder);
        pipeline.run(resource("orders")
                .json("[{\"id\": 1, \"amount\": 2.5, \"lines\": [{\"qty\": 2}]}]")
                .column("amount", decimal(12, 2))
                .merge("id"));
        file = Files.writeString(folder.resolve("t.schema.yaml"), AGREED);
    }

    @Test
    void a_schema_is_kept() {
        assertThat(pipeline).keepsContract(file);
        assertThat(pipeline).dataset().keepsContract(file);
        assertThat(pipeline.dataset()).keepsContract(SchemaFile.parse(AGREED));
        assertThat(pipeline).keepsContract(SchemaFile.parse(AGREED));
    }

    @Test
    void what_is_other_is_told_line_by_line() throws IOException {
        Files.writeString(
                file,
                AGREED.replace("decimal(12,2)", "decimal(10,2)")
                        .replace("      amount", "      state: {type: text}\n      amount")
                        .replace("nullable: false, ", ""));

        assertThat(failureOf(() -> assertThat(pipeline.dataset()).keepsContract(file)))
                .isEqualTo("expected dataset t_dataset to keep " + file + """
                        , and 3 differ (- agreed, + there):
                          ~ column orders.id, null: nullable -> not null
                          - column orders.state: text
                          ~ column orders.amount: decimal(10,2) -> decimal(12,2)
                        Correct what is loaded; or, where the change is meant, change the file, by hand or with \
                        'pipette schema export PIPELINE -o FILE --force'.""");
        assertThat(failureOf(() -> assertThat(pipeline).keepsContract(SchemaFile.read(file))))
                .startsWith("expected dataset t_dataset to keep the schema t, and 3 differ");
    }

    @Test
    void more_tables_and_columns_are_allowed_where_that_is_said() throws IOException {
        Files.writeString(file, AGREED.substring(0, AGREED.indexOf("      amount")));

        assertThat(failureOf(() -> assertThat(pipeline.dataset()).keepsContract(file)))
                .contains(
                        "  + column orders.amount: decimal(12,2)\n  + table orders__lines: 1 column, nested in orders\n");
        assertThat(pipeline.dataset()).allowingMore().keepsContract(file);
        Files.writeString(file, AGREED.replace("decimal(12,2)", "double"));
        assertThat(failureOf(() -> assertThat(pipeline.dataset()).allowingMore().keepsContract(file)))
                .contains("  ~ column orders.amount: double -> decimal(12,2)\n");
    }

    @Test
    void a_change_that_no_load_made_is_seen() {
        pipeline.dataset().execute("ALTER TABLE orders DROP COLUMN amount; ALTER TABLE orders ALTER id DROP NOT NULL");

        assertThat(failureOf(() -> assertThat(pipeline.dataset()).keepsContract(file)))
                .contains(
                        "  ~ column orders.id, null: not null -> nullable\n  - column orders.amount: decimal(12,2)\n");
    }

    @Test
    void before_the_first_load_all_is_missing() {
        Pipeline other = pipeline("other", duckdb(folder.resolve("t.duckdb"))).home(folder);

        assertThat(failureOf(() -> assertThat(other).keepsContract(file)))
                .contains("  - table orders: 2 columns\n  - table orders__lines: 1 column, nested in orders\n");
    }
}
