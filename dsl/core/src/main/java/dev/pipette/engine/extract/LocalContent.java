package dev.pipette.engine.extract;

import dev.pipette.incremental.StoredFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * What distinguishes a local file from another one that has its name, size and time: a copy that keeps its time, or a
 * file that is written again within the clock's tick.
 */
final class LocalContent {
    /** Files up to this size are read whole; of a larger one {@link #SAMPLES} blocks, spread over it. */
    static final long READ_WHOLE = 256L << 20;

    static final int SAMPLES = 64;
    private static final int BLOCK = 1 << 16;
    private static final int SMALL = 1 << 10;
    static final String CHECKSUM = "crc32c=";
    private static final String CHANGED = " changed=";

    private LocalContent() {}

    /** A text that is the same for the same content. */
    static String of(Path file) throws IOException {
        CRC32C checksum = new CRC32C();
        try (FileChannel channel = FileChannel.open(file)) {
            long size = channel.size();
            // a direct one for each of many files would wait for the collector
            ByteBuffer buffer = ByteBuffer.allocate((int) Math.clamp(size + 1, SMALL, BLOCK));
            if (size <= READ_WHOLE) {
                while (channel.read(buffer.clear()) >= 0) {
                    checksum.update(buffer.flip());
                }
            } else {
                for (int sample = 0; sample < SAMPLES; sample++) {
                    long place = (size - BLOCK) / (SAMPLES - 1) * sample;
                    channel.read(buffer.clear(), sample == SAMPLES - 1 ? size - BLOCK : place);
                    checksum.update(buffer.flip());
                }
            }
        }
        return CHECKSUM + HexFormat.of().toHexDigits((int) checksum.getValue());
    }

    /** The same text, or nothing for a file that cannot be read: who reads it for its rows says why. */
    static String ofReadable(Path file) {
        try {
            return of(file);
        } catch (IOException failed) {
            return "";
        }
    }

    /** A local file as a ledger remembers it, which has its content as well. */
    static StoredFile remembered(StoredFile file, Path path) {
        try {
            return new StoredFile(file.key(), remembered(path), file.size(), file.lastModified());
        } catch (IOException failed) {
            return file;
        }
    }

    /** How a ledger remembers a file's content: its checksum, and when the system last saw the file change. */
    private static String remembered(Path file) throws IOException {
        return of(file) + changed(file).map(CHANGED::concat).orElse("");
    }

    /**
     * Whether a file has the content that a ledger remembers. The file is read only where the system saw it change since;
     * one that cannot be read has another, so that who reads it for its rows says why.
     *
     * @param remembered empty where nothing is remembered of the content, by which every file has it
     */
    static boolean isSame(String remembered, Path file) {
        try {
            return has(remembered, file);
        } catch (IOException failed) {
            return false;
        }
    }

    private static boolean has(String remembered, Path file) throws IOException {
        if (!remembered.startsWith(CHECKSUM)) {
            return true;
        }
        int end = remembered.indexOf(CHANGED);
        Optional<String> changed = changed(file);
        boolean untouched = end > 0
                && changed.isPresent()
                && remembered.substring(end + CHANGED.length()).equals(changed.get());
        return untouched || of(file).equals(end > 0 ? remembered.substring(0, end) : remembered);
    }

    /** When the file's content, name or rights last changed, which no program can set; empty where the system has none. */
    private static Optional<String> changed(Path file) throws IOException {
        try {
            FileTime time = (FileTime) Files.getAttribute(file, "unix:ctime");
            Object place = Files.getAttribute(file, "unix:ino");
            return Optional.of(time.toInstant() + "/" + place);
        } catch (UnsupportedOperationException | IllegalArgumentException notUnix) {
            return Optional.empty();
        }
    }
}
