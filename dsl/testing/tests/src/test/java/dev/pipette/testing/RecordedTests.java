package dev.pipette.testing;

import static dev.pipette.Pipette.binary;
import static dev.pipette.Pipette.duckdb;
import static dev.pipette.Pipette.jsonDocument;
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

/** Tables whose rows a first run writes down, and later runs compare. */
class RecordedTests {
    private static final Recording USUAL = new Recording(null, false);
    private static final Recording UPDATE = new Recording("update", false);
    private static final Recording IN_CI = new Recording(null, true);

    private static final String ORDERS = """
            {"id":1,"state":"open","amount":12.5,"lines":[{"qty":2,"sku":"A"},{"qty":1,"sku":"B"}]}
            {"id":2,"state":"paid","amount":100}
            """;

    @TempDir
    Path folder;

    private Pipeline pipeline;
    private Path golden;

    @BeforeEach
    void load() {
        KeptOpen.keep(folder.resolve("t.duckdb"));
        pipeline = pipeline("t", duckdb(folder.resolve("t.duckdb"))).home(folder);
        golden = folder.resolve("golden");
        orders("paid");
        pipeline.run(resource("days").json("[{\"day\": \"2025-12-24\"}, {\"day\": null}]"));
    }

    private void orders(String state) {
        pipeline.run(resource("orders")
                .json(
                        "[{\"id\": 2, \"state\": \"" + state + "\", \"amount\": 1e2}, {\"id\": 1, \"state\": \"open\","
                                + " \"amount\": 12.50, \"lines\": [{\"sku\": \"A\", \"qty\": 2}, {\"sku\": \"B\", \"qty\": 1}]}]")
                .merge("id"));
    }

    private DatasetAssert dataset() {
        return assertThat(pipeline.dataset());
    }

    @Test
    void the_first_run_writes_the_files_and_the_next_one_compares() {
        dataset().recorded(golden, USUAL);

        assertThat(golden).isDirectoryContaining("glob:**/orders.jsonl").isDirectoryContaining("glob:**/days.jsonl");
        assertThat(contentOf(golden.resolve("orders.jsonl").toFile())).isEqualTo(ORDERS);
        assertThat(contentOf(golden.resolve("days.jsonl").toFile())).isEqualTo("{\"day\":\"2025-12-24\"}\n{}\n");
        dataset().recorded(golden, USUAL);
        dataset().recorded(golden, IN_CI);
        orders("paid");
        dataset().recorded(golden, IN_CI);
    }

    @Test
    void another_row_is_told_by_its_key() throws IOException {
        dataset().recorded(golden, USUAL);
        orders("open");
        pipeline.dataset()
                .execute("INSERT INTO orders SELECT * REPLACE (3 AS id, 'x' AS _dlt_id) FROM orders WHERE id = 2");
        Files.writeString(golden.resolve("orders.jsonl"), ORDERS.replace("\"qty\":1", "\"qty\":9"));

        assertThat(failureOf(() -> dataset().recorded(golden, USUAL)))
                .isEqualTo("table orders is not as recorded in " + golden.resolve("orders.jsonl") + """
                , and 3 rows differ:
                  row id=1: lines[1].qty expected 9 but was 1
                  row id=2: state expected paid but was open
                              id  state  amount
                  unexpected   3  open      100
                Run the test with -Dpipette.snapshots=update to take the rows as they are.""");
    }

    @Test
    void the_switch_writes_the_files_again() {
        dataset().recorded(golden, USUAL);
        orders("open");
        pipeline.dataset().execute("DROP TABLE days");

        dataset().recorded(golden, UPDATE);

        assertThat(contentOf(golden.resolve("orders.jsonl").toFile())).isEqualTo(ORDERS.replace("paid", "open"));
        assertThat(golden.resolve("days.jsonl")).doesNotExist();
        dataset().recorded(golden, IN_CI);
    }

    @Test
    void nothing_is_written_in_ci() {
        assertThat(failureOf(() -> dataset().recorded(golden, IN_CI)))
                .isEqualTo("there is no recording " + golden
                        + " of dataset t_dataset, and with CI=true none is written. Run the"
                        + " test once without CI=true, and check in what it writes.");
        assertThat(failureOf(() -> dataset().table("orders").recorded(golden.resolve("o.jsonl"), IN_CI)))
                .isEqualTo("there is no recording " + golden.resolve("o.jsonl")
                        + " of table orders, and with CI=true none is written. Run the test once without CI=true, and check in what"
                        + " it writes.");
        assertThat(failureOf(() -> dataset().recorded(golden, new Recording("update", true))))
                .isEqualTo(
                        "-Dpipette.snapshots=update writes files, and with CI=true nothing is written. Run the test without"
                                + " CI=true, and check the files in.");
        assertThat(golden).doesNotExist();
    }

    /** A table that is new is a difference: only a folder without files is recorded. */
    @Test
    void tables_and_files_are_the_same_ones() throws IOException {
        dataset().recorded(golden, USUAL);
        Files.move(golden.resolve("days.jsonl"), golden.resolve("weeks.jsonl"));

        assertThat(failureOf(() -> dataset().recorded(golden, USUAL)))
                .isEqualTo("table days, which has 2 rows, has no"
                        + " recording " + golden.resolve("days.jsonl")
                        + "\ndataset t_dataset has no table for the recording "
                        + golden.resolve("weeks.jsonl")
                        + "\nRun the test with -Dpipette.snapshots=update to take the rows as they are.");
    }

    @Test
    void a_table_is_recorded_by_itself() {
        Path file = golden.resolve("some.jsonl");

        dataset().table("orders").recorded(file, USUAL).recorded(file, IN_CI);

        assertThat(contentOf(file.toFile())).isEqualTo(ORDERS);
        orders("open");
        assertThat(failureOf(() -> dataset().table("orders").recorded(file, USUAL)))
                .contains("row id=2: state expected paid but was open");
    }

    @Test
    void a_file_that_is_no_recording_is_named() throws IOException {
        Path file = Files.writeString(folder.resolve("broken.jsonl"), "{\"id\": 1}\n{\"id\": ");

        assertThat(failureOf(() -> dataset().table("orders").recorded(file, USUAL)))
                .startsWith("the recording " + file + " cannot be read: ");
    }

    @Test
    void odd_values_come_back() {
        pipeline.run(resource("odd")
                .json(
                        "[{\"n\": 1, \"text\": \"1\", \"bytes\": \"AAH/\", \"doc\": {\"b\": 1.50, \"a\": [null, \"x\", true]}},"
                                + " {\"n\": 0.1, \"text\": \"\", \"doc\": [1]}, {\"n\": 12345678901234567890, \"text\": \"a\\n\\u00e9\"}]")
                .column("bytes", binary())
                .column("doc", jsonDocument()));
        Path file = golden.resolve("odd.jsonl");

        dataset().table("odd").recorded(file, USUAL).recorded(file, IN_CI);

        assertThat(contentOf(file.toFile())).isEqualTo("""
                {"n":0.1,"text":"","doc":[1]}
                {"n":1,"text":"1","bytes":"0x0001ff","doc":{"a":[null,"x",true],"b":1.5}}
                {"n":12345678901234567890,"text":"a\\né"}
                """);
    }
}
