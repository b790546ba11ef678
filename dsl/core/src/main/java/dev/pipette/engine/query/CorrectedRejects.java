package dev.pipette.engine.query;

import dev.pipette.engine.columnar.DuckEngine;
import dev.pipette.engine.manifest.ReplayedRows;
import dev.pipette.engine.sql.Sql;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.Column;
import dev.pipette.schema.DataType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * Rejected rows in a file, each with the names of its resource and table, its load, kind and number, and its content; and what
 * people correct in them, which DuckDB works out.
 */
public final class CorrectedRejects {
    private static final List<String> KEY = List.of("resource_name", "table_name", "load_id", "kind", "row_number");
    private static final String KEYS = String.join(", ", KEY);

    /** DuckDB reads that much at once, and no longer line. */
    private static final long USUAL_OBJECT = 1L << 24;

    private static final String IS_ROW = "coalesce(json_valid(content) AND json_type(content) = 'OBJECT', false)";

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
                engine,
                "(SELECT *, CAST(NULL AS VARCHAR) AS set_values FROM read_json(" + Sql.file(file.toString())
                        + ", format = 'newline_delimited', maximum_object_size = "
                        + Math.max(longest + 1, USUAL_OBJECT)
                        + ", columns = {resource_name: 'VARCHAR', table_name: 'VARCHAR', load_id: 'VARCHAR', kind: 'VARCHAR',"
                        + " row_number: 'BIGINT', content: 'VARCHAR'}))");
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
            throw problem(file, said(failed));
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

    private static String said(PipetteException failed) {
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
                ? "(SELECT resource_name, table_name, load_id, kind, CAST(row_number AS BIGINT) AS row_number, to_json(content)"
                        + " AS content FROM read_csv(" + text + ", header = true, all_varchar = true))"
                : "(SELECT * FROM read_json(" + text
                        + ", columns = {resource_name: 'VARCHAR', table_name: 'VARCHAR', load_id: 'VARCHAR', kind: 'VARCHAR',"
                        + " row_number: 'BIGINT', content: 'JSON'}))";
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
        try {
            engine.copy("COPY (SELECT " + KEYS + ", content, " + set.object() + " AS set_values FROM (SELECT "
                    + set.inputs("content") + KEYS + ", content FROM " + of(resource, table) + ")) TO "
                    + Sql.file(into.toString()) + " (FORMAT parquet)");
        } catch (PipetteException failed) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "cannot correct the rejected rows of table " + table + ": "
                            + said(failed)
                            + ". Correct the value or the expression. Nothing was loaded.",
                    failed);
        }
        return new CorrectedRejects(engine, Sql.parquet(into, ""));
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
        /** The columns of a row, as expressions see them. */
        private String inputs(String content) {
            Set<String> own = Set.copyOf(KEY);
            return columns.stream()
                    .filter(column -> !own.contains(column.name()))
                    .map(column -> input(content, column) + " AS " + Sql.name(column.name()) + ", ")
                    .collect(Collectors.joining());
        }

        private static String input(String content, Column column) {
            String path = "'$.\"" + column.name().replace("\"", "\\\"") + "\"'";
            String text = content + " ->> " + path;
            return switch (column.dataType().orElse(DataType.TEXT)) {
                case TEXT -> text;
                case BINARY -> "from_base64(" + text + ")";
                case JSON -> content + " -> " + path;
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
            expressions.forEach((name, expression) -> members.add(Sql.name(name) + " := (" + expression + ")"));
            return "CAST(to_json(struct_pack(" + String.join(", ", members) + ")) AS VARCHAR)";
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
