package dev.pipette.engine.query;

import dev.pipette.engine.manifest.ColumnForm;
import dev.pipette.engine.manifest.CursorLoad;
import dev.pipette.engine.manifest.PackageTable;
import dev.pipette.engine.sql.Sql;
import dev.pipette.incremental.CursorKind;
import dev.pipette.schema.ValueType;
import java.util.ArrayList;
import java.util.List;

/** The digests that identify the rows of a table, as SQL over its query. */
public final class RowKeys {
    private final PackageQuery query;
    private final PackageTable table;

    RowKeys(PackageQuery query, PackageTable table) {
        this.query = query;
        this.table = table;
    }

    /**
     * A 128-bit digest by which a row is known again at one value of a cursor: of this value and of those of the columns.
     * Keys of another value are other keys, so that those that were left over from it never leave a row out.
     */
    public String atBoundary(CursorLoad cursor, CursorKind kind, List<String> columns) {
        return "CAST(md5(coalesce(" + query.cursor(cursor, kind).keyText() + ", '') || ' ' || " + text(columns)
                + ") AS UUID)";
    }

    /** A 128-bit digest of the values of columns. */
    public String of(List<String> columns) {
        return "CAST(md5(" + text(columns) + ") AS UUID)";
    }

    private String text(List<String> columns) {
        List<String> values = new ArrayList<>();
        for (String column : columns) {
            List<String> forms =
                    query.forms(column).stream().map(this::canonical).toList();
            String value = forms.isEmpty() ? "NULL" : "coalesce(" + String.join(", ", forms) + ")";
            values.add(
                    "coalesce(" + Sql.literal(column + "=") + " || length(" + value + ") || ':' || " + value + ", '')");
        }
        return String.join(" || ", values);
    }

    /** A writing of a value that does not depend on what type the whole package's column turned out to have. */
    private String canonical(ColumnForm form) {
        if (form.text()) {
            String text = query.text(form);
            return form.kind() == ValueType.DECIMAL && table.hasSegments() ? KeyTexts.withoutLastZeros(text) : text;
        }
        String value = query.typed(form);
        return switch (form.kind()) {
            case DOUBLE -> KeyTexts.integral(value);
            case TIMESTAMP, LOCAL_TIMESTAMP -> "CAST(epoch_us(" + value + ") AS VARCHAR)";
            case BINARY -> "hex(" + value + ")";
            case DECIMAL -> KeyTexts.withoutLastZeros("CAST(" + value + " AS VARCHAR)");
            case BOOL, BIGINT, DATE, TIME, JSON, TEXT -> "CAST(" + value + " AS VARCHAR)";
        };
    }
}
