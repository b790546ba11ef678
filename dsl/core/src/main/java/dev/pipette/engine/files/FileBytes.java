package dev.pipette.engine.files;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** The bytes of a file by their places, for one who mostly reads on and sometimes goes back. */
final class FileBytes implements Closeable {
    private static final int WINDOW = 1 << 18;

    private final FileChannel channel;
    private final long size;
    private final byte[] window = new byte[WINDOW];
    private long begin;
    private int length;

    FileBytes(Path file) throws IOException {
        this.channel = FileChannel.open(file);
        this.size = channel.size();
    }

    long size() {
        return size;
    }

    /** The byte at a place; -1 behind the last. */
    int at(long place) throws IOException {
        long index = place - begin;
        if (index >= 0 && index < length) {
            return window[(int) index] & 0xFF;
        }
        return place >= size ? -1 : moved(place);
    }

    private int moved(long place) throws IOException {
        begin = Math.max(0, place - WINDOW / 4); // what is read again is mostly the line before
        ByteBuffer buffer = ByteBuffer.wrap(window);
        length = 0;
        while (buffer.hasRemaining()) {
            int read = channel.read(buffer, begin + length);
            if (read <= 0) {
                break;
            }
            length += read;
        }
        long index = place - begin;
        return index < length ? window[(int) index] & 0xFF : -1;
    }

    /** Whether these bytes are at a place. */
    boolean has(byte[] bytes, long place) throws IOException {
        for (int index = 0; index < bytes.length; index++) {
            if (at(place + index) != (bytes[index] & 0xFF)) {
                return false;
            }
        }
        return true;
    }

    /** Some bytes. */
    byte[] bytes(long from, long to) throws IOException {
        byte[] bytes = new byte[Math.toIntExact(to - from)];
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining() && channel.read(buffer, from + buffer.position()) > 0) {
            // until there is no more
        }
        return bytes;
    }

    /** Copies some bytes. */
    void copy(long from, long to, OutputStream out) throws IOException {
        byte[] piece = new byte[(int) Math.min(WINDOW, to - from)];
        for (long place = from; place < to; ) {
            ByteBuffer buffer = ByteBuffer.wrap(piece, 0, (int) Math.min(piece.length, to - place));
            int read = channel.read(buffer, place);
            if (read <= 0) {
                throw new IOException("the file became shorter while it was read");
            }
            out.write(piece, 0, read);
            place += read;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
