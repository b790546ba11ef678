package dev.pipette.duckdb;

import static dev.pipette.Pipette.duckdb;
import static dev.pipette.Pipette.resource;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.admin.Diagnosis;
import dev.pipette.spi.Check;
import dev.pipette.spi.Check.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code pipette doctor} finds of a database file. */
class DuckDbDiagnosisTests {
    @TempDir
    Path folder;

    private Diagnosis diagnose(Path file) {
        return duckdb(file).diagnose(folder.resolve("home"));
    }

    @Test
    void a_file_that_was_loaded_into() throws IOException {
        Scratch scratch = new Scratch(folder);
        scratch.run(resource("orders").rows(List.of(Map.of("id", 1))));

        Diagnosis diagnosis = diagnose(scratch.database());

        assertThat(diagnosis.ok()).isTrue();
        assertThat(diagnosis.checks().getFirst())
                .isEqualTo(Check.ok("file", String.format("%,d bytes", Files.size(scratch.database()))));
        assertThat(diagnosis.toString())
                .startsWith("duckdb " + scratch.database() + ": loads can run\n\ncheck     result  found\n")
                .contains("\nopen      ok      it opens, and no process holds it\nversion   ok      DuckDB v");
    }

    @Test
    void a_file_that_is_not_there_is_not_made() {
        Path file = folder.resolve("later").resolve("new.duckdb");

        assertThat(diagnose(file)).hasToString("duckdb " + file + """
                : loads can run

                check     result   found
                --------  -------  --------------------------------------
                file      ok       not there yet; the first load makes it
                writable  ok       yes
                open      skipped  because there is no file yet
                version   skipped  because there is no file yet""");
        assertThat(file.getParent()).doesNotExist();
    }

    @Test
    void a_file_that_is_no_database() throws IOException {
        Path file = Files.writeString(folder.resolve("orders.csv"), "id,name\n1,a\n");

        Diagnosis diagnosis = diagnose(file);

        assertThat(diagnosis.ok()).isFalse();
        assertThat(diagnosis.checks().get(2))
                .isEqualTo(Check.failed(
                        "open",
                        "duckdb " + file + " cannot be opened: the file is not a DuckDB database. Name another one.",
                        ""));
        assertThat(diagnosis.checks().getLast().status()).isEqualTo(Status.SKIPPED);
    }
}
