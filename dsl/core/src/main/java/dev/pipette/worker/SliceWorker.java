package dev.pipette.worker;

import dev.pipette.engine.run.SliceRun;
import dev.pipette.error.PipetteException;
import dev.pipette.settings.Settings;
import dev.pipette.slices.SliceTask;

/**
 * Reads slices in this process: for authors of a {@link dev.pipette.slices.SliceExecutor}. It needs no destination; the source
 * has to be on the class path, and its secrets in the settings. Any number of threads may use one.
 *
 * <pre>{@code
 * SliceWorker.run(task);   // in a task of a cluster; may be run again, and at two places at once
 *
 * try (SliceWorker worker = SliceWorker.open(Settings.load())) {   // where a process reads many: stages stay open
 *     tasks.forEach(worker::read);
 * }
 * }</pre>
 */
public final class SliceWorker implements AutoCloseable {
    private final SliceRun slices;

    private SliceWorker(SliceRun slices) {
        this.slices = slices;
    }

    /**
     * A worker whose stages stay open until it is closed.
     *
     * @param settings with the secrets of the sources and of the stages
     */
    public static SliceWorker open(Settings settings) {
        return new SliceWorker(new SliceRun(settings));
    }

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
        try (SliceWorker worker = open(settings)) {
            worker.read(task);
        }
    }

    /** The same as {@link #run(SliceTask)} for one of many slices. */
    public void read(SliceTask task) {
        try {
            slices.read(task);
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

    @Override
    public void close() {
        slices.close();
    }
}
