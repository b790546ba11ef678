package dev.pipette.duckdb;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The sessions of this process on one database file. DuckDB opens a file once in a process, either for reading or for writing,
 * and all connections share it. So a reader opens the file for reading only where nobody in this process writes; otherwise it
 * is a guest of those who write.
 */
final class OpenFile {
    private static final Map<Path, OpenFile> ALL = new ConcurrentHashMap<>();

    /** How long a reader lets a writer go first: readers that follow each other must not keep a writer out. */
    private static final long COURTESY_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** One load at a time. */
    private final ReentrantLock loads = new ReentrantLock();

    private int readers;
    private int writers;
    private int waitingWriters;

    private OpenFile() {}

    static OpenFile at(Path file) {
        return ALL.computeIfAbsent(file, path -> new OpenFile());
    }

    /** What a session is for, and how it has the file open. */
    enum Mode {
        /** Reading; the file is open for nothing else, and DuckDB reaches no other file. */
        READ_ONLY,
        /** Reading, while this process has the file open for writing. */
        GUEST,
        /** A person's reading and writing. */
        EDIT,
        /** A load, one at a time. */
        LOAD
    }

    /** A session's hold of the file, until it is closed by the thread that took it. */
    final class Hold implements AutoCloseable {
        private Mode mode;
        private boolean closed;

        private Hold(Mode mode) {
            this.mode = mode;
        }

        Mode mode() {
            return mode;
        }

        boolean isReading() {
            return mode == Mode.READ_ONLY || mode == Mode.GUEST;
        }

        /** For a reader that finds the file open for writing by code of this process that is not Pipette's. */
        void becomeGuest() {
            synchronized (OpenFile.this) {
                readers--;
                writers++;
                mode = Mode.GUEST;
                OpenFile.this.notifyAll();
            }
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                leave(mode);
            }
        }
    }

    /** A hold of no file, for a session that reads a database in memory. */
    static Hold ofNothing() {
        OpenFile nothing = new OpenFile();
        nothing.readers++;
        return nothing.new Hold(Mode.READ_ONLY);
    }

    /** Holds the file for reading, as a guest where this process has it open for writing. */
    synchronized Hold read() throws InterruptedException {
        long deadline = System.nanoTime() + COURTESY_NANOS;
        long left = COURTESY_NANOS;
        while (waitingWriters > 0 && writers == 0 && left > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = deadline - System.nanoTime();
        }
        if (writers > 0) {
            writers++;
            return new Hold(Mode.GUEST);
        }
        readers++;
        return new Hold(Mode.READ_ONLY);
    }

    /** Holds the file for a person's writing; empty where readers of this process kept it until the deadline. */
    Optional<Hold> edit(long deadline) throws InterruptedException {
        return afterReaders(deadline) ? Optional.of(new Hold(Mode.EDIT)) : Optional.empty();
    }

    /** Holds the file for a load; empty where readers or another load of this process kept it until the deadline. */
    Optional<Hold> load(long deadline) throws InterruptedException {
        if (!loads.tryLock(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)) {
            return Optional.empty();
        }
        boolean entered = false;
        try {
            entered = afterReaders(deadline);
            return entered ? Optional.of(new Hold(Mode.LOAD)) : Optional.empty();
        } finally {
            if (!entered) {
                loads.unlock();
            }
        }
    }

    /** Whether a load of another thread continues. */
    boolean isLoadedByOthers() {
        return loads.isLocked() && !loads.isHeldByCurrentThread();
    }

    private synchronized boolean afterReaders(long deadline) throws InterruptedException {
        waitingWriters++;
        try {
            while (readers > 0) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
            writers++;
            return true;
        } finally {
            waitingWriters--;
            notifyAll();
        }
    }

    private void leave(Mode mode) {
        synchronized (this) {
            if (mode == Mode.READ_ONLY) {
                readers--;
            } else {
                writers--;
            }
            notifyAll();
        }
        if (mode == Mode.LOAD) {
            loads.unlock();
        }
    }
}
