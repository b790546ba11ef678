package dev.pipette.engine.query;

import dev.pipette.engine.columnar.DuckEngine;
import dev.pipette.engine.disk.FolderProblem;
import dev.pipette.engine.disk.PrivateFiles;
import dev.pipette.engine.manifest.PackagePart;
import dev.pipette.engine.manifest.PackagePart.Kind;
import dev.pipette.engine.manifest.PackageTable;
import dev.pipette.engine.manifest.RowPlaceColumns;
import dev.pipette.engine.sql.Expressions;
import dev.pipette.engine.sql.Sql;
import dev.pipette.schema.Column;
import dev.pipette.schema.DataType;
import dev.pipette.spi.PackagedRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jooq.Condition;

/**
 * Rows of a package that are not loaded, each with why, where it came from, and as JSON with what is nested in it. They are a
 * Parquet file in the package's folder, from which each destination reads them as it reads any rows.
 */
public final class RejectedRows {
    /** The number of a row in the root table, from 0. */
    static final String ORDINAL = JudgedRows.ORDINAL;

    private static final String FOUND = "found";

    // no column of the data begins so
    private static final String PARENT = "_pipette_parent_of_row";
    private static final String ROOT = "_pipette_root_of_row";
    private static final String INDEX = "_pipette_index_of_row";
    private static final String PLACE = "_pipette_place_of_row";

    private final DuckEngine engine;
    private final Path folder;
    private final List<JsonTable> tables;
    private Path file;
    private int files;

    /**
     * The rows of some tables.
     *
     * @param folder of the package
     * @param tables the root table first
     */
    RejectedRows(DuckEngine engine, Path folder, List<JsonTable> tables) {
        this.engine = engine;
        this.folder = folder;
        this.tables = List.copyOf(tables);
        this.file = folder.resolve("rejects.parquet");
    }

    /**
     * A table whose rows become JSON.
     *
     * @param query gives its columns
     * @param columns those of the data
     * @param refused for columns with values that are not loaded, the output of the query that has these as JSON
     */
    public record JsonTable(PackageTable table, PackageQuery query, List<Column> columns, Map<String, String> refused) {
        /** Copies the query, which grows. */
        public JsonTable {
            query = query.copy();
            columns = List.copyOf(columns);
            refused = Collections.unmodifiableMap(new LinkedHashMap<>(refused));
        }

        private boolean has(String column) {
            return columns.stream().anyMatch(found -> found.name().equals(column));
        }
    }

    /**
     * Why rows are rejected.
     *
     * @param kind of the rule
     * @param rule for people
     * @param broken which rows, by their columns or their {@link JudgedRows#number numbers}
     * @param shown the columns whose values the message has
     * @param value the value that the message has, as an expression; empty for none
     * @param text the whole message; empty where the rule and values are it
     */
    public record Reason(Kind kind, String rule, String broken, List<String> shown, String value, String text) {
        /** What rejects rows. */
        public enum Kind {
            /** A check of the rows. */
            CHECK,
            /** A contract of the schema. */
            CONTRACT,
            /** The declared type of a column. */
            TYPE,
            /** A key, or a column that has to have a value. */
            KEY,
            /** A package that was given up. */
            PACKAGE;

            /** The word in the table of rejects. */
            @Override
            public String toString() {
                return name().toLowerCase(Locale.ROOT);
            }
        }

        /** The rows that meet a condition. */
        public static Reason of(Kind kind, String rule, Condition broken, List<String> shown) {
            return new Reason(kind, rule, Expressions.text(broken), shown, "", "");
        }

        /**
         * All rows.
         *
         * @param text the message, which has no values of them
         */
        public static Reason ofAll(Kind kind, String rule, String text) {
            return new Reason(kind, rule, "true", List.of(), "", text);
        }

        /**
         * The rows with a value that is kept out.
         *
         * @param output which has the value as JSON
         */
        public static Reason refused(Kind kind, String rule, String output) {
            String value = Sql.name(output);
            return new Reason(kind, rule, value + " IS NOT NULL", List.of(), value + " ->> '$'", "");
        }

        /**
         * The rows in which others are nested that a contract keeps out.
         *
         * @param nested a query of these
         */
        public static Reason refused(String rule, PackageQuery nested) {
            PackageQuery roots = nested.copy();
            roots.output(roots.rootOrdinal(), ROOT);
            return new Reason(
                    Kind.CONTRACT,
                    rule,
                    ORDINAL + " IN (SELECT " + ROOT + " FROM (" + roots.sql() + "))",
                    List.of(),
                    "",
                    "");
        }
    }

    /** Rows with some numbers, which the destination found, as a reason. */
    public Reason numbered(Reason.Kind kind, String rule, LongStream ordinals, List<String> shown) {
        String numbers = RowNumbers.in(folder.resolve("rejects-" + files++ + ".csv"), ordinals);
        return new Reason(kind, rule, ORDINAL + " IN (" + numbers + ")", shown, "", "");
    }

    /**
     * Writes the rows down; of a row with several reasons, the first is its rule, and the message has all of them.
     *
     * @param judged the rows that are not left out
     * @return how many there are
     */
    public long write(JudgedRows judged, List<Reason> reasons) {
        file = folder.resolve("rejects-" + files++ + ".parquet");
        JsonTable root = tables.getFirst();
        String sql = "WITH " + FOUND + " AS MATERIALIZED (" + found(judged, root, reasons) + ") SELECT f." + ORDINAL
                + ", f.kind, f.rule, f.message, c.content, coalesce(c." + PLACE + ", " + place(root.table())
                + ") AS place FROM " + FOUND
                + " f JOIN ("
                + content(root) + ") c ON c." + ORDINAL + " = f." + ORDINAL + " ORDER BY 1";
        engine.copy("COPY (" + sql + ") TO " + Sql.literal(file.toString()) + " (FORMAT parquet)");
        narrow(file);
        return engine.first("SELECT count(*) FROM " + Sql.parquet(file, ""), row -> row.getLong(1));
    }

    private static void narrow(Path path) {
        try {
            PrivateFiles.USUAL.narrow(path);
        } catch (IOException failed) {
            throw FolderProblem.failedTo("write", path, failed);
        }
    }

    private String found(JudgedRows judged, JsonTable root, List<Reason> reasons) {
        StringBuilder rules = new StringBuilder("CASE");
        StringBuilder kinds = new StringBuilder("CASE");
        List<String> messages = new ArrayList<>();
        for (Reason reason : reasons) {
            rules.append(" WHEN ").append(reason.broken()).append(" THEN ").append(Sql.literal(reason.rule()));
            kinds.append(" WHEN ")
                    .append(reason.broken())
                    .append(" THEN ")
                    .append(Sql.literal(reason.kind().toString()));
            messages.add("CASE WHEN " + reason.broken() + " THEN " + message(reason, root) + " END");
        }
        return "SELECT " + ORDINAL + ", " + kinds + " END AS kind, " + rules + " END AS rule, replace(concat_ws('; ', "
                + String.join(", ", messages)
                + "), chr(0), " + Sql.literal("\\u0000") + ") AS message FROM (" + judged.numbered() + ") WHERE "
                + reasons.stream().map(reason -> "(" + reason.broken() + ")").collect(Collectors.joining(" OR "));
    }

    private static String message(Reason reason, JsonTable root) {
        if (!reason.text().isEmpty()) {
            return Sql.literal(reason.text());
        }
        if (!reason.value().isEmpty()) {
            return Sql.literal(reason.rule() + " = ") + " || left(" + reason.value() + ", 80)";
        }
        String values = reason.shown().stream()
                .filter(root::has)
                .map(column -> " || " + Sql.literal(column + " = ") + " || left(coalesce(CAST(" + Sql.name(column)
                        + " AS VARCHAR), 'NULL'), 80)")
                .collect(Collectors.joining(" || ', '"));
        return Sql.literal(reason.rule() + (values.isEmpty() ? "" : ": ")) + values;
    }

    /** The rows as JSON: objects, with lists of those nested in them under what their table's name adds. */
    private String content(JsonTable root) {
        PackageQuery query = root.query().copy();
        query.output(query.ordinal(), ORDINAL).output(walked(query), PLACE);
        return "SELECT t." + ORDINAL + ", t." + PLACE + ", " + object(root) + " AS content FROM (SELECT * FROM ("
                + query.sql() + ") WHERE " + ORDINAL + " IN (SELECT " + ORDINAL + " FROM " + FOUND + ")) t"
                + joins(root);
    }

    private String nested(JsonTable nested) {
        PackageQuery query = nested.query().copy();
        query.output(query.ordinal(), ORDINAL)
                .output(query.parentOrdinal(), PARENT)
                .output(query.rootOrdinal(), ROOT)
                .output(query.listIndex(), INDEX);
        return "SELECT " + PARENT + ", '[' || string_agg(object, ',' ORDER BY " + INDEX
                + ") || ']' AS objects FROM (SELECT t." + PARENT
                + ", t." + INDEX + ", " + object(nested) + " AS object FROM (SELECT * FROM (" + query.sql() + ") WHERE "
                + ROOT + " IN (SELECT " + ORDINAL + " FROM " + FOUND + ")) t" + joins(nested) + ") GROUP BY " + PARENT;
    }

    /** The text of an object: JSON inside JSON would lose digits, as DuckDB writes it by way of a double. */
    private String object(JsonTable of) {
        Map<String, String> fields = new LinkedHashMap<>();
        of.columns().forEach(column -> fields.put(column.name(), value(column)));
        of.refused().forEach((column, output) -> {
            String refused = "CAST(t." + Sql.name(output) + " AS VARCHAR)";
            String loaded = fields.get(column);
            fields.put(column, loaded == null ? refused : "coalesce(" + refused + ", " + loaded + ")");
        });
        children(of).forEach(child -> fields.put(key(of, child, fields.keySet()), alias(child) + ".objects"));
        return fields.isEmpty()
                ? "'{}'"
                : fields.entrySet().stream()
                        .map(field -> Sql.literal(RejectJson.write(field.getKey()) + ":") + " || coalesce("
                                + field.getValue() + ", 'null')")
                        .collect(Collectors.joining(" || ',' || ", "'{' || ", " || '}'"));
    }

    /**
     * Where the rows of a table stand in an object: under what the name of their table adds to its parent's. Under the whole name
     * where it was cut because it was too long, or where a column has that name: a key may have a list in one row and a value in
     * the next.
     */
    private static String key(JsonTable parent, JsonTable child, Set<String> taken) {
        String table = child.table().name();
        String prefix = parent.table().name() + "__";
        String added = table.startsWith(prefix) ? table.substring(prefix.length()) : table;
        String key = taken.contains(added) ? table : added;
        while (taken.contains(key)) {
            key += "_";
        }
        return key;
    }

    /** The text of a value in JSON. */
    private static String value(Column column) {
        String value = "t." + Sql.name(column.name());
        return switch (column.dataType().orElse(DataType.TEXT)) {
            case JSON -> "CAST(" + value + " AS VARCHAR)";
            case BINARY -> "CAST(to_json(to_base64(" + value + ")) AS VARCHAR)";
            case DOUBLE -> "CAST(" + Sql.jsonNumber(value) + " AS VARCHAR)";
            default -> "CAST(to_json(" + value + ") AS VARCHAR)";
        };
    }

    private String joins(JsonTable of) {
        return children(of).stream()
                .map(child -> " LEFT JOIN (" + nested(child) + ") " + alias(child) + " ON " + alias(child) + "."
                        + PARENT + " = t." + ORDINAL)
                .collect(Collectors.joining());
    }

    private List<JsonTable> children(JsonTable parent) {
        return tables.stream()
                .filter(table -> parent.table().name().equals(table.table().parent()))
                .toList();
    }

    private String alias(JsonTable nested) {
        return "n" + tables.indexOf(nested);
    }

    /** The place of a row of a file that Java read; NULL for others. */
    private static String walked(PackageQuery query) {
        return query.forms(RowPlaceColumns.FILE).isEmpty()
                ? "CAST(NULL AS VARCHAR)"
                : text(query, RowPlaceColumns.FILE) + " || " + text(query, RowPlaceColumns.ROW);
    }

    private static String text(PackageQuery query, String column) {
        return query.text(query.forms(column).getFirst());
    }

    /** The file and the number of the row in it, where the package has the files themselves. */
    private String place(PackageTable root) {
        long base = root.parts().stream()
                .filter(part -> part.kind() == Kind.SEGMENT)
                .mapToLong(PackagePart::rows)
                .sum();
        StringBuilder places = new StringBuilder();
        for (PackagePart part : root.parts()) {
            if (part.kind() != Kind.SEGMENT) {
                Optional<String> name = nameOf(part);
                if (name.isPresent()) {
                    places.append(" WHEN f.")
                            .append(ORDINAL)
                            .append(" BETWEEN ")
                            .append(base)
                            .append(" AND ")
                            .append(base + part.rows() - 1)
                            .append(" THEN ")
                            .append(Sql.literal(name.get()))
                            .append(" || (f.")
                            .append(ORDINAL)
                            .append(" - ")
                            .append(base)
                            .append(" + 1)");
                }
                base += part.rows();
            }
        }
        return places.isEmpty() ? "CAST(NULL AS VARCHAR)" : "CASE" + places + " END";
    }

    /** What is before the number of a row. Not of a copy that an earlier version fetched, whose name says nothing to people. */
    private Optional<String> nameOf(PackagePart part) {
        if (part.place() != null) {
            return Optional.of(part.place());
        }
        Path path = folder.resolve(part.file());
        Path packages = folder.getParent();
        Path working = packages == null ? null : packages.getParent();
        return working != null && path.startsWith(working) ? Optional.empty() : Optional.of(path + ", row ");
    }

    /** The numbers of the rows, in a column of some name. */
    public PackagedRows numbers(String name) {
        return rows("SELECT " + ORDINAL + " AS " + Sql.name(name), List.of(Column.of(name, DataType.BIGINT)));
    }

    /** How many rows of a nested table belong to the rows that are written down. */
    public long nestedIn(PackageQuery nested) {
        PackageQuery query = nested.copy();
        query.output(query.rootOrdinal(), ROOT);
        return engine.first(
                "SELECT count(*) FROM (" + query.sql() + ") WHERE " + ROOT + " IN (SELECT " + ORDINAL + " FROM "
                        + Sql.parquet(file, "") + ")",
                row -> row.getLong(1));
    }

    /** The rows of the table of rejects. */
    public PackagedRows rejects(RejectColumns columns) {
        return columns.rows(engine, ORDINAL + " + 1", Sql.parquet(file, ""));
    }

    private PackagedRows rows(String select, List<Column> columns) {
        return new TableRows(engine, select + " FROM " + Sql.parquet(file, ""), columns, Map.of());
    }
}
