package dev.pipette.duckdb;

import static dev.pipette.Pipette.duckdb;
import static dev.pipette.Pipette.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pipette.Pipeline;
import dev.pipette.Pipette;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Destinations that are no database of ours, and folders that cannot be written. */
class BadDestinationTests {
    /** A word of the header, and its place; see {@code duckdb/storage/storage_info.hpp}. */
    private static final int VERSION_AT = 12;

    private static final int HEADER = 4096;

    @TempDir
    Path folder;

    private Pipeline pipeline(Path database, Path home) {
        return Pipette.pipeline("items", duckdb(database)).home(home);
    }

    private String refusal(ErrorCode code, Path database, Path home) {
        try {
            pipeline(database, home).run(resource("items").rows(List.of(Map.of("id", 1))));
        } catch (PipetteException refused) {
            assertThat(refused.code()).isEqualTo(code);
            return String.valueOf(refused.getMessage())
                    .replace("[" + code + "] ", "")
                    .replace(folder.toString(), "DIR");
        }
        throw new AssertionError("nothing was refused");
    }

    @Test
    void a_load_whose_rows_are_refused_makes_no_file() {
        Path database = folder.resolve("none.duckdb");
        Pipeline items = pipeline(database, folder.resolve("home"));

        assertThatThrownBy(() -> items.run(resource("items").rows(List.of(Map.of("id", new Object())))))
                .isInstanceOf(PipetteException.class);

        assertThat(database).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text    | the file is not a DuckDB database. Name another one.",
                "short   | the file is not a DuckDB database. Name another one.",
                "sqlite  | the file is not a DuckDB database. Name another one.",
                "parquet | the file is not a DuckDB database. Name another one.",
                "empty   | the file is empty. Delete it, or name another one.",
                "folder  | it is a folder. Name a file in it: duckdb:DIR/x.duckdb/NAME.duckdb."
            })
    void what_is_no_database_is_refused_and_stays_what_it_is(String kind, String reason) throws Exception {
        Path file = folder.resolve("x.duckdb");
        switch (kind) {
            case "text" -> Files.writeString(file, "this is no database ".repeat(1_000));
            case "short" -> Files.writeString(file, "hello");
            case "sqlite" -> Files.writeString(file, "SQLite format 3\0" + "x".repeat(5_000));
            case "empty" -> Files.createFile(file);
            case "folder" -> Files.createDirectory(file);
            default -> parquet(file);
        }
        byte[] before = kind.equals("folder") ? new byte[0] : Files.readAllBytes(file);

        assertThat(refusal(ErrorCode.DESTINATION_FAILED, file, folder.resolve("home")))
                .isEqualTo("duckdb DIR/x.duckdb cannot be opened: " + reason);

        assertThat(kind.equals("folder") ? new byte[0] : Files.readAllBytes(file))
                .isEqualTo(before);
    }

    private static void parquet(Path file) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:duckdb:");
                var statement = connection.createStatement()) {
            statement.execute("COPY (SELECT 1 AS id) TO '" + file + "' (FORMAT parquet)");
        }
    }

    @Test
    void a_database_of_a_newer_duckdb_is_refused_and_works_again_with_the_old_header() throws Exception {
        Path file = folder.resolve("x.duckdb");
        pipeline(file, folder.resolve("home")).run(resource("items").rows(List.of(Map.of("id", 1))));
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, withVersion(whole.clone(), 1_000));

        assertThat(refusal(ErrorCode.DESTINATION_FAILED, file, folder.resolve("home")))
                .matches("duckdb DIR/x\\.duckdb cannot be opened: IO Error: Trying to read a database file with storage"
                        + " version number 1000, but we can only read storage versions between \\d+ and \\d+\\."
                        + " Another version of DuckDB wrote it: use the Pipette that comes with that version\\.");

        Files.write(file, whole);
        pipeline(file, folder.resolve("home")).run(resource("items").rows(List.of(Map.of("id", 2))));
        assertThat(pipeline(file, folder.resolve("home")).dataset().count("items"))
                .isEqualTo(2);
    }

    /** The first word is a checksum of the others: {@code duckdb/common/checksum.cpp}. */
    private static byte[] withVersion(byte[] file, long version) {
        ByteBuffer header = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(VERSION_AT, version);
        long checksum = 5381;
        for (int at = Long.BYTES; at < HEADER; at += Long.BYTES) {
            checksum ^= header.getLong(at) * 0xbf58476d1ce4e5b9L;
        }
        header.putLong(0, checksum);
        return file;
    }

    /** The one kind of folder that nobody may write into, root included. */
    @Test
    void a_folder_that_is_a_file_is_told_for_the_destination_and_for_the_working_folder() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThat(refusal(ErrorCode.DESTINATION_FAILED, file.resolve("sub/x.duckdb"), folder.resolve("home")))
                .isEqualTo("duckdb DIR/file/sub/x.duckdb: the folder DIR/file/sub cannot be made:"
                        + " FileSystemException DIR/file/sub: Not a directory. Check the path, and that the folder above"
                        + " may be written.");
        assertThat(refusal(ErrorCode.WORKING_FOLDER_FAILED, folder.resolve("x.duckdb"), file.resolve("home")))
                .isEqualTo(
                        "could not lock DIR/file/home/pipelines/items/lock: DIR/file is in the way. Repair it, or choose"
                                + " another folder with .home(..).");
        assertThat(folder.resolve("x.duckdb")).doesNotExist();
    }

    /** Linux has a folder that is read-only for everybody, root included. */
    @Test
    void a_folder_that_is_read_only_is_told_for_the_destination_and_for_the_working_folder() {
        Path readOnly = Path.of("/proc");
        assumeTrue(Files.isDirectory(readOnly), "no /proc, the one folder that is read-only for root");

        assertThat(refusal(ErrorCode.DESTINATION_FAILED, readOnly.resolve("x.duckdb"), folder.resolve("home")))
                .isEqualTo(
                        "duckdb /proc/x.duckdb cannot be made: IO Error: Cannot open file \"/proc/x.duckdb\": No such"
                                + " file or directory. Check that its folder may be written, or name a file in another one.");
        assertThat(refusal(ErrorCode.WORKING_FOLDER_FAILED, folder.resolve("x.duckdb"), readOnly.resolve("home")))
                .isEqualTo(
                        "could not lock /proc/home/pipelines/items/lock: there is no such file or folder. Repair it, or"
                                + " choose another folder with .home(..).");
        assertThat(folder.resolve("x.duckdb")).doesNotExist();
    }
}
