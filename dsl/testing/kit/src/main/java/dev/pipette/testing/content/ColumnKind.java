package dev.pipette.testing.content;

import dev.pipette.schema.Column;
import dev.pipette.schema.DataType;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** The values that a column holds, and what an expected value means there: text is read as the column's type. */
enum ColumnKind {
    NUMBER("not a number"),
    BOOLEAN("neither true nor false"),
    TEXT("not text"),
    DATE("not a date"),
    LOCAL_TIMESTAMP("not a time without a zone"),
    INSTANT("names no instant: give it a zone, as in 2025-12-21T10:00:00Z"),
    TIME("not a time of day"),
    BINARY("neither 0x and hexadecimal digits nor base64"),
    JSON("not JSON"),
    OTHER("nothing to compare with");

    private final String unfit;

    ColumnKind(String unfit) {
        this.unfit = unfit;
    }

    /** By the type that the destination's driver gives; JSON, for which some drivers have no type, by the schema. */
    static ColumnKind of(Class<?> javaType, @Nullable Column column) {
        if (column != null && column.dataType().filter(DataType.JSON::equals).isPresent()) {
            return JSON;
        }
        if (Number.class.isAssignableFrom(javaType)) {
            return NUMBER;
        }
        return switch (javaType.getName()) {
            case "java.lang.Boolean" -> BOOLEAN;
            case "java.lang.String" -> TEXT;
            case "java.time.LocalDate", "java.sql.Date" -> DATE;
            case "java.time.LocalDateTime", "java.sql.Timestamp" -> LOCAL_TIMESTAMP;
            case "java.time.OffsetDateTime", "java.time.Instant", "java.time.ZonedDateTime" -> INSTANT;
            case "java.time.LocalTime", "java.sql.Time" -> TIME;
            case "[B" -> BINARY;
            case "org.jooq.JSON", "org.jooq.JSONB" -> JSON;
            default -> OTHER;
        };
    }

    /** A value that was read, in the one form in which it is compared. */
    @Nullable
    Object actual(@Nullable Object value) {
        if (this == JSON && value != null) {
            return ComparableValues.canonical(
                    JsonTrees.read(value instanceof org.jooq.JSON json ? json.data() : value.toString()));
        }
        return comparable(ComparableValues.canonical(value));
    }

    /** Of a type that only the driver knows, the text. */
    private @Nullable Object comparable(@Nullable Object canonical) {
        return this != OTHER || canonical == null || isTree(canonical) ? canonical : canonical.toString();
    }

    /** What an expected value means in a column of this kind; {@link Expected.Unfit} where it means nothing. */
    @Nullable
    Object expected(@Nullable Object value) {
        Object canonical = ComparableValues.canonical(value);
        if (!(canonical instanceof String text)) {
            return comparable(canonical);
        }
        try {
            return read(text);
        } catch (DateTimeException | IllegalArgumentException | JacksonException unfitText) {
            return new Expected.Unfit(text, (this == INSTANT ? "" : "is ") + unfit);
        }
    }

    private @Nullable Object read(String text) {
        return switch (this) {
            case NUMBER -> number(text.strip());
            case BOOLEAN ->
                switch (text.strip().toLowerCase(Locale.ROOT)) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw new IllegalArgumentException(unfit);
                };
            case TEXT -> text;
            case DATE -> LocalDate.parse(text.strip());
            case LOCAL_TIMESTAMP -> LocalDateTime.parse(text.strip().replace(' ', 'T'));
            case INSTANT -> instant(text);
            case TIME -> LocalTime.parse(text.strip());
            case BINARY ->
                new ComparableValues.Bytes(
                        text.startsWith("0x")
                                ? text.substring(2).toLowerCase(Locale.ROOT)
                                : HexFormat.of().formatHex(Base64.getDecoder().decode(text)));
            case JSON ->
                text.startsWith("{") || text.startsWith("[") ? ComparableValues.canonical(JsonTrees.read(text)) : text;
            case OTHER -> text;
        };
    }

    private static Object number(String text) {
        return switch (text) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> ComparableValues.number(new BigDecimal(text));
        };
    }

    private static Instant instant(String text) {
        return OffsetDateTime.parse(text.strip().replace(' ', 'T')).toInstant();
    }

    /** Whether a tree in this column is one value, not rows of nested tables. */
    static boolean isTree(@Nullable Object value) {
        return value instanceof Map<?, ?> || value instanceof List<?>;
    }
}
