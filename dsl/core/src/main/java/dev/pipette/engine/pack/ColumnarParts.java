package dev.pipette.engine.pack;

import dev.pipette.engine.columnar.DuckEngine;
import dev.pipette.engine.columnar.TextProfile;
import dev.pipette.engine.files.ColumnarPart;
import dev.pipette.engine.files.DelimitedFile;
import dev.pipette.engine.files.DelimitedReader;
import dev.pipette.engine.files.FileColumns;
import dev.pipette.engine.files.FileGroups;
import dev.pipette.engine.files.HeadedFile;
import dev.pipette.engine.files.LineRepair;
import dev.pipette.engine.files.ParquetColumns;
import dev.pipette.engine.files.ParquetCounts;
import dev.pipette.engine.files.ParquetFile;
import dev.pipette.engine.files.ParquetNames;
import dev.pipette.engine.files.PartRun;
import dev.pipette.engine.files.PlainRecords;
import dev.pipette.engine.files.SmallFiles;
import dev.pipette.engine.files.SourceProblem;
import dev.pipette.engine.manifest.ColumnForm;
import dev.pipette.engine.manifest.Dialect;
import dev.pipette.engine.manifest.FileFingerprint;
import dev.pipette.engine.manifest.MadeColumn;
import dev.pipette.engine.manifest.PackagePart;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.Naming;
import dev.pipette.schema.ValueType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
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
    private final LineRejects bad;
    private int repaired;
    private final Map<String, TextProfile> profiles = new LinkedHashMap<>();
    private final Map<String, List<Source>> sources = new LinkedHashMap<>();
    private final Map<String, ColumnForm> parquetForms = new LinkedHashMap<>();
    private final Set<String> columnsOfText = new HashSet<>();
    private final Map<String, ColumnForm> madeForms = new LinkedHashMap<>();

    /** Where values of a column come from. */
    private record Source(DelimitedReader.Profile profile, String field, Optional<TextProfile.Guess> guess) {}

    /** @param bad takes lines of files that cannot be read */
    ColumnarParts(DuckEngine engine, Path folder, Naming naming, ResourceLoad resource, LineRejects bad) {
        this.engine = engine;
        this.folder = folder;
        this.naming = naming;
        this.resource = resource;
        this.delimited = new DelimitedReader(engine);
        this.bad = bad;
    }

    /** Reads files of delimited text, those together that agree. The parts are in the order of the files. */
    List<PackagePart> delimited(List<ColumnarPart> files) {
        List<HeadedFile> headed = files.stream().map(HeadedFile::of).toList();
        SmallFiles small = new SmallFiles(folder, resource.table());
        List<HeadedFile> joined = small.joined(headed);
        if (joined == headed) {
            return inOrder(headed, read(headed, resource.rejectsBadRows()));
        }
        try {
            Map<HeadedFile, PackagePart> parts = read(joined, false);
            if (small.hasAll(parts)) {
                small.keep();
                return inOrder(joined, parts);
            }
        } catch (PipetteException atFault) {
            // reading the files as they are shows which of them it is, and where
        }
        forget();
        small.discard();
        return inOrder(headed, read(headed, resource.rejectsBadRows()));
    }

    private void forget() {
        profiles.clear();
        sources.clear();
        columnsOfText.clear();
        madeForms.clear();
    }

    /** @param keepsApart whether lines that cannot be read are kept apart */
    private Map<HeadedFile, PackagePart> read(List<HeadedFile> files, boolean keepsApart) {
        DelimitedReader reader = keepsApart ? new DelimitedReader(engine, repair(files)) : delimited;
        Map<HeadedFile, PackagePart> parts = new IdentityHashMap<>();
        FileGroups.alike(files, HeadedFile::alike).forEach(group -> readGroup(reader, group, parts));
        return parts;
    }

    private LineRepair repair(List<HeadedFile> files) {
        Map<Path, String> places = new HashMap<>();
        files.forEach(file -> places.put(file.part().file(), file.part().place()));
        return new LineRepair(
                () -> folder.resolve(bad.name() + "." + repaired++ + ".readable"),
                file -> bad.of(java.util.Objects.requireNonNull(places.get(file.path()))));
    }

    private static List<PackagePart> inOrder(List<HeadedFile> files, Map<HeadedFile, PackagePart> parts) {
        return files.stream()
                .map(file -> java.util.Objects.requireNonNull(parts.get(file)))
                .toList();
    }

    /** Reads together what a scan found plain, and the other files one by one. */
    private void readGroup(DelimitedReader reader, List<HeadedFile> group, Map<HeadedFile, PackagePart> parts) {
        if (group.size() == 1) {
            readAlike(reader, group, List.of(), parts);
            return;
        }
        List<HeadedFile> plain = new ArrayList<>();
        List<Long> rows = new ArrayList<>();
        for (HeadedFile file : group) {
            Optional<PlainRecords> records = file.plain();
            if (records.isPresent()) {
                plain.add(file);
                rows.add(records.get().rows(file.part().dialect().headed()));
            } else {
                readAlike(reader, List.of(file), List.of(), parts);
            }
        }
        if (!plain.isEmpty()) {
            readAlike(reader, plain, rows, parts);
        }
    }

    /**
     * Reads files with one statement.
     *
     * @param scanned how many rows each of them has; empty for a file that was not scanned
     */
    private void readAlike(
            DelimitedReader reader, List<HeadedFile> group, List<Long> scanned, Map<HeadedFile, PackagePart> parts) {
        ColumnarPart first = group.getFirst().part();
        List<String> header = group.getFirst().header();
        Map<String, String> columns =
                FileColumns.of(first.named(), header, first.taken(), naming, FileColumns.FIRST_LINE);
        FileColumns.checkReserved(first.named(), columns, FileColumns.FIRST_LINE);
        Map<String, ValueType> declared = ResourceTables.declaredTypes(resource.hints());
        Map<String, ValueType> known = new LinkedHashMap<>();
        for (String field : header) {
            String column = columns.get(field);
            ValueType type = column == null ? null : declared.get(column);
            if (type != null) {
                known.put(field, type);
            } else if (column == null || first.allText()) {
                known.put(field, ValueType.TEXT);
            }
        }
        List<FileFingerprint> fingerprints =
                group.stream().map(file -> fingerprint(file.part())).toList();
        List<DelimitedFile> texts =
                group.stream().map(file -> file.part().text()).toList();
        int place = 0;
        for (DelimitedReader.Profile profile : reader.profiles(texts, scanned, header, known)) {
            List<PackagePart.Field> read = learn(profile, first, columns, declared);
            for (int index = 0; index < profile.rows().size(); index++) {
                long rows = profile.rows().get(index);
                HeadedFile file = group.get(place);
                Path readFrom = profile.files().get(index).path();
                boolean isCopy = !readFrom.equals(file.part().file());
                List<PackagePart.Field> fields = new ArrayList<>(read);
                addMade(file.part(), fields, rows);
                boolean lacksLines = isCopy || file.part().inside() && bad.isAny();
                PackagePart part = PackagePart.delimited(
                        isCopy ? folder.relativize(readFrom).toString() : fileName(file.part()),
                        new Dialect(first.dialect(), profile.dialect().longestLine()),
                        rows,
                        isCopy ? FileFingerprint.OWN : fingerprints.get(place),
                        header,
                        fields,
                        profile.files().size() == 1 ? null : PartRun.SCANNED);
                parts.put(file, part.at(place(file.part(), lacksLines)));
                place++;
            }
        }
    }

    /** Rows are counted in the file as it is read: one from which lines were left out has fewer. */
    private static String place(ColumnarPart part, boolean lacksLines) {
        return part.place().isEmpty() ? "" : part.place() + (lacksLines ? ", readable row " : ", row ");
    }

    /** Keeps what a profile found, and returns the columns that its files have. */
    private List<PackagePart.Field> learn(
            DelimitedReader.Profile profile,
            ColumnarPart part,
            Map<String, String> columns,
            Map<String, ValueType> declared) {
        boolean hasRows = profile.rows().stream().anyMatch(rows -> rows > 0);
        List<PackagePart.Field> fields = new ArrayList<>();
        for (int index = 0; index < profile.header().size(); index++) {
            String field = profile.header().get(index);
            String column = columns.get(field);
            if (column == null || replaced(part, field, column)) {
                continue;
            }
            TextProfile found = profile.columns().get(index);
            fields.add(PackagePart.Field.read(column, ValueType.TEXT, field));
            profiles.merge(column, found, TextProfile::plus);
            if ((part.allText() || declared.containsKey(column)) && hasRows) {
                columnsOfText.add(column);
            }
            sources.computeIfAbsent(column, name -> new ArrayList<>()).add(new Source(profile, field, found.guess()));
        }
        return fields;
    }

    private static FileFingerprint fingerprint(ColumnarPart part) {
        try {
            return part.inside() ? FileFingerprint.OWN : FileFingerprint.of(part.file());
        } catch (IOException failed) {
            throw SourceProblem.of(part.named(), failed);
        }
    }

    private String fileName(ColumnarPart part) {
        return part.inside()
                ? folder.relativize(part.file()).toString()
                : part.file().toString();
    }

    /** Reads Parquet files, those together that have the same columns. The parts are in the order of the files. */
    List<PackagePart> parquet(List<ColumnarPart> files) {
        List<ParquetFile> known = files.stream().map(ParquetFile::of).toList();
        Map<ParquetFile, PackagePart> parts = new IdentityHashMap<>();
        FileGroups.alike(known, ParquetFile::alike).forEach(group -> readParquet(group, parts));
        return known.stream()
                .map(file -> java.util.Objects.requireNonNull(parts.get(file)))
                .toList();
    }

    private void readParquet(List<ParquetFile> group, Map<ParquetFile, PackagePart> parts) {
        ColumnarPart first = group.getFirst().part();
        ParquetNames.check(engine, first.file(), first.named());
        List<ParquetColumns.ParquetColumn> found = ParquetColumns.of(engine, first.file());
        List<String> header =
                found.stream().map(ParquetColumns.ParquetColumn::field).toList();
        Map<String, String> columns = FileColumns.of(first.named(), header, first.taken(), naming, FileColumns.FILE);
        FileColumns.checkReserved(first.named(), columns, FileColumns.FILE);
        List<FileFingerprint> fingerprints =
                group.stream().map(file -> fingerprint(file.part())).toList();
        ParquetCounts counts = ParquetCounts.of(engine, group, header);
        List<PackagePart.Field> read = new ArrayList<>();
        for (int index = 0; index < found.size(); index++) {
            ParquetColumns.ParquetColumn column = found.get(index);
            String name = columns.get(column.field());
            if (name == null || replaced(first, column.field(), name)) {
                continue;
            }
            read.add(PackagePart.Field.read(name, column.type(), column.field()));
            ColumnForm form = new ColumnForm(
                    name,
                    column.type(),
                    column.type(),
                    column.type() == ValueType.TEXT,
                    counts.values()[index],
                    column.type() == ValueType.DECIMAL ? column.precision() - column.scale() : 0,
                    column.type() == ValueType.DECIMAL ? column.scale() : 0);
            parquetForms.merge(OpenPackage.formKey(name, column.type()), form, ColumnarParts::joined);
        }
        for (int place = 0; place < group.size(); place++) {
            ParquetFile file = group.get(place);
            long rows = counts.rows().get(place);
            List<PackagePart.Field> fields = new ArrayList<>(read);
            addMade(file.part(), fields, rows);
            PackagePart part = PackagePart.parquet(
                    fileName(file.part()),
                    rows,
                    fingerprints.get(place),
                    header,
                    fields,
                    file.schema().isEmpty() ? null : file.schema());
            parts.put(file, part.at(place(file.part(), false)));
        }
    }

    /** Whether a made column takes the place of a column of the file. */
    private static boolean replaced(ColumnarPart part, String field, String column) {
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

    private void addMade(ColumnarPart part, List<PackagePart.Field> fields, long rows) {
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
                    .map(file -> delimited.whole(file.profile(), file.field()))
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
