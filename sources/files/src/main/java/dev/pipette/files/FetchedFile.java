package dev.pipette.files;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The local file that a download fills. Closing deletes it unless it is complete.
 *
 * <p>Errors of the disk are thrown as {@link UncheckedIOException}, so that a download can tell them from errors of the
 * connection, after which it tries again.
 */
public final class FetchedFile implements Closeable {
    private final Path path;
    private final FileChannel channel;
    private long size;
    private boolean complete;

    private FetchedFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** Makes the file, which must not exist. */
    public static FetchedFile create(Path path) throws IOException {
        return new FetchedFile(path, FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    }

    /** How many bytes it has. */
    public long size() {
        return size;
    }

    /** Makes it empty, for a download that begins again. */
    public void clear() {
        try {
            channel.truncate(0);
        } catch (IOException disk) {
            throw new UncheckedIOException(disk);
        }
        size = 0;
    }

    /** Adds the first bytes of a buffer. */
    public void add(byte[] buffer, int length) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, length);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException disk) {
            throw new UncheckedIOException(disk);
        }
        size += length;
    }

    /** Keeps the file when it is closed. */
    public void complete() {
        complete = true;
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            if (!complete) {
                Files.deleteIfExists(path);
            }
        }
    }
}
