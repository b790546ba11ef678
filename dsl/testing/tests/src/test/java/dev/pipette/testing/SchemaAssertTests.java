package dev.pipette.testing;

import static dev.pipette.Pipette.duckdb;
import static dev.pipette.Pipette.pipeline;
import static dev.pipette.Pipette.resource;
import static dev.pipette.testing.Messages.failureOf;
import static dev.pipette.testing.PipetteAssertions.assertThat;
import static org.assertj.core.api.Assertions.contentOf;

import dev.pipette.Pipeline;
import dev.pipette.testing.folders.KeptOpen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

class SchemaAssertTests {
    private static final String SNAPSHOT = """
            orders (merge)
              id     bigint  not null, primary key
              state  text

            orders__lines, nested in orders
              qty  bigint
            """;

    @TempDir
    Path folder;

    private Pipeline pipeline;

    @BeforeEach
    void load() {
        KeptOpen.keep(folder.resolve("t.duckdb"));
        pipeline = pipeline("t", duckdb(folder.resolve("t.duckdb"))).home(folder);
        pipeline.run(resource("orders")
                .json("[{\"id\": 1, \"state\": \"open\", \"lines\": [{\"qty\": 2}]}]")
                .merge("id"));
    }

    private SchemaAssert schema() {
        return assertThat(pipeline.schema());
    }

    @Test
    void tables_and_columns_are_there() {
        schema().hasTable("orders").hasNoTable("customers").hasNoColumn("orders", "stat");
        schema().hasColumn("orders", "id").ofType("bigint").notNullable().inPrimaryKey();
        schema().hasColumn("orders", "state").ofType("text").nullable();
    }

    @Test
    void what_is_missing_or_other_is_told() {
        assertThat(failureOf(() -> schema().hasTable("customers")))
                .isEqualTo("expected the schema to have table customers. It has orders, orders__lines.");
        assertThat(failureOf(() -> schema().hasNoTable("orders")))
                .isEqualTo("expected the schema to have no table orders, but it has one.");
        assertThat(failureOf(() -> schema().hasColumn("orders", "stat")))
                .isEqualTo("table orders has no column stat. It has id, state, _dlt_load_id, _dlt_id.");
        assertThat(failureOf(() -> schema().hasNoColumn("orders", "state")))
                .isEqualTo("expected table orders to have no column state, but it has one: text.");
        assertThat(failureOf(() -> schema().hasColumn("orders", "state").ofType("date")))
                .isEqualTo("expected column orders.state to be of type date, but it is text.");
        assertThat(failureOf(() -> schema().hasColumn("orders", "state").notNullable()))
                .isEqualTo("expected column orders.state to be not null, but it takes NULL.");
        assertThat(failureOf(() -> schema().hasColumn("orders", "id").nullable()))
                .isEqualTo("expected column orders.id to take NULL, but it is not null.");
        assertThat(failureOf(() -> schema().hasColumn("orders", "state").inPrimaryKey()))
                .isEqualTo("expected column orders.state to be in the primary key, which is id.");
    }

    @Test
    void a_schema_equals_its_snapshot() throws IOException {
        Path file = Files.writeString(folder.resolve("shop.schema.txt"), SNAPSHOT);

        schema().matchesSnapshot(file);
    }

    @Test
    void another_schema_is_told_line_by_line() throws IOException {
        Path file = Files.writeString(
                folder.resolve("shop.schema.txt"), SNAPSHOT.replace("  state  text\n", "  state  date\n"));

        assertThat(failureOf(() -> schema().matchesSnapshot(file)))
                .isEqualTo("the schema is not that of the snapshot " + file + " (- snapshot, + schema):\n" + """
                            orders (merge)
                              id     bigint  not null, primary key
                          -   state  date
                          +   state  text

                            orders__lines, nested in orders
                          Run the test with -Dpipette.snapshots=update to take the schema as it is.""");
    }

    @Test
    void a_missing_snapshot_fails_and_names_the_switch() {
        Path file = folder.resolve("missing.txt");

        assertThat(failureOf(() -> schema().matchesSnapshot(file)))
                .isEqualTo("there is no schema snapshot " + file
                        + ". Run the test with -Dpipette.snapshots=update to write it, and check it in.");
    }

    @Test
    @ResourceLock(Resources.SYSTEM_PROPERTIES)
    void the_switch_writes_the_snapshot() {
        Path file = folder.resolve("snapshots").resolve("shop.txt");
        System.setProperty("pipette.snapshots", "update");
        try {
            schema().matchesSnapshot(file);
        } finally {
            System.clearProperty("pipette.snapshots");
        }

        assertThat(contentOf(file.toFile())).isEqualTo(SNAPSHOT);
        schema().matchesSnapshot(file);
    }
}
