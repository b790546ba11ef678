package dev.pipette.engine.query;

import dev.pipette.engine.disk.FolderProblem;
import dev.pipette.engine.disk.PrivateFiles;
import dev.pipette.engine.sql.Sql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;

/** Numbers of rows as a query of DuckDB: as many as there are, in a file of the package's folder and not in the statement. */
final class RowNumbers {
    private RowNumbers() {}

    /**
     * Writes the numbers down.
     *
     * @return a SELECT of them
     */
    static String in(Path file, LongStream numbers) {
        try {
            Files.write(file, (Iterable<String>) numbers.mapToObj(String::valueOf)::iterator);
            PrivateFiles.USUAL.narrow(file);
        } catch (IOException failed) {
            throw FolderProblem.failedTo("write", file, failed);
        }
        return "SELECT n FROM read_csv(" + Sql.file(file.toString())
                + ", header = false, auto_detect = false, columns = {'n': 'BIGINT'})";
    }
}
