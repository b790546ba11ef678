package dev.pipette.engine.pack;

import dev.pipette.engine.columnar.DuckEngine;
import dev.pipette.engine.manifest.ColumnForm;
import dev.pipette.engine.manifest.CursorLoad;
import dev.pipette.engine.manifest.PackageTable;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.engine.query.PackageQuery;
import dev.pipette.engine.sql.Sql;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.RowWindow;
import dev.pipette.schema.ValueType;
import dev.pipette.text.NearestName;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Refuses rows outside of the part of a table that they are to replace: a second load of the part would double them. */
final class WindowCheck {
    private final DuckEngine engine;
    private final Path folder;
    private final String dataset;

    WindowCheck(DuckEngine engine, Path folder, String dataset) {
        this.engine = engine;
        this.folder = folder;
        this.dataset = dataset;
    }

    /** Looks at the rows of a resource's root table. */
    void check(ResourceLoad resource, PackageTable root) {
        Optional<RowWindow> window = resource.disposition().window();
        if (window.isEmpty() || root.rows() == 0) {
            return;
        }
        RowWindow part = window.get();
        if (!root.columns().contains(part.column())) {
            throw refused(
                    root,
                    "no row has column '" + part.column() + "' of the window; columns are "
                            + String.join(", ", root.columns()) + "."
                            + NearestName.question(part.column(), root.columns()));
        }
        PackageQuery query = rows(resource, root);
        List<ColumnForm> forms = query.forms(part.column());
        String inside = forms.stream()
                .map(form -> isInside(query.value(form), part.in(form.decided())))
                .collect(Collectors.joining(", "));
        String value = forms.stream()
                .map(form -> "CAST(" + query.value(form) + " AS VARCHAR)")
                .collect(Collectors.joining(", "));
        query.where("NOT coalesce(" + inside + ", FALSE)")
                .output("coalesce(" + value + ", 'NULL')", "value")
                .output(query.ordinal(), "ordinal");
        engine.first(
                        "SELECT count(*), min(ordinal) + 1, arg_min(value, ordinal) FROM (" + query.sql() + ")",
                        row -> row.getLong(1) == 0
                                ? Optional.<String>empty()
                                : Optional.of(outside(part, row.getLong(1), row.getLong(2), row.getString(3), forms)))
                .ifPresent(what -> {
                    throw refused(root, what);
                });
    }

    private PackageQuery rows(ResourceLoad resource, PackageTable root) {
        PackageQuery query = new PackageQuery(folder, root);
        CursorLoad cursor = resource.cursor();
        return cursor == null || cursor.kind() == null ? query : query.within(cursor, cursor.kind());
    }

    /** Whether a value is in the window; NULL without a value, and false where the two cannot be compared. */
    private static String isInside(String value, Optional<RowWindow> comparable) {
        return comparable
                .map(part -> "(" + value + " >= " + literal(part.type(), part.fromText()) + " AND " + value + " < "
                        + literal(part.type(), part.toText()) + ")")
                .orElse("CASE WHEN " + value + " IS NOT NULL THEN FALSE END");
    }

    private static String literal(ValueType type, String text) {
        return switch (type) {
            case TEXT -> Sql.literal(text);
            case DATE -> "CAST(" + Sql.literal(text) + " AS DATE)";
            case LOCAL_TIMESTAMP -> "CAST(" + Sql.literal(text) + " AS TIMESTAMP)";
            case TIMESTAMP -> "CAST(" + Sql.literal(text) + " AS TIMESTAMPTZ)";
            default -> text;
        };
    }

    private static String outside(RowWindow part, long count, long first, String value, List<ColumnForm> forms) {
        String types = forms.stream()
                .filter(form -> part.in(form.decided()).isEmpty())
                .map(form -> form.decided().dataType().dltName())
                .distinct()
                .collect(Collectors.joining(", "));
        return count + (count == 1 ? " row is" : " rows are") + " outside of the window " + part
                + ", whose end is exclusive (first: row " + first + ", " + part.column() + " = " + value + "). "
                + (types.isEmpty()
                        ? "Leave such rows out with .filter(..), or widen the window of replaceWhere(..) (--replace-where)."
                        : "The column has values of type " + types + ", and the bounds of the window are " + part.word()
                                + ". Give bounds of the column's type, or declare the column's type with column(\""
                                + part.column() + "\", ..) (--type " + part.column() + "=..).");
    }

    private PipetteException refused(PackageTable root, String what) {
        return new PipetteException(
                ErrorCode.ROW_REFUSED, "replace a window of " + dataset + "." + root.name() + ": " + what);
    }
}
