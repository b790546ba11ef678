package dev.pipette.duckdb;

import dev.pipette.schema.Column;
import dev.pipette.schema.Taken;
import dev.pipette.schema.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jooq.DataType;
import org.jooq.impl.SQLDataType;

/** The types of columns, as dlt gives them at DuckDB, and what a column of the catalogue holds. */
final class DuckDbTypes {
    private static final String UUID = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";
    private static final Pattern LABEL = Pattern.compile("'((?:[^']|'')*)'");
    private static final int MAX_DIGITS = 38;
    private static final String DIGITS_38 = "9".repeat(MAX_DIGITS);
    private static final int MILLISECONDS = 3;

    private DuckDbTypes() {}

    /**
     * What a column holds.
     *
     * @param type of the values; empty for a type that Pipette cannot fill
     * @param cast which of them are cast to the column's type; empty where they go in as they are
     */
    record Held(Optional<ValueType> type, int precision, int scale, Optional<Taken> cast) {
        private static Held as(ValueType type, int precision, int scale) {
            return new Held(Optional.of(type), precision, scale, Optional.empty());
        }

        private static Held as(ValueType type) {
            return as(type, 0, 0);
        }

        private static Held cast(ValueType type, Taken taken) {
            return new Held(Optional.of(type), type == ValueType.DECIMAL ? MAX_DIGITS : 0, 0, Optional.of(taken));
        }
    }

    static DataType<?> of(Column column) {
        dev.pipette.schema.DataType type = column.dataType()
                .orElseThrow(() -> new IllegalArgumentException("column " + column.name() + " has no type yet"));
        return switch (type) {
            case TEXT -> SQLDataType.VARCHAR;
            case DOUBLE -> SQLDataType.DOUBLE;
            case BOOL -> SQLDataType.BOOLEAN;
            case BIGINT -> SQLDataType.BIGINT;
            case TIMESTAMP -> column.timezone() ? SQLDataType.TIMESTAMPWITHTIMEZONE : SQLDataType.LOCALDATETIME;
            case BINARY -> SQLDataType.BLOB;
            case JSON -> SQLDataType.JSON;
            case DECIMAL ->
                SQLDataType.DECIMAL(
                        column.precision().orElse(38), column.scale().orElse(9));
            case WEI -> SQLDataType.DECIMAL(38, 0);
            case DATE -> SQLDataType.LOCALDATE;
            case TIME -> SQLDataType.LOCALTIME;
        };
    }

    /** The values that a column of the catalogue holds, by the name of its type there. */
    static Held held(String duckType, int precision, int scale) {
        String type = duckType.toUpperCase(Locale.ROOT);
        return switch (type) {
            case "BOOLEAN" -> Held.as(ValueType.BOOL);
            case "TINYINT", "SMALLINT", "INTEGER", "BIGINT" -> Held.as(ValueType.BIGINT, precision, scale);
            case "DOUBLE" -> Held.as(ValueType.DOUBLE);
            case "TIMESTAMP WITH TIME ZONE" -> Held.as(ValueType.TIMESTAMP);
            case "TIMESTAMP" -> Held.as(ValueType.LOCAL_TIMESTAMP);
            case "DATE" -> Held.as(ValueType.DATE);
            case "TIME" -> Held.as(ValueType.TIME);
            case "BLOB" -> Held.as(ValueType.BINARY);
            case "JSON" -> Held.as(ValueType.JSON);
            case "VARCHAR" -> Held.as(ValueType.TEXT);
            case "UUID" -> Held.cast(ValueType.TEXT, new Taken.Matching(UUID));
            case "FLOAT" -> Held.cast(ValueType.DOUBLE, new Taken.SinglePrecision());
            case "UTINYINT" -> Held.cast(ValueType.BIGINT, new Taken.Between("0", "255"));
            case "USMALLINT" -> Held.cast(ValueType.BIGINT, new Taken.Between("0", "65535"));
            case "UINTEGER" -> Held.cast(ValueType.BIGINT, new Taken.Between("0", "4294967295"));
            case "UBIGINT" -> Held.cast(ValueType.DECIMAL, new Taken.Between("0", "18446744073709551615"));
            case "HUGEINT" -> Held.cast(ValueType.DECIMAL, new Taken.All());
            case "UHUGEINT" -> Held.cast(ValueType.DECIMAL, new Taken.Between("0", DIGITS_38));
            case "TIMESTAMP_S" -> Held.cast(ValueType.LOCAL_TIMESTAMP, new Taken.Fraction(0));
            case "TIMESTAMP_MS" -> Held.cast(ValueType.LOCAL_TIMESTAMP, new Taken.Fraction(MILLISECONDS));
            // 64 bits of nanoseconds
            case "TIMESTAMP_NS" ->
                Held.cast(ValueType.LOCAL_TIMESTAMP, new Taken.Between("1677-09-22 00:00:00", "2262-04-11 00:00:00"));
            default ->
                type.startsWith("DECIMAL")
                        ? Held.as(ValueType.DECIMAL, precision, scale)
                        : type.startsWith("ENUM(")
                                ? Held.cast(ValueType.TEXT, new Taken.OneOf(labels(duckType)))
                                : new Held(Optional.empty(), precision, scale, Optional.empty());
        };
    }

    private static List<String> labels(String type) {
        List<String> labels = new ArrayList<>();
        Matcher label = LABEL.matcher(type);
        while (label.find()) {
            labels.add(label.group(1).replace("''", "'"));
        }
        return labels;
    }
}
