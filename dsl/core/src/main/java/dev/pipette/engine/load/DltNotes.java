package dev.pipette.engine.load;

import dev.pipette.engine.manifest.CursorLoad;
import dev.pipette.engine.manifest.Manifest;
import dev.pipette.engine.manifest.ResourceLoad;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Notes on what a person has to know before dlt continues with what a package loaded. */
final class DltNotes {
    private DltNotes() {}

    /** One sentence for each resource some of whose rows dlt would load again. */
    static List<String> of(Manifest manifest) {
        List<String> notes = new ArrayList<>();
        for (ResourceLoad resource : manifest.resources()) {
            CursorLoad cursor = resource.cursor();
            unknown(cursor)
                    .ifPresent(reason -> notes.add("resource " + resource.name() + ": dlt would load rows at cursor '"
                            + java.util.Objects.requireNonNull(cursor).path() + "' " + cursor.end() + " again, because "
                            + reason + ". Before dlt continues, say the columns of its primary_key: pipette pipeline "
                            + manifest.pipeline() + " export-state --for dlt --key " + resource.name() + "=id"));
        }
        return notes;
    }

    private static Optional<String> unknown(@Nullable CursorLoad cursor) {
        return Optional.ofNullable(cursor)
                .map(CursorLoad::dltRows)
                .flatMap(rows -> Optional.ofNullable(rows.unknown()));
    }
}
