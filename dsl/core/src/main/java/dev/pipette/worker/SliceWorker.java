package dev.pipette.worker;

import dev.pipette.engine.run.SliceRun;
import dev.pipette.error.PipetteException;
import dev.pipette.settings.Settings;
import dev.pipette.slices.SliceTask;

/**
 * Reads one slice in this process: for authors of a {@link dev.pipette.slices.SliceExecutor}. It needs no destination; the source
 * has to be on the class path, and its secrets in the settings.
 *
 * <pre>{@code
 * SliceWorker.run(task);   // in a task of a cluster; may be run again, and at two places at once
 * }</pre>
 */
public final class SliceWorker {
    private SliceWorker() {}

    /**
     * Reads the slice of a task and leaves in the stage what was found; does nothing where that is there.
     *
     * @throws PipetteException what reading the slice failed by; nothing of the attempt counts
     */
    public static void run(SliceTask task) {
        run(task, Settings.load());
    }

    /** The same with other settings than those of the process. */
    public static void run(SliceTask task, Settings settings) {
        try {
            SliceRun.run(task, settings);
        } catch (PipetteException failed) {
            String message = String.valueOf(failed.getMessage());
            String code = "[" + failed.code() + "] ";
            throw new PipetteException(
                            failed.code(),
                            "slice " + task.describe() + ": "
                                    + (message.startsWith(code) ? message.substring(code.length()) : message),
                            failed)
                    .inResource(task.resource());
        }
    }
}
