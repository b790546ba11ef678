package dev.pipette.pack;

import dev.pipette.spi.FileContent;
import java.nio.file.Path;

/**
 * A file of delimited text that DuckDB reads.
 *
 * @param path where the bytes are
 * @param named the file in errors
 * @param delimiter between fields
 * @param linesBefore how many lines the named file has before the first one here
 */
record DelimitedFile(Path path, Path named, String delimiter, int linesBefore) {
    static DelimitedFile of(FileContent.Columnar content) {
        return new DelimitedFile(content.file(), content.source().named(), content.delimiter(), content.linesBefore());
    }

    /** How errors name a line. */
    String line(long number) {
        return named + ", line " + (number + linesBefore);
    }
}
