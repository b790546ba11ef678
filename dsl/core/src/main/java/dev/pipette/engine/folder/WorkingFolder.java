package dev.pipette.engine.folder;

import dev.pipette.engine.disk.DurableFiles;
import dev.pipette.engine.disk.FolderDocument;
import dev.pipette.engine.disk.FolderProblem;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.DestinationClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/**
 * The folder of one pipeline: its load packages, and what this machine believes of the destination. Everything in it
 * is a cache or waits to be loaded; the truth is what was committed.
 *
 * <pre>
 * pipelines/NAME/      or NAME@KEY/; see {@link WorkingFolders}
 *   version            layout of the folder
 *   lock               held during a run; says who holds it
 *   pipeline.json      destination and dataset of the last run, without secrets
 *   committed.json     the newest state that this machine knows to be committed, by destination and dataset
 *   acknowledged.json  the load ids of the last run that came to its end
 *   packages/LOAD_ID/  manifest.json (there when the package is sealed), committed (a mark), Parquet segments;
 *                      failures.json says how often in a row it could not be loaded, held.txt why it waits for a person
 *   quarantine/LOAD_ID/  the same, and reason.txt
 *   kept/LOAD_ID/      packages of runs that have happened, where they are to be kept
 *   traces/            what the last runs did; see {@link TraceFiles}
 * </pre>
 */
public final class WorkingFolder {
    private static final int VERSION = 1;
    private static final String BINDING = "pipeline.json";
    private final Path folder;
    private final PackageFolders packages;
    private final CommittedNotes committed;

    /**
     * Where the pipeline's last run went.
     *
     * @param name the name of the destination in the settings; null where it was given by its address
     */
    public record Binding(
            String destination, String dataset, @Nullable String name) {
        /** Refuses what a broken document may hold. */
        public Binding {
            Objects.requireNonNull(destination, "destination is missing");
            Objects.requireNonNull(dataset, "dataset is missing");
        }
    }

    WorkingFolder(Path folder) {
        this.folder = folder;
        this.packages = new PackageFolders(folder);
        this.committed = new CommittedNotes(folder);
    }

    /** Where it is. */
    public Path path() {
        return folder;
    }

    /** Its load packages. */
    public PackageFolders packages() {
        return packages;
    }

    /** What this machine knows to be committed. */
    public CommittedNotes committed() {
        return committed;
    }

    /** Whether it exists. */
    public boolean exists() {
        return Files.isDirectory(folder);
    }

    /**
     * Makes what is missing of the folder; called under the lock.
     *
     * @throws PipetteException WRITTEN_BY_NEWER_VERSION for a layout that this version does not know
     */
    public void prepare() {
        try {
            packages.prepare();
            Path version = folder.resolve("version");
            if (!Files.exists(version)) {
                DurableFiles.replace(version, String.valueOf(VERSION));
            }
            String found = Files.readString(version).strip();
            if (!found.matches("[0-9]{1,9}")) {
                throw new FolderDocument(
                                version,
                                "Write " + VERSION + " into it where no newer Pipette made the folder, and run again.")
                        .broken("it holds '" + found + "' and no number", null);
            }
            if (!found.equals(String.valueOf(VERSION))) {
                throw new PipetteException(
                        ErrorCode.WRITTEN_BY_NEWER_VERSION,
                        "the working folder " + folder + " has layout " + found + ", and this version of Pipette knows "
                                + VERSION + ". Use the newer version, or another folder with --home.");
            }
        } catch (IOException failed) {
            throw FolderProblem.failedTo("write", folder, failed);
        }
    }

    /** The highest load id that this machine knows of a dataset: of packages here, or committed there. */
    public Optional<String> newestLoadId(DatasetPlace place) {
        return Stream.of(committed.of(place).map(CommittedNotes.Note::loadId), packages.newestLoadId())
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder());
    }

    /** Whether anything in the folder is about this destination. */
    boolean knows(DestinationClient client) {
        return committed.knows(client)
                || packages.waiting().stream()
                        .anyMatch(waiting -> client.isNamed(waiting.manifest().destination()));
    }

    /** Deletes the folder. Called under the lock, whose file is deleted last. */
    public void deleteAll() {
        try {
            DurableFiles.deleteAll(folder);
        } catch (IOException failed) {
            throw FolderProblem.failedTo("delete", folder, failed);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof WorkingFolder that && that.folder.equals(folder);
    }

    @Override
    public int hashCode() {
        return folder.hashCode();
    }

    /** Where the last run went. */
    public Optional<Binding> binding() {
        Path path = folder.resolve(BINDING);
        try {
            return new FolderDocument(path, "It is a note: delete it and run again.")
                    .read(new TypeReference<Binding>() {});
        } catch (IOException failed) {
            throw FolderProblem.failedTo("read", path, failed);
        }
    }

    /** Remembers where runs go. */
    public void bind(Binding binding) {
        if (binding().filter(binding::equals).isEmpty()) {
            try {
                DurableFiles.replace(folder.resolve(BINDING), FolderDocument.JSON.writeValueAsString(binding));
            } catch (IOException failed) {
                throw FolderProblem.failedTo("write", folder, failed);
            }
        }
    }
}
