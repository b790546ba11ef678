package dev.pipette.files;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** Leaves out the lines of a text before its table. */
final class SkippedLines {
    private SkippedLines() {}

    /**
     * The text after some lines, which end in LF, CR LF or CR.
     *
     * @throws PipetteException SOURCE_UNREADABLE when there are fewer
     */
    static InputStream after(int lines, Path named, InputStream text) throws IOException {
        if (lines == 0) {
            return text;
        }
        InputStream in = text.markSupported() ? text : new BufferedInputStream(text, 1 << 16);
        for (int skipped = 0; skipped < lines; skipped++) {
            if (!skip(in)) {
                if (skipped == 0) {
                    return in; // an empty file has no rows, however its lines are counted
                }
                throw new PipetteException(
                        ErrorCode.SOURCE_UNREADABLE,
                        named + " has " + skipped + (skipped == 1 ? " line, and " : " lines, and ") + lines
                                + " are to be skipped. Nothing of it was loaded. Skip fewer with .skipLines(..)"
                                + " (--skip-lines N), or provide the whole file.");
            }
        }
        return in;
    }

    /** Whether there was a line. */
    private static boolean skip(InputStream in) throws IOException {
        boolean any = false;
        for (int next = in.read(); next >= 0; next = in.read()) {
            any = true;
            if (next == '\n') {
                return true;
            }
            if (next == '\r') {
                in.mark(1);
                if (in.read() != '\n') {
                    in.reset();
                }
                return true;
            }
        }
        return any;
    }
}
