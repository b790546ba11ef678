package dev.pipette.archives;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32;

/** Writes the bytes of a member to a file, not more than it should have. */
final class Unpacking {
    private static final int BUFFER = 1 << 16;

    private Unpacking() {}

    /** Opens the plain bytes of a member. */
    @FunctionalInterface
    interface Opener {
        InputStream open() throws IOException;
    }

    /**
     * Writes a member; a file that is not complete is deleted.
     *
     * @param named archive and member, for errors
     * @param size in bytes, as the archive says
     * @return the member's CRC-32
     * @throws IOException when the file cannot be written
     * @throws PipetteException SOURCE_UNREADABLE for a member that cannot be unpacked, or has another size
     */
    static long write(String named, Opener member, long size, Path to) throws IOException {
        CRC32 checksum = new CRC32();
        boolean complete = false;
        try (OutputStream out = Files.newOutputStream(to, StandardOpenOption.CREATE_NEW)) {
            long written = 0;
            try (InputStream in = opened(named, member)) {
                byte[] buffer = new byte[BUFFER];
                for (int read = read(named, in, buffer); read >= 0; read = read(named, in, buffer)) {
                    written += read;
                    if (written > size) {
                        throw problem(named, "it has more than the " + size + " bytes that the archive says", null);
                    }
                    out.write(buffer, 0, read);
                    checksum.update(buffer, 0, read);
                }
            }
            if (written != size) {
                throw problem(
                        named, "it has " + written + " bytes, and not the " + size + " that the archive says", null);
            }
            complete = true;
        } finally {
            if (!complete) {
                Files.deleteIfExists(to);
            }
        }
        return checksum.getValue();
    }

    private static InputStream opened(String named, Opener member) {
        try {
            return member.open();
        } catch (IOException failed) {
            throw problem(named, String.valueOf(failed.getMessage()), failed);
        }
    }

    private static int read(String named, InputStream in, byte[] buffer) {
        try {
            return in.read(buffer);
        } catch (IOException failed) {
            throw problem(named, String.valueOf(failed.getMessage()), failed);
        }
    }

    static PipetteException problem(String named, String why, @org.jspecify.annotations.Nullable Throwable cause) {
        String text = named + " cannot be unpacked: " + why
                + ". Nothing of it was loaded. Provide the whole archive, or have it made again.";
        return cause == null
                ? new PipetteException(ErrorCode.SOURCE_UNREADABLE, text)
                : new PipetteException(ErrorCode.SOURCE_UNREADABLE, text, cause);
    }
}
