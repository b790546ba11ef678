package dev.pipette.jobs.process;

import dev.pipette.text.Secrets;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Adds what threads write to a log, line by line. A line that is too long is cut, but never within a secret. */
final class LogLines extends OutputStream {
    /** A line is cut here: a program that never ends its line must not fill the memory. */
    private static final int LONGEST = 1 << 16;

    /** As long as a secret may be that is not cut in two. */
    private static final int WINDOW = 4_096;

    private static final int STEP = 512;

    private final RunLog log;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private final StringBuilder line = new StringBuilder();
    /** The first bytes of a character whose other bytes are not written yet. */
    private byte[] begun = new byte[0];
    /** Whether what is left of the line is not kept. */
    private boolean isDropped;

    LogLines(RunLog log) {
        this.log = log;
    }

    @Override
    public void write(int octet) {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        ByteBuffer all = ByteBuffer.allocate(begun.length + length)
                .put(begun)
                .put(bytes, offset, length)
                .flip();
        CharBuffer text = CharBuffer.allocate(all.remaining());
        decoder.decode(all, text, false);
        begun = new byte[all.remaining()];
        all.get(begun);
        take(text.flip());
    }

    private void take(CharBuffer text) {
        while (text.hasRemaining()) {
            char next = text.get();
            if (next == '\n') {
                endLine();
            } else if (!isDropped) {
                line.append(next);
                if (line.length() >= LONGEST + WINDOW) {
                    cut();
                }
            }
        }
    }

    private void endLine() {
        if (!isDropped) {
            log.add(line.toString());
        }
        line.setLength(0);
        isDropped = false;
    }

    /** Adds the begin of a line that is too long. Where each cut would go through a secret, the rest of the line is dropped. */
    private void cut() {
        String whole = Secrets.masked(line.toString());
        for (int at = LONGEST; at > LONGEST - WINDOW; at -= STEP) {
            String left = line.substring(0, at);
            if (whole.equals(Secrets.masked(left) + Secrets.masked(line.substring(at)))) {
                log.add(left);
                line.delete(0, at);
                return;
            }
        }
        log.add(line + "...");
        line.setLength(0);
        isDropped = true;
    }

    /** Adds the last line where it has no end. */
    @Override
    public synchronized void close() {
        if (!line.isEmpty()) {
            endLine();
        }
    }
}
