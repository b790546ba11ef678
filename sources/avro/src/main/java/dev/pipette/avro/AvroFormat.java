package dev.pipette.avro;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.FileContent;
import dev.pipette.spi.FormatOptions;
import dev.pipette.spi.SourceFile;
import dev.pipette.spi.SourceFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Avro object container files. The schema is the one that a file begins with; there are no options.
 *
 * <pre>{@code
 * resource("orders").files("exports/*.avro", avroFormat());
 * }</pre>
 */
public final class AvroFormat implements SourceFormat {
    /** For {@link java.util.ServiceLoader}. */
    public AvroFormat() {}

    @Override
    public String name() {
        return "avro";
    }

    @Override
    public boolean recognizes(String fileName) {
        return fileName.toLowerCase(Locale.ROOT).endsWith(".avro");
    }

    @Override
    public boolean isReadByRow() {
        return true;
    }

    @Override
    public FileContent content(SourceFile file, Map<String, String> options) {
        FormatOptions.check(name(), options, List.of());
        String name = file.named().toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".gz") || name.endsWith(".zst")) {
            throw new PipetteException(
                    ErrorCode.SOURCE_UNREADABLE,
                    file.named() + ": an Avro file is compressed inside and is not read through another compression."
                            + " Unpack it: " + (name.endsWith(".gz") ? "gunzip " : "unzstd ") + file.named() + ".");
        }
        return new FileContent.Rows(file, () -> AvroRows.open(file));
    }
}
