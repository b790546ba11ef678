package dev.pipette.files;

import dev.pipette.FileFormat;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.CsvDialect;
import dev.pipette.spi.FormatOptions;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The options of delimited text, checked one by one and against each other.
 *
 * @param delimiter empty where it is not given
 * @param quote empty for none
 * @param escape empty for none
 * @param names of the columns where the first line is a row, also an empty list; empty where the first line names them
 * @param comment what the lines begin with that are left out; empty for none
 * @param writings how the fields of some columns are written, by the names of the columns
 */
record TextOptions(
        Optional<String> delimiter,
        String quote,
        String escape,
        Optional<List<String>> names,
        int skippedLines,
        String comment,
        Charset charset,
        List<String> nulls,
        boolean decimalComma,
        boolean allText,
        Map<String, FieldWriting> writings) {
    static final List<String> NAMES = List.of(
            FileFormat.ALL_TEXT,
            FileFormat.COMMENT,
            FileFormat.DATE_FORMATS,
            FileFormat.DECIMAL_COMMA,
            FileFormat.DELIMITER,
            FileFormat.ENCODING,
            FileFormat.ESCAPE,
            FileFormat.HEADER,
            FileFormat.NULLS,
            FileFormat.QUOTE,
            FileFormat.SKIP_LINES,
            FileFormat.THOUSANDS);

    private static final String USUAL_QUOTE = "\"";

    /**
     * Reads the options that a format was given.
     *
     * @throws PipetteException BAD_USAGE for one that cannot be
     */
    static TextOptions of(String format, Map<String, String> options) {
        FormatOptions.check(format, options, NAMES);
        Optional<String> delimiter = Optional.ofNullable(options.get(FileFormat.DELIMITER));
        delimiter.ifPresent(TextOptions::checkDelimiter);
        String quote = options.getOrDefault(FileFormat.QUOTE, USUAL_QUOTE);
        String escape = options.getOrDefault(FileFormat.ESCAPE, "");
        checkMark("quote", quote);
        checkMark("escape", escape);
        if (!quote.isEmpty() && delimiter.filter(quote::equals).isPresent()) {
            throw refused("the quote and the delimiter are both '" + quote
                    + "', so that nothing shows where a field ends. Give another quote or another delimiter.");
        }
        if (!escape.isEmpty() && delimiter.filter(escape::equals).isPresent()) {
            throw refused("the escape character and the delimiter are both '" + escape
                    + "'. Give another escape character or another delimiter.");
        }
        String comment = options.getOrDefault(FileFormat.COMMENT, "");
        if (comment.contains("\n")
                || comment.contains("\r")
                || (options.containsKey(FileFormat.COMMENT) && comment.isEmpty())) {
            throw refused("the comment mark '" + printed(comment)
                    + "' cannot begin a line. Give the characters that a line of comment begins with: #.");
        }
        if (!quote.isEmpty() && comment.startsWith(quote)) {
            throw refused("the comment mark '" + comment + "' begins with the quote, so that rows would be lost. Give"
                    + " another comment mark or another quote.");
        }
        boolean decimalComma = FormatOptions.isTrue(format, options, FileFormat.DECIMAL_COMMA);
        Map<String, FieldWriting> writings = FieldWriting.of(options, decimalComma);
        return new TextOptions(
                delimiter,
                quote,
                // a quote that is written twice
                escape.equals(quote) ? "" : escape,
                Optional.ofNullable(options.get(FileFormat.HEADER)).map(TextOptions::names),
                lines(options.getOrDefault(FileFormat.SKIP_LINES, "0")),
                comment,
                Optional.ofNullable(options.get(FileFormat.ENCODING))
                        .map(Charsets::of)
                        .orElse(StandardCharsets.UTF_8),
                Optional.ofNullable(options.get(FileFormat.NULLS))
                        .map(given -> nulls(given, isRewritten(escape, comment, writings) ? USUAL_QUOTE : quote))
                        .orElse(List.of()),
                decimalComma,
                FormatOptions.isTrue(format, options, FileFormat.ALL_TEXT),
                writings);
    }

    /** How the text is written that the engine reads. Where it has an escape character, Pipette writes it without. */
    CsvDialect dialect(String found) {
        CsvDialect dialect = CsvDialect.usual(found)
                .withQuote(isRewritten() ? USUAL_QUOTE : quote)
                .withNulls(nulls)
                .withDecimalComma(decimalComma);
        return names.map(dialect::withoutHeader).orElse(dialect);
    }

    /** Whether the engine reads another writing of the text than the file's. */
    boolean isRewritten() {
        return isRewritten(escape, comment, writings);
    }

    private static boolean isRewritten(String escape, String comment, Map<String, FieldWriting> writings) {
        return !escape.isEmpty() || !comment.isEmpty() || !writings.isEmpty();
    }

    private static void checkDelimiter(String delimiter) {
        if (delimiter.codePointCount(0, delimiter.length()) != 1 || "\"\r\n".contains(delimiter)) {
            throw refused("the delimiter '" + printed(delimiter)
                    + "' cannot be a delimiter. Give one character that is neither a quote nor a line break.");
        }
    }

    private static void checkMark(String what, String mark) {
        boolean one = mark.length() == 1 && mark.charAt(0) > ' ' && mark.charAt(0) < 0x7f;
        if (!mark.isEmpty() && !one) {
            throw refused("the " + what + " '" + printed(mark) + "' is not one character of ASCII that can be printed."
                    + " Give one, or '' for none.");
        }
    }

    private static List<String> names(String given) {
        List<String> names = given.isEmpty() ? List.of() : List.of(given.split("\n", -1));
        for (String name : names) {
            if (name.isBlank()) {
                throw refused("a column's name is empty among " + String.join(",", names)
                        + ". Give each column a name, or none of them.");
            }
            if (names.indexOf(name) != names.lastIndexOf(name)) {
                throw refused("two columns are given the name '" + name + "'. Give each column a name of its own.");
            }
        }
        return names;
    }

    private static int lines(String lines) {
        try {
            int count = Integer.parseInt(lines);
            if (count >= 0) {
                return count;
            }
        } catch (NumberFormatException noNumber) {
            // the same sentence
        }
        throw refused("'" + lines + "' is not a number of lines to skip. Give 0 or more.");
    }

    private static List<String> nulls(String given, String quote) {
        List<String> nulls = List.of(given.split("\n", -1));
        for (String token : nulls) {
            if ((!quote.isEmpty() && token.contains(quote)) || token.contains("\r")) {
                throw refused(
                        "the text '" + printed(token) + "' for NULL holds the quote or a line break, which no field"
                                + " has. Give the text of the whole field, without its quotes.");
            }
        }
        return nulls;
    }

    private static String printed(String text) {
        return text.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t");
    }

    private static PipetteException refused(String message) {
        return new PipetteException(ErrorCode.BAD_USAGE, message);
    }
}
