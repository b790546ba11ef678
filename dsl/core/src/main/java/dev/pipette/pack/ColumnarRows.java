package dev.pipette.pack;

import dev.pipette.ErrorCode;
import dev.pipette.PipetteException;
import dev.pipette.schema.Naming;
import dev.pipette.schema.ValueType;
import dev.pipette.spi.FileContent;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Struct;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.duckdb.DuckDBStruct;
import org.duckdb.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * Columnar files as rows, for resources whose own code wants to see them, and for Parquet files with lists or objects
 * inside. The types of delimited text are learnt from the whole file first, so that code sees the same values that
 * would be loaded without it.
 */
public final class ColumnarRows {
    private final DuckEngine engine;
    private final Naming naming;
    private final Map<String, ValueType> said;
    private final Map<Path, TextFile> texts = new HashMap<>();

    /**
     * A reader. A column whose type was said is text in the rows, or a decimal, and becomes what was said later.
     *
     * @param said types that were said of columns, by normalized name
     */
    public ColumnarRows(DuckEngine engine, Naming naming, Map<String, ValueType> said) {
        this.engine = engine;
        this.naming = naming;
        this.said = said;
    }

    /** Whether pack can take the file as it is. */
    public boolean isFlat(FileContent.Columnar content) {
        return content.kind() == FileContent.Kind.DELIMITED || ParquetColumns.isFlat(engine, content.file());
    }

    /** Counts the rows of a file that pack takes as it is. */
    public long count(FileContent.Columnar content) {
        return content.kind() == FileContent.Kind.PARQUET
                ? engine.first(
                        "SELECT count(*) FROM read_parquet("
                                + Sql.file(content.file().toString()) + ")",
                        row -> row.getLong(1))
                : new DelimitedReader(engine)
                        .count(content.file(), content.source().named(), content.delimiter());
    }

    /** Opens the rows. */
    public Stream<Map<String, Object>> open(FileContent.Columnar content) {
        String from = content.kind() == FileContent.Kind.PARQUET
                ? "read_parquet(" + Sql.file(content.file().toString()) + ")"
                : delimited(content);
        if (from.isEmpty()) {
            return Stream.empty();
        }
        try {
            Connection connection = engine.connection();
            Statement statement = connection.createStatement();
            Rows rows = new Rows(content, statement.executeQuery("SELECT * FROM " + from));
            return StreamSupport.stream(Spliterators.spliteratorUnknownSize(rows, Spliterator.ORDERED), false)
                    .onClose(() -> close(connection, statement));
        } catch (SQLException failed) {
            throw problem(content, failed);
        }
    }

    private static PipetteException problem(FileContent.Columnar content, SQLException failed) {
        return content.kind() == FileContent.Kind.PARQUET
                ? ParquetProblem.of(content.file(), failed)
                : DelimitedProblem.of(content.file(), failed);
    }

    private static void close(Connection connection, Statement statement) {
        try (connection;
                statement) {
            statement.cancel();
        } catch (SQLException failed) {
            throw DuckEngine.failure("close a reader", failed);
        }
    }

    private String delimited(FileContent.Columnar content) {
        Path file = content.file();
        Path named = content.source().named();
        String delimiter = content.delimiter();
        DelimitedReader reader = new DelimitedReader(engine);
        List<String> header = DelimitedReader.header(file, named, delimiter);
        if (header.isEmpty()) {
            return "";
        }
        Map<String, ValueType> known = new LinkedHashMap<>();
        FileColumns.of(named, header, naming).forEach((field, column) -> {
            ValueType type = said.get(column);
            if (type != null) {
                known.put(field, type);
            } else if (content.allText()) {
                known.put(field, ValueType.TEXT);
            }
        });
        DelimitedReader.Profile profile = reader.profile(file, named, delimiter, header, known);
        Map<String, String> types = new LinkedHashMap<>();
        for (int index = 0; index < header.size(); index++) {
            TextProfile column = profile.columns().get(index);
            ValueType type = known.containsKey(header.get(index))
                    ? (column.isDecimal() ? ValueType.DECIMAL : ValueType.TEXT)
                    : column.type().orElse(ValueType.TEXT);
            types.put(header.get(index), Conversion.duckType(type, 38, column.scale()));
        }
        texts.put(
                file, new TextFile(DelimitedReader.call(file.toString(), profile.dialect(), header, Map.of()), header));
        return DelimitedReader.call(file.toString(), profile.dialect(), header, types);
    }

    /** A delimited file, as a call that reads all of its columns as text. */
    private record TextFile(String call, List<String> header) {}

    /**
     * How a delimited file writes a time or date: of several texts the last by code point; empty where it is not there.
     *
     * @param content a file that was opened
     * @param field the column's name in the file
     */
    public Optional<String> text(FileContent.Columnar content, String field, Object value) {
        TextFile file = texts.get(content.file());
        String type =
                value instanceof LocalDate ? "DATE" : value instanceof LocalDateTime ? "TIMESTAMP" : "TIMESTAMPTZ";
        if (file == null || !file.header().contains(field)) {
            return Optional.empty();
        }
        return engine.first(
                "SELECT max(text) FROM (SELECT " + Sql.name(field) + " AS text FROM " + file.call()
                        + ") WHERE TRY_CAST(text AS " + type + ") = CAST(" + Sql.literal(value.toString()) + " AS "
                        + type + ")",
                row -> Optional.ofNullable(row.getString(1)));
    }

    /** The rows of a result, one at a time. */
    private static final class Rows implements Iterator<Map<String, Object>> {
        private final FileContent.Columnar content;
        private final ResultSet result;
        private final List<String> names = new ArrayList<>();
        private boolean ready;
        private boolean ended;

        Rows(FileContent.Columnar content, ResultSet result) throws SQLException {
            this.content = content;
            this.result = result;
            ResultSetMetaData columns = result.getMetaData();
            for (int index = 1; index <= columns.getColumnCount(); index++) {
                names.add(columns.getColumnName(index));
            }
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
        public Map<String, Object> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            ready = false;
            Map<String, @Nullable Object> row = LinkedHashMap.newLinkedHashMap(names.size());
            int index = 0;
            try {
                for (; index < names.size(); index++) {
                    row.put(names.get(index), plain(result.getObject(index + 1)));
                }
            } catch (SQLException failed) {
                throw problem(content, failed);
            } catch (DateTimeException failed) {
                throw new PipetteException(
                        ErrorCode.SOURCE_UNREADABLE,
                        content.file() + ": column '" + names.get(index)
                                + "' holds a date or time that Java does not have: " + failed.getMessage()
                                + ". Load the file without .map(..) and .filter(..), or change the value.",
                        failed);
            }
            @SuppressWarnings("NullAway") // A row's values may be NULL; its type says Object for the user's ease.
            Map<String, Object> values = row;
            return values;
        }

        private static @Nullable Object plain(@Nullable Object value) throws SQLException {
            return switch (value) {
                case null -> null;
                case java.sql.Timestamp timestamp -> timestamp.toLocalDateTime();
                case Float number -> Double.valueOf(number); // as DuckDB widens it where Java does not look
                case java.sql.Blob blob -> blob.getBytes(1, (int) blob.length());
                case Array array -> {
                    List<@Nullable Object> list = new ArrayList<>();
                    for (Object element : (Object[]) array.getArray()) {
                        list.add(plain(element));
                    }
                    yield list;
                }
                case DuckDBStruct struct -> map(struct.getMap());
                case Struct struct -> {
                    List<@Nullable Object> list = new ArrayList<>();
                    for (Object element : struct.getAttributes()) {
                        list.add(plain(element));
                    }
                    yield list;
                }
                case Map<?, ?> map -> map(map);
                case java.util.UUID uuid -> uuid.toString();
                case JsonNode document -> document.toString();
                default -> value;
            };
        }

        private static Map<String, @Nullable Object> map(Map<?, ?> map) throws SQLException {
            Map<String, @Nullable Object> plain = new LinkedHashMap<>();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                plain.put(String.valueOf(entry.getKey()), plain(entry.getValue()));
            }
            return plain;
        }
    }
}
