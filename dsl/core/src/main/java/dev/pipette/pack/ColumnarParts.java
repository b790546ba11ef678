package dev.pipette.pack;

import dev.pipette.ErrorCode;
import dev.pipette.PipetteException;
import dev.pipette.pack.PackagePart.Kind;
import dev.pipette.schema.Naming;
import dev.pipette.schema.ValueType;
import dev.pipette.spi.CsvDialect;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the columnar files of a root table; the types of text columns are joined over all files. */
final class ColumnarParts {
    private final DuckEngine engine;
    private final Path folder;
    private final Naming naming;
    private final ResourceLoad resource;
    private final DelimitedReader delimited;
    private final Map<String, TextProfile> profiles = new LinkedHashMap<>();
    private final Map<String, List<Source>> sources = new LinkedHashMap<>();
    private final Map<String, ColumnForm> parquetForms = new LinkedHashMap<>();
    private final Set<String> columnsOfText = new HashSet<>();
    private final Map<String, ColumnForm> madeForms = new LinkedHashMap<>();

    private record Source(
            DelimitedFile file,
            Dialect dialect,
            List<String> header,
            String field,
            Optional<TextProfile.Guess> guess) {}

    ColumnarParts(DuckEngine engine, Path folder, Naming naming, ResourceLoad resource) {
        this.engine = engine;
        this.folder = folder;
        this.naming = naming;
        this.resource = resource;
        this.delimited = new DelimitedReader(engine);
    }

    PackagePart delimited(ResourceTables.ColumnarPart part) {
        FileFingerprint fingerprint = fingerprint(part);
        List<String> header = DelimitedReader.header(part.text());
        Map<String, String> columns = FileColumns.of(part.named(), header, naming, FileColumns.FIRST_LINE);
        FileColumns.checkReserved(part.named(), columns, FileColumns.FIRST_LINE);
        Map<String, ValueType> said = ResourceTables.said(resource.hints());
        Map<String, ValueType> known = new LinkedHashMap<>();
        columns.forEach((field, column) -> {
            ValueType type = said.get(column);
            if (type != null) {
                known.put(field, type);
            } else if (part.allText()) {
                known.put(field, ValueType.TEXT);
            }
        });
        DelimitedReader.Profile profile = delimited.profile(part.text(), header, known);
        List<PackagePart.Field> fields = new ArrayList<>();
        for (int index = 0; index < profile.header().size(); index++) {
            String field = header.get(index);
            String column = java.util.Objects.requireNonNull(columns.get(field));
            if (replaced(part, field, column)) {
                continue;
            }
            TextProfile found = profile.columns().get(index);
            fields.add(PackagePart.Field.read(column, ValueType.TEXT, field));
            profiles.merge(column, found, TextProfile::plus);
            if ((part.allText() || said.containsKey(column)) && profile.rows() > 0) {
                columnsOfText.add(column);
            }
            sources.computeIfAbsent(column, name -> new ArrayList<>())
                    .add(new Source(part.text(), profile.dialect(), header, field, found.guess()));
        }
        addMade(part, fields, profile.rows());
        return new PackagePart(
                Kind.DELIMITED,
                fileName(part),
                part.dialect().delimiter(),
                profile.dialect().longestLine(),
                profile.rows(),
                fingerprint,
                header,
                fields,
                part.dialect().equals(CsvDialect.usual(part.dialect().delimiter())) ? null : part.dialect());
    }

    private static FileFingerprint fingerprint(ResourceTables.ColumnarPart part) {
        try {
            return part.inside() ? FileFingerprint.OWN : FileFingerprint.of(part.file());
        } catch (IOException failed) {
            throw SourceProblem.of(part.named(), failed);
        }
    }

    private String fileName(ResourceTables.ColumnarPart part) {
        return part.inside()
                ? folder.relativize(part.file()).toString()
                : part.file().toString();
    }

    PackagePart parquet(ResourceTables.ColumnarPart part) {
        FileFingerprint fingerprint = fingerprint(part);
        ParquetNames.check(engine, part.file(), part.named());
        List<ParquetColumns.ParquetColumn> found = ParquetColumns.of(engine, part.file());
        List<String> header =
                found.stream().map(ParquetColumns.ParquetColumn::field).toList();
        Map<String, String> columns = FileColumns.of(part.named(), header, naming, FileColumns.FILE);
        FileColumns.checkReserved(part.named(), columns, FileColumns.FILE);
        String counts = found.stream()
                .map(column -> ", count(" + Sql.name(column.field()) + ")")
                .reduce("count(*)", String::concat);
        long[] values = counted(part, "SELECT " + counts + " FROM " + Sql.parquet(part.file(), ""), found.size() + 1);
        List<PackagePart.Field> fields = new ArrayList<>();
        for (int index = 0; index < found.size(); index++) {
            ParquetColumns.ParquetColumn column = found.get(index);
            String name = java.util.Objects.requireNonNull(columns.get(column.field()));
            if (replaced(part, column.field(), name)) {
                continue;
            }
            fields.add(PackagePart.Field.read(name, column.type(), column.field()));
            ColumnForm form = new ColumnForm(
                    name,
                    column.type(),
                    column.type(),
                    column.type() == ValueType.TEXT,
                    values[index + 1],
                    column.type() == ValueType.DECIMAL ? column.precision() - column.scale() : 0,
                    column.type() == ValueType.DECIMAL ? column.scale() : 0);
            parquetForms.merge(OpenPackage.formKey(name, column.type()), form, ColumnarParts::joined);
        }
        addMade(part, fields, values[0]);
        return new PackagePart(Kind.PARQUET, fileName(part), "", null, values[0], fingerprint, header, fields);
    }

    /** Whether a made column takes the place of a column of the file. */
    private static boolean replaced(ResourceTables.ColumnarPart part, String field, String column) {
        for (MadeColumn made : part.made()) {
            if (made.column().equals(column)) {
                if (made.replaces()) {
                    return true;
                }
                if (!made.folder().isEmpty()) {
                    throw new PipetteException(
                            ErrorCode.NAME_COLLISION,
                            MadeColumn.collision(part.named().toString(), field, made.folder(), column));
                }
                throw new PipetteException(
                        ErrorCode.NAME_COLLISION,
                        part.named() + ": its column '" + field + "' becomes '" + column
                                + "', which is the name of a column that Pipette adds to the rows of files. Rename it in"
                                + " the file's first line.");
            }
        }
        return false;
    }

    private void addMade(ResourceTables.ColumnarPart part, List<PackagePart.Field> fields, long rows) {
        for (MadeColumn made : part.made()) {
            FileColumns.checkReserved(
                    "resource " + resource.name() + ": a column that is added to its rows", made.column(), "the code");
            fields.add(PackagePart.Field.made(made));
            madeForms.merge(OpenPackage.formKey(made.column(), made.kind()), made.form(rows), ColumnarParts::joined);
        }
    }

    private static ColumnForm joined(ColumnForm one, ColumnForm other) {
        return new ColumnForm(
                one.column(),
                one.kind(),
                one.decided(),
                one.text(),
                one.count() + other.count(),
                Math.max(one.integerDigits(), other.integerDigits()),
                Math.max(one.scale(), other.scale()));
    }

    private long[] counted(ResourceTables.ColumnarPart part, String sql, int columns) {
        try {
            return engine.row(sql, row -> longs(row, columns));
        } catch (SQLException failed) {
            throw ParquetProblem.of(part.named(), failed);
        }
    }

    private static long[] longs(ResultSet row, int columns) throws SQLException {
        long[] values = new long[columns];
        for (int index = 0; index < columns; index++) {
            values[index] = row.getLong(index + 1);
        }
        return values;
    }

    List<ColumnForm> forms() {
        List<ColumnForm> forms = new ArrayList<>();
        profiles.forEach((column, profile) -> {
            if (profile.values() > 0 || columnsOfText.contains(column)) {
                forms.add(textForm(column, profile));
            }
        });
        parquetForms.values().stream().filter(form -> form.count() > 0).forEach(forms::add);
        madeForms.values().stream().filter(form -> form.count() > 0).forEach(forms::add);
        return forms;
    }

    private ColumnForm textForm(String column, TextProfile joined) {
        List<Source> files = java.util.Objects.requireNonNull(sources.get(column));
        long guesses =
                files.stream().flatMap(file -> file.guess().stream()).distinct().count();
        TextProfile profile = joined;
        if (guesses > 1) {
            profile = files.stream()
                    .map(file -> delimited.whole(file.file(), file.dialect(), file.header(), file.field()))
                    .reduce(TextProfile.EMPTY, TextProfile::plus);
        }
        ResourceLoad.Hint hint = resource.hint(column);
        ValueType decided = hint == null ? profile.type().orElse(ValueType.TEXT) : ValueType.TEXT;
        boolean decimal = decided == ValueType.DECIMAL || (hint != null && hint.type() == ValueType.DECIMAL);
        return new ColumnForm(
                column,
                ValueType.TEXT,
                decided,
                true,
                profile.values(),
                decimal && profile.values() > 0 ? profile.integerDigits() : 0,
                decimal ? profile.scale() : 0);
    }
}
