package dev.pipette.json;

import dev.pipette.engine.disk.FolderProblem;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.BadLines;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;

/**
 * The errors of reading JSON: which input, where in it, what was found, what to do.
 *
 * @param describe names the input
 * @param of what they are problems of
 */
record JsonProblems(String describe, Of of) {
    /** What is at fault. */
    enum Of {
        /** An input that is read whole or not at all. */
        INPUT,
        /** An input whose lines could be kept apart. */
        LINES,
        /** A line that is kept apart by a reader that knows its number, so that an error says no more than what is wrong in it. */
        LINE
    }

    JsonProblems(String describe) {
        this(describe, Of.INPUT);
    }

    private boolean ofLine() {
        return of == Of.LINE;
    }

    /** Characters of one text. */
    static final int LONGEST_TEXT = 100_000_000;

    /** Digits of one number; turning more of them into a number takes time that grows faster than they do. */
    static final int LONGEST_NUMBER = 1_000;

    private static final String CORRECT_IT = "Correct the input there and run again.";
    private static final int LONGEST_EXCERPT = 60;

    /** Jackson's references to its own options and to a source that it does not show. */
    private static final Pattern NOISE = Pattern.compile(
            "\\s*\\(start marker at \\[[^\\]]*\\]\\)|, from `[^`]*`|\\[Source: [^\\]]*?(?=line: )|(?<=column: \\d{1,10})\\]");

    PipetteException unreadable(JacksonException failed, @Nullable JsonParser json, long rows, long rowLine) {
        String inside =
                rows == 0 || ofLine() ? "" : ", in or after row " + number(rows) + ", which begins in line " + rowLine;
        if (FolderProblem.isInterrupt(failed)) {
            return FolderProblem.interrupted(
                    "the run was interrupted while " + describe + " was read. Nothing of it was loaded.", failed);
        }
        if (failed instanceof JacksonIOException) {
            return new JsonProblems(describe)
                    .error(
                            describe + " cannot be read to its end" + inside + ": " + reason(failed),
                            "Provide the whole file and run again.",
                            failed);
        }
        TokenStreamLocation location = failed.getLocation();
        String where = where(location == null && json != null ? json.currentTokenLocation() : location);
        if (failed instanceof UnexpectedEndOfInputException) {
            return error(
                    where + ": the input ends in the middle" + inside, "Provide the whole file and run again.", failed);
        }
        if (failed instanceof StreamConstraintsException) {
            String limit = String.valueOf(failed.getOriginalMessage());
            if (limit.startsWith("Number value length")) {
                return error(
                        where + ": a number has more than " + number(LONGEST_NUMBER) + " digits" + inside,
                        "Write it as text, in quotes.",
                        failed);
            }
            if (limit.startsWith("String value length")) {
                return error(
                        where + ": a text has more than " + number(LONGEST_TEXT) + " characters" + inside,
                        "Keep it in a file of its own and load its name.",
                        failed);
            }
        }
        String found = NOISE.matcher(String.valueOf(failed.getOriginalMessage()))
                .replaceAll("")
                .strip();
        String wayOut = found.startsWith("Invalid UTF-8")
                ? "The input is not UTF-8: convert it, for instance with iconv -f WINDOWS-1252 -t UTF-8."
                : CORRECT_IT;
        return error(where + ": " + withoutFullStop(found) + inside, wayOut, failed);
    }

    PipetteException duplicate(JsonParser json, String name) {
        return at(
                json,
                "the name " + quoted(name) + " is there twice in one object, and one of its values would be lost",
                "Rename or remove one of them.");
    }

    PipetteException tooDeep(JsonParser json) {
        return at(
                json,
                "objects and lists are nested more than " + number(JsonValues.DEPTH) + " levels deep",
                "Store the deeper part as text.");
    }

    /** The stack of a thread may end before the levels that are read do. */
    PipetteException deeperThanTheStack(long rowLine) {
        String what = "objects and lists are nested too deep for the stack of a thread";
        return error(
                ofLine() ? what : describe + ", line " + rowLine + ": " + what,
                "Store the deeper part as text, or give Java more with -Xss4m.",
                null);
    }

    PipetteException numberOutOfRange(JsonParser json, String text, @Nullable Throwable cause) {
        return error(
                where(json.currentTokenLocation()) + ": the number " + excerpt(text) + " is beyond every number type",
                "Write it as text, in quotes.",
                cause);
    }

    /** Nothing is not a document: most often it is what a failed export left, and a replace would empty the table. */
    PipetteException empty() {
        return error(
                describe + " is empty and not a JSON document. Nothing of it was loaded",
                "Provide the whole file; a list without rows is [].",
                null);
    }

    PipetteException moreThanOneDocument(JsonParser json) {
        return at(
                json,
                "something follows after the end of the document: " + found(json),
                "If each line holds an object of its own, read it as jsonl; otherwise remove what follows.");
    }

    PipetteException noRows(JsonParser json, List<String> path) {
        String place = path.isEmpty() ? "the document is " : "at '" + String.join(".", path) + "' there is ";
        return at(json, place + found(json) + ", and rows come from a list or an object", "Name the path of one.");
    }

    PipetteException noWayOn(JsonParser json, List<String> path, int depth) {
        String place = depth == 0 ? "the document" : "'" + String.join(".", path.subList(0, depth)) + "'";
        return at(
                json,
                place + " is " + found(json) + " and not an object, so the path '" + String.join(".", path)
                        + "' leads nowhere",
                "Correct the path.");
    }

    PipetteException missing(JsonParser json, List<String> path, int depth, Set<String> names) {
        String place = depth == 0 ? "the document" : "'" + String.join(".", path.subList(0, depth)) + "'";
        String there = names.isEmpty() ? "nothing" : String.join(", ", names);
        return at(
                json,
                place + " has no '" + path.get(depth) + "', which the path '" + String.join(".", path) + "' needs",
                "It has: " + there + ".");
    }

    /** The sentence of the innermost cause. */
    static String reason(Throwable failed) {
        Throwable root = failed;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root instanceof JacksonException jackson ? jackson.getOriginalMessage() : root.getMessage();
        return withoutFullStop(Optional.ofNullable(message).orElseGet(root.getClass()::getSimpleName));
    }

    private PipetteException at(JsonParser json, String what, String wayOut) {
        return error(where(json.currentTokenLocation()) + ": " + what, wayOut, null);
    }

    private PipetteException error(String what, String wayOut, @Nullable Throwable cause) {
        String message = switch (of) {
            case INPUT -> what + ". " + wayOut;
            case LINES -> what + ". " + wayOut + " " + BadLines.ADVICE;
            case LINE -> what;
        };
        return cause == null
                ? new PipetteException(ErrorCode.SOURCE_UNREADABLE, message)
                : new PipetteException(ErrorCode.SOURCE_UNREADABLE, message, cause);
    }

    private String where(@Nullable TokenStreamLocation location) {
        if (ofLine()) {
            return location == null ? "somewhere" : "column " + location.getColumnNr();
        }
        return location == null || location.getLineNr() < 1
                ? describe
                : describe + ", line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    private static String found(JsonParser json) {
        JsonToken token = json.currentToken();
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "a list";
            case VALUE_STRING -> "the text " + quoted(json.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "the number " + excerpt(json.getString());
            case null, default -> excerpt(json.getString());
        };
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String quoted(String text) {
        return "'" + excerpt(text) + "'";
    }

    private static String excerpt(String text) {
        return text.length() <= LONGEST_EXCERPT ? text : text.substring(0, LONGEST_EXCERPT) + "…";
    }

    private static String withoutFullStop(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }
}
