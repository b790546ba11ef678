package dev.pipette.jobs.process;

import dev.pipette.jobs.LoadedPackage;
import java.nio.file.Path;
import java.util.List;

/**
 * What is left of an attempt whose scheduler is gone.
 *
 * <pre>{@code
 * List<LoadedPackage> loads = LostAttempt.loads(folder);
 * }</pre>
 */
public final class LostAttempt {
    private LostAttempt() {}

    /** What it had loaded when it was lost, by the report in its folder; nothing where the folder is not on this machine. */
    public static List<LoadedPackage> loads(Path folder) {
        return RunReport.read(folder.resolve(AttemptRequest.REPORT)).loads();
    }
}
