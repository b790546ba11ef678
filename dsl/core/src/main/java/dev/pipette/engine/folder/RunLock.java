package dev.pipette.engine.folder;

import dev.pipette.engine.disk.FolderProblem;
import dev.pipette.engine.disk.PrivateFiles;
import dev.pipette.engine.disk.TrustedPath;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * One runner at a time for a pipeline's working folder: a lock inside this process, and the operating system's file
 * lock between processes, which ends with its process, also when that is killed.
 */
public final class RunLock implements AutoCloseable {
    private static final ConcurrentHashMap<Path, ReentrantLock> IN_PROCESS = new ConcurrentHashMap<>();
    private static final String OTHER_THREAD = "another thread of this process";
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final ReentrantLock inProcess;
    private final FileChannel channel;

    private RunLock(ReentrantLock inProcess, FileChannel channel) {
        this.inProcess = inProcess;
        this.channel = channel;
    }

    /** Takes the lock as {@link #take(WorkingFolder, String, Duration, Consumer)} does, and waits in silence. */
    public static RunLock take(WorkingFolder working, String pipeline, Duration wait) {
        return take(working, pipeline, wait, holder -> {});
    }

    /**
     * Takes the lock, and makes the folder for it where that is missing.
     *
     * @param wait how long to wait for it
     * @param waiting gets who holds it, before the wait
     * @throws PipetteException PIPELINE_LOCKED, with who holds it, when the wait is over
     */
    public static RunLock take(WorkingFolder working, String pipeline, Duration wait, Consumer<String> waiting) {
        Path path = working.path().resolve("lock");
        long deadline = System.nanoTime() + wait.toNanos();
        try {
            TrustedPath.check(working.path());
            PrivateFiles.USUAL.makeFolders(working.path());
            // the real path: a folder that is reached by two names is one folder
            ReentrantLock inProcess =
                    IN_PROCESS.computeIfAbsent(working.path().toRealPath(), key -> new ReentrantLock());
            if (!inProcess.tryLock()) {
                waiting.accept(held(pipeline, OTHER_THREAD));
                if (!inProcess.tryLock(wait.toNanos(), TimeUnit.NANOSECONDS)) {
                    throw locked(pipeline, path, wait, OTHER_THREAD);
                }
            }
            try {
                return new RunLock(inProcess, open(pipeline, path, wait, deadline, waiting));
            } catch (IOException | InterruptedException | RuntimeException failed) {
                inProcess.unlock();
                throw failed;
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw FolderProblem.interrupted(
                    "the run was interrupted while it waited for another run of pipeline " + pipeline
                            + ". Nothing was loaded.",
                    interrupted);
        } catch (IOException failed) {
            throw FolderProblem.of("could not lock " + path, path, failed, "");
        }
    }

    private static FileChannel open(String pipeline, Path path, Duration wait, long deadline, Consumer<String> waiting)
            throws IOException, InterruptedException {
        FileChannel channel = PrivateFiles.USUAL.lockFile(path);
        boolean taken = false;
        boolean first = true;
        try {
            while (!taken) {
                FileLock lock = channel.tryLock(Long.MAX_VALUE - 1, 1, false);
                taken = lock != null;
                if (!taken && System.nanoTime() > deadline) {
                    throw locked(pipeline, path, wait, holder(channel));
                }
                if (!taken && first) {
                    waiting.accept(held(pipeline, holder(channel)));
                    first = false;
                }
                if (!taken) {
                    TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
                }
            }
            ProcessHandle self = ProcessHandle.current();
            String note =
                    "process " + self.pid() + " (" + self.info().command().orElse("java") + "), since " + Instant.now();
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(note.getBytes(StandardCharsets.UTF_8)), 0);
            return channel;
        } finally {
            if (!taken) {
                channel.close();
            }
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer note = ByteBuffer.allocate(1000);
        channel.read(note, 0);
        return new String(note.array(), 0, note.position(), StandardCharsets.UTF_8);
    }

    private static String held(String pipeline, String holder) {
        return "pipeline " + pipeline + " is being run by " + holder;
    }

    private static PipetteException locked(String pipeline, Path path, Duration wait, String holder) {
        return new PipetteException(
                ErrorCode.PIPELINE_LOCKED,
                held(pipeline, holder) + "; waited " + wait.toMillis() + " ms for " + path
                        + ". Wait for it, or run under another pipeline name.");
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failed) {
            throw new PipetteException(
                    ErrorCode.WORKING_FOLDER_FAILED,
                    "could not release the lock: " + failed.getMessage() + ".",
                    failed);
        } finally {
            inProcess.unlock();
        }
    }
}
