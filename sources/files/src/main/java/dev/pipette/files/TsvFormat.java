package dev.pipette.files;

import dev.pipette.spi.FileContent;
import dev.pipette.spi.SourceFile;
import dev.pipette.spi.SourceFormat;
import java.util.Map;

/**
 * Tab-separated text with a line of names, quoted as RFC 4180 has it.
 *
 * <p>Option {@code delimiter}: one character, by default a tab. The other options are those that
 * {@link dev.pipette.FileFormat} has methods for.
 */
public final class TsvFormat implements SourceFormat {
    /** For {@link java.util.ServiceLoader}. */
    public TsvFormat() {}

    @Override
    public String name() {
        return "tsv";
    }

    @Override
    public boolean recognizes(String fileName) {
        return FileNames.endsWith(fileName, ".tsv");
    }

    @Override
    public FileContent content(SourceFile file, Map<String, String> options) {
        return Delimited.content(name(), file, options, "\t", false);
    }
}
