package dev.pipette.engine.columnar;

import dev.pipette.engine.sql.Sql;
import java.io.Serial;
import java.sql.Array;
import java.sql.SQLException;
import java.sql.Struct;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.duckdb.DuckDBStruct;
import org.duckdb.JsonNode;
import org.jspecify.annotations.Nullable;

/** What DuckDB's driver reads, in Java's own types. */
public final class DriverValues {
    private DriverValues() {}

    /** A value in a type that does not come from the driver; nothing where there is none. */
    public static @Nullable Object plain(@Nullable Object read) throws SQLException {
        return switch (read) {
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
            case Map<?, ?> map -> new MapValue(map(map));
            case java.util.UUID uuid -> uuid.toString();
            case JsonNode document -> document.toString();
            case java.sql.Timestamp timestamp -> timestamp.toLocalDateTime();
            case LocalDate date -> TimeReading.date(date);
            case LocalDateTime time -> TimeReading.endless(time).orElse(time);
            case OffsetDateTime time ->
                TimeReading.endless(time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime())
                        .map(endless -> endless.equals(LocalDateTime.MAX) ? OffsetDateTime.MAX : OffsetDateTime.MIN)
                        .orElse(time);
            case null, default -> read;
        };
    }

    private static Map<String, @Nullable Object> map(Map<?, ?> map) throws SQLException {
        Map<String, @Nullable Object> plain = LinkedHashMap.newLinkedHashMap(map.size());
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            plain.put(String.valueOf(entry.getKey()), plain(entry.getValue()));
        }
        return plain;
    }

    /** A map, which DuckDB writes in another way than a struct. */
    public static final class MapValue extends LinkedHashMap<String, @Nullable Object> {
        @Serial
        private static final long serialVersionUID = 1L;

        MapValue(Map<String, @Nullable Object> entries) {
            super(entries);
        }
    }

    /**
     * The query that reads the rows of another without what the driver cannot read, which are times in lists and
     * objects: as the text that DuckDB writes. Empty where the driver can read all of its columns.
     *
     * @param types of the columns of the query, as DuckDB writes them
     * @param names of the columns
     */
    public static Optional<String> readable(String query, List<String> types, List<String> names) {
        List<DuckType> columns = types.stream().map(DuckType::of).toList();
        if (columns.stream().noneMatch(type -> !(type instanceof DuckType.Scalar) && type.isConverted())) {
            return Optional.empty();
        }
        String selected = IntStream.range(0, names.size())
                .mapToObj(at -> columns.get(at) instanceof DuckType.Scalar
                        ? "#" + (at + 1) + " AS " + Sql.name(names.get(at))
                        : "CAST(#" + (at + 1) + " AS " + columns.get(at).readAs() + ") AS " + Sql.name(names.get(at)))
                .collect(Collectors.joining(", "));
        String inner = query.strip();
        return Optional.of("SELECT " + selected + " FROM ("
                + (inner.endsWith(";") ? inner.substring(0, inner.length() - 1) : inner) + "\n)");
    }
}
