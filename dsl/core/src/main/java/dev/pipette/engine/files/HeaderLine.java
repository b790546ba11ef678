package dev.pipette.engine.files;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.FirstBytes;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The first record of a delimited file (RFC 4180), read here because DuckDB would rename the second of two equal names.
 */
final class HeaderLine {
    private static final int LONGEST = 4 << 20;
    private static final byte[] UTF_8_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final DelimitedFile file;
    private final byte[] delimiter;
    private final List<byte[]> fields = new ArrayList<>();
    private final Field field = new Field();

    /** How many bytes at the end of the field are outside quotes. */
    private int plain;

    /** How the line ends; as a usual one, where the file ends before. */
    private String end = "\n";

    private HeaderLine(DelimitedFile file) {
        this.file = file;
        this.delimiter = file.dialect().delimiter().getBytes(StandardCharsets.UTF_8);
    }

    static List<String> read(DelimitedFile file) {
        Path named = file.named();
        try (InputStream bytes = Files.newInputStream(file.path());
                InputStream buffered = new BufferedInputStream(bytes)) {
            buffered.mark(FirstBytes.LENGTH);
            byte[] begin = buffered.readNBytes(FirstBytes.LENGTH);
            FirstBytes.of(begin).ifPresent(found -> {
                throw new PipetteException(
                        ErrorCode.SOURCE_UNREADABLE,
                        found.isText()
                                ? named + " is UTF-16 text and not delimited text in UTF-8. Nothing of it was loaded. "
                                        + FirstBytes.nameEncoding(
                                                found == FirstBytes.UTF_16_LE ? "UTF-16LE" : "UTF-16BE")
                                : found.problem(named.toString(), "delimited text in UTF-8"));
            });
            buffered.reset();
            if (begins(begin, UTF_8_MARK)) {
                buffered.skipNBytes(UTF_8_MARK.length);
            }
            HeaderLine line = new HeaderLine(file);
            while (line.reads(buffered) && !file.dialect().headed()) {
                line = new HeaderLine(file); // DuckDB passes over lines without fields
            }
            return line.names(begin);
        } catch (IOException failed) {
            throw SourceProblem.of(named, failed);
        }
    }

    /** Refuses a line in which several columns have no name: most often a title, which comes before the line of names. */
    static void checkEmpty(DelimitedFile file, List<String> names) {
        long empty = names.stream().filter(String::isEmpty).count();
        if (empty > 1) {
            throw new PipetteException(
                    ErrorCode.NAME_COLLISION,
                    file.line(1) + ": " + empty + " of " + names.size()
                            + " columns have no name. If this is not the line of names, leave out the lines before that"
                            + " with .skipLines(..) (--skip-lines). Otherwise name the columns in this line.");
        }
    }

    /**
     * Reads the bytes up to the first line break outside quotes. Only a quote at the begin of a field opens it.
     *
     * @return whether there is nothing before the break
     */
    private boolean reads(InputStream in) throws IOException {
        int quote = file.dialect().quoteByte();
        boolean quoted = false;
        int size = 0;
        for (int next = in.read(); next >= 0; next = in.read()) {
            size++;
            checkSize(size);
            if (quoted) {
                boolean isQuote = next == quote;
                if (isQuote && peek(in) != quote) {
                    quoted = false;
                } else {
                    field.write(isQuote ? in.read() : next); // a quote inside quotes is written twice
                }
                plain = 0;
            } else if (next == quote && field.size() == 0) {
                quoted = true;
            } else if (next == '\n' || next == '\r') {
                end = next == '\n' ? "\n" : peek(in) == '\n' ? "\r\n" : "\r";
                in.skipNBytes(end.length() - 1L);
                fields.add(field.toByteArray());
                return size == 1;
            } else {
                field.write(next);
                plain++;
                endFieldAtDelimiter();
            }
        }
        if (quoted) {
            throw new PipetteException(
                    ErrorCode.SOURCE_UNREADABLE,
                    file.line(1) + ": a quoted name has no end. Nothing of it was loaded. Correct the line.");
        }
        if (size > 0) {
            fields.add(field.toByteArray());
        }
        return false;
    }

    private void endFieldAtDelimiter() {
        if (plain >= delimiter.length && field.endsWith(delimiter)) {
            fields.add(field.without(delimiter.length));
            field.reset();
            plain = 0;
        }
    }

    private static int peek(InputStream in) throws IOException {
        in.mark(1);
        int next = in.read();
        in.reset();
        return next;
    }

    private void checkSize(int size) {
        if (size > LONGEST) {
            throw new PipetteException(
                    ErrorCode.SOURCE_UNREADABLE,
                    file.named() + ": the first line has no end within " + LONGEST
                            + " bytes. A delimited file begins with a line of column names.");
        }
    }

    private List<String> names(byte[] begin) {
        List<String> names = new ArrayList<>();
        for (byte[] bytes : fields) {
            names.add(decoded(begin, bytes));
        }
        checkBreaks(names);
        return names;
    }

    private String decoded(byte[] begin, byte[] bytes) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            throw noUtf8(begin, notUtf8);
        }
        if (text.indexOf('\0') >= 0) {
            throw noUtf8(begin, null);
        }
        return text;
    }

    /** DuckDB takes the first line break for the end of all lines, in quotes too, and would find no rows at all. */
    private void checkBreaks(List<String> names) {
        for (String name : names) {
            boolean others = name.replace(end, "").chars().anyMatch(unit -> unit == '\r' || unit == '\n');
            boolean part = end.equals("\n") && name.contains("\r\n");
            if (others || part) {
                throw new PipetteException(
                        ErrorCode.SOURCE_UNREADABLE,
                        file.line(1) + (file.dialect().headed() ? ": the name '" : ": the field '")
                                + name.replace("\r", "\\r").replace("\n", "\\n")
                                + "' holds a line break of another kind than the end of the line. Nothing of it was loaded."
                                + (file.dialect().headed()
                                        ? " Change the name in the file's first line."
                                        : " Change the line breaks of the file."));
            }
        }
    }

    private PipetteException noUtf8(byte[] begin, @Nullable Exception cause) {
        return new PipetteException(
                ErrorCode.SOURCE_UNREADABLE,
                file.line(1) + ": this is not UTF-8 text. Nothing of it was loaded. "
                        + (FirstBytes.mayBeOldText(begin)
                                ? FirstBytes.nameEncoding("windows-1252")
                                : FirstBytes.BINARY.wayOut(file.named().toString())),
                cause);
    }

    private static boolean begins(byte[] bytes, byte[] with) {
        return bytes.length >= with.length && Arrays.equals(bytes, 0, with.length, with, 0, with.length);
    }

    /** The bytes of a field. */
    private static final class Field extends ByteArrayOutputStream {
        boolean endsWith(byte[] end) {
            return count >= end.length && Arrays.equals(buf, count - end.length, count, end, 0, end.length);
        }

        byte[] without(int last) {
            return Arrays.copyOf(buf, count - last);
        }
    }
}
