package dev.pipette.engine.files;

import dev.pipette.engine.columnar.Conversion;
import dev.pipette.engine.columnar.DuckEngine;
import dev.pipette.engine.columnar.DuckType;
import dev.pipette.engine.columnar.RowText;
import dev.pipette.engine.columnar.TextProfile;
import dev.pipette.engine.disk.PrivateFiles;
import dev.pipette.engine.sql.Sql;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.Naming;
import dev.pipette.schema.ReservedNames;
import dev.pipette.schema.ValueType;
import dev.pipette.spi.BadLines;
import dev.pipette.spi.FileContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Columnar files as rows, for resources whose own code sees them, and for Parquet files with lists or objects
 * inside. The types of delimited text are learnt from the whole file first, so that code sees the same values that
 * would be loaded without it.
 */
public final class ColumnarRows {
    /** The column with what identifies a row. */
    private static final String IDENTITY = ReservedNames.HIDDEN + "identity";

    private final DuckEngine engine;
    private final Naming naming;
    private final Map<String, ValueType> declaredTypes;
    private final TakenColumns taken;
    private final Set<String> notes = new LinkedHashSet<>();
    private final Map<Path, TextFile> texts = new HashMap<>();
    private final Set<String> documents = new LinkedHashSet<>();

    /** Whether Parquet files are flat, by their schemas. */
    private final Map<String, Boolean> flat = new HashMap<>();

    /**
     * A reader. A column with a declared type is text in the rows, or a decimal, and gets its type later.
     *
     * @param declaredTypes declared types of columns, by normalized name
     * @param taken which columns of the files are loaded, and under which names; the rows have the files' own names
     */
    public ColumnarRows(DuckEngine engine, Naming naming, Map<String, ValueType> declaredTypes, TakenColumns taken) {
        this.engine = engine;
        this.naming = naming;
        this.declaredTypes = declaredTypes;
        this.taken = taken;
    }

    /** Notes for people on the files that were opened. */
    public Set<String> notes() {
        return notes;
    }

    /** The columns of the files that were opened that hold JSON documents, by normalized name: text in the rows. */
    public Set<String> documents() {
        return documents;
    }

    /** Whether pack can take the file as it is. */
    public boolean isFlat(FileContent.Columnar content) {
        if (content.kind() == FileContent.Kind.DELIMITED) {
            return true;
        }
        ParquetFooter footer = ParquetFooter.of(content.file());
        if (footer.hasWideDecimals()) {
            return false;
        }
        return footer.schema().isEmpty()
                ? ParquetColumns.isFlat(engine, content.file())
                : flat.computeIfAbsent(footer.schema(), schema -> ParquetColumns.isFlat(engine, content.file()));
    }

    /**
     * Counts the rows of a file that pack takes as it is.
     *
     * @param readable whether lines that cannot be read are no rows, and no error
     */
    public long count(FileContent.Columnar content, boolean readable) {
        if (content.kind() == FileContent.Kind.PARQUET) {
            return engine.first("SELECT count(*) FROM " + Sql.parquet(content.file(), ""), row -> row.getLong(1));
        }
        DelimitedReader reader = new DelimitedReader(engine);
        DelimitedFile file = DelimitedFile.of(content);
        try {
            return reader.count(file);
        } catch (PipetteException failed) {
            LineRepair repair = new LineRepair(engine::scratch, (line, text, problem) -> {});
            Optional<DelimitedFile> copy = readable ? repair.without(file, failed) : Optional.empty();
            long count = reader.count(copy.orElseThrow(() -> failed));
            delete(copy.get().path());
            return count;
        }
    }

    /** The type that a column of delimited text with these values would have. */
    public ValueType typeOf(Collection<String> texts) {
        String values = texts.stream().map(Sql::literal).collect(Collectors.joining(", ", "[", "]"));
        return engine.first(
                        "SELECT " + TextProfile.aggregates("t") + " FROM (SELECT unnest(" + values + ") AS t)",
                        row -> TextProfile.read(row, 0))
                .type()
                .orElse(ValueType.TEXT);
    }

    /** The types that were declared of columns, by normalized name. */
    public Map<String, ValueType> declared() {
        return declaredTypes;
    }

    /** Opens the rows. */
    public Stream<Map<String, Object>> open(FileContent.Columnar content) {
        return open(content, FileIdentity.NONE, null).map(FileRow::values);
    }

    /**
     * Opens the rows with what identifies them.
     *
     * @param identity of the rows of flat files
     * @param bad takes lines that cannot be read; null where the first one is an error
     */
    public Stream<FileRow> open(FileContent.Columnar content, FileIdentity identity, @Nullable BadLines bad) {
        if (content.kind() == FileContent.Kind.PARQUET) {
            ParquetNames.check(engine, content.file(), content.source().named());
            return parquet(content, identity);
        }
        TextFile file = delimited(content, bad);
        if (file == null) {
            return Stream.empty();
        }
        Optional<String> sql = file.has(IDENTITY) ? Optional.empty() : identity.of(file.values());
        Stream<FileRow> rows = sql.isEmpty()
                ? open(content, file.typed(), List.of(), null)
                : open(content, file.typedWith(sql.get(), IDENTITY), List.of(), Sql.name(IDENTITY));
        return file.path().equals(content.file()) ? rows : rows.onClose(() -> delete(file.path()));
    }

    private Stream<FileRow> parquet(FileContent.Columnar content, FileIdentity identity) {
        ParquetFooter footer = ParquetFooter.of(content.file());
        if (!footer.hasWideDecimals()) {
            Optional<String> sql =
                    identity != FileIdentity.NONE && isFlat(content) ? identity.of(values(content)) : Optional.empty();
            return open(content, Sql.parquet(content.file(), ""), List.of(), sql.orElse(null));
        }
        Path copy = engine.scratch();
        try {
            PrivateFiles.USUAL.makeFolders(Objects.requireNonNull(copy.getParent()));
            footer.copy(content.file(), copy);
        } catch (IOException failed) {
            throw new PipetteException(
                    ErrorCode.WORKING_FOLDER_FAILED,
                    "could not copy " + content.file() + " to " + copy + ": " + failed.getMessage()
                            + ". The copy is needed, because the file has decimals of more than 38 digits."
                            + " Nothing was loaded.",
                    failed);
        }
        try {
            return open(content, Sql.parquet(copy, ""), footer.scales(), null).onClose(() -> delete(copy));
        } catch (PipetteException failed) {
            delete(copy);
            throw failed;
        }
    }

    /** How the values of the columns of a Parquet file that are loaded are written. */
    private Map<String, String> values(FileContent.Columnar content) {
        List<ParquetColumns.ParquetColumn> columns = ParquetColumns.of(engine, content.file());
        Set<String> loaded = taken.of(columns.stream()
                        .map(ParquetColumns.ParquetColumn::field)
                        .toList())
                .keySet();
        Map<String, String> values = new LinkedHashMap<>();
        columns.stream()
                .filter(column -> loaded.contains(column.field()))
                .forEach(column -> values.put(
                        column.field(),
                        RowText.ofFile(
                                RowText.formInFile(column.field(), column.type(), column.scale()),
                                Sql.name(column.field()))));
        return values;
    }

    private static void delete(Path copy) {
        try {
            Files.deleteIfExists(copy);
        } catch (IOException failed) {
            throw new PipetteException(
                    ErrorCode.WORKING_FOLDER_FAILED, "could not delete " + copy + ": " + failed.getMessage(), failed);
        }
    }

    /** @param identity an expression for what identifies a row; null for nothing */
    private Stream<FileRow> open(
            FileContent.Columnar content, String from, List<Integer> scales, @Nullable String identity) {
        try {
            Connection connection = engine.connection();
            Statement statement = connection.createStatement();
            boolean hasColumn = Sql.name(IDENTITY).equals(identity);
            List<FileValues> columns = columns(
                    connection, hasColumn ? "(SELECT * EXCLUDE (" + identity + ") FROM " + from + ")" : from, scales);
            String selected = Stream.concat(columns.stream().map(FileValues::selected), Stream.ofNullable(identity))
                    .collect(Collectors.joining(", "));
            Rows rows = new Rows(
                    content, columns, identity != null, statement.executeQuery("SELECT " + selected + " FROM " + from));
            return StreamSupport.stream(Spliterators.spliteratorUnknownSize(rows, Spliterator.ORDERED), false)
                    .onClose(() -> close(connection, statement));
        } catch (SQLException failed) {
            throw problem(content, failed);
        }
    }

    private List<FileValues> columns(Connection connection, String from, List<Integer> scales) throws SQLException {
        List<FileValues> columns = new ArrayList<>();
        Iterator<Integer> remaining = scales.iterator();
        try (Statement statement = connection.createStatement();
                ResultSet described = statement.executeQuery(
                        "SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM " + from + ")")) {
            while (described.next()) {
                columns.add(new FileValues(
                        described.getString(1),
                        DuckType.of(described.getString(2)).withDecimals(remaining)));
            }
        }
        Map<String, String> names =
                taken.of(columns.stream().map(FileValues::field).toList());
        columns.removeIf(column -> !names.containsKey(column.field()));
        columns.forEach(column -> look(column, naming.key(Objects.requireNonNull(names.get(column.field())))));
        return columns;
    }

    private void look(FileValues values, String column) {
        if (values.type() instanceof DuckType.Scalar(String name)
                && name.equals("TIME WITH TIME ZONE")
                && declaredTypes.get(column) != ValueType.TEXT) {
            notes.add("column '" + column
                    + "' holds times of day with a time zone, which no column type has; they are kept as text");
        }
        if (values.type() instanceof DuckType.Scalar(String name) && name.equals("JSON")) {
            documents.add(column);
        }
    }

    private static PipetteException problem(FileContent.Columnar content, SQLException failed) {
        return content.kind() == FileContent.Kind.PARQUET
                ? ParquetProblem.of(content.source().named(), failed)
                : DelimitedProblem.of(DelimitedFile.of(content), failed);
    }

    private static void close(Connection connection, Statement statement) {
        try (connection;
                statement) {
            statement.cancel();
        } catch (SQLException failed) {
            throw DuckEngine.failure("close a reader", failed);
        }
    }

    /** A delimited file with the types of its columns; null for an empty one. */
    private @Nullable TextFile delimited(FileContent.Columnar content, @Nullable BadLines bad) {
        Path named = content.source().named();
        DelimitedFile text = DelimitedFile.of(content);
        DelimitedReader reader = bad == null
                ? new DelimitedReader(engine)
                : new DelimitedReader(engine, new LineRepair(engine::scratch, bad));
        List<String> header = DelimitedReader.header(text);
        if (header.isEmpty()) {
            return null;
        }
        Map<String, ValueType> known = new LinkedHashMap<>();
        Map<String, String> columns = FileColumns.of(named, header, taken, naming, FileColumns.FIRST_LINE);
        for (String field : header) {
            String column = columns.get(field);
            ValueType type = column == null ? null : declaredTypes.get(column);
            if (type != null) {
                known.put(field, type);
            } else if (column == null || content.allText()) {
                known.put(field, ValueType.TEXT);
            }
        }
        DelimitedReader.Profile profile = reader.profile(text, header, known);
        Map<String, String> types = new LinkedHashMap<>();
        for (int index = 0; index < header.size(); index++) {
            TextProfile column = profile.columns().get(index);
            ValueType type = known.containsKey(header.get(index))
                    ? (column.isDecimal() ? ValueType.DECIMAL : ValueType.TEXT)
                    : column.type().orElse(ValueType.TEXT);
            types.put(header.get(index), Conversion.duckType(type, 38, column.scale()));
        }
        Set<String> numbers = known.entrySet().stream()
                .filter(column -> column.getValue().isNumber() && "VARCHAR".equals(types.get(column.getKey())))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        Path read = profile.files().getFirst().path();
        TextFile found = new TextFile(read, profile.dialect(), types, numbers, taken.of(header));
        texts.put(content.file(), found);
        return found;
    }

    /**
     * How a delimited file writes a time or date: of several texts the last by code point; empty where it is not there.
     *
     * @param content a file that was opened
     * @param column its name, by which it is taken
     */
    public Optional<String> text(FileContent.Columnar content, String column, Object value) {
        TextFile file = texts.get(content.file());
        String type =
                value instanceof LocalDate ? "DATE" : value instanceof LocalDateTime ? "TIMESTAMP" : "TIMESTAMPTZ";
        Optional<String> field = file == null ? Optional.empty() : file.field(column);
        if (file == null || field.isEmpty()) {
            return Optional.empty();
        }
        return engine.first(
                "SELECT max(text) FROM (SELECT " + Sql.name(field.get()) + " AS text FROM " + file.texts()
                        + ") WHERE TRY_CAST(text AS " + type + ") = CAST(" + Sql.literal(value.toString()) + " AS "
                        + type + ")",
                row -> Optional.ofNullable(row.getString(1)));
    }

    /** The rows of a result, one at a time. */
    private static final class Rows implements Iterator<FileRow> {
        private final FileContent.Columnar content;
        private final ResultSet result;
        private final List<FileValues> columns;
        private final boolean identified;
        private boolean ready;
        private boolean ended;

        /** @param identified whether what identifies a row comes after its columns */
        Rows(FileContent.Columnar content, List<FileValues> columns, boolean identified, ResultSet result) {
            this.content = content;
            this.columns = columns;
            this.identified = identified;
            this.result = result;
        }

        @Override
        public boolean hasNext() {
            try {
                if (!ready && !ended) {
                    ready = result.next();
                    ended = !ready;
                }
                return ready;
            } catch (SQLException failed) {
                throw problem(content, failed);
            }
        }

        @Override
        public FileRow next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            ready = false;
            Map<String, @Nullable Object> row = LinkedHashMap.newLinkedHashMap(columns.size());
            String identity;
            try {
                int index = 0;
                for (FileValues column : columns) {
                    row.put(column.field(), column.value(result, ++index));
                }
                identity = identified ? result.getString(++index) : "";
            } catch (SQLException failed) {
                throw problem(content, failed);
            }
            @SuppressWarnings("NullAway") // A row's values may be NULL; its type says Object for the user's ease.
            Map<String, Object> values = row;
            return new FileRow(values, identity);
        }
    }
}
