package dev.pipette.files;

import dev.pipette.ErrorCode;
import dev.pipette.FileFormat;
import dev.pipette.PipetteException;
import dev.pipette.spi.FileContent;
import dev.pipette.spi.SourceFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Delimited text of any kind; the engine reads it. */
final class Delimited {
    private static final String DELIMITER = "delimiter";

    private Delimited() {}

    static FileContent content(String format, SourceFile file, Map<String, String> options, String usualDelimiter) {
        Options.check(format, options, List.of(FileFormat.ALL_TEXT, DELIMITER));
        Optional<SeparatorLine> line = SeparatorLine.of(file);
        String delimiter = Optional.ofNullable(options.get(DELIMITER))
                .or(() -> line.map(SeparatorLine::delimiter))
                .orElse(usualDelimiter);
        if (delimiter.codePointCount(0, delimiter.length()) != 1 || "\"\r\n".contains(delimiter)) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "the delimiter '" + delimiter.replace("\n", "\\n").replace("\r", "\\r")
                            + "' cannot stand between fields. Give one character that is neither a quote nor a line"
                            + " break.");
        }
        return new FileContent.Columnar(
                file,
                FileContent.Kind.DELIMITED,
                delimiter,
                Options.isTrue(format, options, FileFormat.ALL_TEXT),
                line.<FileContent.Bytes>map(found -> () -> found.skipped(file))
                        .or(() -> Compression.of(file.named()).map(compression -> () -> InputFile.open(file))),
                line.isPresent() ? 1 : 0);
    }
}
