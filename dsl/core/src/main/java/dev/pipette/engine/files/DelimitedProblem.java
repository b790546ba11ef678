package dev.pipette.engine.files;

import dev.pipette.engine.sql.Sql;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.BadLines;
import dev.pipette.spi.FirstBytes;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Shortens DuckDB's thirty lines about a broken delimited file to one sentence. */
final class DelimitedProblem {
    private static final Pattern LINE = Pattern.compile("CSV Error on Line: (\\d+)");
    private static final Pattern ORIGINAL = Pattern.compile(
            "Original Line: ?[\\r\\n]*(?!Expected Number of Columns|Value with unterminated|Possible )(.*)");
    private static final Pattern FIELDS = Pattern.compile("Expected Number of Columns: (\\d+) Found: (\\d+)");
    private static final int LONGEST = 120;

    /** The first line names fewer columns than a row has where it is not the line of names. */
    private static final String OTHER_LINES =
            "If lines come before the line of names, leave them out with .skipLines(..) (--skip-lines) or .comment(..)"
                    + " (--comment). If the first line is a row, declare it with .withoutHeader(..) (--no-header).";

    private DelimitedProblem() {}

    static PipetteException of(DelimitedFile file, SQLException failed) {
        String message = String.valueOf(failed.getMessage());
        if (message.contains("No files found that match the pattern")) {
            return SourceProblem.gone(file.named(), failed);
        }
        String line = found(LINE, message);
        return new PipetteException(
                ErrorCode.SOURCE_UNREADABLE,
                line.isEmpty()
                        ? file.named() + " cannot be read as delimited text: " + whole(message, file, failed)
                        : file.line(RecordLine.of(file, Long.parseLong(line))) + ": " + reason(message, file) + " (\""
                                + cut(found(ORIGINAL, message)) + "\"). Nothing of it was loaded. "
                                + advice(message, file),
                failed);
    }

    private static String whole(String message, DelimitedFile file, SQLException failed) {
        return message.contains("reached an invalid state")
                ? "its lines end in more than one way (LF, CR LF, CR), or quotes stand where they must not, or '"
                        + file.dialect().delimiter().replace("\t", "\\t")
                        + "' is not its delimiter. Nothing of it was loaded. Fix the file, or name its delimiter with"
                        + " .option(\"delimiter\", ..)."
                : Sql.message(failed) + ". Nothing of it was loaded. Correct the file.";
    }

    private static String reason(String message, DelimitedFile file) {
        Matcher fields = FIELDS.matcher(message);
        if (fields.find()) {
            // DuckDB counts no further than the first field that is too many
            return (isTooLong(message) ? "more than " + fields.group(1) : fields.group(2)) + " fields, but "
                    + (file.linesBefore() == 0 ? "the first line" : "line " + (file.linesBefore() + 1))
                    + (file.dialect().headed() ? " names " : " has ") + fields.group(1);
        }
        if (message.contains("unterminated quote")) {
            return "a quoted field has no end, or something is after its closing quote";
        }
        if (message.contains("not utf-8")) {
            return "this is not UTF-8 text";
        }
        Matcher original = ORIGINAL.matcher(message);
        return message.substring(original.find() ? original.end() : 0)
                .lines()
                .filter(text -> !text.isBlank())
                .findFirst()
                .orElse("it cannot be read");
    }

    private static boolean isTooLong(String message) {
        Matcher fields = FIELDS.matcher(message);
        return fields.find() && Integer.parseInt(fields.group(2)) > Integer.parseInt(fields.group(1));
    }

    private static String advice(String message, DelimitedFile file) {
        return (message.contains("not utf-8")
                        ? FirstBytes.nameEncoding("windows-1252")
                        : "Correct the line, or name the delimiter with .option(\"delimiter\", ..) where it is another one."
                                + (isTooLong(message) && file.dialect().headed() ? " " + OTHER_LINES : ""))
                + " " + BadLines.ADVICE;
    }

    private static String found(Pattern pattern, String message) {
        Matcher matcher = pattern.matcher(message);
        return matcher.find() ? matcher.group(1) : "";
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
