package dev.pipette.schema;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what real runs of dlt 1.26 recorded; {@code dev/pipette/golden/README.md} says in which form. */
public final class Golden {
    private Golden() {}

    public static JsonNode read(String file) {
        String path = "/dev/pipette/golden/" + file;
        try (InputStream json = Golden.class.getResourceAsStream(path)) {
            return JsonMapper.shared().readTree(requireNonNull(json, path));
        } catch (IOException broken) {
            throw new UncheckedIOException(path, broken);
        }
    }

    public static Stream<JsonNode> each(JsonNode array) {
        return array.valueStream();
    }

    /** Returns one column of all rows of a table of {@code interop_crm.json}. */
    static List<String> interopColumn(String table, String column) {
        return each(read("interop_crm.json").at("/tables/" + table + "/rows"))
                .map(row -> row.get(column).asString())
                .toList();
    }

    /** Returns the Java value for a JSON value, in which objects such as {@code {"$date": ..}} are typed values. */
    static @Nullable Object value(JsonNode json) {
        if (json.isNull()) {
            return null;
        }
        if (json.isObject()) {
            return json.size() == 1 && json.propertyNames().iterator().next().startsWith("$")
                    ? typed(
                            json.propertyNames().iterator().next(),
                            json.iterator().next().asString())
                    : map(json);
        }
        if (json.isArray()) {
            var list = new ArrayList<@Nullable Object>();
            json.forEach(member -> list.add(value(member)));
            return list;
        }
        if (json.isBoolean()) {
            return json.booleanValue();
        }
        if (json.isFloatingPointNumber()) {
            return json.doubleValue();
        }
        return json.isNumber() ? (Object) json.longValue() : json.asString();
    }

    public static Map<String, @Nullable Object> map(JsonNode json) {
        var map = new LinkedHashMap<String, @Nullable Object>();
        json.propertyStream().forEach(member -> map.put(member.getKey(), value(member.getValue())));
        return map;
    }

    private static Object typed(String type, String text) {
        return switch (type) {
            case "$ts" -> OffsetDateTime.parse(text);
            case "$date" -> LocalDate.parse(text);
            case "$time" -> LocalTime.parse(text);
            case "$dec" -> new BigDecimal(text);
            case "$hex" -> HexFormat.of().parseHex(text);
            case "$int" -> new BigInteger(text);
            default -> throw new IllegalArgumentException(type);
        };
    }
}
