package dev.pipette.engine.run;

import dev.pipette.Sources;
import dev.pipette.engine.distributed.SharedStage;
import dev.pipette.engine.distributed.SliceReading;
import dev.pipette.engine.extract.ResourcePlan;
import dev.pipette.settings.ProcessEnvironment;
import dev.pipette.settings.Settings;
import dev.pipette.slices.SliceTask;
import dev.pipette.slices.Stages;

/** Reads a slice for the process that loads. */
public final class SliceRun {
    private SliceRun() {}

    /**
     * Reads the slice of a task, unless that has been done.
     *
     * @param settings of this process, which have the secrets of the source and of the stage
     */
    public static void run(SliceTask task, Settings settings) {
        SliceReading reading = SliceReading.of(task);
        try (SharedStage stage = new SharedStage(Stages.open(task.stage(), settings))) {
            if (reading.isDone(stage)) {
                return;
            }
            ResourcePlan resource =
                    ResourcePlans.of(Sources.open(reading.document().origin(), settings));
            try (TemporaryHome home = TemporaryHome.make()) {
                reading.into(stage, resource, home.folder(), ProcessEnvironment.engineMemory());
            }
        }
    }
}
