package dev.pipette.engine.files;

import dev.pipette.engine.columnar.DriverValues;
import dev.pipette.engine.columnar.DuckType;
import dev.pipette.engine.columnar.TimeReading;
import dev.pipette.engine.sql.Sql;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBStruct;
import org.jspecify.annotations.Nullable;

/**
 * One column of a columnar file as Java's values: the same values that the file's own types have.
 *
 * @param field its name in the file
 * @param type as DuckDB reads it
 */
record FileValues(String field, DuckType type) {
    /**
     * What is read from the file, as SQL. A column that the driver reads exactly is not cast: DuckDB would read a
     * delimited file in the type of the cast, and pass its text as it is there.
     */
    String selected() {
        String name = Sql.name(field);
        return type.isConverted() && !isExact() ? "CAST(" + name + " AS " + type.readAs() + ") AS " + name : name;
    }

    /** Whether the driver reads times of the column as they are: by themselves and in microseconds, it does. */
    private boolean isExact() {
        return type instanceof DuckType.Scalar(String name)
                && switch (name) {
                    case "TIMESTAMP", "TIMESTAMP WITH TIME ZONE", "TIME" -> true;
                    default -> false;
                };
    }

    /** The value of the n-th column of the current row. */
    @Nullable
    Object value(ResultSet row, int column) throws SQLException {
        if (!isExact()) {
            return value(type, row.getObject(column));
        }
        try {
            return DriverValues.plain(
                    ((DuckType.Scalar) type).kind() == DuckType.Kind.LOCAL_TIMESTAMP
                            ? row.getObject(column, LocalDateTime.class)
                            : row.getObject(column));
        } catch (DateTimeException beyondTheDay) {
            return TimeReading.END_OF_DAY;
        }
    }

    private static @Nullable Object value(DuckType of, @Nullable Object read) throws SQLException {
        if (read == null) {
            return null;
        }
        return switch (of) {
            case DuckType.Scalar scalar -> scalar(scalar, read);
            case DuckType.WideDecimal wide
            when DriverValues.plain(read) instanceof byte[] bytes ->
                new BigDecimal(new BigInteger(bytes), wide.scale());
            case DuckType.Elements list
            when read instanceof Array array -> {
                List<@Nullable Object> elements = new ArrayList<>();
                for (Object element : (Object[]) array.getArray()) {
                    elements.add(value(list.element(), element));
                }
                yield elements;
            }
            case DuckType.Struct struct
            when read instanceof DuckDBStruct members -> {
                Map<String, Object> values = members.getMap();
                Map<String, @Nullable Object> object = LinkedHashMap.newLinkedHashMap(values.size());
                for (DuckType.Member member : struct.members()) {
                    object.put(member.name(), value(member.type(), values.get(member.name())));
                }
                yield object;
            }
            case DuckType.Entries entries
            when read instanceof Map<?, ?> map -> {
                Map<String, @Nullable Object> object = LinkedHashMap.newLinkedHashMap(map.size());
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    object.put(
                            String.valueOf(value(entries.key(), entry.getKey())),
                            value(entries.value(), entry.getValue()));
                }
                yield object;
            }
            default -> DriverValues.plain(read);
        };
    }

    private static @Nullable Object scalar(DuckType.Scalar scalar, Object read) throws SQLException {
        return switch (scalar.kind()) {
            case LOCAL_TIMESTAMP -> TimeReading.localTimestamp((String) read);
            case INSTANT -> TimeReading.instant((String) read);
            case TIME -> TimeReading.time((String) read);
            case DATE -> TimeReading.date((LocalDate) read);
            case TEXT, OTHER -> DriverValues.plain(read);
        };
    }
}
