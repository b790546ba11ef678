package dev.pipette;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.incremental.Cursor;
import dev.pipette.incremental.Window;
import dev.pipette.schema.RowWindow;
import dev.pipette.schema.WriteDisposition;
import java.util.List;

/**
 * Refuses what would leave rows out that a resource then deletes: of a window, of the values that arrive, or of a snapshot it has
 * to bring all rows, in one package.
 */
final class PartChecks {
    private final Resource resource;
    private final String what;
    private final String instead;

    private PartChecks(Resource resource, String what, String instead) {
        this.resource = resource;
        this.what = what;
        this.instead = instead;
    }

    static void check(Resource resource) {
        WriteDisposition disposition = resource.writeDisposition();
        disposition
                .window()
                .ifPresent(window -> new PartChecks(
                                resource,
                                "replaces the rows of a window, " + window,
                                "load by the cursor with append() or merge(..)")
                        .window(window));
        if (disposition.takesAllRows()) {
            boolean versions = disposition.versions().isPresent();
            new PartChecks(
                            resource,
                            "takes its rows for all that there are",
                            versions
                                    ? "add .mergeKey(..) to scd2(..) with the columns that identify a row: then only versions"
                                            + " of rows that arrive are retired"
                                    : "say merge(upsert(..)), which deletes nothing")
                    .all();
        }
        if (disposition.takesGroups()) {
            new PartChecks(
                            resource,
                            "replaces the rows that have the values of " + String.join(", ", disposition.keys())
                                    + " that arrive",
                            "merge by a primary key")
                    .groups(disposition.keys());
        }
    }

    private void window(RowWindow part) {
        checkWhole();
        resource.cursor().ifPresent(cursor -> {
            boolean covered = cursor.window().isPresent()
                    && !cursor.excludesStart()
                    && window(cursor, cursor.window().get()).inZone(part.zone()).covers(part);
            if (!covered) {
                throw refused(
                        "its cursor '" + cursor.path() + "' leaves rows of the window out, which would be lost. Leave"
                                + " incremental(..) out, follow the window by cursor(\"" + part.column()
                                + "\", ..).backfill(..) with the same bounds, or " + instead);
            }
        });
    }

    private RowWindow window(Cursor<?> cursor, Window<?> window) {
        return window.from() instanceof String from && window.to() instanceof String to
                ? RowWindow.parse(cursor.path(), from, to)
                : new RowWindow(cursor.path(), window.from(), window.to());
    }

    private void all() {
        checkWhole();
        resource.cursor().ifPresent(cursor -> {
            boolean versions = resource.writeDisposition().versions().isPresent();
            throw refused("its cursor '" + cursor.path() + "' leaves rows out, which would be "
                    + (versions ? "retired" : "deleted") + ". Leave incremental(..) out, or " + instead);
        });
    }

    private void groups(List<String> columns) {
        checkSteps();
        if (!resource.writeDisposition().primaryKey().isEmpty()) {
            return;
        }
        resource.cursor().ifPresent(cursor -> {
            boolean whole = columns.contains(cursor.path())
                    && !cursor.excludesStart()
                    && cursor.deduplicationKey().filter(key -> !key.isEmpty()).isEmpty();
            if (!whole) {
                throw refused("its cursor '" + cursor.path()
                        + "' leaves rows with these values out, which would be lost. Follow one of these columns, from the"
                        + " value where the cursor is on, or " + instead);
            }
        });
    }

    private void checkWhole() {
        checkSteps();
        if (resource.fileState().isPresent()) {
            throw refused(
                    "its file state leaves out the files that are loaded, whose rows would be lost. Leave the file"
                            + " state out, or say append() or merge(..) by a key");
        }
    }

    private void checkSteps() {
        if (resource.commitInterval().isPresent()) {
            throw refused(
                    "commitEvery(..) would let each package delete the rows of the one before. Leave commitEvery(..)"
                            + " out");
        }
    }

    private PipetteException refused(String why) {
        return new PipetteException(
                ErrorCode.BAD_USAGE, "resource " + resource.name() + " " + what + ", and " + why + ".");
    }
}
