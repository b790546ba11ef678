package dev.pipette.files;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The line {@code sep=;} with which a file gives Excel its delimiter. It is not a line of the table.
 *
 * @param delimiter the character
 */
record SeparatorLine(String delimiter) {
    private static final int LONGEST = 16;
    private static final Pattern LINE =
            Pattern.compile("(?:\u00ef\u00bb\u00bf)?\"?[sS][eE][pP]=([^\\r\\n\"])\"?(?:\\r\\n|\\n|\\r)");

    /** The line, where a text in UTF-8 begins with it. */
    static Optional<SeparatorLine> of(byte[] begin) {
        String text = new String(begin, 0, Math.min(begin.length, LONGEST), StandardCharsets.ISO_8859_1);
        Matcher line = LINE.matcher(text);
        return line.lookingAt() ? Optional.of(new SeparatorLine(line.group(1))) : Optional.empty();
    }
}
