package dev.pipette.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Standard output, which remembers the error that ended it. A {@link PrintWriter} hides that error, and an export that a full
 * disk cut short would end with exit code 0.
 */
final class StandardOutput extends OutputStream {
    private final OutputStream stream;
    private @Nullable IOException failed;

    StandardOutput(OutputStream stream) {
        this.stream = stream;
    }

    /** Standard output of this process; {@code System.out}, to which scripts print, writes to it as well. */
    static StandardOutput ofProcess() {
        StandardOutput output = new StandardOutput(new FileOutputStream(FileDescriptor.out));
        System.setOut(new PrintStream(new BufferedOutputStream(output), true, System.out.charset()));
        return output;
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            stream.write(bytes, offset, length);
        } catch (IOException ended) {
            remember(ended);
            throw ended;
        }
    }

    @Override
    public synchronized void flush() throws IOException {
        try {
            stream.flush();
        } catch (IOException ended) {
            remember(ended);
            throw ended;
        }
    }

    private void remember(IOException ended) {
        if (failed == null) {
            failed = ended;
        }
    }

    /**
     * The exit code of a command, after all that it printed was written: its own, unless it succeeded and its output is not
     * whole. A reader that closed the pipe has what it needs, as {@code head} does: nothing is printed then.
     *
     * @param committed what the command committed; empty where it committed nothing
     * @param out the command's writer to this output
     * @param err gets one message
     */
    int exitCode(int ofCommand, String committed, PrintWriter out, PrintWriter err) {
        out.flush();
        System.out.flush();
        IOException ended = ended();
        if (ended == null || ofCommand != ExitCodes.SUCCESS) {
            return ofCommand;
        }
        String reason = String.valueOf(ended.getMessage());
        if (reason.toLowerCase(Locale.ROOT).contains("pipe")) {
            return ExitCodes.OUTPUT_CLOSED;
        }
        err.println("pipette: standard output cannot be written: " + reason + ". What was printed is not complete."
                + (committed.isEmpty() ? "" : " The load itself is complete and committed: " + committed + ".")
                + " Make room there, or send the output somewhere else.");
        err.flush();
        return ExitCodes.OUTPUT_FAILED;
    }

    private synchronized @Nullable IOException ended() {
        return failed;
    }
}
