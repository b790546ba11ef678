package dev.pipette.files;

import dev.pipette.ErrorCode;
import dev.pipette.PipetteException;
import dev.pipette.spi.FileContent;
import dev.pipette.spi.SourceFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

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
    public FileContent content(Path file, Map<String, String> options) {
        Options.check(name(), options, List.of());
        if (FileNames.isGzip(file)) {
            throw new PipetteException(
                    ErrorCode.SOURCE_UNREADABLE,
                    file + ": a Parquet file is compressed inside and is not read through gzip. Unpack it: gunzip "
                            + file + ".");
        }
        return new FileContent.Columnar(file, FileContent.Kind.PARQUET, false, "");
    }
}
