package dev.pipette.engine.run;

import dev.pipette.engine.load.bookkeeping.CommittedState;
import dev.pipette.engine.load.bookkeeping.ResourceStates;
import dev.pipette.engine.load.bookkeeping.StoredCursor;
import dev.pipette.engine.manifest.CursorLoad;
import dev.pipette.engine.manifest.Manifest;
import dev.pipette.engine.manifest.ResourceLoad;
import java.util.List;
import java.util.Optional;

/** Notes on what a load does to a cursor that it does not follow. */
final class CursorNotes {
    private CursorNotes() {}

    /**
     * What to say of the cursors that the state has of the resources of a package.
     *
     * @param before what was committed before the package
     */
    static List<String> leftAlone(Manifest manifest, CommittedState before) {
        return manifest.resources().stream()
                .flatMap(load -> before
                        .state()
                        .map(state -> ResourceStates.storedCursors(state, manifest.schemaName(), load.name()))
                        .orElse(List.of())
                        .stream()
                        .flatMap(stored -> leftAlone(load, stored).stream()))
                .toList();
    }

    /**
     * What to say of a cursor that the state of a resource has.
     *
     * @param load the resource, as it was loaded now
     * @param stored the cursor, as it was before
     * @return empty where the load followed it, or where a merge left it as it is
     */
    static Optional<String> leftAlone(ResourceLoad load, StoredCursor stored) {
        if (load.refresh() != null) {
            return Optional.empty(); // it is dropped, as asked for
        }
        CursorLoad cursor = load.cursor();
        boolean same = cursor != null && cursor.path().equals(stored.path());
        String what =
                "resource " + load.name() + ": cursor '" + stored.path() + "', which was at " + stored.value() + ", ";
        if (load.replaces() && cursor != null && same && cursor.isAdopted()) {
            return Optional.of(what + "is at " + cursor.end() + " now, the "
                    + stored.lastValue().word() + " value of the rows that replaced the others");
        }
        if (load.replaces() && !same) {
            return Optional.of(what + "is forgotten, because the rows that replaced the others "
                    + (cursor == null
                            ? "have no value by which it could continue"
                            : "were loaded by cursor '" + cursor.path() + "'")
                    + "; the next load by it takes all rows");
        }
        if (cursor == null && load.appends()) {
            return Optional.of("resource " + load.name() + ": cursor '" + stored.path()
                    + "' was not followed and is still at "
                    + stored.value() + "; the next load by it appends the rows beyond this value, also those that this"
                    + " load appended. To have each of them once, load by the cursor, or merge by a key");
        }
        return Optional.empty();
    }
}
