package dev.pipette.jobs.process;

import dev.pipette.text.Secrets;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
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

    /** A line is cut here: a program that never ends its line must not fill the memory. */
    private static final int LONGEST = 1 << 16;

    /** As long as a secret may be that is not cut in two. */
    private static final int WINDOW = 4_096;

    private static final int STEP = 512;

    private final Path file;
    private final long full;
    private final Deque<String> last = new ArrayDeque<>();
    private @Nullable BufferedWriter writer;
    private long written;
    /** Whether what is left of the line is not kept; of the thread that copies. */
    private boolean isDropped;

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
        StringBuilder line = new StringBuilder();
        try (Reader reader = new InputStreamReader(output, StandardCharsets.UTF_8)) {
            char[] buffer = new char[8192];
            for (int count = reader.read(buffer); count >= 0; count = reader.read(buffer)) {
                take(line, buffer, count);
            }
        } catch (IOException broken) {
            // the process is gone, or its output was closed: what came until then counts
        }
        if (!line.isEmpty()) {
            add(line.toString());
        }
    }

    private void take(StringBuilder line, char[] buffer, int count) {
        for (int i = 0; i < count; i++) {
            if (buffer[i] == '\n') {
                if (!isDropped) {
                    add(line.toString());
                }
                line.setLength(0);
                isDropped = false;
            } else if (!isDropped) {
                line.append(buffer[i]);
                if (line.length() >= LONGEST + WINDOW) {
                    cut(line);
                }
            }
        }
    }

    /** Adds the begin of a line that is too long. Where each cut would go through a secret, the rest of the line is dropped. */
    private void cut(StringBuilder line) {
        String whole = Secrets.masked(line.toString());
        for (int at = LONGEST; at > LONGEST - WINDOW; at -= STEP) {
            String left = line.substring(0, at);
            if (whole.equals(Secrets.masked(left) + Secrets.masked(line.substring(at)))) {
                add(left);
                line.delete(0, at);
                return;
            }
        }
        add(line + "...");
        line.setLength(0);
        isDropped = true;
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
        BufferedWriter opened = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
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
