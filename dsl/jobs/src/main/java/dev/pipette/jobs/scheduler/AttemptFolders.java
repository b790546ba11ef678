package dev.pipette.jobs.scheduler;

import dev.pipette.engine.disk.PrivateFiles;
import dev.pipette.engine.disk.TrustedPath;
import dev.pipette.jobs.JobFile;
import dev.pipette.jobs.JobVersion;
import dev.pipette.jobs.process.AttemptRequest;
import dev.pipette.jobs.store.Claim;
import dev.pipette.jobs.store.StoredFiles;
import java.io.IOException;
import java.nio.file.Path;

/** Gives each attempt a folder with its script, and its libraries, as the store keeps them. */
final class AttemptFolders {
    private final Path home;
    private final Path runs;
    private final StoredFiles files;

    AttemptFolders(Path home, StoredFiles files) {
        this.home = home;
        this.runs = home.resolve("jobs").resolve("runs");
        this.files = files;
    }

    /** The request of a claim; makes its folder and its files. */
    AttemptRequest prepare(Claim claim) throws IOException {
        String name = claim.occurrence().id() + "-" + claim.attempt();
        AttemptRequest request = new AttemptRequest(
                claim.version(),
                claim.occurrence().interval(),
                claim.occurrence().key().runKey(),
                claim.attempt(),
                runs.resolve(claim.occurrence().job()).resolve(name),
                home);
        TrustedPath.check(request.folder());
        PrivateFiles.USUAL.makeFolders(request.folder());
        JobVersion version = claim.version();
        if (version.script().isPresent()) {
            Path script = request.script().orElseThrow();
            PrivateFiles.USUAL.write(script, files.read(version.script().get()));
        }
        for (JobFile library : version.libraries()) {
            LibraryFile.keep(request.library(library), library, files::read);
        }
        return request;
    }

    /** Whether a folder is that of an attempt, and nothing else that a row may name. */
    boolean isOne(Path folder) {
        Path normal = folder.toAbsolutePath().normalize();
        return normal.startsWith(runs) && normal.getNameCount() == runs.getNameCount() + 2;
    }
}
