package dev.pipette.engine.folder;

import dev.pipette.engine.disk.PrivateFiles;
import dev.pipette.engine.disk.TrustedPath;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The traces of a pipeline's runs: {@code traces/NUMBER-RANDOM.json} in its working folder, the newest with the highest
 * number. Written without the lock, because a run that could not take it leaves a trace as well.
 */
public final class TraceFiles {
    private static final String ENDING = ".json";

    private final Path folder;

    /** The traces of a pipeline. */
    public TraceFiles(WorkingFolder working) {
        this.folder = working.path().resolve("traces");
    }

    /**
     * Adds the newest trace. It is not forced to the disk: a run that is over does not wait for its trace.
     *
     * @param kept how many are kept, this one included
     */
    public void add(String document, int kept) throws IOException {
        TrustedPath.check(folder);
        PrivateFiles.USUAL.makeFolders(folder);
        long number = files().stream().mapToLong(TraceFiles::number).max().orElse(0) + 1;
        String name = String.format(
                Locale.ROOT, "%08d-%s", number, UUID.randomUUID().toString().substring(0, 8));
        Path draft = folder.resolve(name + ".draft");
        try {
            PrivateFiles.USUAL.write(draft, document);
            Files.move(draft, folder.resolve(name + ENDING), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
        List<Path> all = files();
        for (Path old : all.subList(Math.min(kept, all.size()), all.size())) {
            Files.deleteIfExists(old);
        }
    }

    /**
     * The documents, the newest first.
     *
     * @throws PipetteException WORKING_FOLDER_FAILED when the folder cannot be read
     */
    public List<String> newestFirst() {
        List<String> documents = new ArrayList<>();
        try {
            for (Path file : files()) {
                documents.add(Files.readString(file));
            }
            return documents;
        } catch (NoSuchFileException swept) {
            return documents; // by a run that continues meanwhile: the oldest go
        } catch (IOException failed) {
            throw new PipetteException(
                    ErrorCode.WORKING_FOLDER_FAILED,
                    "could not read " + folder + ": " + failed.getMessage() + ". Is the folder yours?",
                    failed);
        }
    }

    private List<Path> files() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("[0-9]{8,18}-[0-9a-f]{8}\\.json"))
                    .sorted(Comparator.comparingLong(TraceFiles::number)
                            .thenComparing(Path::getFileName)
                            .reversed())
                    .toList();
        }
    }

    private static long number(Path file) {
        String name = file.getFileName().toString();
        return Long.parseLong(name.substring(0, name.indexOf('-')));
    }
}
