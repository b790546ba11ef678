package dev.pipette.engine.files;

import dev.pipette.engine.manifest.MadeColumn;
import dev.pipette.spi.CsvDialect;
import dev.pipette.spi.FileContent;
import java.nio.file.Path;
import java.util.List;

/**
 * A columnar file of the root table, before the package knows what is in it.
 *
 * @param named the file that it was, for errors
 * @param place the same for the table of rejects
 * @param linesBefore how many lines of that file are left out at its beginning
 * @param taken which columns of the file are loaded, and under which names
 * @param made columns that its rows are given beside those of the file
 */
public record ColumnarPart(
        Path file,
        Path named,
        String place,
        boolean inside,
        FileContent.Kind kind,
        CsvDialect dialect,
        boolean allText,
        int linesBefore,
        TakenColumns taken,
        List<MadeColumn> made) {
    public DelimitedFile text() {
        return new DelimitedFile(file, named, dialect, linesBefore);
    }
}
