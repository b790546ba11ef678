package dev.pipette.engine.query;

import dev.pipette.engine.columnar.DuckEngine;
import dev.pipette.engine.lexical.TimeText;
import dev.pipette.engine.manifest.ColumnForm;
import dev.pipette.engine.manifest.CursorLoad;
import dev.pipette.engine.manifest.PackageTable;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.incremental.CursorKind;
import java.nio.file.Path;
import java.util.Optional;

/**
 * In which kind the texts of a column are compared where the cursor declares none: the first text decides, as in Java's
 * filter, and later ones may widen the kind.
 */
final class CursorTextKind {
    private final DuckEngine engine;
    private final Path folder;
    private final String resource;
    private final PackageTable root;

    CursorTextKind(DuckEngine engine, Path folder, String resource, PackageTable root) {
        this.engine = engine;
        this.folder = folder;
        this.resource = resource;
        this.root = root;
    }

    /** A text, and the number of its row from 1. */
    private record Found(String text, long row) {
        CursorKind kind() {
            return CursorKind.guess(text).orElse(CursorKind.TEXT);
        }
    }

    /**
     * The kind of the texts of one form.
     *
     * @throws PipetteException TYPE_MISMATCH that names the first text that cannot be compared with those before it
     */
    CursorKind of(CursorLoad cursor, ColumnForm form) {
        CursorKind kind = first(form, "true")
                .map(found -> cursor.comparing(found.kind(), true))
                .orElse(CursorKind.TEXT);
        Optional<Found> other = first(form, isOther(kind, cursor));
        while (other.isPresent()) {
            kind = widened(kind, other.get(), cursor);
            other = first(form, isOther(kind, cursor));
        }
        return kind;
    }

    private CursorKind widened(CursorKind kind, Found other, CursorLoad cursor) {
        return kind.join(other.kind())
                .filter(joined -> joined != kind)
                .orElseThrow(() -> new PipetteException(
                        ErrorCode.TYPE_MISMATCH,
                        "resource " + resource + ", row " + other.row() + ": the value '" + other.text()
                                + "' of cursor column '" + cursor.path() + "' cannot be compared"
                                + CursorKind.mismatch(kind, other.kind(), cursor.path(), false)));
    }

    /** The first text, in the order of the rows, for which a condition on {@code text} holds. */
    private Optional<Found> first(ColumnForm form, String condition) {
        PackageQuery query = new PackageQuery(folder, root);
        query.output(query.text(form), "text").output(query.ordinal(), "ordinal");
        return engine.first(
                "SELECT arg_min(text, ordinal), min(ordinal) + 1 FROM (" + query.sql()
                        + ") WHERE text IS NOT NULL AND (" + condition + ")",
                row -> row.getString(1) == null
                        ? Optional.<Found>empty()
                        : Optional.of(new Found(row.getString(1), row.getLong(2))));
    }

    /** The condition for texts that are not of a kind, as columns of times have to be written. */
    private static String isOther(CursorKind kind, CursorLoad cursor) {
        String local = TimeText.localValue("text") + " IS NOT NULL OR " + TimeText.isDate("text");
        String read = switch (kind) {
            case INSTANT ->
                TimeText.instantValue("text") + " IS NOT NULL"
                        + (cursor.rules().zone().isPresent() ? " OR " + local : "");
            case LOCAL_TIMESTAMP -> local;
            case DATE -> TimeText.isDate("text");
            case TEXT, INTEGER, DECIMAL -> "true";
        };
        return kind == CursorKind.TEXT ? "false" : "(" + read + ") IS NOT TRUE OR " + TimeText.isEndless("text");
    }
}
