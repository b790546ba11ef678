package dev.pipette.workers;

import dev.pipette.Destination;
import dev.pipette.settings.Settings;
import dev.pipette.slices.SliceExecutor;
import dev.pipette.slices.SliceExecutorProvider;

/**
 * The executor {@code workers}:
 *
 * <pre>
 * [slices]
 * executor = "workers"
 *
 * [workers]
 * queue = "jobs"                        # a section [destination.jobs], or postgres://USER@HOST/DATABASE
 * stage = "s3://load-stage/pipette"     # or a folder that all processes share
 * </pre>
 */
public final class WorkersProvider implements SliceExecutorProvider {
    /** The setting with the queue. */
    public static final String QUEUE = "workers.queue";

    /** The setting with the stage. */
    public static final String STAGE = "workers.stage";

    /** For {@link java.util.ServiceLoader}. */
    public WorkersProvider() {}

    @Override
    public String name() {
        return "workers";
    }

    @Override
    public SliceExecutor open(Settings settings) {
        settings.require(QUEUE, STAGE);
        return Workers.at(Destination.of(settings.get(QUEUE), () -> settings), settings.get(STAGE));
    }
}
