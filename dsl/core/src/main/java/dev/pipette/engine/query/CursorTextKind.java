package dev.pipette.engine.query;

import dev.pipette.engine.columnar.DuckEngine;
import dev.pipette.engine.manifest.ColumnForm;
import dev.pipette.engine.manifest.CursorLoad;
import dev.pipette.engine.manifest.PackageTable;
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

    /**
     * The kind of the texts of one form.
     *
     * @throws PipetteException TYPE_MISMATCH that names the first text that cannot be compared with those before it
     */
    CursorKind of(CursorLoad cursor, ColumnForm form) {
        CursorKind kind = first(form, "true")
                .map(found -> cursor.comparing(found.kind(), true))
                .orElse(CursorKind.TEXT);
        Optional<FirstText> other = first(form, isOther(kind, cursor));
        while (other.isPresent()) {
            kind = widened(kind, other.get(), cursor);
            other = first(form, isOther(kind, cursor));
        }
        return kind;
    }

    private CursorKind widened(CursorKind kind, FirstText other, CursorLoad cursor) {
        return kind.join(other.kind())
                .filter(joined -> joined != kind)
                .orElseThrow(() -> other.mismatch(resource, cursor, kind, false));
    }

    private Optional<FirstText> first(ColumnForm form, String condition) {
        PackageQuery query = new PackageQuery(folder, root);
        return FirstText.of(engine, query, query.text(form), condition);
    }

    /** The condition for texts that are not of a kind. */
    private static String isOther(CursorKind kind, CursorLoad cursor) {
        return CursorTexts.undeclared(kind, "text", cursor.rules().zoneName()) + " IS NULL";
    }
}
