package dev.pipette.testing;

import static dev.pipette.Pipette.csvFormat;
import static dev.pipette.Pipette.resource;
import static dev.pipette.testing.Messages.failureOf;
import static dev.pipette.testing.PipetteAssertions.assertThat;
import static dev.pipette.testing.PipetteAssertions.assertThatThrownBy;
import static dev.pipette.testing.TestDestination.DUCKDB;

import dev.pipette.Pipeline;
import dev.pipette.Resource;
import dev.pipette.incremental.FileState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@LoadTest(destinations = DUCKDB, mustRun = false)
class LedgerAssertTests {
    @TempDir
    Path folder;

    private void write(String name, String content) {
        try {
            Files.writeString(folder.resolve(name), content);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private String key(String name) {
        return folder.resolve(name).toString();
    }

    private Resource orders(FileState state) {
        return resource("orders").files(folder + "/*.csv", csvFormat(), state);
    }

    @Test
    void a_ledger_tells_its_files_and_their_rows(Pipeline pipeline) {
        write("2025-01-01.csv", "id\n1\n2\n");
        pipeline.run(orders(FileState.ledger()));

        assertThat(pipeline)
                .ledger("orders")
                .containsExactly(key("2025-01-01.csv"))
                .contains(key("2025-01-01.csv"))
                .doesNotContain("b.csv")
                .hasRows(key("2025-01-01.csv"), 2);
        assertThat(pipeline).ledger("others").isEmpty();
        assertThat(failureOf(() -> assertThat(pipeline).ledger("orders").containsExactly("b.csv")))
                .isEqualTo("the ledger of orders has other files. Missing: b.csv. Not expected: "
                        + key("2025-01-01.csv") + ".");
        assertThat(failureOf(() -> assertThat(pipeline).ledger("orders").contains("b.csv")))
                .isEqualTo("the ledger of orders does not remember b.csv. It remembers " + key("2025-01-01.csv") + ".");
        assertThat(failureOf(() -> assertThat(pipeline).ledger("others").hasRows("b.csv", 1)))
                .isEqualTo("the ledger of others does not remember b.csv. It remembers no file.");
        assertThat(failureOf(() -> assertThat(pipeline).ledger("orders").doesNotContain(key("2025-01-01.csv"))))
                .isEqualTo("expected the ledger of orders not to remember " + key("2025-01-01.csv") + ", but it does.");
        assertThat(failureOf(() -> assertThat(pipeline).ledger("orders").hasRows(key("2025-01-01.csv"), 3)))
                .isEqualTo("expected the ledger of orders to remember 3 rows of " + key("2025-01-01.csv")
                        + ", but it remembers 2.");
    }

    @Test
    void a_ledger_handles_late_files_and_crashes(Pipeline pipeline) {
        write("2025-01-05.csv", "id\n5\n");

        assertThat(pipeline)
                .running(orders(FileState.ledger()))
                .handlesLateFiles(() -> {
                    write("2025-01-01.csv", "id\n1\n");
                    write("2025-01-05.csv", "id\n55\n56\n");
                })
                .isDeterministic();
        assertThat(pipeline).running(orders(FileState.ledger()).commitEvery(1)).survivesCrashes();
    }

    @Test
    void a_date_does_not_handle_files_that_are_older(Pipeline pipeline) {
        write("2025-01-05.csv", "id\n5\n");
        Resource dated = orders(FileState.lastFileDate(LocalDate.parse("2025-01-01")));

        assertThatThrownBy(() ->
                        assertThat(pipeline).running(dated).handlesLateFiles(() -> write("2025-01-01.csv", "id\n1\n")))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith(
                        "running orders with pipeline test does not handle late files: a run before and a"
                                + " run after they arrived did not end like one that found all of them.\n  table orders: expected"
                                + " 2 rows but has 1")
                .hasMessageEndingWith(
                        "\nExpected is what the run left that found all of them. FileState.ledger() takes a"
                                + " file whatever its date.");
    }
}
