package dev.pipette.rest.page;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * The whole body of an answer, that can be read again and again: up to 1 MB in memory, a longer one in a temporary file that
 * only this process can open. So a page of any size needs the same heap, the server need not wait for the reader of its
 * rows, and half an answer is noticed before one of its rows is used.
 *
 * <pre>{@code
 * try (Spool body = Spool.of(source, 1L << 30); InputStream bytes = body.open()) { .. }
 * }</pre>
 */
public final class Spool implements AutoCloseable {
    private static final int IN_MEMORY = 1 << 20;
    private static final int BUFFER = 1 << 16;

    private final byte[] memory;
    private final @Nullable FileChannel file;
    private final long size;

    private Spool(byte[] memory, @Nullable FileChannel file, long size) {
        this.memory = memory;
        this.file = file;
        this.size = size;
    }

    /** Thrown for a body that is longer than it may be. */
    public static final class TooLongException extends Exception {
        private static final long serialVersionUID = 1L;

        TooLongException() {
            super("the body is too long");
        }
    }

    /**
     * Reads a source to its end.
     *
     * @param most bytes, decompressed
     */
    public static Spool of(BufferedSource source, long most) throws IOException, TooLongException {
        if (!source.request(Math.min(most, IN_MEMORY) + 1)) {
            byte[] all = source.readByteArray();
            return new Spool(all, null, all.length);
        }
        if (most <= IN_MEMORY) {
            throw new TooLongException();
        }
        Path path = Files.createTempFile("pipette-page-", ".json");
        FileChannel channel = FileChannel.open(
                path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        try {
            return new Spool(new byte[0], channel, copy(source, channel, most));
        } catch (IOException | TooLongException | RuntimeException | Error failed) {
            channel.close();
            throw failed;
        }
    }

    private static long copy(BufferedSource source, FileChannel channel, long most)
            throws IOException, TooLongException {
        long size = 0;
        byte[] buffer = new byte[BUFFER];
        for (int read = source.read(buffer); read >= 0; read = source.read(buffer)) {
            size += read;
            if (size > most) {
                throw new TooLongException();
            }
            ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, read);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
        return size;
    }

    /** Bytes. */
    public long size() {
        return size;
    }

    /** Whether it is in memory. */
    public boolean isInMemory() {
        return file == null;
    }

    /** The body from its beginning. */
    public InputStream open() {
        return open(0, size);
    }

    private InputStream open(long from, long to) {
        FileChannel channel = file;
        return channel == null
                ? new ByteArrayInputStream(memory, (int) from, (int) (to - from))
                : new Part(channel, from, to);
    }

    /** The first bytes as text. */
    public String beginning(int bytes) {
        try (InputStream input = open()) {
            return new String(input.readNBytes(bytes), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            return "";
        }
    }

    /** A digest of the bytes from one position to another. */
    String digest(long from, long to) throws IOException {
        try (InputStream input = open(from, to)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[BUFFER];
            for (int read = input.read(buffer); read >= 0; read = input.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 16);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }

    /** A part of a file, with a position of its own. */
    private static final class Part extends InputStream {
        private final FileChannel channel;
        private final long end;
        private long at;

        Part(FileChannel channel, long from, long end) {
            this.channel = channel;
            this.at = from;
            this.end = end;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int wanted = (int) Math.min(length, end - at);
            if (wanted <= 0) {
                return length == 0 ? 0 : -1;
            }
            int read = channel.read(ByteBuffer.wrap(bytes, offset, wanted), at);
            at += Math.max(0, read);
            return read;
        }
    }
}
