package dev.pipette.engine.run;

import dev.pipette.Sources;
import dev.pipette.engine.distributed.SharedStage;
import dev.pipette.engine.distributed.SliceReading;
import dev.pipette.engine.extract.ResourcePlan;
import dev.pipette.settings.ProcessEnvironment;
import dev.pipette.settings.Settings;
import dev.pipette.slices.SliceTask;
import dev.pipette.slices.Stages;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Reads slices for the process that loads, by any number of threads. Stages stay open until it is closed. */
public final class SliceRun implements AutoCloseable {
    private final Settings settings;
    private final Map<String, SharedStage> stages = new ConcurrentHashMap<>();

    /** @param settings of this process, which have the secrets of the source and of the stage */
    public SliceRun(Settings settings) {
        this.settings = settings;
    }

    /** Reads the slice of a task, unless that has been done. */
    public void read(SliceTask task) {
        SliceReading reading = SliceReading.of(task);
        SharedStage stage =
                stages.computeIfAbsent(task.stage(), address -> new SharedStage(Stages.open(address, settings)));
        if (reading.isDone(stage)) {
            return;
        }
        ResourcePlan resource = ResourcePlans.of(Sources.open(reading.document().origin(), settings));
        try (TemporaryHome home = TemporaryHome.make()) {
            reading.into(stage, resource, home.folder(), ProcessEnvironment.engineMemory());
        }
    }

    @Override
    public void close() {
        stages.values().forEach(SharedStage::close);
    }
}
