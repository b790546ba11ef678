package dev.pipette.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The SQL of {@code pipette sql}: its argument, a file, or standard input. */
final class QueryText {
    private static final String STANDARD_INPUT = "-";
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private QueryText() {}

    /**
     * The SQL.
     *
     * @param argument as it was typed; null where it was not
     * @param file of {@code -f}, {@code -} for standard input; null where there is none
     * @param input standard input
     * @throws PipetteException BAD_USAGE when there is not exactly one query; SOURCE_MISSING, SOURCE_UNREADABLE
     */
    static String of(@Nullable String argument, @Nullable String file, InputStream input) {
        if (argument != null && file != null) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE, "QUERY and -f " + file + " are both given. Use one of them.");
        }
        if (argument != null) {
            return argument;
        }
        if (file == null) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "the query is missing. Type it as QUERY, in quotes, or name a file with -f FILE.");
        }
        String named = file.equals(STANDARD_INPUT) ? "standard input" : file;
        String text = text(bytes(file, named, input), named);
        if (text.isBlank()) {
            throw new PipetteException(ErrorCode.BAD_USAGE, "-f " + file + ": " + named + " holds no query.");
        }
        return text;
    }

    private static byte[] bytes(String file, String named, InputStream input) {
        try {
            return file.equals(STANDARD_INPUT) ? input.readAllBytes() : Files.readAllBytes(Path.of(file));
        } catch (IOException | InvalidPathException failed) {
            boolean missing = !file.equals(STANDARD_INPUT) && failed instanceof java.nio.file.NoSuchFileException;
            throw new PipetteException(
                    missing ? ErrorCode.SOURCE_MISSING : ErrorCode.SOURCE_UNREADABLE,
                    missing
                            ? "-f " + file + ": there is no such file."
                            : "-f " + file + ": " + named + " cannot be read: " + failed.getMessage() + ".",
                    failed);
        }
    }

    private static String text(byte[] bytes, String named) {
        try {
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (CharacterCodingException notText) {
            throw new PipetteException(
                    ErrorCode.SOURCE_UNREADABLE, named + " is not UTF-8 text. Save the query as UTF-8.", notText);
        }
    }
}
