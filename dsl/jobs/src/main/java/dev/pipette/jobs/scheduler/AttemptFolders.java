package dev.pipette.jobs.scheduler;

import dev.pipette.engine.disk.PrivateFiles;
import dev.pipette.engine.disk.TrustedPath;
import dev.pipette.jobs.JobFile;
import dev.pipette.jobs.JobVersion;
import dev.pipette.jobs.Occurrence;
import dev.pipette.jobs.process.AttemptRequest;
import dev.pipette.jobs.store.Claim;
import dev.pipette.jobs.store.JobStore;
import dev.pipette.jobs.store.StoredFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Gives each attempt a folder with its script, and its libraries, as the store keeps them. */
final class AttemptFolders {
    private static final int PREFIX = 8;

    /** The whole name of a folder that an older Pipette made. */
    private static final Pattern NUMBERS = Pattern.compile("[0-9]+-[0-9]+");

    private final Path home;
    private final Path runs;
    private final StoredFiles files;
    private final String prefix;

    AttemptFolders(Path home, JobStore store) {
        this.home = home;
        this.runs = home.resolve("jobs").resolve("runs");
        this.files = store.files();
        this.prefix = store.id().substring(0, PREFIX) + "-";
    }

    /** The folder of an attempt. Several stores may share the home folder, so its name begins with that of its store. */
    Path folder(Occurrence occurrence, int attempt) {
        return runs.resolve(occurrence.job()).resolve(prefix + occurrence.id() + "-" + attempt);
    }

    /** The request of a claim; makes its folder and its files. */
    AttemptRequest prepare(Claim claim) throws IOException {
        AttemptRequest request = new AttemptRequest(
                claim.version(),
                claim.occurrence().interval(),
                claim.occurrence().key().runKey(),
                claim.attempt(),
                folder(claim.occurrence(), claim.attempt()),
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

    /** Whether a folder is that of an attempt of this store, and nothing else that a row may name. */
    boolean isOne(Path folder) {
        Path normal = folder.toAbsolutePath().normalize();
        String name = String.valueOf(normal.getFileName());
        return normal.startsWith(runs)
                && normal.getNameCount() == runs.getNameCount() + 2
                && NUMBERS.matcher(name.startsWith(prefix) ? name.substring(prefix.length()) : name)
                        .matches();
    }
}
