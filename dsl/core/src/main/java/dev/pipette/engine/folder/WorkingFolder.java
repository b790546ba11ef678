package dev.pipette.engine.folder;

import dev.pipette.engine.disk.FolderDocument;
import dev.pipette.engine.disk.FolderProblem;
import dev.pipette.engine.disk.PrivateFiles;
import dev.pipette.engine.manifest.DatasetIdentity;
import dev.pipette.engine.manifest.Manifest;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.DestinationClient;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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
 *   lock               held while a run continues; says who holds it
 *   pipeline.json      destination and dataset of the last run, without secrets
 *   committed.json     the newest state that this machine knows to be committed, by destination and dataset
 *   acknowledged.json  the load ids of the last run that came to its end
 *   packages/LOAD_ID/  manifest.json (there when the package is sealed), committed (a mark), Parquet segments;
 *                      failures.json says how often in a row it could not be loaded
 *   quarantine/LOAD_ID/  the same, and reason.txt
 *   kept/LOAD_ID/      packages of runs that have happened, where they are to be kept
 *   traces/            what the last runs did; see {@link TraceFiles}
 * </pre>
 *
 * <p>A package's state is told by the folder alone: without a manifest it was never finished and is deleted; with one
 * it waits; with the mark it is committed; named in {@code acknowledged.json} it belongs to a run that has happened.
 */
public final class WorkingFolder {
    private static final int VERSION = 1;
    private static final String LOOKED_UP =
            "Delete it and run again: packages that wait are looked up at the destination, and none is loaded twice.";
    private static final String REASON = "reason.txt";
    private final Path folder;

    /**
     * What this machine knows to be committed in one dataset.
     *
     * @param dataset which dataset it is; null in notes of an older version
     */
    public record Committed(
            long stateVersion, String loadId, @Nullable DatasetIdentity dataset) {
        /** Refuses what a broken document may hold. */
        public Committed {
            Objects.requireNonNull(loadId, "loadId is missing");
        }
    }

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

    private record Acknowledged(List<String> loadIds) {
        Acknowledged {
            Objects.requireNonNull(loadIds, "loadIds is missing");
        }
    }

    WorkingFolder(Path folder) {
        this.folder = folder;
    }

    /** Where it is. */
    public Path path() {
        return folder;
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
            PrivateFiles.USUAL.makeFolders(packages());
            Path version = folder.resolve("version");
            if (!Files.exists(version)) {
                replace(version, String.valueOf(VERSION));
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
            throw failed(folder, "write", failed);
        }
    }

    Path packages() {
        return folder.resolve("packages");
    }

    private Path quarantined() {
        return folder.resolve("quarantine");
    }

    private Path kept() {
        return folder.resolve("kept");
    }

    /** Folder for what the engine spills, deleted with the open packages. */
    public Path spill() {
        return packages().resolve("spill");
    }

    /** Folder for copies of what came from streams, deleted with the open packages. */
    public Path copies() {
        return packages().resolve("copies");
    }

    /** Folder for what was fetched from stores and waits for its turn, deleted with the open packages. */
    public Path fetched() {
        return packages().resolve("fetched");
    }

    /** Makes the folder of a package that rows will be written to. */
    public Path makePackage(String loadId) {
        Path path = packages().resolve(loadId);
        try {
            PrivateFiles.USUAL.makeFolders(path);
        } catch (IOException failed) {
            throw failed(path, "write", failed);
        }
        return path;
    }

    public SealedPackage seal(Path path, Manifest manifest, Runnable written) throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            for (Path file : files.toList()) {
                PrivateFiles.USUAL.narrow(file);
                force(file);
            }
        }
        Path draft = path.resolve("manifest.json.draft");
        PrivateFiles.USUAL.write(draft, FolderDocument.JSON.writeValueAsBytes(manifest));
        force(draft);
        written.run();
        Files.move(draft, path.resolve("manifest.json"), StandardCopyOption.ATOMIC_MOVE);
        forceFolder(path);
        forceFolder(packages());
        return new SealedPackage(path, manifest, false);
    }

    /** The sealed packages that belong to no finished run, oldest first. */
    public List<SealedPackage> sealedPackages() {
        Set<String> acknowledged = acknowledged();
        return read(packages()).stream()
                .filter(waiting -> !acknowledged.contains(waiting.loadId()))
                .toList();
    }

    /** The quarantined packages, oldest first. */
    public List<SealedPackage> quarantinedPackages() {
        return read(quarantined());
    }

    /** The quarantined packages that can be read: a broken one must not stop a run, which does not need it. */
    public List<SealedPackage> readableQuarantined() {
        List<SealedPackage> readable = new ArrayList<>();
        for (String name : Files.isDirectory(quarantined()) ? names(quarantined()) : List.<String>of()) {
            try {
                readPackage(quarantined().resolve(name)).ifPresent(readable::add);
            } catch (PipetteException broken) {
                continue; // whoever asks for the quarantined packages is told
            }
        }
        return readable;
    }

    /** The packages of runs that have happened and were kept, oldest first. */
    public List<SealedPackage> keptPackages() {
        return read(kept());
    }

    /** A sealed package by its load id, wherever it stands. */
    public Optional<SealedPackage> sealedPackage(String loadId) {
        return Stream.of(packages(), quarantined(), kept())
                .filter(parent -> loadId.matches("[0-9]+\\.[0-9]+"))
                .flatMap(parent -> readPackage(parent.resolve(loadId)).stream())
                .findFirst();
    }

    /** The highest load id that this machine knows of a dataset: of packages here, or committed there. */
    public Optional<String> newestLoadId(DatasetPlace place) {
        return Stream.of(committed(place).map(Committed::loadId), newestLoadId())
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder());
    }

    /** The highest load id that a package in this folder has, whatever became of it: the next one must be higher. */
    private Optional<String> newestLoadId() {
        return Stream.of(packages(), quarantined(), kept())
                .filter(Files::isDirectory)
                .flatMap(parent -> names(parent).stream())
                .filter(name -> name.matches("[0-9]+\\.[0-9]+"))
                .max(Comparator.naturalOrder());
    }

    private static List<String> names(Path parent) {
        try (Stream<Path> paths = Files.list(parent)) {
            return paths.map(path -> path.getFileName().toString()).toList();
        } catch (IOException failed) {
            throw failed(parent, "read", failed);
        }
    }

    /** Why a package was quarantined. */
    public Optional<String> reason(SealedPackage sealed) {
        Path reason = sealed.folder().resolve(REASON);
        try {
            return Files.exists(reason) ? Optional.of(Files.readString(reason)) : Optional.empty();
        } catch (IOException failed) {
            throw failed(reason, "read", failed);
        }
    }

    private List<SealedPackage> read(Path parent) {
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(parent)) {
            List<SealedPackage> sealed = new ArrayList<>();
            for (Path path :
                    folders.sorted(Comparator.comparing(Path::getFileName)).toList()) {
                readPackage(path).ifPresent(sealed::add);
            }
            return sealed;
        } catch (IOException failed) {
            throw failed(parent, "read", failed);
        }
    }

    /** Reads one package; empty for a folder that was never sealed. */
    private static Optional<SealedPackage> readPackage(Path path) {
        Path manifest = path.resolve("manifest.json");
        try {
            return Files.exists(manifest)
                    ? Optional.of(new SealedPackage(
                            path, ManifestFile.read(manifest), Files.exists(path.resolve("committed"))))
                    : Optional.empty();
        } catch (IOException failed) {
            throw failed(path, "read", failed);
        }
    }

    /** Marks a package as committed. */
    public SealedPackage mark(SealedPackage sealed) {
        try {
            replace(sealed.folder().resolve("committed"), Instant.now().toString());
        } catch (IOException failed) {
            throw failed(sealed.folder(), "write", failed);
        }
        return new SealedPackage(sealed.folder(), sealed.manifest(), true);
    }

    /** Moves a package aside for a person to look at. */
    public void quarantine(SealedPackage sealed, String reason) {
        try {
            PrivateFiles.USUAL.makeFolders(quarantined());
            PrivateFiles.USUAL.write(sealed.folder().resolve(REASON), reason);
            Files.move(sealed.folder(), quarantined().resolve(sealed.loadId()), StandardCopyOption.ATOMIC_MOVE);
            forceFolder(quarantined());
            forceFolder(packages());
        } catch (IOException failed) {
            throw failed(sealed.folder(), "move", failed);
        }
    }

    /** Takes a quarantined package back among those that wait; one that waits stays as it is. */
    public SealedPackage takeBack(SealedPackage sealed) {
        if (!sealed.folder().startsWith(quarantined())) {
            return sealed;
        }
        Path path = packages().resolve(sealed.loadId());
        try {
            Files.move(sealed.folder(), path, StandardCopyOption.ATOMIC_MOVE);
            forceFolder(packages());
            forceFolder(quarantined());
            Files.deleteIfExists(path.resolve(REASON));
        } catch (IOException failed) {
            throw failed(sealed.folder(), "move", failed);
        }
        FailureCount.forget(path);
        return new SealedPackage(path, sealed.manifest(), sealed.committed());
    }

    /**
     * Ends a run: from here on its packages are history, and the same call is another run. One atomic step.
     *
     * @return a note where the step may not outlive a loss of power. This is not an error: the step is done, and a
     *     person who sees an error runs the same call again
     */
    public Optional<String> acknowledge(List<String> loadIds) {
        try {
            move(
                    folder.resolve("acknowledged.json"),
                    FolderDocument.JSON.writeValueAsString(new Acknowledged(loadIds)));
        } catch (IOException failed) {
            throw failed(folder, "write", failed);
        }
        try {
            forceFolder(folder);
            return Optional.empty();
        } catch (IOException failed) {
            return Optional.of("the load is complete, but the disk did not confirm that " + folder + " was written ("
                    + failed.getMessage() + "): check the disk");
        }
    }

    private Set<String> acknowledged() {
        return read("acknowledged.json", LOOKED_UP, new TypeReference<Acknowledged>() {})
                .map(found -> (Set<String>) new HashSet<>(found.loadIds()))
                .orElse(Set.of());
    }

    /**
     * Deletes what nobody needs: packages that were never sealed, and those of runs that have happened.
     *
     * @param keepCommitted whether packages of runs that have happened are kept, under {@code kept}
     */
    public void clean(boolean keepCommitted) {
        Set<String> acknowledged = acknowledged();
        try (Stream<Path> folders = Files.list(packages())) {
            for (Path path : folders.toList()) {
                boolean done = acknowledged.contains(path.getFileName().toString());
                if (done && keepCommitted) {
                    PrivateFiles.USUAL.makeFolders(kept());
                    Files.move(path, kept().resolve(path.getFileName()), StandardCopyOption.ATOMIC_MOVE);
                } else if (done || !Files.exists(path.resolve("manifest.json"))) {
                    delete(path);
                }
            }
        } catch (IOException failed) {
            throw failed(packages(), "clean", failed);
        }
    }

    /** Puts a package away that was committed, as {@link #clean} does with those of runs that have happened. */
    public void putAway(SealedPackage sealed, boolean keepCommitted) {
        if (!keepCommitted) {
            delete(sealed.folder());
            return;
        }
        try {
            PrivateFiles.USUAL.makeFolders(kept());
            Files.move(sealed.folder(), kept().resolve(sealed.loadId()), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failed) {
            throw failed(sealed.folder(), "move", failed);
        }
    }

    /** Deletes a package. The manifest goes first, so that what is left of a broken deletion is never loaded. */
    public void delete(Path path) {
        try {
            Files.deleteIfExists(path.resolve("manifest.json"));
            forceFolder(path);
            try (Stream<Path> files = Files.walk(path)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException failed) {
            throw failed(path, "delete", failed);
        }
    }

    /** What this machine knows to be committed, under whatever name it reached the dataset. */
    public Optional<Committed> committed(DatasetPlace place) {
        return allCommitted().entrySet().stream()
                .filter(noted -> isHere(place, noted))
                .map(Map.Entry::getValue)
                .max(Comparator.comparingLong(Committed::stateVersion).thenComparing(Committed::loadId));
    }

    /** Remembers what is committed, in place of what was noted of the dataset under any name. */
    public void committed(DatasetPlace place, @Nullable Committed committed) {
        Map<String, Committed> all = new HashMap<>(allCommitted());
        all.entrySet().removeIf(noted -> isHere(place, noted));
        if (committed != null) {
            all.put(place.client().identity() + " " + place.dataset(), committed);
        }
        try {
            replace(folder.resolve("committed.json"), FolderDocument.JSON.writeValueAsString(all));
        } catch (IOException failed) {
            throw failed(folder, "write", failed);
        }
    }

    /** The key of a note is the destination's identity and the dataset's name, which has no space. */
    private static boolean isHere(DatasetPlace place, Map.Entry<String, Committed> noted) {
        int space = noted.getKey().lastIndexOf(' ');
        DatasetIdentity identity = noted.getValue().dataset();
        return space > 0
                && place.isHere(
                        noted.getKey().substring(0, space),
                        noted.getKey().substring(space + 1),
                        identity == null ? DatasetIdentity.UNKNOWN : identity);
    }

    /** Whether anything in the folder is about this destination. */
    boolean knows(DestinationClient client) {
        return allCommitted().keySet().stream().anyMatch(key -> client.isNamed(key.substring(0, key.lastIndexOf(' '))))
                || sealedPackages().stream()
                        .anyMatch(waiting -> client.isNamed(waiting.manifest().destination()));
    }

    /** Deletes the folder. Called under the lock, whose file goes last. */
    public void deleteAll() {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException failed) {
            throw failed(folder, "delete", failed);
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

    private Map<String, Committed> allCommitted() {
        return read(
                        "committed.json",
                        "It is a copy: delete it and run again, where nobody has set the destination back meanwhile.",
                        new TypeReference<Map<String, Committed>>() {})
                .orElse(Map.of());
    }

    /** Where the last run went. */
    public Optional<Binding> binding() {
        return read("pipeline.json", "It is a note: delete it and run again.", new TypeReference<Binding>() {});
    }

    /** Remembers where runs go. */
    public void binding(Binding binding) {
        if (binding().filter(binding::equals).isEmpty()) {
            try {
                replace(folder.resolve("pipeline.json"), FolderDocument.JSON.writeValueAsString(binding));
            } catch (IOException failed) {
                throw failed(folder, "write", failed);
            }
        }
    }

    private <T> Optional<T> read(String name, String wayOut, TypeReference<T> type) {
        Path path = folder.resolve(name);
        try {
            return new FolderDocument(path, wayOut).read(type);
        } catch (IOException failed) {
            throw failed(path, "read", failed);
        }
    }

    static void replace(Path path, String content) throws IOException {
        move(path, content);
        forceFolder(Objects.requireNonNull(path.getParent()));
    }

    /** Replaces a file by a rename, which {@link #forceFolder} makes durable. */
    private static void move(Path path, String content) throws IOException {
        Path draft = path.resolveSibling(path.getFileName() + ".draft");
        PrivateFiles.USUAL.write(draft, content);
        force(draft);
        Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Keeps others from a file that DuckDB made. */
    public static void narrow(Path file) {
        try {
            PrivateFiles.USUAL.narrow(file);
        } catch (IOException failed) {
            throw failed(file, "write", failed);
        }
    }

    /** Makes a file durable. */
    public static void force(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        } catch (IOException failed) {
            throw failed(file, "write", failed);
        }
    }

    private static void forceFolder(Path path) throws IOException {
        if (!System.getProperty("os.name").startsWith("Windows")) {
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    static PipetteException failed(Path path, String doing, IOException failed) {
        return FolderProblem.of("could not " + doing + " " + path, path, failed, "");
    }
}
