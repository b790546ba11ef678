package dev.pipette.engine.query;

import dev.pipette.engine.columnar.Conversion;
import dev.pipette.engine.files.FileGroups;
import dev.pipette.engine.files.PartRun;
import dev.pipette.engine.manifest.ColumnForm;
import dev.pipette.engine.manifest.OrdinalColumns;
import dev.pipette.engine.manifest.PackagePart;
import dev.pipette.engine.manifest.PackagePart.Kind;
import dev.pipette.engine.manifest.PackageTable;
import dev.pipette.engine.sql.DecimalComma;
import dev.pipette.engine.sql.Sql;
import dev.pipette.schema.ValueType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the files of one table of a package with DuckDB. Every form of every column has a name of its own; only what
 * the query needs is read.
 */
final class PackageScan {
    private static final int MOST_DIGITS = 38;

    private final Path folder;
    private final PackageTable table;
    private final Set<ColumnForm> typed = new HashSet<>();
    private final Set<ColumnForm> raw = new HashSet<>();
    private final Map<ColumnForm, Integer> numbers = new HashMap<>();
    private final Map<String, List<ColumnForm>> columns = new LinkedHashMap<>();
    private boolean ordinals;

    PackageScan(Path folder, PackageTable table) {
        this.folder = folder;
        this.table = table;
        for (ColumnForm form : table.forms()) {
            numbers.put(form, numbers.size());
            columns.computeIfAbsent(form.column(), column -> new ArrayList<>()).add(form);
        }
    }

    PackageScan(PackageScan other) {
        this(other.folder, other.table);
        this.typed.addAll(other.typed);
        this.raw.addAll(other.raw);
        this.ordinals = other.ordinals;
    }

    /** The forms of one column; a table may have ten thousand columns, so that looking through all would not do. */
    List<ColumnForm> forms(String column) {
        return columns.getOrDefault(column, List.of());
    }

    /** The value of a form in its decided type. */
    String typed(ColumnForm form) {
        typed.add(form);
        return "f" + numbers.get(form);
    }

    /** The text of a form that is stored as text. */
    String text(ColumnForm form) {
        raw.add(form);
        return "r" + numbers.get(form);
    }

    /** The number of the row in the table, in order of arrival. */
    String ordinal() {
        ordinals = true;
        return OrdinalColumns.ORDINAL;
    }

    /** The statement. */
    String sql() {
        List<String> selects = new ArrayList<>();
        long base = table.parts().stream()
                .filter(part -> part.kind() == Kind.SEGMENT)
                .mapToLong(PackagePart::rows)
                .sum();
        List<PackagePart> external = table.parts().stream()
                .filter(part -> part.kind() != Kind.SEGMENT)
                .toList();
        for (List<PackagePart> parts : FileGroups.runs(external, PartRun::alike)) {
            PartRun run = new PartRun(parts, base);
            selects.add(select(run));
            base += run.rows();
        }
        Map<Alike, List<String>> segments = new LinkedHashMap<>();
        for (PackagePart part : table.parts()) {
            if (part.kind() == Kind.SEGMENT) {
                segments.computeIfAbsent(new Alike(part.fields(), part.offset()), alike -> new ArrayList<>())
                        .add(Sql.file(folder.resolve(part.file()).toString()));
            }
        }
        segments.forEach((alike, files) -> {
            List<String> columns = columns(null, alike.fields(), new LinkedHashMap<>());
            addOrdinals(columns, alike.offset());
            selects.add(
                    "SELECT " + String.join(", ", columns) + " FROM read_parquet([" + String.join(", ", files) + "])");
        });
        return String.join(" UNION ALL ", selects);
    }

    /** What segments have in common that one call reads. */
    private record Alike(List<PackagePart.Field> fields, PackagePart.@Nullable RowOffset offset) {}

    private void addOrdinals(List<String> columns, PackagePart.@Nullable RowOffset offset) {
        columns.add(numbered(OrdinalColumns.ORDINAL, offset == null ? 0 : offset.table()));
        if (table.isNested()) {
            columns.add(numbered(OrdinalColumns.ROOT, offset == null ? 0 : offset.root()));
            columns.add(numbered(OrdinalColumns.PARENT, offset == null ? 0 : offset.parent()));
            columns.add(OrdinalColumns.INDEX);
        }
    }

    private static String numbered(String column, long rowsBefore) {
        return rowsBefore == 0 ? column : column + " + " + rowsBefore + " AS " + column;
    }

    private String select(PartRun run) {
        Map<String, String> readTypes = new LinkedHashMap<>();
        List<String> columns = columns(run, run.fields(), readTypes);
        if (ordinals) {
            columns.add(run.ordinal() + " AS " + OrdinalColumns.ORDINAL);
        }
        if (columns.isEmpty()) {
            columns.add("1 AS one");
        }
        return "SELECT " + String.join(", ", columns) + " FROM " + run.from(folder, readTypes);
    }

    /**
     * What is read of files.
     *
     * @param run of which they are; null for segments
     */
    private List<String> columns(@Nullable PartRun run, List<PackagePart.Field> fields, Map<String, String> readTypes) {
        Map<String, PackagePart.Field> byForm = new LinkedHashMap<>();
        fields.forEach(field -> byForm.put(field.column() + ' ' + field.kind(), field));
        List<String> columns = new ArrayList<>();
        for (int index = 0; index < table.forms().size(); index++) {
            ColumnForm form = table.forms().get(index);
            PackagePart.@Nullable Field field = byForm.get(form.inPackage() + ' ' + form.kind());
            String type = Conversion.duckType(form.decided(), MOST_DIGITS, form.scale());
            if (typed.contains(form)) {
                columns.add(typedField(run, form, field, type, readTypes) + " AS f" + index);
            }
            if (raw.contains(form)) {
                columns.add("CAST(" + (field == null ? "NULL" : value(run, field)) + " AS VARCHAR) AS r" + index);
            }
        }
        return columns;
    }

    private static String value(@Nullable PartRun run, PackagePart.Field field) {
        return run == null ? Sql.name(field.field()) : run.value(field);
    }

    /** The texts of a form that are values of the declared type, as these; NULL for others. */
    private static String fitting(ColumnForm form, String text, boolean commas) {
        String written = commas && form.decided().isNumber() ? DecimalComma.withPoint(text) : text;
        return Conversion.ofDeclared(
                        form.asText(), new Conversion.Names("", written), form.decided(), MOST_DIGITS, form.scale())
                .map(Conversion::expression)
                .orElse("NULL");
    }

    /** Text that is needed in one type only is read in that type, which spares DuckDB a copy. */
    private String typedField(
            @Nullable PartRun run,
            ColumnForm form,
            PackagePart.@Nullable Field field,
            String type,
            Map<String, String> readTypes) {
        if (field == null) {
            return "CAST(NULL AS " + type + ")";
        }
        if (field.isMade()) {
            return "CAST(" + value(run, field) + " AS " + type + ")";
        }
        if (form.kind() == ValueType.TEXT && form.decided() == ValueType.BINARY) {
            return Conversion.bytes(Sql.name(field.field()));
        }
        if (form.hasUnfit()) {
            return "CAST(" + fitting(form, Sql.name(field.field()), run != null && run.hasDecimalCommas()) + " AS "
                    + type + ")";
        }
        if (run != null && run.kind() == Kind.DELIMITED && !raw.contains(form)) {
            readTypes.put(field.field(), type);
            return Sql.name(field.field());
        }
        String value = Sql.name(field.field());
        boolean comma = run != null && run.hasDecimalCommas() && form.decided().isNumber();
        return "CAST(" + (comma ? DecimalComma.withPoint(value) : value) + " AS " + type + ")";
    }
}
