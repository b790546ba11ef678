package dev.pipette.jobs.process;

import dev.pipette.engine.disk.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;

/** The files that every attempt has, for this user alone: they hold what its program prints. */
final class AttemptFiles {
    private AttemptFiles() {}

    /** Makes the folder and the empty report of an attempt, and opens its log. */
    static RunLog make(AttemptRequest request) throws IOException {
        PrivateFiles.USUAL.makeFolders(request.folder());
        Files.deleteIfExists(request.report());
        PrivateFiles.USUAL.write(request.report(), "");
        return RunLog.at(request.log());
    }
}
