package dev.pipette.cli.shell;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jline.reader.CompletingParsedLine;

/**
 * A line that is being typed, and the word before the cursor that may be completed: a name, a part of a path in a text, or a command.
 */
record TypedLine(String line, int cursor, String word, Kind kind) implements CompletingParsedLine {
    /** What may be written at the cursor. */
    enum Kind {
        JAVA,
        PATH,
        COMMAND
    }

    private static final Pattern COMMAND = Pattern.compile("/[a-z]*");
    private static final Pattern FILE_OF_COMMAND = Pattern.compile("/(?:open|save|jar)\\s+(?:.*[\\s/])?([^\\s/]*)");
    private static final Pattern TEXT =
            Pattern.compile("(?:[^\"\\n]|\"(?:[^\"\\\\\\n]|\\\\.)*\")*\"((?:[^\"\\\\\\n]|\\\\.)*)");
    private static final Pattern NAME = Pattern.compile("[\\w$]*$");

    /** The word before the cursor. */
    static TypedLine of(String line, int cursor) {
        String before = line.substring(0, cursor);
        if (COMMAND.matcher(before).matches()) {
            return new TypedLine(line, cursor, before, Kind.COMMAND);
        }
        Matcher file = FILE_OF_COMMAND.matcher(before);
        if (file.matches()) {
            return new TypedLine(line, cursor, file.group(1), Kind.PATH);
        }
        String row = before.substring(before.lastIndexOf('\n') + 1);
        Matcher text = TEXT.matcher(row);
        if (text.matches()) {
            String path = text.group(1);
            return new TypedLine(line, cursor, path.substring(path.lastIndexOf('/') + 1), Kind.PATH);
        }
        Matcher name = NAME.matcher(before);
        return new TypedLine(line, cursor, name.find() ? name.group() : "", Kind.JAVA);
    }

    /** Where the word begins. */
    int begin() {
        return cursor - word.length();
    }

    /** The folder of a path, as it is written before the word; empty for the current one. */
    String folder() {
        String before = line.substring(0, begin());
        int begin = Math.max(before.lastIndexOf('"'), Math.max(before.lastIndexOf(' '), before.lastIndexOf('\n')));
        return before.substring(begin + 1);
    }

    @Override
    public int wordCursor() {
        return word.length();
    }

    @Override
    public int wordIndex() {
        return 0;
    }

    @Override
    public List<String> words() {
        return List.of(word);
    }

    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
        return candidate;
    }

    @Override
    public int rawWordCursor() {
        return word.length();
    }

    @Override
    public int rawWordLength() {
        return word.length();
    }
}
