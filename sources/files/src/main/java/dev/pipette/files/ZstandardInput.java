package dev.pipette.files;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.ZipException;

/**
 * The plain bytes of Zstandard data (RFC 8878), of all its frames. The library's own stream takes the first bytes of a
 * further frame for the end of the data where there are only one to three of them; here the data ends only after a frame.
 */
final class ZstandardInput extends InputStream {
    private static final int MAGIC_BYTES = 4;

    private final InputStream in;
    private final ZstdDecompressCtx frames;
    private final byte[] one = new byte[1];
    private final byte[] read;
    private final ByteBuffer packed;
    private final ByteBuffer plain;
    private long taken;
    private boolean insideFrame;
    private boolean mayHoldMore;

    /**
     * Reads the first bytes.
     *
     * @throws ZipException when they do not begin a frame
     */
    ZstandardInput(InputStream in, int bufferSize) throws IOException {
        this.in = in;
        this.read = new byte[bufferSize];
        this.packed = ByteBuffer.allocateDirect(bufferSize);
        this.plain = ByteBuffer.allocateDirect(bufferSize).limit(0);
        byte[] begin = in.readNBytes(MAGIC_BYTES);
        if (!isFrame(begin)) {
            throw new ZipException("no Zstandard frame");
        }
        this.frames = new ZstdDecompressCtx();
        this.taken = begin.length;
        packed.put(begin).flip();
    }

    /** Whether a frame begins so: RFC 8878, 3.1.1 (0xFD2FB528) and 3.1.2 (0x184D2A50 to 5F), little-endian. */
    private static boolean isFrame(byte[] begin) {
        if (begin.length < MAGIC_BYTES) {
            return false;
        }
        int magic = ByteBuffer.wrap(begin).order(ByteOrder.LITTLE_ENDIAN).getInt();
        return magic == 0xFD2FB528 || (magic & 0xFFFFFFF0) == 0x184D2A50;
    }

    @Override
    public int read() throws IOException {
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (!plain.hasRemaining()) {
            if (!packed.hasRemaining() && !mayHoldMore && !fill()) {
                return -1;
            }
            inflate();
        }
        int given = Math.min(length, plain.remaining());
        plain.get(bytes, offset, given);
        return given;
    }

    private boolean fill() throws IOException {
        int more = in.read(read);
        if (more < 0) {
            if (insideFrame) {
                throw new EOFException("it ends after " + taken + " bytes");
            }
            return false;
        }
        taken += more;
        packed.clear().put(read, 0, more).flip();
        return true;
    }

    private void inflate() throws ZipException {
        plain.clear();
        try {
            insideFrame = !frames.decompressDirectByteBufferStream(plain, packed);
        } catch (ZstdException failed) {
            plain.limit(0);
            throw new ZipException(failed.getMessage());
        }
        mayHoldMore = insideFrame && !plain.hasRemaining();
        plain.flip();
    }

    @Override
    public void close() throws IOException {
        frames.close();
        in.close();
    }
}
