package dev.pipette.files;

import dev.pipette.spi.FileContent;
import dev.pipette.spi.SourceFile;
import dev.pipette.spi.SourceFormat;
import java.util.Map;

/**
 * CSV with a line of names, quoted as RFC 4180 has it.
 *
 * <p>Option {@code delimiter}: one character, by default what a first line like {@code sep=;} says, or what the first lines
 * show where they have no comma, or a comma. The other options are those that {@link dev.pipette.FileFormat} has methods
 * for.
 */
public final class CsvFormat implements SourceFormat {
    /** For {@link java.util.ServiceLoader}. */
    public CsvFormat() {}

    @Override
    public String name() {
        return "csv";
    }

    @Override
    public boolean recognizes(String fileName) {
        return FileNames.endsWith(fileName, ".csv");
    }

    @Override
    public FileContent content(SourceFile file, Map<String, String> options) {
        return Delimited.content(name(), file, options, ",", true);
    }
}
