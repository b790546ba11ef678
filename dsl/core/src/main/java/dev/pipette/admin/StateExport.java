package dev.pipette.admin;

import dev.pipette.Pipeline;
import dev.pipette.engine.folder.RunLock;
import dev.pipette.engine.load.DltHandOver;
import dev.pipette.engine.load.DltHandOver.Done;
import dev.pipette.spi.LoadStep;
import java.util.List;
import java.util.Map;

/** Writes a pipeline's state for dlt, under the pipeline's lock and in one transaction. */
final class StateExport {
    private final AdminPlace place;

    StateExport(AdminPlace place) {
        this.place = place;
    }

    DltExport forDlt(Map<String, List<String>> keys) {
        Pipeline pipeline = place.pipeline();
        DltHandOver handOver = new DltHandOver(
                place.client(),
                new DltHandOver.Question(pipeline.name(), place.dataset(), place.schemaName(), keys),
                pipeline.clock(),
                pipeline.listener());
        try (RunLock lock = place.lockForChange()) {
            place.refuseWaiting("the state was exported");
            Done done = handOver.export(place::nextLoadId, place.known().version());
            done.loadId().ifPresent(loadId -> {
                pipeline.listener().reached(LoadStep.COMMITTED, loadId);
                place.known().committed(done.stateVersion(), loadId);
            });
            return new DltExport(
                    pipeline.name(),
                    done.loadId(),
                    done.cursors().stream()
                            .map(one -> new DltExport.ExportedCursor(
                                    one.resource(), one.path(), one.lastValue(), one.key(), one.rows(), one.known()))
                            .toList());
        }
    }
}
