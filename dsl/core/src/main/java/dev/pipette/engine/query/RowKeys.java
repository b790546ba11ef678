package dev.pipette.engine.query;

import dev.pipette.engine.columnar.KeyTexts;
import dev.pipette.engine.columnar.RowText;
import dev.pipette.engine.manifest.ColumnForm;
import dev.pipette.engine.manifest.CursorLoad;
import dev.pipette.engine.manifest.PackageTable;
import dev.pipette.engine.manifest.RowKeyColumns;
import dev.pipette.engine.sql.Sql;
import dev.pipette.incremental.CursorKind;
import dev.pipette.schema.ReservedNames;
import dev.pipette.schema.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

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
     *
     * @param ofTable whether equal keys in two tables are those of two rows
     */
    public String atBoundary(CursorLoad cursor, CursorKind kind, List<String> columns, boolean ofTable) {
        String text = text(columns);
        String written = hasKeyTexts()
                ? "coalesce(" + query.text(query.forms(RowKeyColumns.KEY_TEXT).getFirst()) + ", " + text + ")"
                : text;
        return atBoundary(cursor, kind, ofTable ? Sql.literal(table.name() + ' ') + " || " + written : written);
    }

    /** The digest that earlier versions gave rows of files that Java read, which only knew the values. */
    public Optional<String> atBoundaryInValues(CursorLoad cursor, CursorKind kind, List<String> columns) {
        return hasKeyTexts() ? Optional.of(atBoundary(cursor, kind, text(columns))) : Optional.empty();
    }

    private String atBoundary(CursorLoad cursor, CursorKind kind, String text) {
        return uuid("coalesce(" + query.cursor(cursor, kind).keyText() + ", '') || ' ' || " + text);
    }

    private boolean hasKeyTexts() {
        return !query.forms(RowKeyColumns.KEY_TEXT).isEmpty();
    }

    /** A 128-bit digest of the values of all columns of the rows. */
    public String ofAll() {
        List<String> columns = table.columns().stream()
                .filter(column -> !column.startsWith(ReservedNames.HIDDEN))
                .toList();
        return uuid(RowText.of(new TreeMap<>(values(columns))));
    }

    /** A 128-bit digest of the values of columns. */
    public String of(List<String> columns) {
        return uuid(text(columns));
    }

    private static String uuid(String text) {
        return "CAST(" + RowText.digest(text) + " AS UUID)";
    }

    private String text(List<String> columns) {
        return RowText.of(values(columns));
    }

    /** The values by the names under which they were first loaded: a migration that renames a column makes no row another one. */
    private SequencedMap<String, String> values(List<String> columns) {
        SequencedMap<String, List<String>> forms = new LinkedHashMap<>();
        for (String column : columns) {
            if (query.forms(column).isEmpty()) {
                forms.put(table.firstName(column), List.of());
            }
            for (ColumnForm form : query.forms(column)) {
                forms.computeIfAbsent(table.firstName(form.inPackage()), name -> new ArrayList<>())
                        .add(canonical(form));
            }
        }
        SequencedMap<String, String> values = new LinkedHashMap<>();
        forms.forEach((name, some) ->
                values.put(name, some.isEmpty() ? "NULL" : "coalesce(" + String.join(", ", some) + ")"));
        return values;
    }

    /** A writing of a value that does not depend on what type the whole package's column turned out to have. */
    private String canonical(ColumnForm form) {
        if (!form.text()) {
            return RowText.ofTyped(form, query.typed(form));
        }
        String text = query.text(form);
        return form.kind() == ValueType.DECIMAL && table.hasSegments() ? KeyTexts.withoutLastZeros(text) : text;
    }
}
