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

/** The first record of a delimited file (RFC 4180), read here because DuckDB would rename what stands there twice. */
final class HeaderLine {
    private static final int LONGEST = 4 << 20;
    private static final byte[] UTF_8_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private HeaderLine() {}

    static List<String> read(DelimitedFile file) {
        Path named = file.named();
        String delimiter = file.dialect().delimiter();
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
            byte[] separator = delimiter.getBytes(StandardCharsets.UTF_8);
            byte[] record = bytesOf(file, buffered, separator);
            while (!file.dialect().headed() && isBlank(record)) {
                record = bytesOf(file, buffered, separator);
            }
            String line = decoded(file, begin, record);
            List<String> names = line.isEmpty()
                    ? List.of()
                    : names(line, delimiter, file.dialect().quoteByte());
            checkBreaks(file, names, line);
            return names;
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

    /** Whether it is a line without fields, which DuckDB passes over. */
    private static boolean isBlank(byte[] line) {
        return line.length > 0 && (line[0] == '\n' || line[0] == '\r');
    }

    /** The bytes up to the first line break outside quotes, the break included. Only a field's first quote opens it. */
    private static byte[] bytesOf(DelimitedFile file, InputStream in, byte[] delimiter) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int quote = file.dialect().quoteByte();
        boolean quoted = false;
        boolean mayOpen = true;
        int matched = 0;
        for (int next = in.read(); next >= 0; next = in.read()) {
            line.write(next);
            if (line.size() > LONGEST) {
                throw new PipetteException(
                        ErrorCode.SOURCE_UNREADABLE,
                        file.named() + ": the first line has no end within " + LONGEST
                                + " bytes. A delimited file begins with a line of column names.");
            }
            if (next == quote && (quoted || mayOpen)) {
                quoted = !quoted;
                mayOpen = true; // a second quote after a closing one stands for a quote
                continue;
            }
            if (!quoted && (next == '\n' || next == '\r')) {
                if (next == '\r' && in.read() == '\n') {
                    line.write('\n');
                }
                break;
            }
            matched = (byte) next == delimiter[matched] ? matched + 1 : 0;
            boolean mark = line.size() <= UTF_8_MARK.length && begins(UTF_8_MARK, line.toByteArray());
            mayOpen = mark || matched == delimiter.length;
            matched %= delimiter.length;
        }
        if (quoted) {
            throw new PipetteException(
                    ErrorCode.SOURCE_UNREADABLE,
                    file.line(1) + ": a quoted name has no end. Nothing of it was loaded. Correct the line.");
        }
        return line.toByteArray();
    }

    private static String decoded(DelimitedFile file, byte[] begin, byte[] line) {
        boolean marked = begins(line, UTF_8_MARK);
        int from = marked ? UTF_8_MARK.length : 0;
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line, from, line.length - from))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            throw noUtf8(file, begin, notUtf8);
        }
        if (text.indexOf('\0') >= 0) {
            throw noUtf8(file, begin, null);
        }
        return text;
    }

    /** DuckDB takes the first line break for the end of all lines, in quotes too, and would find no rows at all. */
    private static void checkBreaks(DelimitedFile file, List<String> names, String line) {
        String end = line.endsWith("\r\n") ? "\r\n" : line.endsWith("\r") ? "\r" : "\n";
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

    private static PipetteException noUtf8(DelimitedFile file, byte[] begin, @Nullable Exception cause) {
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

    private static List<String> names(String line, String delimiter, int quote) {
        List<String> names = new ArrayList<>();
        StringBuilder name = new StringBuilder();
        boolean quoted = false;
        for (int at = 0; at < line.length(); at++) {
            char next = line.charAt(at);
            if (quoted) {
                if (next != quote) {
                    name.append(next);
                } else if (at + 1 < line.length() && line.charAt(at + 1) == quote) {
                    name.append(next);
                    at++;
                } else {
                    quoted = false;
                }
            } else if (next == quote && name.isEmpty()) {
                quoted = true;
            } else if (line.startsWith(delimiter, at)) {
                names.add(name.toString());
                name.setLength(0);
                at += delimiter.length() - 1;
            } else if (next == '\n' || next == '\r') {
                break;
            } else {
                name.append(next);
            }
        }
        names.add(name.toString());
        return names;
    }
}
