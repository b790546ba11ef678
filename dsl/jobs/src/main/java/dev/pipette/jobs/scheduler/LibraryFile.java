package dev.pipette.jobs.scheduler;

import dev.pipette.engine.disk.PrivateFiles;
import dev.pipette.engine.disk.TrustedPath;
import dev.pipette.jobs.JobFile;
import dev.pipette.jobs.store.StoredFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import java.util.function.Function;

/** A library of a job on this machine, which all attempts share. */
final class LibraryFile {
    private LibraryFile() {}

    /**
     * Makes sure that a file has the content of a library. It may be there with another one, because a disk was full, or somebody
     * changed it; another attempt may use it at this moment, so that it gets its name when it is whole.
     *
     * @param store reads a library whole, and checks it
     */
    static void keep(Path file, JobFile library, Function<JobFile, byte[]> store) throws IOException {
        TrustedPath.check(file);
        if (Files.exists(file) && StoredFiles.sha256(Files.readAllBytes(file)).equals(library.sha256())) {
            return;
        }
        PrivateFiles.USUAL.makeFolders(file.resolveSibling("."));
        Path whole = file.resolveSibling(UUID.randomUUID() + ".part");
        try {
            PrivateFiles.USUAL.write(whole, store.apply(library));
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(whole);
        }
    }
}
