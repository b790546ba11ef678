package dev.pipette.cli;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.types.Interval;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Values as JSON: names in snake_case, times as ISO text, instants in UTC, absent as null.
 *
 * <pre>{@code
 * JsonDocument.indented(JsonDocument.object("job", "orders", "version", 3));
 * }</pre>
 */
public final class JsonDocument {
    private static final JsonMapper ONE_LINE = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();
    private static final JsonMapper INDENTED =
            ONE_LINE.rebuild().enable(SerializationFeature.INDENT_OUTPUT).build();

    private JsonDocument() {}

    /** A document for people who look at it, too. */
    public static String indented(Object value) {
        return INDENTED.writeValueAsString(plain(value));
    }

    /** A document in one line. */
    public static String oneLine(Object value) {
        return ONE_LINE.writeValueAsString(plain(value));
    }

    /** An object with its members in the order given: name, value, name, value. */
    public static Map<String, @Nullable Object> object(@Nullable Object... members) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        for (int at = 0; at < members.length; at += 2) {
            object.put(String.valueOf(members[at]), members[at + 1]);
        }
        return object;
    }

    /** A value in the types that JSON has; everything else as the text that people know it by. */
    static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Boolean bool -> bool;
            case Interval interval -> interval.toString(); // a Number in jOOQ, and none in JSON
            case Number number -> number;
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> members = new LinkedHashMap<>();
                map.forEach((key, member) -> members.put(String.valueOf(key), plain(member)));
                yield members;
            }
            case Iterable<?> elements -> {
                List<@Nullable Object> list = new ArrayList<>();
                elements.forEach(element -> list.add(plain(element)));
                yield list;
            }
            case Optional<?> optional -> optional.isPresent() ? plain(optional.get()) : null;
            case Object[] array -> plain(Arrays.asList(array));
            default -> text(value);
        };
    }

    /** A value as text, whole and without loss. */
    static String text(Object value) {
        return switch (value) {
            case OffsetDateTime time -> time.toInstant().toString();
            case ZonedDateTime time -> time.toInstant().toString();
            case LocalDateTime time -> DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time);
            case BigDecimal number -> number.toPlainString();
            case byte[] bytes -> Base64.getEncoder().encodeToString(bytes);
            case Object[] list -> oneLine(list);
            case Iterable<?> list -> oneLine(list);
            case Map<?, ?> map -> oneLine(map);
            default -> value.toString();
        };
    }
}
