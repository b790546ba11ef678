package dev.pipette.files;

import dev.pipette.FileFormat;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.BadLines;
import dev.pipette.spi.FileContent;
import dev.pipette.spi.FormatOptions;
import dev.pipette.spi.SourceFile;
import dev.pipette.spi.SourceFormat;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Text whose columns are at fixed places of a line, written as CSV for the engine, so that its columns have types like those
 * of CSV.
 *
 * <p>Options: {@code positions}, which is needed, {@code trim}, and those of csv that are not about delimiters and quotes.
 */
public final class FixedFormat implements SourceFormat {
    private static final List<String> NAMES = List.of(
            FileFormat.ALL_TEXT,
            FileFormat.COMMENT,
            FileFormat.DATE_FORMATS,
            FileFormat.DECIMAL_COMMA,
            FileFormat.ENCODING,
            FileFormat.NULLS,
            FileFormat.POSITIONS,
            FileFormat.SKIP_LINES,
            FileFormat.THOUSANDS,
            FileFormat.TRIM);

    private static final String DELIMITER = ",";

    /** For {@link java.util.ServiceLoader}. */
    public FixedFormat() {}

    @Override
    public String name() {
        return "fixed";
    }

    @Override
    public boolean recognizes(String fileName) {
        return FileNames.endsWith(fileName, ".fwf");
    }

    @Override
    public FileContent content(SourceFile file, Map<String, String> options) {
        FormatOptions.check(name(), options, NAMES);
        if (!options.containsKey(FileFormat.POSITIONS)) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "text of fixed width does not say where its columns are. Give their places with .positions(..)"
                            + " (--positions): id=1-5,name=6-25.");
        }
        List<FixedColumn> columns = FixedColumn.all(options.get(FileFormat.POSITIONS));
        FixedColumn.Trim trim = FixedColumn.Trim.of(options.getOrDefault(FileFormat.TRIM, "both"));
        Map<String, String> text = new LinkedHashMap<>(options);
        text.remove(FileFormat.POSITIONS);
        text.remove(FileFormat.TRIM);
        text.put(FileFormat.HEADER, columns.stream().map(FixedColumn::name).collect(Collectors.joining("\n")));
        TextOptions read = TextOptions.of("csv", text);
        return new FileContent.Columnar(
                file,
                FileContent.Kind.DELIMITED,
                read.dialect(DELIMITER),
                read.allText(),
                Optional.of(new Plain(file, read, columns, trim)),
                read.skippedLines(),
                List.of());
    }

    /** The text as CSV. */
    private record Plain(SourceFile file, TextOptions text, List<FixedColumn> columns, FixedColumn.Trim trim)
            implements FileContent.Bytes {
        @Override
        public InputStream open() throws IOException {
            return opened(null);
        }

        @Override
        public InputStream open(BadLines bad) throws IOException {
            return opened(bad);
        }

        private InputStream opened(@Nullable BadLines bad) throws IOException {
            InputStream table = SkippedLines.after(
                    text.skippedLines(),
                    file.named(),
                    Transcoded.of(file.named(), PlainBytes.open(file), text.charset()));
            return new FixedText(file.named(), table, text, columns, trim, bad);
        }
    }
}
