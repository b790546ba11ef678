package dev.pipette.cli;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.text.Secrets;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a script, or of a cell of a notebook, and the places in it.
 *
 * @param name as it was written, for people
 * @param beforeLine what is between the name and the number of a line
 * @param text with lines that end in {@code \n}
 */
record ScriptFile(String name, String beforeLine, String text) {
    private static final String BEFORE_LINE_OF_CELL = ", line ";

    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final Pattern LINE_END = Pattern.compile("\r\n?");

    /** Literals of a line that reads as if one of them were a secret: {@code .password("hunter2")}. */
    private static final Pattern SECRET_WORD =
            Pattern.compile("password|passwd|pwd|secret|token|credential|key", Pattern.CASE_INSENSITIVE);

    private static final Pattern LITERAL = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"?");

    ScriptFile(String name, String text) {
        this(name, ":", text);
    }

    /** A cell of a notebook, whose places are {@code cell 3, line 2}. */
    static ScriptFile cell(int number, String code) {
        return new ScriptFile(
                "cell " + number, BEFORE_LINE_OF_CELL, LINE_END.matcher(code).replaceAll("\n"));
    }

    /** Reads a script as UTF-8. */
    static ScriptFile read(Path file) throws IOException {
        try {
            String text = Files.readString(file);
            String content = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
            return new ScriptFile(file.toString(), LINE_END.matcher(content).replaceAll("\n"));
        } catch (CharacterCodingException other) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE, file + " is not written in UTF-8. Save it as UTF-8 and run it again.", other);
        }
    }

    /** What it is, for people. */
    String kind() {
        return beforeLine.equals(BEFORE_LINE_OF_CELL) ? "cell" : "file";
    }

    /** The number of the line that a character is in, from 1. */
    int line(int offset) {
        return 1
                + (int) text.substring(0, within(offset))
                        .chars()
                        .filter(character -> character == '\n')
                        .count();
    }

    /** Where a character is, for people: {@code day.jsh:7}. */
    String place(int offset) {
        return placeOfLine(line(offset));
    }

    /** Where a line is, for people. */
    String placeOfLine(int line) {
        return name + beforeLine + line;
    }

    /** Where the line of a character ends: at its line break, or at the end of the text. */
    int lineEnd(int offset) {
        int end = text.indexOf('\n', offset);
        return end < 0 ? text.length() : end;
    }

    /** Whether a character is the first one of its line. */
    boolean beginsLine(int offset) {
        return offset == 0 || text.charAt(offset - 1) == '\n';
    }

    /** The first character from here on that is not white space, or the end. */
    int skipSpace(int offset) {
        int at = offset;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /** Whether the next line with code begins with a dot, as a call of a method of what is above it. */
    boolean goesOnWithDot(int lineEnd) {
        int at = skipSpace(lineEnd);
        while (text.startsWith("//", at)) {
            at = skipSpace(lineEnd(at));
        }
        return at + 1 < text.length() && text.charAt(at) == '.' && Character.isJavaIdentifierStart(text.charAt(at + 1));
    }

    /** Where a name is first from here on; here, where it is not found. */
    int find(String name, int offset) {
        Matcher word = Pattern.compile("\\b" + Pattern.quote(name) + "\\b").matcher(text);
        return !name.isEmpty() && word.find(offset) ? word.start() : skipSpace(offset);
    }

    /** The line of a character, without secrets, and below it a mark where that is still its place. */
    String excerpt(int offset) {
        int at = within(offset);
        int begin = text.lastIndexOf('\n', at - 1) + 1;
        String line = text.substring(begin, lineEnd(at));
        String shown = masked(line);
        String mark = line.substring(0, at - begin).replaceAll("[^\t]", " ") + "^";
        return "    " + shown + (shown.equals(line) ? System.lineSeparator() + "    " + mark : "");
    }

    private static String masked(String line) {
        String masked = Secrets.masked(line);
        return SECRET_WORD.matcher(masked).find() ? LITERAL.matcher(masked).replaceAll("\"***\"") : masked;
    }

    private int within(int offset) {
        return Math.clamp(offset, 0, text.length());
    }
}
