package dev.pipette.duckdb;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Tells a database from other files before DuckDB does, which would take an SQLite file for a reason to download an
 * extension. A database begins with a checksum of eight bytes and the letters DUCK; see {@code
 * duckdb/storage/storage_info.hpp}.
 */
final class DatabaseFile {
    private static final byte[] MARK = "DUCK".getBytes(StandardCharsets.US_ASCII);
    private static final int MARK_AT = 8;

    private DatabaseFile() {}

    /**
     * Lets a database pass, and what is not there or may not be read.
     *
     * @param described the destination in errors
     * @throws PipetteException DESTINATION_FAILED for anything else
     */
    static void check(String described, Path file) {
        if (Files.isDirectory(file)) {
            throw no(described, "it is a folder. Name a file in it: duckdb:" + file.resolve("NAME.duckdb"));
        }
        if (!Files.isRegularFile(file)) {
            return;
        }
        byte[] begin;
        try (InputStream in = Files.newInputStream(file)) {
            begin = in.readNBytes(MARK_AT + MARK.length);
        } catch (IOException unreadable) {
            return; // DuckDB says it better
        }
        if (begin.length == 0) {
            throw no(described, "the file is empty. Delete it, or name another one");
        }
        boolean marked = begin.length == MARK_AT + MARK.length
                && Arrays.equals(begin, MARK_AT, begin.length, MARK, 0, MARK.length);
        if (!marked) {
            throw no(described, "the file is not a DuckDB database. Name another one");
        }
    }

    private static PipetteException no(String described, String reason) {
        return new PipetteException(ErrorCode.DESTINATION_FAILED, described + " cannot be opened: " + reason + ".");
    }
}
