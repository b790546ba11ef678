package dev.pipette.slices;

import dev.pipette.dlt.TypedText;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Which part of a resource's input one slice has: a page, a range of keys, a window of dates. A value that another process can
 * read.
 *
 * <pre>{@code
 * SliceBounds page = SliceBounds.of("page", 7);
 * page.integer("page");                                     // 7
 *
 * SliceBounds day = SliceBounds.of("from", LocalDate.of(2025, 12, 24)).with("to", LocalDate.of(2025, 12, 25));
 * day.date("from");
 * }</pre>
 *
 * @param values by name: text, whole numbers, decimals, doubles, truth values, dates, times, and lists and maps of these
 */
public record SliceBounds(Map<String, Object> values) {
    /** Copies the values; whole numbers become Long, and times with a zone become Instant. */
    public SliceBounds {
        Map<String, Object> copy = new LinkedHashMap<>();
        values.forEach((name, value) -> copy.put(name, stored(name, value)));
        values = Collections.unmodifiableMap(copy);
    }

    /** The bounds of one name. */
    public static SliceBounds of(String name, Object value) {
        return new SliceBounds(Map.of(name, value));
    }

    /**
     * One slice for each number.
     *
     * <pre>{@code
     * SliceBounds.numbers("page", 1, 2_000);   // 2,000 slices
     * }</pre>
     *
     * @param from the first
     * @param to the last
     */
    public static List<SliceBounds> numbers(String name, long from, long to) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(number -> of(name, number))
                .toList();
    }

    /** The same with another value. */
    public SliceBounds with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(values);
        more.put(name, value);
        return new SliceBounds(more);
    }

    /** Reads what {@link #toText} wrote. */
    @SuppressWarnings("unchecked") // what was written is a map by name
    public static SliceBounds parse(String text) {
        return new SliceBounds((Map<String, Object>) TypedText.read(text));
    }

    /** The bounds as JSON, in which dates, times and decimals keep their types. */
    public String toText() {
        return TypedText.of(values);
    }

    /**
     * A value as it is kept.
     *
     * @throws PipetteException BAD_USAGE where there is none of this name
     */
    public Object value(String name) {
        Object value = values.get(name);
        if (value == null) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "slice " + this + " has no '" + name + "'. It has: " + String.join(", ", values.keySet()) + ".");
        }
        return value;
    }

    /** A value as text. */
    public String text(String name) {
        return value(name).toString();
    }

    /**
     * A whole number.
     *
     * @throws PipetteException BAD_USAGE where the value is none
     */
    public long integer(String name) {
        return as(name, Long.class, "whole number");
    }

    /**
     * A date.
     *
     * @throws PipetteException BAD_USAGE where the value is none
     */
    public LocalDate date(String name) {
        return as(name, LocalDate.class, "date");
    }

    /**
     * An instant.
     *
     * @throws PipetteException BAD_USAGE where the value is none
     */
    public Instant instant(String name) {
        return as(name, Instant.class, "point in time");
    }

    private <T> T as(String name, Class<T> type, String called) {
        Object value = value(name);
        if (!type.isInstance(value)) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "'" + name + "' of slice " + this + " is not a " + called + ": " + value + ".");
        }
        return type.cast(value);
    }

    private static Object stored(String name, Object value) {
        return switch (value) {
            case Byte number -> number.longValue();
            case Short number -> number.longValue();
            case Integer number -> number.longValue();
            case BigInteger number when number.bitLength() < Long.SIZE -> number.longValueExact();
            case BigInteger number -> new BigDecimal(number);
            case Float number -> number.doubleValue();
            case Long _, Double _, BigDecimal _, Boolean _, LocalDate _, LocalTime _, LocalDateTime _, Instant _ ->
                value;
            case ZonedDateTime time -> time.toInstant();
            case OffsetDateTime time -> time.toInstant();
            case CharSequence text -> text.toString();
            case List<?> list -> list.stream().map(item -> stored(name, item)).toList();
            case Map<?, ?> map -> {
                Map<String, Object> copy = new LinkedHashMap<>();
                map.forEach((key, item) -> copy.put(key.toString(), stored(name, item)));
                yield Collections.unmodifiableMap(copy);
            }
            default ->
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "a slice cannot have '" + name + "', a "
                                + value.getClass().getName()
                                + ", because another process has to read it. Use text, numbers, truth values, dates, times,"
                                + " lists or maps.");
        };
    }

    /** The bounds for people: {@code page=7}. */
    @Override
    public String toString() {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(", "));
    }
}
