package dev.pipette.engine.manifest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * What identifies a file and its content.
 *
 * @param size in bytes
 * @param modified last modification, in milliseconds since 1970
 * @param checksum CRC-32C of the content (RFC 3720, B.4): it finds accidents, not forgery
 */
public record FileFingerprint(long size, long modified, long checksum) {
    private static final int SMALL = 1 << 16;

    /** The fingerprint of a file that only pack writes. */
    public static final FileFingerprint OWN = new FileFingerprint(0, 0, 0);

    /** Reads size, time and content. */
    public static FileFingerprint of(Path file) throws IOException {
        long size = Files.size(file);
        long modified = Files.getLastModifiedTime(file).toMillis();
        CRC32C checksum = new CRC32C();
        ByteBuffer buffer = buffer(size);
        try (FileChannel channel = FileChannel.open(file)) {
            while (channel.read(buffer.clear()) >= 0) {
                checksum.update(buffer.flip());
            }
        }
        return new FileFingerprint(size, modified, checksum.getValue());
    }

    /** For a small file a small one, whose memory costs less than the reading. */
    private static ByteBuffer buffer(long size) {
        return size < SMALL ? ByteBuffer.allocate(SMALL) : ByteBuffer.allocateDirect(1 << 20);
    }

    /** Whether the file still has this size and time. */
    public boolean looksLike(Path file) throws IOException {
        return Files.exists(file)
                && Files.size(file) == size
                && Files.getLastModifiedTime(file).toMillis() == modified;
    }
}
