package dev.pipette.files;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.BadLines;
import dev.pipette.spi.FileContent;
import dev.pipette.spi.SourceFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Delimited text of any kind; the engine reads it. */
final class Delimited {
    /** Enough of a text to find its delimiter. */
    private static final int BEGIN = 1 << 14;

    private Delimited() {}

    /**
     * How a file is read.
     *
     * @param usual the delimiter where neither an option nor the file's name gives one
     * @param guessed whether the first lines may show another one
     */
    static FileContent content(
            String format, SourceFile file, Map<String, String> options, String usual, boolean guessed) {
        TextOptions text = TextOptions.of(format, options);
        byte[] begin = begin(file, text);
        Optional<SeparatorLine> separator = SeparatorLine.of(begin);
        int skipped = text.skippedLines() > 0 || separator.isEmpty() ? text.skippedLines() : 1;
        Optional<String> found = text.delimiter().isPresent() || separator.isPresent() || !guessed
                ? Optional.empty()
                : guess(file, text, begin);
        String delimiter = text.delimiter()
                .or(() -> separator.map(SeparatorLine::delimiter))
                .or(() -> found)
                .orElse(usual);
        check(delimiter, text);
        boolean asItIs = skipped == 0
                && !text.isRewritten()
                && text.charset().equals(StandardCharsets.UTF_8)
                && Compression.of(file.named()).isEmpty();
        return new FileContent.Columnar(
                file,
                FileContent.Kind.DELIMITED,
                text.dialect(delimiter),
                text.allText(),
                asItIs ? Optional.empty() : Optional.of(new Plain(file, text, delimiter, skipped)),
                skipped,
                text
                        .delimiter()
                        .flatMap(named -> noteOfCommas(named, table(file, text, begin), text))
                        .or(() -> found.map(Delimited::note))
                        .stream()
                        .toList());
    }

    private static void check(String delimiter, TextOptions text) {
        if (delimiter.equals(text.quote()) || delimiter.equals(text.escape())) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "the delimiter '" + delimiter + "' is the quote or the escape character too. Give another one with"
                            + " .delimiter(..) (--delimiter), .quote(..) (--quote) or .escape(..) (--escape).");
        }
        for (String token : text.nulls()) {
            if (token.contains(delimiter)) {
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "the text '" + token.replace("\t", "\\t")
                                + "' for NULL holds the delimiter, which no field has."
                                + " Give the text of the whole field, without its quotes.");
            }
        }
    }

    /** The table's text in UTF-8. */
    private record Plain(SourceFile file, TextOptions text, String delimiter, int skipped)
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
                    skipped, file.named(), Transcoded.of(file.named(), PlainBytes.open(file), text.charset()));
            return text.isRewritten() ? new PlainDialect(file.named(), table, text, delimiter, skipped, bad) : table;
        }
    }

    /** The first bytes in UTF-8; none of a file that cannot be read, which who reads it reports. */
    private static byte[] begin(SourceFile file, TextOptions text) {
        try (InputStream in = Transcoded.of(file.named(), PlainBytes.open(file), text.charset())) {
            return in.readNBytes(BEGIN);
        } catch (IOException | PipetteException unreadable) {
            return new byte[0];
        }
    }

    private static Optional<String> guess(SourceFile file, TextOptions text, byte[] begin) {
        byte[] table = table(file, text, begin);
        return DelimiterGuess.of(new String(table, StandardCharsets.UTF_8), table.length < BEGIN, text);
    }

    /** The first bytes without the lines that are left out; none of a file that cannot be read. */
    private static byte[] table(SourceFile file, TextOptions text, byte[] begin) {
        if (text.skippedLines() == 0) {
            return begin;
        }
        try (InputStream in = plainBegin(file, text)) {
            return in.readNBytes(BEGIN);
        } catch (IOException | PipetteException unreadable) {
            return new byte[0];
        }
    }

    private static InputStream plainBegin(SourceFile file, TextOptions text) throws IOException {
        return SkippedLines.after(
                text.skippedLines(), file.named(), Transcoded.of(file.named(), PlainBytes.open(file), text.charset()));
    }

    private static String note(String delimiter) {
        String shown = delimiter.replace("\t", "\\t");
        return "the first line has no comma, and '" + shown + "' is taken for the delimiter, because it cuts the first"
                + " lines into equally many fields. If it is right, name it with .delimiter(\""
                + shown + "\") (--delimiter '" + shown
                + "'); if not, .delimiter(\",\") (--delimiter ',') is the usual one";
    }

    private static Optional<String> noteOfCommas(String delimiter, byte[] table, TextOptions text) {
        int commas = DelimiterGuess.commasInstead(
                new String(table, StandardCharsets.UTF_8), table.length < BEGIN, delimiter, text);
        return commas == 0
                ? Optional.empty()
                : Optional.of("the first line has no '" + delimiter.replace("\t", "\\t") + "' and "
                        + (commas == 1 ? "1 comma" : commas + " commas")
                        + ", so it is one column. If the delimiter is a comma, name it with .delimiter(\",\")"
                        + " (--delimiter ',')");
    }
}
