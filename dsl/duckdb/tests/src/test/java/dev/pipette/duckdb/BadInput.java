package dev.pipette.duckdb;

import static dev.pipette.Pipette.resource;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.Resource;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.LoadStep;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * A dataset that has rows already, and a run that must fail: afterwards the dataset is what it was, nothing waits, and
 * the next run loads.
 */
final class BadInput {
    private final Scratch scratch;

    BadInput(Path folder) {
        this.scratch = new Scratch(folder);
        scratch.run(good(1));
    }

    Scratch scratch() {
        return scratch;
    }

    private static Resource good(int id) {
        return resource("good").rows(List.of(Map.of("id", id, "tags", List.of("a"))));
    }

    /** Runs what must fail, and returns the message without its code, with the test's folder written as {@code DIR}. */
    String refused(ErrorCode code, Resource bad) {
        return refusedWhile(code, bad, LoadStep.PACKAGE_OPENED, () -> {});
    }

    /** Runs what must fail because of something that happens at a step. */
    String refusedWhile(ErrorCode code, Resource bad, LoadStep step, Runnable happening) {
        List<String> before = contents();
        PipetteException refused = failure(() -> scratch.pipeline()
                .listener((reached, loadId) -> {
                    if (reached == step) {
                        happening.run();
                    }
                })
                .run(bad));
        assertThat(refused.code()).as(refused.getMessage()).isEqualTo(code);
        assertThat(contents()).isEqualTo(before);
        assertThat(waiting()).isEmpty();
        long rows = rows();
        scratch.run(good(2));
        assertThat(rows()).isEqualTo(rows + 1);
        return String.valueOf(refused.getMessage())
                .replace("[" + code + "] ", "")
                .replace(scratch.folder().toString(), "DIR");
    }

    private static PipetteException failure(Runnable run) {
        try {
            run.run();
        } catch (PipetteException refused) {
            return refused;
        }
        throw new AssertionError("nothing was refused");
    }

    private long rows() {
        return scratch.rows("SELECT * FROM good").size();
    }

    private List<String> contents() {
        return scratch.rows("SELECT 'rows', id::VARCHAR FROM good UNION ALL SELECT 'nested', value FROM good__tags"
                + " UNION ALL SELECT 'load', load_id FROM _dlt_loads UNION ALL SELECT 'table', table_name FROM"
                + " duckdb_tables() UNION ALL SELECT 'schema', version_hash FROM _dlt_version ORDER BY ALL");
    }

    private List<String> waiting() {
        Path packages = scratch.folder().resolve("home/pipelines/scratch/packages");
        try (Stream<Path> folders = Files.list(packages)) {
            return folders.map(Path::toString).toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Writes a file of bytes into the test's folder. */
    Path file(String name, byte[] bytes) {
        try {
            return Files.write(scratch.folder().resolve(name), bytes);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    Path file(String name, String text) {
        return file(name, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Text, compressed. */
    static byte[] gzip(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return bytes.toByteArray();
    }

    /** Writes a Parquet file with DuckDB. */
    Path parquet(String name, String select) {
        Path file = scratch.folder().resolve(name);
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (" + select + ") TO '" + file + "' (FORMAT parquet)");
            return file;
        } catch (SQLException failed) {
            throw new IllegalStateException(select, failed);
        }
    }
}
