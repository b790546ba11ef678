package dev.pipette.engine.query;

import dev.pipette.engine.columnar.DuckEngine;
import dev.pipette.engine.disk.FolderDocument;
import dev.pipette.engine.disk.FolderProblem;
import dev.pipette.engine.disk.PrivateFiles;
import dev.pipette.engine.manifest.ReplayedRows;
import dev.pipette.engine.sql.Sql;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.Column;
import dev.pipette.schema.DataType;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/**
 * Rejected rows in a file, each with the names of its resource and table, its load, kind and number, and its content; and what
 * people correct in them, which DuckDB works out.
 */
public final class CorrectedRejects {
    private static final List<String> KEY = List.of("resource_name", "table_name", "load_id", "kind", "row_number");
    private static final String KEYS = String.join(", ", KEY);
    private static final String OWN = "_pipette_"; // no column of the data begins so

    /** DuckDB reads that much at once, and no longer line. */
    private static final long USUAL_OBJECT = 1L << 24;

    private static final String IS_ROW =
            "CASE WHEN json_valid(content) THEN json_type(content) = 'OBJECT' ELSE false END";

    /** DuckDB would round {@code 1.5}. */
    private static final String NUMBER =
            "CASE WHEN regexp_full_match(row_number, '[0-9]{1,18}') THEN CAST(row_number AS BIGINT) END AS row_number";

    private final DuckEngine engine;
    private final String rows;

    private CorrectedRejects(DuckEngine engine, String rows) {
        this.engine = engine;
        this.rows = rows;
    }

    /**
     * The rows as they were rejected.
     *
     * @param engine that reads while rows are taken
     * @param file with an object in each line, whose keys are the columns of the table of rejects
     * @param longest the length of its longest line in bytes
     */
    public static CorrectedRejects of(DuckEngine engine, Path file, long longest) {
        return new CorrectedRejects(
                engine, "(SELECT *, CAST(NULL AS VARCHAR) AS set_values FROM " + file(file, longest, "") + ")");
    }

    private static String file(Path file, long longest, String more) {
        return "read_json(" + Sql.file(file.toString()) + ", format = 'newline_delimited', maximum_object_size = "
                + Math.max(longest + 1, USUAL_OBJECT)
                + ", columns = {resource_name: 'VARCHAR', table_name: 'VARCHAR', load_id: 'VARCHAR', kind: 'VARCHAR',"
                + " row_number: 'BIGINT', content: 'VARCHAR'" + more + "})";
    }

    /**
     * Those of the rows that a person's file has, with the contents that they have there.
     *
     * @param file of rejected rows as they are printed: csv, or JSON
     * @param into a new file for the rows
     * @throws PipetteException BAD_USAGE where it cannot be read, or has a row that is not among these
     */
    public CorrectedRejects in(Path file, Path into) {
        if (!Files.isRegularFile(file)) {
            throw problem(file, "there is no such file");
        }
        String given = Sql.parquet(into, "");
        try {
            engine.copy("COPY " + given(file) + " TO " + Sql.file(into.toString()) + " (FORMAT parquet)");
        } catch (PipetteException failed) {
            throw problem(file, reason(failed));
        }
        engine.all(
                        "SELECT coalesce(table_name, '(no table_name)') || ', row_number ' || coalesce(CAST(row_number AS VARCHAR),"
                                + " 'missing') || ' of load ' || coalesce(load_id, '(no load_id)') FROM " + given
                                + " g WHERE content IS NULL OR NOT EXISTS (SELECT 1 FROM " + rows + " r WHERE "
                                + KEY.stream()
                                        .map(key -> "r." + key + " = g." + key)
                                        .collect(Collectors.joining(" AND "))
                                + ") LIMIT 1",
                        row -> row.getString(1))
                .forEach(unknown -> {
                    throw problem(
                            file,
                            "its row of table " + unknown
                                    + " is no rejected row that waits for a replay, or has no content");
                });
        engine.all(
                        "SELECT table_name || ', row_number ' || row_number FROM " + given + " GROUP BY " + KEYS
                                + " HAVING count(*) > 1 LIMIT 1",
                        row -> row.getString(1))
                .forEach(repeated -> {
                    throw problem(file, "it has a row of table " + repeated + " twice");
                });
        return new CorrectedRejects(
                engine,
                "(SELECT " + KEYS
                        + ", CASE WHEN json_type(content) = 'VARCHAR' THEN content ->> '$' ELSE CAST(content AS"
                        + " VARCHAR) END AS content, CAST(NULL AS VARCHAR) AS set_values FROM " + given + ")");
    }

    private static String reason(PipetteException failed) {
        return failed.getCause() instanceof SQLException sql ? Sql.message(sql) : String.valueOf(failed.getMessage());
    }

    private static PipetteException problem(Path file, String why) {
        return new PipetteException(
                ErrorCode.BAD_USAGE,
                "cannot replay the rows in " + file + ": " + why
                        + ". The file has rejected rows as 'pipette pipeline NAME rejects --format jsonl' prints them, with a"
                        + " corrected content. Nothing was loaded.");
    }

    private static String given(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        String text = Sql.file(file.toString());
        return name.contains(".csv")
                ? "(SELECT resource_name, table_name, load_id, kind, " + NUMBER + ", to_json(content)"
                        + " AS content FROM read_csv(" + text + ", header = true, all_varchar = true))"
                : "(SELECT resource_name, table_name, load_id, kind, " + NUMBER + ", content FROM read_json(" + text
                        + ", columns = {resource_name: 'VARCHAR', table_name: 'VARCHAR', load_id: 'VARCHAR', kind: 'VARCHAR',"
                        + " row_number: 'VARCHAR', content: 'JSON'}))";
    }

    /** How many of a table there are whose content is no row, such as a line that could not be read: they wait for a correction. */
    public long unreadable(String resource, String table) {
        return engine.first(
                "SELECT count(*) FROM " + rows + " WHERE " + isOf(resource, table) + " AND NOT " + IS_ROW,
                row -> row.getLong(1));
    }

    /** Which rows of a table there are, in the order of {@link #contents}. */
    public List<ReplayedRows.Part> parts(String resource, String table) {
        ReplayedRows.Collector parts = new ReplayedRows.Collector();
        try (Stream<ReplayedRows.Collector> all = stream(
                "SELECT load_id, kind, row_number FROM " + of(resource, table),
                row -> parts.add(row.getString(1), row.getString(2), row.getLong(3)))) {
            all.forEach(row -> {});
        }
        return parts.parts();
    }

    private String of(String resource, String table) {
        return rows + " WHERE " + isOf(resource, table) + " AND " + IS_ROW + " ORDER BY load_id, kind, row_number";
    }

    /**
     * A row of a table.
     *
     * @param number among the rows of its load
     * @param content its JSON
     * @param values for some of its columns, as a JSON object; null where none are set
     */
    public record Row(
            String loadId,
            long number,
            String content,
            @Nullable String values) {}

    /** The rows of a table in the order of {@link #parts}; closed by the caller. */
    public Stream<Row> contents(String resource, String table) {
        return stream(
                "SELECT load_id, row_number, content, set_values FROM " + of(resource, table),
                row -> new Row(row.getString(1), row.getLong(2), row.getString(3), row.getString(4)));
    }

    /**
     * The rows of a table with values for some of their columns.
     *
     * @param into a new file for the rows
     * @throws PipetteException BAD_USAGE for a value or an expression that cannot be worked out
     */
    public CorrectedRejects with(ColumnValues set, String resource, String table, Path into) {
        checkNames(set, resource, table);
        set.checkExact(table);
        Path texts = into.resolveSibling(into.getFileName() + ".jsonl");
        long longest = writeTexts(resource, table, texts);
        try {
            engine.copy("COPY (SELECT " + columns(OWN, "") + ", " + set.object() + " AS set_values FROM (SELECT "
                    + set.inputs("texts") + columns("", OWN) + " FROM " + file(texts, longest, ", texts: 'JSON'")
                    + ")) TO " + Sql.file(into.toString()) + " (FORMAT parquet)");
        } catch (PipetteException failed) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "cannot correct the rejected rows of table " + table + ": "
                            + reason(failed)
                            + ". Correct the value or the expression. Nothing was loaded.",
                    failed);
        }
        CorrectedRejects corrected = new CorrectedRejects(engine, Sql.parquet(into, ""));
        if (!corrected.parts(resource, table).equals(parts(resource, table))) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "cannot correct the rejected rows of table " + table
                            + ": an expression gives more or fewer rows than there are. Write one that has a single value for"
                            + " each row. Nothing was loaded.");
        }
        return corrected;
    }

    /** The columns of a row, each under another name. */
    private static String columns(String before, String after) {
        return Stream.concat(KEY.stream(), Stream.of("content"))
                .map(name -> before + name + " AS " + after + name)
                .collect(Collectors.joining(", "));
    }

    /** Writes the rows with their values as texts, as DuckDB would read numbers as doubles; returns the longest line. */
    private long writeTexts(String resource, String table, Path file) {
        long longest = 0;
        try (Stream<Map<String, Object>> all =
                        stream("SELECT " + KEYS + ", content FROM " + of(resource, table), CorrectedRejects::line);
                Writer out = new BufferedWriter(
                        new OutputStreamWriter(PrivateFiles.USUAL.newFile(file), StandardCharsets.UTF_8))) {
            for (Map<String, Object> row : (Iterable<Map<String, Object>>) all::iterator) {
                if (RejectJson.read(String.valueOf(row.get("content"))) instanceof ObjectNode object) {
                    row.put("texts", RejectJson.texts(object));
                }
                String line = RejectJson.write(row);
                longest = Math.max(longest, line.getBytes(StandardCharsets.UTF_8).length);
                out.write(line + "\n");
            }
            return longest;
        } catch (JacksonException failed) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "cannot correct the rejected rows of table " + table + ": a content is no JSON: "
                            + FolderDocument.reason(failed) + ". Correct it in a file. Nothing was loaded.",
                    failed);
        } catch (IOException failed) {
            throw FolderProblem.failedTo("write", file, failed);
        }
    }

    private static Map<String, Object> line(ResultSet row) throws SQLException {
        Map<String, Object> line = new LinkedHashMap<>();
        for (String key : KEY.subList(0, KEY.size() - 1)) {
            line.put(key, row.getString(key));
        }
        line.put(KEY.getLast(), row.getLong(KEY.getLast()));
        line.put("content", row.getString("content"));
        return line;
    }

    private void checkNames(ColumnValues set, String resource, String table) {
        Set<String> known = new LinkedHashSet<>();
        set.columns().forEach(column -> known.add(column.name()));
        known.addAll(engine.all(
                "SELECT DISTINCT unnest(json_keys(content)) FROM " + rows + " WHERE " + isOf(resource, table) + " AND "
                        + IS_ROW + " ORDER BY 1",
                row -> row.getString(1)));
        Stream.concat(set.values().keySet().stream(), set.expressions().keySet().stream())
                .filter(name -> !known.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new PipetteException(
                            ErrorCode.BAD_USAGE,
                            "cannot correct the rejected rows of table " + table + ": there is no column '" + name
                                    + "'. There are: " + String.join(", ", known) + ". Nothing was loaded.");
                });
    }

    /** The columns of the rows of a table as their values look: numbers, truths and texts. */
    public List<Column> columnsOf(String resource, String table) {
        return engine.all(
                "SELECT e.key, string_agg(DISTINCT e.type, ',') FROM (SELECT CASE WHEN " + IS_ROW
                        + " THEN content END AS object FROM " + rows + " WHERE " + isOf(resource, table)
                        + ") r, json_each(r.object) e WHERE e.type NOT IN ('NULL', 'OBJECT', 'ARRAY') GROUP BY e.key"
                        + " ORDER BY e.key",
                row -> Column.of(row.getString(1), type(Set.of(row.getString(2).split(",")))));
    }

    private static DataType type(Set<String> types) {
        if (Set.of("BIGINT", "UBIGINT").containsAll(types)) {
            return DataType.BIGINT;
        }
        if (Set.of("BIGINT", "UBIGINT", "HUGEINT", "DOUBLE").containsAll(types)) {
            return DataType.DOUBLE;
        }
        return types.equals(Set.of("BOOLEAN")) ? DataType.BOOL : DataType.TEXT;
    }

    private static String isOf(String resource, String table) {
        return "resource_name = " + Sql.literal(resource) + " AND table_name = " + Sql.literal(table);
    }

    /**
     * What people set columns to.
     *
     * @param columns those that the table has
     * @param values texts in the column's type; null for NULL
     * @param expressions over the columns of the row
     */
    public record ColumnValues(
            Collection<Column> columns, Map<String, @Nullable String> values, Map<String, String> expressions) {
        private static final Pattern NANOSECONDS = Pattern.compile("[.][0-9]{6}[0-9]*[1-9]");

        /** The columns of a row, as expressions see them. */
        private String inputs(String texts) {
            if (columns.isEmpty()) {
                return "";
            }
            String raw = columns.stream()
                    .map(column -> Sql.name(column.name()) + " := " + text(texts, column))
                    .collect(Collectors.joining(", ", "struct_pack(", ") AS _raw, "));
            return columns.stream()
                    .map(column -> input(text(texts, column), column) + " AS " + Sql.name(column.name()) + ", ")
                    .collect(Collectors.joining("", "", raw));
        }

        private static String text(String texts, Column column) {
            return texts + " ->> '$.\"" + column.name() + "\"'";
        }

        private static String input(String text, Column column) {
            return switch (column.dataType().orElse(DataType.TEXT)) {
                case TEXT -> text;
                case BINARY -> "from_base64(" + text + ")";
                case JSON -> "CAST(" + text + " AS JSON)";
                default -> "TRY_CAST(" + text + " AS " + type(column) + ")";
            };
        }

        private static String type(Column column) {
            return switch (column.dataType().orElse(DataType.TEXT)) {
                case TEXT -> "VARCHAR";
                case BINARY -> "BLOB";
                case TIMESTAMP -> column.timezone() ? "TIMESTAMPTZ" : "TIMESTAMP";
                case DECIMAL ->
                    "DECIMAL(" + column.precision().orElse(38) + ", "
                            + column.scale().orElse(9) + ")";
                case WEI -> "HUGEINT";
                case BOOL -> "BOOLEAN";
                case BIGINT, DOUBLE, DATE, TIME, JSON ->
                    column.dataType().orElseThrow().name();
            };
        }

        private String object() {
            List<String> members = new ArrayList<>();
            values.forEach((name, value) -> members.add(Sql.name(name) + " := " + constant(name, value)));
            expressions.forEach((name, expression) -> members.add(Sql.name(name) + " := "
                    + (isBinary(name) ? "to_base64(" + expression + ")" : "(" + expression + ")")));
            return "CAST(to_json(struct_pack(" + String.join(", ", members) + ")) AS VARCHAR)";
        }

        /** A cast of DuckDB rounds and cuts without a word. */
        private void checkExact(String table) {
            for (Column column : columns) {
                String value = values.get(column.name());
                String cut = value == null ? null : cut(value, column);
                if (cut != null) {
                    throw new PipetteException(
                            ErrorCode.BAD_USAGE,
                            "cannot correct the rejected rows of table " + table + ": '" + value
                                    + "' does not fit column " + column.name() + ": " + cut
                                    + ". Correct the value. Nothing was loaded.");
                }
            }
        }

        /** What a value has that its column cannot hold; null where it fits, or is no value of the type at all. */
        private static @Nullable String cut(String value, Column column) {
            return switch (column.dataType().orElse(DataType.TEXT)) {
                case BIGINT, WEI -> digits(value) > 0 ? "it holds integers" : null;
                case DECIMAL -> {
                    int scale = column.scale().orElse(9);
                    yield digits(value) > scale ? "it holds " + scale + " digits after the point" : null;
                }
                case DATE -> value.contains(":") ? "it holds dates without a time" : null;
                case TIME, TIMESTAMP -> NANOSECONDS.matcher(value).find() ? "it holds microseconds" : null;
                case TEXT, DOUBLE, BOOL, BINARY, JSON -> null;
            };
        }

        private static int digits(String number) {
            try {
                return new BigDecimal(number.strip()).stripTrailingZeros().scale();
            } catch (NumberFormatException none) {
                return 0;
            }
        }

        private boolean isBinary(String name) {
            return columns.stream()
                    .anyMatch(column -> column.name().equals(name)
                            && column.dataType().filter(DataType.BINARY::equals).isPresent());
        }

        private String constant(String name, @Nullable String value) {
            if (value == null) {
                return "NULL";
            }
            return columns.stream()
                    .filter(column -> column.name().equals(name))
                    .findFirst()
                    .filter(column -> column.dataType().isPresent())
                    .map(column -> column.dataType().orElseThrow() == DataType.BINARY
                            ? "to_base64(from_base64(" + Sql.literal(value) + "))"
                            : "CAST(" + Sql.literal(value) + " AS " + type(column) + ")")
                    .orElse(Sql.literal(value));
        }
    }

    private interface Reading<R> {
        R of(ResultSet row) throws SQLException;
    }

    /** The rows while they are read. */
    private <R> Stream<R> stream(String sql, Reading<R> reading) {
        try {
            DuckDBConnection connection = engine.connection();
            try {
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql);
                return StreamSupport.stream(new Rows<>(found, reading), false).onClose(() -> close(connection));
            } catch (SQLException failed) {
                connection.close();
                throw failed;
            }
        } catch (SQLException failed) {
            throw DuckEngine.failure("read the rejected rows", failed);
        }
    }

    private static void close(DuckDBConnection connection) {
        try {
            connection.close();
        } catch (SQLException failed) {
            throw DuckEngine.failure("close the rejected rows", failed);
        }
    }

    private static final class Rows<R> extends Spliterators.AbstractSpliterator<R> {
        private final ResultSet found;
        private final Reading<R> reading;

        Rows(ResultSet found, Reading<R> reading) {
            super(Long.MAX_VALUE, Spliterator.ORDERED);
            this.found = found;
            this.reading = reading;
        }

        @Override
        public boolean tryAdvance(Consumer<? super R> action) {
            try {
                if (!found.next()) {
                    return false;
                }
                action.accept(reading.of(found));
                return true;
            } catch (SQLException failed) {
                throw DuckEngine.failure("read the rejected rows", failed);
            }
        }
    }
}
