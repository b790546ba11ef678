package dev.pipette.engine.files;

import dev.pipette.engine.manifest.Dialect;
import dev.pipette.engine.manifest.MadeColumn;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file of delimited text, of which no more than its first line is known.
 *
 * @param header names in that line; empty for an empty file
 */
public record HeadedFile(ColumnarPart part, List<String> header) {
    /** Bytes of a file that is read together with others. Beyond, a statement of its own costs less than a scan. */
    private static final long LARGEST = 8 << 20;

    public static HeadedFile of(ColumnarPart part) {
        return new HeadedFile(part, DelimitedReader.header(part.text()));
    }

    /** How it is written. */
    Dialect dialect() {
        return Dialect.usual(part.dialect());
    }

    /** Its records, where it is small enough to be scanned and its form leaves no doubt about them. */
    public Optional<PlainRecords> plain() {
        String delimiter = part.dialect().delimiter();
        try {
            return delimiter.length() == 1 && delimiter.charAt(0) < 128 && Files.size(part.file()) <= LARGEST
                    ? PlainScan.of(
                            part.file(), delimiter.charAt(0), part.dialect().quoteByte())
                    : Optional.empty();
        } catch (IOException notRead) {
            return Optional.empty(); // reading it alone reports it
        }
    }

    /** Equal for files that one statement may read; null for a file that it reads alone. */
    @Nullable
    public Object alike() {
        return header.isEmpty()
                ? null
                : List.of(
                        dialect(),
                        header,
                        part.allText(),
                        part.made().stream().map(MadeColumn::column).toList());
    }
}
