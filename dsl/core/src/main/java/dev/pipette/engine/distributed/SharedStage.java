package dev.pipette.engine.distributed;

import dev.pipette.engine.disk.FolderDocument;
import dev.pipette.engine.disk.FolderProblem;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.slices.Stage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/** A stage whose documents are JSON. What fails is tried again a few times, because a shared place fails for a moment now and then. */
public final class SharedStage implements AutoCloseable {
    private static final int ATTEMPTS = 5;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

    private final Stage stage;

    /** @param stage is closed with it */
    public SharedStage(Stage stage) {
        this.stage = stage;
    }

    /** Reads or writes something. */
    @FunctionalInterface
    private interface Access<T> {
        T get() throws IOException;
    }

    /** Several steps at the stage, which end where this thread is interrupted. */
    @FunctionalInterface
    interface Steps<T> {
        T take() throws InterruptedException;
    }

    /** Takes steps; an interrupt is the error of an interrupted run. */
    <T> T reading(Steps<T> steps) {
        try {
            return steps.take();
        } catch (InterruptedException interrupted) {
            throw FolderProblem.interrupted(
                    "the run was interrupted while it used the stage " + stage.address() + ".", interrupted);
        }
    }

    private <T> T tried(String what, Access<T> access) throws InterruptedException {
        Duration pause = FIRST_PAUSE;
        for (int attempt = 1; ; attempt++) {
            try {
                return access.get();
            } catch (IOException failed) {
                if (attempt == ATTEMPTS) {
                    throw new PipetteException(
                            ErrorCode.WORKING_FOLDER_FAILED,
                            "could not " + what + " the stage " + stage.address() + " in " + ATTEMPTS + " attempts: "
                                    + failed.getClass().getSimpleName() + ": " + failed.getMessage()
                                    + ". All processes of the load have to reach it, with rights to read and to write.",
                            failed);
                }
                Thread.sleep(pause);
                pause = pause.multipliedBy(2);
            }
        }
    }

    /** Reads a document; empty where there is none. */
    <T> Optional<T> read(String key, Class<T> type) throws InterruptedException {
        Optional<byte[]> content = tried("read " + key + " in", () -> stage.read(key));
        return content.map(bytes -> parsed(key, bytes, type));
    }

    private <T> T parsed(String key, byte[] content, Class<T> type) {
        try {
            return FolderDocument.JSON.readValue(content, type);
        } catch (JacksonException failed) {
            throw new PipetteException(
                    ErrorCode.WRITTEN_BY_NEWER_VERSION,
                    key + " in the stage " + stage.address() + " cannot be read: " + FolderDocument.reason(failed)
                            + ". Let all processes of the load have the same version of Pipette, or delete the file.",
                    failed);
        }
    }

    /** Puts a document where there is none; false where there is another one. */
    boolean putIfAbsent(String key, Object document) throws InterruptedException {
        byte[] content = FolderDocument.JSON.writeValueAsBytes(document);
        // an attempt, or the client of a store inside one, may have put it and lost the answer
        return tried("write " + key + " to", () -> stage.putIfAbsent(key, content) || isThere(key, content));
    }

    private boolean isThere(String key, byte[] content) throws IOException {
        return stage.read(key).filter(found -> Arrays.equals(found, content)).isPresent();
    }

    void put(String key, Path file) throws InterruptedException {
        boolean _ = tried("write " + key + " to", () -> {
            stage.put(key, file);
            return true;
        });
    }

    /** Fetches a file; false where there is none. */
    boolean fetch(String key, Path to) throws InterruptedException {
        return tried("read " + key + " in", () -> stage.fetch(key, to));
    }

    List<String> list(String prefix) throws InterruptedException {
        return tried("list " + prefix + " in", () -> stage.list(prefix));
    }

    void delete(List<String> keys) throws InterruptedException {
        boolean _ = tried("delete in", () -> {
            stage.delete(keys);
            return true;
        });
    }

    @Override
    public void close() {
        stage.close();
    }
}
