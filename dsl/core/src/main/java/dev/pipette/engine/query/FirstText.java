package dev.pipette.engine.query;

import dev.pipette.engine.columnar.DuckEngine;
import dev.pipette.engine.manifest.CursorLoad;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.incremental.CursorKind;
import java.util.Optional;

/**
 * A text of a cursor's column in a file that DuckDB moves, the first one of which a condition holds.
 *
 * @param row its number, from 1
 */
record FirstText(String text, long row) {
    /**
     * Finds the first text in the order of the rows.
     *
     * @param query of the file's table
     * @param text an expression of the query
     * @param condition on the outputs of the query, and on {@code text}
     */
    static Optional<FirstText> of(DuckEngine engine, PackageQuery query, String text, String condition) {
        query.output(text, "text").output(query.ordinal(), "ordinal");
        return engine.first(
                "SELECT arg_min(text, ordinal), min(ordinal) + 1 FROM (" + query.sql()
                        + ") WHERE text IS NOT NULL AND (" + condition + ")",
                found -> found.getString(1) == null
                        ? Optional.<FirstText>empty()
                        : Optional.of(new FirstText(found.getString(1), found.getLong(2))));
    }

    /** The kind that the text has by itself. */
    CursorKind kind() {
        return CursorKind.guess(text).orElse(CursorKind.TEXT);
    }

    /**
     * The error for a text that cannot be compared in a kind.
     *
     * @param only whether it is the only one
     */
    PipetteException mismatch(String resource, CursorLoad cursor, CursorKind compared, boolean only) {
        return new PipetteException(
                ErrorCode.TYPE_MISMATCH,
                "resource " + resource + ", row " + row + ": the value '" + text + "' of cursor column '"
                        + cursor.path() + "' cannot be compared"
                        + CursorKind.mismatch(compared, kind(), cursor.path(), only));
    }
}
