package dev.pipette.files;

import dev.pipette.PipetteException;
import dev.pipette.spi.SourceFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The line {@code sep=;} with which a file tells Excel what stands between its fields. It is no line of the table.
 *
 * @param delimiter the character
 * @param bytes how long the line is, with its end
 */
record SeparatorLine(String delimiter, int bytes) {
    private static final int LONGEST = 16;
    private static final Pattern LINE =
            Pattern.compile("(?:\u00ef\u00bb\u00bf)?\"?[sS][eE][pP]=([^\\r\\n\"])\"?(?:\\r\\n|\\n|\\r)");

    /** The line, where a file begins with it; empty also for a file that cannot be read, which who reads it tells. */
    static Optional<SeparatorLine> of(SourceFile file) {
        try (InputStream in = InputFile.open(file)) {
            String begin = new String(in.readNBytes(LONGEST), StandardCharsets.ISO_8859_1);
            Matcher line = LINE.matcher(begin);
            return line.lookingAt() ? Optional.of(new SeparatorLine(line.group(1), line.end())) : Optional.empty();
        } catch (IOException | PipetteException unreadable) {
            return Optional.empty();
        }
    }

    /** Opens what follows the line. */
    InputStream skipped(SourceFile file) throws IOException {
        InputStream in = InputFile.open(file);
        in.skipNBytes(bytes);
        return in;
    }
}
