package dev.pipette.pack;

import java.sql.Array;
import java.sql.SQLException;
import java.sql.Struct;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBStruct;
import org.duckdb.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * One column of a columnar file as Java's values: the same values that the file's own types have.
 *
 * @param field its name in the file
 * @param type as DuckDB reads it
 */
record FileValues(String field, DuckType type) {
    /** What is read from the file, as SQL. */
    String selected() {
        String name = Sql.name(field);
        return type.isConverted() ? "CAST(" + name + " AS " + type.readAs() + ") AS " + name : name;
    }

    /** A value that was read. */
    @Nullable
    Object value(@Nullable Object read) throws SQLException {
        return value(type, read);
    }

    private static @Nullable Object value(DuckType of, @Nullable Object read) throws SQLException {
        if (read == null) {
            return null;
        }
        return switch (of) {
            case DuckType.Scalar scalar -> scalar(scalar, read);
            case DuckType.Elements list when read instanceof Array array -> {
                List<@Nullable Object> elements = new ArrayList<>();
                for (Object element : (Object[]) array.getArray()) {
                    elements.add(value(list.element(), element));
                }
                yield elements;
            }
            case DuckType.Struct struct when read instanceof DuckDBStruct members -> {
                Map<String, Object> values = members.getMap();
                Map<String, @Nullable Object> object = LinkedHashMap.newLinkedHashMap(values.size());
                for (DuckType.Member member : struct.members()) {
                    object.put(member.name(), value(member.type(), values.get(member.name())));
                }
                yield object;
            }
            case DuckType.Entries entries when read instanceof Map<?, ?> map -> {
                Map<String, @Nullable Object> object = LinkedHashMap.newLinkedHashMap(map.size());
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    object.put(
                            String.valueOf(value(entries.key(), entry.getKey())),
                            value(entries.value(), entry.getValue()));
                }
                yield object;
            }
            default -> driver(read);
        };
    }

    private static @Nullable Object scalar(DuckType.Scalar scalar, Object read) throws SQLException {
        return switch (scalar.kind()) {
            case LOCAL_TIMESTAMP -> TimeReading.localTimestamp((String) read);
            case INSTANT -> TimeReading.instant((String) read);
            case TIME -> TimeReading.time((String) read);
            case DATE -> TimeReading.date((LocalDate) read);
            case TEXT, OTHER -> driver(read);
        };
    }

    private static @Nullable Object driver(@Nullable Object read) throws SQLException {
        return switch (read) {
            case Float number -> Double.valueOf(number); // as DuckDB widens it where Java does not look
            case java.sql.Blob blob -> blob.getBytes(1, (int) blob.length());
            case Array array -> {
                List<@Nullable Object> list = new ArrayList<>();
                for (Object element : (Object[]) array.getArray()) {
                    list.add(driver(element));
                }
                yield list;
            }
            case DuckDBStruct struct -> map(struct.getMap());
            case Struct struct -> {
                List<@Nullable Object> list = new ArrayList<>();
                for (Object element : struct.getAttributes()) {
                    list.add(driver(element));
                }
                yield list;
            }
            case Map<?, ?> map -> map(map);
            case java.util.UUID uuid -> uuid.toString();
            case JsonNode document -> document.toString();
            case java.sql.Timestamp timestamp -> timestamp.toLocalDateTime();
            case null, default -> read;
        };
    }

    private static Map<String, @Nullable Object> map(Map<?, ?> map) throws SQLException {
        Map<String, @Nullable Object> plain = LinkedHashMap.newLinkedHashMap(map.size());
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            plain.put(String.valueOf(entry.getKey()), driver(entry.getValue()));
        }
        return plain;
    }
}
