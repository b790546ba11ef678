package dev.pipette.slices;

import dev.pipette.engine.disk.DurableFiles;
import dev.pipette.engine.disk.PrivateFiles;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A stage in a folder that all processes share. A file is written beside its place, forced to the disk, and linked or moved
 * there.
 */
record FolderStage(Path folder) implements Stage {
    private static final String DRAFTS = ".drafts";

    @Override
    public String address() {
        return folder.toString();
    }

    @Override
    public boolean putIfAbsent(String key, byte[] content) throws IOException {
        Path place = place(key);
        Path draft = draft();
        try {
            PrivateFiles.USUAL.write(draft, content);
            DurableFiles.force(draft);
            PrivateFiles.USUAL.makeFolders(parent(place));
            Files.createLink(place, draft); // fails where there is one, also on shared folders
            DurableFiles.forceFolder(parent(place));
            return true;
        } catch (FileAlreadyExistsException taken) {
            return false;
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    @Override
    public void put(String key, Path file) throws IOException {
        Path place = place(key);
        Path draft = draft();
        try {
            Files.copy(file, draft, StandardCopyOption.REPLACE_EXISTING);
            PrivateFiles.USUAL.narrow(draft);
            DurableFiles.force(draft);
            PrivateFiles.USUAL.makeFolders(parent(place));
            Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE);
            DurableFiles.forceFolder(parent(place));
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private Path draft() throws IOException {
        Path drafts = folder.resolve(DRAFTS);
        PrivateFiles.USUAL.makeFolders(drafts);
        return drafts.resolve(UUID.randomUUID().toString());
    }

    @Override
    public Optional<byte[]> read(String key) throws IOException {
        try {
            return Optional.of(Files.readAllBytes(place(key)));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    @Override
    public boolean fetch(String key, Path to) throws IOException {
        try {
            Files.copy(place(key), to, StandardCopyOption.REPLACE_EXISTING);
            return true;
        } catch (NoSuchFileException none) {
            return false;
        }
    }

    @Override
    public List<String> list(String prefix) throws IOException {
        Path below = place(prefix);
        if (!Files.isDirectory(below)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(below)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .toList();
        }
    }

    @Override
    public void delete(List<String> keys) throws IOException {
        for (String key : keys) {
            Path place = place(key);
            Files.deleteIfExists(place);
            deleteEmpty(parent(place));
        }
    }

    private void deleteEmpty(Path path) {
        Path empty = path;
        while (!empty.equals(folder)) {
            try {
                Files.delete(empty);
            } catch (IOException notEmpty) {
                return;
            }
            empty = parent(empty);
        }
    }

    /** Of something in the folder, which has one. */
    private static Path parent(Path inside) {
        return Objects.requireNonNull(inside.getParent());
    }

    private Path place(String key) {
        Path place = folder.resolve(key).normalize();
        if (!place.startsWith(folder)) {
            throw new PipetteException(ErrorCode.BAD_USAGE, "'" + key + "' is outside of the stage " + folder + ".");
        }
        return place;
    }

    @Override
    public void close() {
        // a folder is not opened
    }
}
