package dev.pipette.files;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.CsvDialect;
import dev.pipette.spi.FileContent;
import dev.pipette.spi.FormatOptions;
import dev.pipette.spi.SourceFile;
import dev.pipette.spi.SourceFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Apache Parquet. */
public final class ParquetFormat implements SourceFormat {
    /** For {@link java.util.ServiceLoader}. */
    public ParquetFormat() {}

    @Override
    public String name() {
        return "parquet";
    }

    @Override
    public boolean recognizes(String fileName) {
        return FileNames.endsWith(fileName, ".parquet");
    }

    @Override
    public FileContent content(SourceFile file, Map<String, String> options) {
        FormatOptions.check(name(), options, List.of());
        Compression.of(file.named()).ifPresent(compression -> {
            throw new PipetteException(
                    ErrorCode.SOURCE_UNREADABLE,
                    file.named() + ": a Parquet file is compressed inside and is not read through "
                            + compression.words() + ". Unpack it: " + compression.unpacker() + " " + file.named()
                            + ".");
        });
        return new FileContent.Columnar(file, FileContent.Kind.PARQUET, CsvDialect.usual(""), false, Optional.empty());
    }
}
