package dev.pipette.files;

import java.io.IOException;
import java.io.InputStream;

/** Text that is written again in another form while it is read, a piece at a time. */
abstract class RewrittenText extends InputStream {
    private byte[] piece = {};
    private int at;
    private boolean over;

    /** Writes the next piece; empty at the end. */
    abstract byte[] next() throws IOException;

    private boolean fill() throws IOException {
        if (at == piece.length && !over) {
            piece = next();
            at = 0;
            over = piece.length == 0;
        }
        return at < piece.length;
    }

    @Override
    public final int read() throws IOException {
        return fill() ? piece[at++] & 0xff : -1;
    }

    @Override
    public final int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, piece.length - at);
        System.arraycopy(piece, at, bytes, offset, count);
        at += count;
        return count;
    }
}
