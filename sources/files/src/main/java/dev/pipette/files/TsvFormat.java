package dev.pipette.files;

import dev.pipette.spi.FileContent;
import dev.pipette.spi.SourceFile;
import dev.pipette.spi.SourceFormat;
import java.util.Map;

/**
 * Tab-separated text with a line of names, quoted as RFC 4180 has it.
 *
 * <p>Option {@code delimiter}: one character, by default a tab. Option {@code all_text}: {@code true} to keep every column as
 * text; one that has no value in any row is a column then too.
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
        return Delimited.content(name(), file, options, "\t");
    }
}
