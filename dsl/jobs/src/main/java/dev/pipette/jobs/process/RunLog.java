package dev.pipette.jobs.process;

import dev.pipette.engine.disk.PrivateFiles;
import dev.pipette.text.Secrets;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The output of an attempt in a file, without secrets, readable while it grows. A file that is full becomes {@code run.log.1}, in
 * the place of the one before it. A disk that is full costs lines, never the attempt.
 */
final class RunLog implements Closeable {
    /** Lines that are kept with the attempt's row. */
    static final int LINES = 200;

    /** Characters of such a line. */
    static final int LONGEST_KEPT = 2_000;

    private static final long FULL = 20L << 20;

    private final Path file;
    private final long full;
    private final Deque<String> last = new ArrayDeque<>();
    private @Nullable BufferedWriter writer;
    private long written;

    private RunLog(Path file, long full) {
        this.file = file;
        this.full = full;
    }

    static RunLog at(Path file) throws IOException {
        return at(file, FULL);
    }

    /** The same with another size of a full file. */
    static RunLog at(Path file, long full) throws IOException {
        RunLog log = new RunLog(file, full);
        log.open();
        return log;
    }

    /** Copies a stream until its end. */
    void copy(InputStream output) {
        try (output;
                LogLines lines = lines()) {
            byte[] buffer = new byte[8192];
            for (int count = output.read(buffer); count >= 0; count = output.read(buffer)) {
                lines.write(buffer, 0, count);
            }
        } catch (IOException broken) {
            // the process is gone, or its output was closed: what came until then counts
        }
    }

    /** What is written to it is added, line by line. */
    LogLines lines() {
        return new LogLines(this);
    }

    /** Adds a line. */
    synchronized void add(String line) {
        String masked = Secrets.masked(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
        last.addLast(masked.length() > LONGEST_KEPT ? masked.substring(0, LONGEST_KEPT) + "..." : masked);
        if (last.size() > LINES) {
            last.removeFirst();
        }
        try {
            write(masked);
        } catch (IOException full) {
            // the disk is full, or the file is gone; the last lines are kept all the same
        }
    }

    private void write(String line) throws IOException {
        BufferedWriter to = writer;
        if (to == null) {
            return;
        }
        if (written >= full) {
            to.close();
            writer = null;
            Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
            to = open();
        }
        to.write(line);
        to.write('\n');
        to.flush();
        written += line.length() + 1;
    }

    private BufferedWriter open() throws IOException {
        PrivateFiles.USUAL.lockFile(file).close(); // makes it for this user alone
        // no channel: an attempt that is interrupted prints why it stops
        OutputStream end = new FileOutputStream(file.toFile(), true);
        BufferedWriter opened = new BufferedWriter(new OutputStreamWriter(end, StandardCharsets.UTF_8));
        writer = opened;
        written = Files.size(file);
        return opened;
    }

    /** The last lines, without secrets. */
    synchronized List<String> lastLines() {
        return List.copyOf(last);
    }

    @Override
    public synchronized void close() {
        BufferedWriter open = writer;
        writer = null;
        try {
            if (open != null) {
                open.close();
            }
        } catch (IOException full) {
            // each line was written when it came
        }
    }
}
