package dev.pipette.admin;

import dev.pipette.engine.folder.RunLock;
import dev.pipette.engine.load.CursorSetting;
import dev.pipette.engine.load.CursorSetting.Done;
import dev.pipette.engine.load.CursorSetting.Found;
import dev.pipette.incremental.CursorKind;
import dev.pipette.spi.LoadStep;
import java.util.Optional;

/** Reads and sets a cursor of a resource, under the pipeline's lock and in one transaction. */
final class CursorAdmin {
    private final AdminPlace place;
    private final String resource;
    private final CursorSetting setting;

    CursorAdmin(AdminPlace place, String resource, Optional<String> path) {
        this.place = place;
        this.resource = resource;
        this.setting = new CursorSetting(
                place.client(),
                new CursorSetting.Question(
                        place.pipeline().name(), place.dataset(), place.schemaName(), resource, path),
                place.pipeline().clock(),
                place.pipeline().listener());
    }

    CursorInfo cursor() {
        return info(setting.find(), Optional.empty());
    }

    CursorInfo set(Object value, Optional<CursorKind> kind) {
        try (RunLock lock = place.lockForChange()) {
            place.refuseWaiting("the cursor of " + resource + " was set");
            Done done = setting.set(
                    stored -> CursorSetting.at(stored, value, kind, resource),
                    place::nextLoadId,
                    place.known().version());
            place.pipeline().listener().reached(LoadStep.COMMITTED, done.loadId());
            place.known().committed(done.stateVersion(), done.loadId());
            return info(done.cursor(), Optional.of(done.loadId()));
        }
    }

    private CursorInfo info(Found found, Optional<String> loadId) {
        return new CursorInfo(
                place.pipeline().name(),
                resource,
                found.cursor().path(),
                found.cursor().kind().word(),
                found.cursor().value(),
                found.cursor().lastValue(),
                found.cursor().key(),
                found.keys(),
                loadId);
    }
}
