package dev.pipette.engine.run;

import dev.pipette.engine.disk.DurableFiles;
import dev.pipette.engine.disk.FolderProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder of this user alone, for what a plan extracts; it is deleted with all that is in it. */
record TemporaryHome(Path folder) implements AutoCloseable {
    static TemporaryHome make() {
        try {
            return new TemporaryHome(Files.createTempDirectory("pipette-plan"));
        } catch (IOException failed) {
            throw FolderProblem.temporary(failed);
        }
    }

    @Override
    public void close() {
        try {
            DurableFiles.deleteAll(folder);
        } catch (IOException left) {
            folder.toFile().deleteOnExit(); // it lies with the temporary files, where the system sweeps
        }
    }
}
