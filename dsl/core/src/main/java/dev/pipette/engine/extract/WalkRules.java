package dev.pipette.engine.extract;

import dev.pipette.engine.manifest.CursorLoad;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * The rules of all walks of one resource, whatever slice they read.
 *
 * @param clock that the resource's code sees
 * @param constants the columns that all rows have
 * @param known the rows that are known to be loaded; null where none is looked for
 */
record WalkRules(
        ResourcePlan resource,
        ExtractionStart start,
        Clock clock,
        Constants constants,
        @Nullable KnownRows known) implements AutoCloseable {
    static WalkRules of(ResourcePlan resource, ExtractionStart start, Clock clock) {
        CursorLoad cursor = start.cursor();
        boolean looks = start.boundary().digests() && cursor != null && cursor.deduplicated() && cursor.start() != null;
        return new WalkRules(
                resource,
                start,
                clock.withZone(resource.timeZone()),
                new Constants(resource.name(), start.constants()),
                looks ? new KnownRows(start.boundary().loadedKeys()) : null);
    }

    @Override
    public void close() {
        if (known != null) {
            known.close();
        }
    }
}
