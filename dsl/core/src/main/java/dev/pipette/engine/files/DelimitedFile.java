package dev.pipette.engine.files;

import dev.pipette.spi.CsvDialect;
import dev.pipette.spi.FileContent;
import java.nio.file.Path;

/**
 * A file of delimited text that DuckDB reads.
 *
 * @param path where the bytes are
 * @param named the file in errors
 * @param dialect how it is written
 * @param linesBefore how many lines the named file has before the first one here
 */
public record DelimitedFile(Path path, Path named, CsvDialect dialect, int linesBefore) {
    static DelimitedFile of(FileContent.Columnar content) {
        return new DelimitedFile(content.file(), content.source().named(), content.dialect(), content.linesBefore());
    }

    /** How errors name a line. */
    String line(long number) {
        return named + ", line " + (number + linesBefore);
    }
}
