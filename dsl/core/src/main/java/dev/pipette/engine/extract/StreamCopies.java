package dev.pipette.engine.extract;

import dev.pipette.engine.disk.FolderProblem;
import dev.pipette.engine.disk.PrivateFiles;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.RowSource;
import dev.pipette.spi.SourceFile;
import dev.pipette.spi.StepListener;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Copies of the bytes that came from streams, for one run. A stream can be read once, and a run may have to read it
 * twice; and only with all of it can Pipette decide whether an interrupted run had the same.
 */
public final class StreamCopies implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final Path folder;
    private final StepListener listener;
    private final List<Path> copies = new ArrayList<>();

    /** Makes copies in this folder, which is made when there is one to make. */
    public StreamCopies(Path folder, StepListener listener) {
        this.folder = folder;
        this.listener = listener;
    }

    /**
     * Copies what the resources read from streams, whole; the others are left out.
     *
     * @throws PipetteException SOURCE_UNREADABLE when a stream breaks off; WORKING_FOLDER_FAILED when there is no room
     */
    public Map<String, List<InputFile>> of(List<ResourcePlan> resources) {
        Map<String, List<InputFile>> contents = new LinkedHashMap<>();
        for (ResourcePlan resource : resources) {
            if (resource.source() instanceof RowSource.Streamed source) {
                contents.put(resource.name(), List.of(InputFiles.of(resource, source, copy(resource.name(), source))));
            }
        }
        return contents;
    }

    private SourceFile copy(String resource, RowSource.Streamed source) {
        Path path = folder.resolve(String.valueOf(copies.size()));
        copies.add(path);
        listener.reading(resource, source.named());
        try {
            PrivateFiles.USUAL.makeFolders(folder);
            MessageDigest digest = sha256();
            try (InputStream in = opened(resource, source);
                    OutputStream out = new DigestOutputStream(PrivateFiles.USUAL.newFile(path), digest)) {
                byte[] buffer = new byte[BUFFER];
                for (int read = read(resource, source, in, buffer);
                        read >= 0;
                        read = read(resource, source, in, buffer)) {
                    out.write(buffer, 0, read);
                }
            }
            return SourceFile.copy(
                    path, Path.of(source.named()), Optional.of(HexFormat.of().formatHex(digest.digest())));
        } catch (IOException failed) {
            throw FolderProblem.of(
                    "could not copy " + source.named() + " to " + path, path, failed, "Nothing was loaded.");
        }
    }

    private static InputStream opened(String resource, RowSource.Streamed source) {
        try {
            return source.bytes().open();
        } catch (IOException failed) {
            throw unreadable(resource, source, failed);
        }
    }

    private static int read(String resource, RowSource.Streamed source, InputStream in, byte[] buffer) {
        try {
            return in.read(buffer);
        } catch (IOException failed) {
            throw unreadable(resource, source, failed);
        }
    }

    private static PipetteException unreadable(String resource, RowSource.Streamed source, IOException failed) {
        if (FolderProblem.isInterrupt(failed)) {
            return FolderProblem.interrupted(
                    "resource " + resource + ": the run was interrupted while " + source.named()
                            + " was read. Nothing of it was loaded.",
                    failed);
        }
        return new PipetteException(
                ErrorCode.SOURCE_UNREADABLE,
                "resource " + resource + ": " + source.named() + " cannot be read to its end: " + failed.getMessage()
                        + ". Nothing of it was loaded.",
                failed);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible); // every Java platform has it
        }
    }

    /**
     * Deletes the copies. What a killed run leaves, or what cannot be deleted, the next run deletes: an error here would
     * call a load failed that is complete.
     */
    @Override
    public void close() {
        try {
            for (Path copy : copies) {
                Files.deleteIfExists(copy);
            }
            if (!copies.isEmpty()) {
                Files.deleteIfExists(folder);
            }
        } catch (IOException leftForTheNextRun) {
            // it deletes them with its open packages
        }
    }
}
