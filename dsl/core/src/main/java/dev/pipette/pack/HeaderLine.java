package dev.pipette.pack;

import dev.pipette.ErrorCode;
import dev.pipette.PipetteException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The first record of a delimited file (RFC 4180), read here because DuckDB would rename what stands there twice. */
final class HeaderLine {
    private static final int LONGEST = 4 << 20;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private HeaderLine() {}

    static List<String> read(Path file, char delimiter) throws IOException {
        try (InputStream bytes = Files.newInputStream(file);
                BufferedReader reader =
                        new BufferedReader(new InputStreamReader(withoutMark(bytes), StandardCharsets.UTF_8))) {
            return read(file, reader, delimiter);
        }
    }

    private static InputStream withoutMark(InputStream in) throws IOException {
        PushbackInputStream back = new PushbackInputStream(in, BYTE_ORDER_MARK.length);
        byte[] begin = back.readNBytes(BYTE_ORDER_MARK.length);
        if (!java.util.Arrays.equals(begin, BYTE_ORDER_MARK)) {
            back.unread(begin);
        }
        return back;
    }

    private static List<String> read(Path file, BufferedReader reader, char delimiter) throws IOException {
        List<String> names = new ArrayList<>();
        StringBuilder name = new StringBuilder();
        boolean quoted = false;
        int read = 0;
        for (int next = reader.read(); next >= 0; next = reader.read()) {
            read++;
            if (read > LONGEST) {
                throw new PipetteException(
                        ErrorCode.SOURCE_UNREADABLE,
                        file + ": the first line has no end within " + LONGEST
                                + " characters. A delimited file begins with a line of column names.");
            }
            if (quoted) {
                if (next != '"') {
                    name.append((char) next);
                } else {
                    reader.mark(1);
                    int after = reader.read();
                    if (after == '"') {
                        name.append('"');
                    } else {
                        quoted = false;
                        reader.reset();
                    }
                }
            } else if (next == '"' && name.isEmpty()) {
                quoted = true;
            } else if (next == delimiter) {
                names.add(name.toString());
                name.setLength(0);
            } else if (next == '\n' || next == '\r') {
                break;
            } else {
                name.append((char) next);
            }
        }
        if (read > 0) {
            names.add(name.toString());
        }
        return names;
    }
}
