package dev.pipette.text;

/**
 * The one filter for texts that people see: control characters, escape sequences of terminals, marks that change the
 * direction of text, and halves of surrogate pairs are written as escapes, so that data cannot move the cursor, change
 * colors, set a title or reorder what is read.
 *
 * <pre>{@code
 * Printable.of("\u001b[31mred");      // \u001b[31mred, with a backslash
 * Printable.line("first\nsecond");    // first\nsecond, in one line
 * }</pre>
 *
 * <p>The form is that of JSON, so the filter may also be applied to a JSON document: the document then has the same values.
 */
public final class Printable {
    private static final char ARABIC_LETTER_MARK = '\u061C';

    private Printable() {}

    /** The text; line breaks and tabs stay as they are. */
    public static String of(String text) {
        return escaped(text, false);
    }

    /** The text in one line: line breaks and tabs are escapes too. */
    public static String line(String text) {
        return escaped(text, true);
    }

    private static String escaped(String text, boolean oneLine) {
        int at = 0;
        while (at < text.length() && !isEscaped(text, at, oneLine)) {
            at++;
        }
        if (at == text.length()) {
            return text; // almost always
        }
        StringBuilder shown = new StringBuilder(text.length() + 16).append(text, 0, at);
        for (; at < text.length(); at++) {
            if (isEscaped(text, at, oneLine)) {
                shown.append(escape(text.charAt(at)));
            } else {
                shown.append(text.charAt(at));
            }
        }
        return shown.toString();
    }

    private static boolean isEscaped(String text, int at, boolean oneLine) {
        char character = text.charAt(at);
        if (character >= ' ' && character < '\u007F') {
            return false;
        }
        return switch (character) {
            case '\n', '\t' -> oneLine;
            case '\r' -> oneLine || !text.startsWith("\n", at + 1);
            default ->
                Character.isISOControl(character)
                        || isDirection(character)
                        || (Character.isSurrogate(character) && !isPaired(text, at));
        };
    }

    /** Marks of direction, separators of lines, and marks of annotations. */
    private static boolean isDirection(char character) {
        return character == ARABIC_LETTER_MARK
                || character == '\u200E'
                || character == '\u200F'
                || (character >= '\u2028' && character <= '\u202E')
                || (character >= '\u2066' && character <= '\u2069')
                || (character >= '\uFFF9' && character <= '\uFFFB');
    }

    private static boolean isPaired(String text, int at) {
        return Character.isHighSurrogate(text.charAt(at))
                ? at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))
                : at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
    }

    private static String escape(char character) {
        return switch (character) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> "\\u" + java.util.HexFormat.of().toHexDigits(character);
        };
    }
}
