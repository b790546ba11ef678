package dev.pipette.rows;

import dev.pipette.engine.columnar.ParquetExport.Column;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jspecify.annotations.Nullable;

/** Rows of a query as texts with the types that they have in a Parquet file. */
final class ExportedRows implements Iterator<@Nullable String[]> {
    /** Lists, structs and maps whose texts DuckDB reads as the values that they were. */
    private static final Pattern NESTED = Pattern.compile(".*(\\[\\d*]|STRUCT\\(.*\\)|MAP\\(.*\\))$");

    private static final Pattern TEXT_IS_NOT_ENOUGH =
            Pattern.compile("ENUM|UNION|BIT\\b|BLOB|INTERVAL|TIME WITH TIME ZONE|TIME_NS|VARIANT|GEOMETRY|JSON");

    private static final ValueText DUCKDB = ValueText.of(SQLDialect.DUCKDB);

    private final Iterator<Record> rows;
    private final List<Column> columns;
    private final ValueText own;
    private long left;

    private ExportedRows(Iterator<Record> rows, List<Column> columns, ValueText own, long most) {
        this.rows = rows;
        this.columns = columns;
        this.own = own;
        this.left = most;
    }

    /**
     * The rows of a stream.
     *
     * @param types the database's names of the columns' types
     * @param own writes values as the database does
     * @param most how many rows at most
     */
    static ExportedRows of(RowStream stream, List<String> types, ValueText own, long most) {
        List<Column> columns = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        List<String> names = stream.columns();
        for (int index = 0; index < names.size(); index++) {
            String type = own.postgres()
                    ? ofPostgres(types.get(index))
                    : ofDuckDb(types.get(index).toUpperCase(Locale.ROOT), types.get(index));
            columns.add(new Column(unique(names.get(index), taken), type));
        }
        return new ExportedRows(stream.iterator(), columns, own, most);
    }

    /** Columns are known by name in Parquet: id and id_2 where two have one name, as in SELECT a.id, b.id. */
    private static String unique(String name, Set<String> taken) {
        String free = name;
        for (int copy = 2; !taken.add(free.toLowerCase(Locale.ROOT)); copy++) {
            free = name + "_" + copy;
        }
        return free;
    }

    private static String ofDuckDb(String type, String written) {
        return switch (type) {
            case "BOOLEAN",
                    "TINYINT",
                    "SMALLINT",
                    "INTEGER",
                    "BIGINT",
                    "UTINYINT",
                    "USMALLINT",
                    "UINTEGER",
                    "UBIGINT",
                    "FLOAT",
                    "DOUBLE",
                    "DATE",
                    "TIME",
                    "TIMESTAMP",
                    "TIMESTAMP_S",
                    "TIMESTAMP_MS",
                    "TIMESTAMP_NS",
                    "TIMESTAMP WITH TIME ZONE",
                    "UUID",
                    "JSON",
                    "BLOB" -> type;
            // Parquet has no integer of 128 bits; DuckDB would write a double
            case "HUGEINT", "UHUGEINT" -> Column.DECIMAL;
            default -> {
                boolean decimal = type.matches("DECIMAL\\(\\d+, ?\\d+\\)");
                boolean nested = NESTED.matcher(type).matches()
                        && !TEXT_IS_NOT_ENOUGH.matcher(type).find();
                yield decimal || nested ? written : "VARCHAR";
            }
        };
    }

    private static String ofPostgres(String type) {
        return switch (type) {
            case "bool" -> "BOOLEAN";
            case "int2" -> "SMALLINT";
            case "int4" -> "INTEGER";
            case "int8" -> "BIGINT";
            case "float4" -> "FLOAT";
            case "float8" -> "DOUBLE";
            case "numeric" -> Column.DECIMAL;
            case "date" -> "DATE";
            case "time" -> "TIME";
            case "timestamp" -> "TIMESTAMP";
            case "timestamptz" -> "TIMESTAMP WITH TIME ZONE";
            case "bytea" -> "BLOB";
            case "uuid" -> "UUID";
            case "json", "jsonb" -> "JSON";
            default -> "VARCHAR";
        };
    }

    List<Column> columns() {
        return columns;
    }

    /** How many more rows may come. */
    long left() {
        return left;
    }

    @Override
    public boolean hasNext() {
        return left > 0 && rows.hasNext();
    }

    @Override
    public @Nullable String[] next() {
        Record row = rows.next();
        left--;
        @Nullable String[] texts = new String[columns.size()];
        for (int index = 0; index < texts.length; index++) {
            Object value = row.get(index);
            ValueText text = columns.get(index).type().equals("VARCHAR") ? own : DUCKDB;
            texts[index] = value == null ? null : text.of(value);
        }
        return texts;
    }
}
