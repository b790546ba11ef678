package dev.pipette.engine.folder;

import dev.pipette.engine.disk.DurableFiles;
import dev.pipette.engine.disk.FolderDocument;
import dev.pipette.engine.disk.FolderProblem;
import dev.pipette.engine.disk.PrivateFiles;
import dev.pipette.engine.manifest.Manifest;
import dev.pipette.error.PipetteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.core.type.TypeReference;

/**
 * The load packages of a pipeline. The state of a package follows from the folder alone: without a manifest it was never
 * finished and is deleted; with one it waits; with the mark it is committed; named in {@code acknowledged.json} it belongs to
 * a run that has happened. A package in {@code quarantine} waits for a person, one in {@code kept} is history.
 */
public final class PackageFolders {
    private static final String LOOKED_UP =
            "Delete it and run again: packages that wait are looked up at the destination, and none is loaded twice.";
    private static final String LOAD_ID = "[0-9]+\\.[0-9]+";
    private static final String MANIFEST = "manifest.json";
    private static final String COMMITTED = "committed";
    private static final String REASON = "reason.txt";
    private static final String HELD = "held.txt";

    private final Path folder;
    private final Path packages;
    private final Path quarantine;
    private final Path kept;
    private final Path acknowledged;

    /** @param folder the working folder of the pipeline */
    PackageFolders(Path folder) {
        this.folder = folder;
        this.packages = folder.resolve("packages");
        this.quarantine = folder.resolve("quarantine");
        this.kept = folder.resolve("kept");
        this.acknowledged = folder.resolve("acknowledged.json");
    }

    private record Acknowledged(List<String> loadIds) {
        Acknowledged {
            Objects.requireNonNull(loadIds, "loadIds is missing");
        }
    }

    /** Makes the folder that open packages are in. */
    void prepare() throws IOException {
        PrivateFiles.USUAL.makeFolders(packages);
    }

    /** Folder for what the engine spills, deleted with the open packages. */
    public Path spill() {
        return packages.resolve("spill");
    }

    /** Folder for copies of what came from streams, deleted with the open packages. */
    public Path copies() {
        return packages.resolve("copies");
    }

    /** Folder for what was fetched from stores and waits for its turn, deleted with the open packages. */
    public Path fetched() {
        return packages.resolve("fetched");
    }

    /** Makes the folder of a package that rows will be written to. */
    public Path make(String loadId) {
        Path path = packages.resolve(loadId);
        try {
            PrivateFiles.USUAL.makeFolders(path);
        } catch (IOException failed) {
            throw FolderProblem.failedTo("write", path, failed);
        }
        return path;
    }

    /**
     * Makes the files of a package durable, and seals it by a rename: from then on it waits to be loaded.
     *
     * @param written called when the manifest is written and the package is not yet sealed
     */
    public SealedPackage seal(Path path, Manifest manifest, Runnable written) throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            for (Path file : files.toList()) {
                PrivateFiles.USUAL.narrow(file);
                DurableFiles.force(file);
            }
        }
        Path draft = path.resolve("manifest.json.draft");
        PrivateFiles.USUAL.write(draft, FolderDocument.JSON.writeValueAsBytes(manifest));
        DurableFiles.force(draft);
        written.run();
        Files.move(draft, path.resolve(MANIFEST), StandardCopyOption.ATOMIC_MOVE);
        DurableFiles.forceFolder(path);
        DurableFiles.forceFolder(packages);
        return new SealedPackage(path, manifest, false);
    }

    /** The sealed packages that belong to no finished run, oldest first. */
    public List<SealedPackage> waiting() {
        Set<String> acknowledged = acknowledged();
        return read(packages).stream()
                .filter(found -> !acknowledged.contains(found.loadId()))
                .toList();
    }

    /** The quarantined packages, oldest first. */
    public List<SealedPackage> quarantined() {
        return read(quarantine);
    }

    /** The quarantined packages that can be read: a broken one must not stop a run, which does not need it. */
    public List<SealedPackage> readableQuarantined() {
        List<SealedPackage> readable = new ArrayList<>();
        for (String name : Files.isDirectory(quarantine) ? names(quarantine) : List.<String>of()) {
            try {
                readPackage(quarantine.resolve(name)).ifPresent(readable::add);
            } catch (PipetteException broken) {
                continue; // quarantined() reports it
            }
        }
        return readable;
    }

    /** The packages of runs that have happened and were kept, oldest first. */
    public List<SealedPackage> kept() {
        return read(kept);
    }

    /** A sealed package by its load id, wherever it is. */
    public Optional<SealedPackage> find(String loadId) {
        return Stream.of(packages, quarantine, kept)
                .filter(parent -> loadId.matches(LOAD_ID))
                .flatMap(parent -> readPackage(parent.resolve(loadId)).stream())
                .findFirst();
    }

    /** The highest load id that a package in this folder has, whatever became of it: the next one must be higher. */
    public Optional<String> newestLoadId() {
        return Stream.of(packages, quarantine, kept)
                .filter(Files::isDirectory)
                .flatMap(parent -> names(parent).stream())
                .filter(name -> name.matches(LOAD_ID))
                .max(Comparator.naturalOrder());
    }

    private static List<String> names(Path parent) {
        try (Stream<Path> paths = Files.list(parent)) {
            return paths.map(path -> path.getFileName().toString()).toList();
        } catch (IOException failed) {
            throw FolderProblem.failedTo("read", parent, failed);
        }
    }

    /** Why a package was quarantined. */
    public Optional<String> reason(SealedPackage sealed) {
        return text(sealed.folder().resolve(REASON));
    }

    /** Why a package waits for a person, although a run tried to load it. */
    public Optional<String> held(SealedPackage sealed) {
        return text(sealed.folder().resolve(HELD));
    }

    private static Optional<String> text(Path reason) {
        try {
            return Files.exists(reason) ? Optional.of(Files.readString(reason)) : Optional.empty();
        } catch (IOException failed) {
            throw FolderProblem.failedTo("read", reason, failed);
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
            throw FolderProblem.failedTo("read", parent, failed);
        }
    }

    /** Reads one package; empty for a folder that was never sealed. */
    private static Optional<SealedPackage> readPackage(Path path) {
        Path manifest = path.resolve(MANIFEST);
        try {
            return Files.exists(manifest)
                    ? Optional.of(
                            new SealedPackage(path, ManifestFile.read(manifest), Files.exists(path.resolve(COMMITTED))))
                    : Optional.empty();
        } catch (IOException failed) {
            throw FolderProblem.failedTo("read", path, failed);
        }
    }

    /** Marks a package as committed. */
    public SealedPackage mark(SealedPackage sealed) {
        try {
            DurableFiles.replace(
                    sealed.folder().resolve(COMMITTED), Instant.now().toString());
        } catch (IOException failed) {
            throw FolderProblem.failedTo("write", sealed.folder(), failed);
        }
        return new SealedPackage(sealed.folder(), sealed.manifest(), true);
    }

    /** Writes down why a package waits for a person. */
    public void hold(SealedPackage sealed, String reason) {
        try {
            PrivateFiles.USUAL.write(sealed.folder().resolve(HELD), reason);
        } catch (IOException failed) {
            throw FolderProblem.failedTo("write", sealed.folder().resolve(HELD), failed);
        }
    }

    /** Moves a package aside for a person to look at. */
    public void quarantine(SealedPackage sealed, String reason) {
        try {
            PrivateFiles.USUAL.makeFolders(quarantine);
            PrivateFiles.USUAL.write(sealed.folder().resolve(REASON), reason);
            Files.move(sealed.folder(), quarantine.resolve(sealed.loadId()), StandardCopyOption.ATOMIC_MOVE);
            DurableFiles.forceFolder(quarantine);
            DurableFiles.forceFolder(packages);
        } catch (IOException failed) {
            throw FolderProblem.failedTo("move", sealed.folder(), failed);
        }
    }

    /** Takes a quarantined package back among those that wait; one that waits stays as it is. */
    public SealedPackage takeBack(SealedPackage sealed) {
        if (!sealed.folder().startsWith(quarantine)) {
            return sealed;
        }
        Path path = packages.resolve(sealed.loadId());
        try {
            Files.move(sealed.folder(), path, StandardCopyOption.ATOMIC_MOVE);
            DurableFiles.forceFolder(packages);
            DurableFiles.forceFolder(quarantine);
            Files.deleteIfExists(path.resolve(REASON));
        } catch (IOException failed) {
            throw FolderProblem.failedTo("move", sealed.folder(), failed);
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
            DurableFiles.move(acknowledged, FolderDocument.JSON.writeValueAsString(new Acknowledged(loadIds)));
        } catch (IOException failed) {
            throw FolderProblem.failedTo("write", folder, failed);
        }
        try {
            DurableFiles.forceFolder(folder);
            return Optional.empty();
        } catch (IOException failed) {
            return Optional.of("the load is complete, but the disk did not confirm that " + folder + " was written ("
                    + failed.getMessage() + "): check the disk");
        }
    }

    private Set<String> acknowledged() {
        try {
            return new FolderDocument(acknowledged, LOOKED_UP)
                    .read(new TypeReference<Acknowledged>() {})
                    .map(found -> Set.copyOf(found.loadIds()))
                    .orElse(Set.of());
        } catch (IOException failed) {
            throw FolderProblem.failedTo("read", acknowledged, failed);
        }
    }

    /**
     * Deletes what is not needed: packages that were never sealed, and those of runs that have happened.
     *
     * @param keepCommitted whether packages of runs that have happened are kept, under {@code kept}
     */
    public void clean(boolean keepCommitted) {
        Set<String> acknowledged = acknowledged();
        try (Stream<Path> folders = Files.list(packages)) {
            for (Path path : folders.toList()) {
                boolean done = acknowledged.contains(path.getFileName().toString());
                if (done && keepCommitted) {
                    PrivateFiles.USUAL.makeFolders(kept);
                    Files.move(path, kept.resolve(path.getFileName()), StandardCopyOption.ATOMIC_MOVE);
                } else if (done || !Files.exists(path.resolve(MANIFEST))) {
                    delete(path);
                }
            }
        } catch (IOException failed) {
            throw FolderProblem.failedTo("clean", packages, failed);
        }
    }

    /** Puts a package away that was committed, as {@link #clean} does with those of runs that have happened. */
    public void putAway(SealedPackage sealed, boolean keepCommitted) {
        if (!keepCommitted) {
            delete(sealed.folder());
            return;
        }
        try {
            PrivateFiles.USUAL.makeFolders(kept);
            Files.move(sealed.folder(), kept.resolve(sealed.loadId()), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failed) {
            throw FolderProblem.failedTo("move", sealed.folder(), failed);
        }
    }

    /** Deletes a package. The manifest is deleted first, so that what is left of a broken deletion is never loaded. */
    public void delete(Path path) {
        try {
            Files.deleteIfExists(path.resolve(MANIFEST));
            DurableFiles.forceFolder(path);
            DurableFiles.deleteAll(path);
        } catch (IOException failed) {
            throw FolderProblem.failedTo("delete", path, failed);
        }
    }
}
