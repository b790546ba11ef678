package dev.pipette.postgres;

import dev.pipette.schema.Column;
import dev.pipette.schema.ValueType;
import java.util.Map;
import java.util.Optional;
import org.jooq.DataType;
import org.jooq.impl.SQLDataType;

/** The types of columns, as dlt gives them at PostgreSQL, and what a column of the catalogue holds. */
final class PostgresTypes {
    /** Types that hold every value of ours unchanged. Others round, cut or pad, and are left alone. */
    private static final Map<String, ValueType> HOLDS = Map.ofEntries(
            Map.entry("bool", ValueType.BOOL),
            Map.entry("int2", ValueType.BIGINT),
            Map.entry("int4", ValueType.BIGINT),
            Map.entry("int8", ValueType.BIGINT),
            Map.entry("float8", ValueType.DOUBLE),
            Map.entry("numeric", ValueType.DECIMAL),
            Map.entry("timestamptz", ValueType.TIMESTAMP),
            Map.entry("timestamp", ValueType.LOCAL_TIMESTAMP),
            Map.entry("date", ValueType.DATE),
            Map.entry("time", ValueType.TIME),
            Map.entry("bytea", ValueType.BINARY),
            Map.entry("json", ValueType.JSON),
            Map.entry("jsonb", ValueType.JSON),
            Map.entry("varchar", ValueType.TEXT),
            Map.entry("text", ValueType.TEXT));

    private static final int MICROSECONDS = 6;
    private static final int WEI_PRECISION = 156;
    private static final int WEI_SCALE = 78;

    private PostgresTypes() {}

    static DataType<?> of(Column column) {
        dev.pipette.schema.DataType type = column.dataType()
                .orElseThrow(() -> new IllegalArgumentException("column " + column.name() + " has no type yet"));
        return switch (type) {
            case TEXT ->
                column.precision().isPresent()
                        ? SQLDataType.VARCHAR(column.precision().getAsInt())
                        : SQLDataType.VARCHAR;
            case DOUBLE -> SQLDataType.DOUBLE;
            case BOOL -> SQLDataType.BOOLEAN;
            case BIGINT -> SQLDataType.BIGINT;
            case TIMESTAMP -> column.timezone() ? SQLDataType.TIMESTAMPWITHTIMEZONE : SQLDataType.LOCALDATETIME;
            case BINARY -> SQLDataType.BLOB;
            case JSON -> SQLDataType.JSONB;
            case DECIMAL ->
                SQLDataType.NUMERIC(
                        column.precision().orElse(38), column.scale().orElse(9));
            case WEI -> SQLDataType.NUMERIC(WEI_PRECISION, WEI_SCALE);
            case DATE -> SQLDataType.LOCALDATE;
            case TIME -> SQLDataType.LOCALTIME;
        };
    }

    /** The type for values on their way into a column: without its limits, which are checked when they get there. */
    static DataType<?> staged(Column column) {
        return switch (column.dataType().orElseThrow()) {
            case TEXT -> SQLDataType.VARCHAR;
            case DECIMAL, WEI -> SQLDataType.NUMERIC;
            default -> of(column);
        };
    }

    /**
     * The name in {@code pg_type} of the type whose binary form the values of a column are sent in.
     *
     * @return as in {@code typname}; text has two names for one form
     */
    static boolean isSentAs(Column column, String typname) {
        return switch (column.dataType().orElseThrow()) {
            case TEXT -> typname.equals("varchar") || typname.equals("text");
            case DOUBLE -> typname.equals("float8");
            case BOOL -> typname.equals("bool");
            case BIGINT -> typname.equals("int8");
            case TIMESTAMP -> typname.equals(column.timezone() ? "timestamptz" : "timestamp");
            case BINARY -> typname.equals("bytea");
            case JSON -> typname.equals("jsonb");
            case DECIMAL, WEI -> typname.equals("numeric");
            case DATE -> typname.equals("date");
            case TIME -> typname.equals("time");
        };
    }

    /**
     * The values that a column of the catalogue holds.
     *
     * @param typname of {@code pg_type}
     * @param modifier its {@code atttypmod}: -1 for none
     */
    static Optional<ValueType> held(String typname, int modifier) {
        boolean coarse =
                (typname.startsWith("timestamp") || typname.equals("time")) && modifier >= 0 && modifier < MICROSECONDS;
        return coarse ? Optional.empty() : Optional.ofNullable(HOLDS.get(typname));
    }

    /** The digits of a numeric, or the bits of an integer; 0 where there is no limit. */
    static int precision(String typname, int modifier) {
        return switch (typname) {
            case "int2" -> Short.SIZE;
            case "int4" -> Integer.SIZE;
            case "int8" -> Long.SIZE;
            // numerictypmodin: ((precision << 16) | (scale & 0x7ff)) + 4
            case "numeric" -> modifier < 0 ? 0 : ((modifier - 4) >> 16) & 0xffff;
            default -> 0;
        };
    }

    /** The digits after the point of a numeric, which PostgreSQL 15 and newer let be negative; 0 for others. */
    static int scale(String typname, int modifier) {
        return typname.equals("numeric") && modifier >= 0 ? (((modifier - 4) & 0x7ff) ^ 1024) - 1024 : 0;
    }
}
