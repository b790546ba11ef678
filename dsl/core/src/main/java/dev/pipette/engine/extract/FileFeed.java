package dev.pipette.engine.extract;

import dev.pipette.engine.disk.FolderProblem;
import dev.pipette.engine.disk.PrivateFiles;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.incremental.StoredFile;
import dev.pipette.spi.FileContent;
import dev.pipette.spi.RowSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The files of one resource in their order, each on this machine when its turn comes. Those that are in a store are
 * fetched ahead, a few at once, as long as what waits does not take too much of the disk; for one thread.
 */
final class FileFeed implements AutoCloseable {
    private static final int MOST_AT_ONCE = 8;

    /** Bytes of files that wait for their turn, or are on their way; a file that is larger waits alone. */
    private static final long MOST_BYTES = 512L << 20;

    private final ResourcePlan resource;
    private final RowSource.@Nullable Files source;
    private final List<InputFile> files;
    private final Path folder;
    private final Deque<Fetch> ahead = new ArrayDeque<>();
    private final List<String> notes = new ArrayList<>();

    /** What was fetched, also what the package took in since. */
    private final List<Path> fetched = new ArrayList<>();

    /** Names of resources may differ in what no name of a file can have. */
    private final String name = UUID.randomUUID().toString();

    private final ExecutorService executor = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("pipette-fetch-", 0).factory());
    private int begun;
    private int taken;
    private long bytes;

    private record Fetch(InputFile file, Path to, Future<Optional<StoredFile>> done) {}

    /**
     * A feed; nothing is fetched yet.
     *
     * @param folder for what is fetched, made when it is needed
     */
    FileFeed(ResourcePlan resource, List<InputFile> files, Path folder) {
        this.resource = resource;
        this.source = resource.source() instanceof RowSource.Files found ? found : null;
        this.files = List.copyOf(files);
        this.folder = folder;
    }

    /** Whether the turn of all files has come. */
    boolean isEmpty() {
        return taken == files.size();
    }

    /** Notes for people on what happened since the last call. */
    List<String> takeNotes() {
        List<String> taken = List.copyOf(notes);
        notes.clear();
        return taken;
    }

    /** The files that are left, all of them fetched. */
    List<InputFile> rest() {
        List<InputFile> rest = new ArrayList<>();
        while (!isEmpty()) {
            next().ifPresent(rest::add);
        }
        return rest;
    }

    /** The next file, on this machine; empty where it is not in its store any more. */
    Optional<InputFile> next() {
        InputFile file = files.get(taken);
        if (file.content().isPresent()) {
            taken++;
            return Optional.of(file);
        }
        fetchAhead();
        Fetch fetch = ahead.remove();
        taken++;
        bytes -= fetch.file().stored().size();
        Optional<StoredFile> found = await(fetch);
        if (found.isEmpty()) {
            notes.add("resource " + resource.name() + ": " + file.stored().key()
                    + " was listed and is not there any more; it was left out");
            return Optional.empty();
        }
        fetchAhead();
        FileContent content = InputFiles.fetched(
                resource,
                java.util.Objects.requireNonNull(source),
                file.store().orElseThrow().nameOf(found.get()),
                found.get().etag(),
                fetch.to());
        return Optional.of(file.fetched(found.get(), content));
    }

    private void fetchAhead() {
        while (begun < files.size()
                && ahead.size() < MOST_AT_ONCE
                && (ahead.isEmpty() || bytes + files.get(begun).stored().size() <= MOST_BYTES)) {
            InputFile file = files.get(begun);
            if (file.content().isPresent()) {
                begun++;
                continue;
            }
            Path to = folder.resolve(name + "." + begun);
            fetched.add(to);
            ahead.add(new Fetch(file, to, executor.submit(() -> {
                PrivateFiles.USUAL.makeFolders(folder);
                Optional<StoredFile> found = file.store().orElseThrow().fetch(file.stored(), to);
                if (found.isPresent()) {
                    PrivateFiles.USUAL.narrow(to);
                }
                return found;
            })));
            bytes += file.stored().size();
            begun++;
        }
    }

    private Optional<StoredFile> await(Fetch fetch) {
        try {
            return fetch.done().get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof PipetteException cause) {
                throw cause;
            }
            if (failed.getCause() instanceof IOException cause) {
                throw FolderProblem.of(
                        "could not write " + fetch.file().stored().key() + " to " + fetch.to(), fetch.to(), cause, "");
            }
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw FolderProblem.interrupted(
                    "the run was interrupted while " + fetch.file().stored().key()
                            + " was fetched. Nothing of it was loaded.",
                    interrupted);
        }
    }

    /** Ends what is on its way, and deletes what no package took in. */
    @Override
    public void close() {
        executor.shutdownNow();
        executor.close();
        try {
            for (Path file : fetched) {
                Files.deleteIfExists(file);
            }
        } catch (IOException failed) {
            throw new PipetteException(
                    ErrorCode.WORKING_FOLDER_FAILED,
                    "could not delete what was fetched to " + folder + ": " + failed.getMessage() + ".",
                    failed);
        }
    }
}
