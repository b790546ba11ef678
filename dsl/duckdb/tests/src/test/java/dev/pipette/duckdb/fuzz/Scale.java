package dev.pipette.duckdb.fuzz;

import dev.pipette.Pipette;
import dev.pipette.incremental.Cursor;
import dev.pipette.incremental.Lag;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.IntFunction;

/** A column that a cursor follows, of one type: each of a few points on a line is one of its values. */
enum Scale {
    INTEGER,
    DECIMAL,
    DATE,
    INSTANT,
    LOCAL_TIMESTAMP,
    TEXT,
    /** Times without an offset that are compared as instants of a zone. */
    ZONED;

    /** How many points there are. */
    static final int POINTS = 6;

    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    /** What is said of a cursor, in points. */
    interface Saying {
        <C extends Comparable<? super C>> Cursor<C> of(Cursor<C> cursor, IntFunction<C> values);
    }

    Cursor<?> cursor(boolean typed, Saying saying) {
        return switch (this) {
            case INTEGER -> typed ? saying.of(Pipette.cursor("at", Long.class), point -> 10L * point) : untyped(saying);
            case DECIMAL -> typed ? saying.of(Pipette.cursor("at", BigDecimal.class), Scale::decimal) : untyped(saying);
            case DATE -> typed ? saying.of(Pipette.cursor("at", LocalDate.class), Scale::date) : untyped(saying);
            case INSTANT -> typed ? saying.of(Pipette.cursor("at", Instant.class), Scale::instant) : untyped(saying);
            case LOCAL_TIMESTAMP ->
                typed ? saying.of(Pipette.cursor("at", LocalDateTime.class), Scale::local) : untyped(saying);
            case TEXT -> typed ? saying.of(Pipette.cursor("at", String.class), this::text) : untyped(saying);
            case ZONED -> saying.of(Pipette.cursor("at", Instant.class), Scale::zoned);
        };
    }

    private Cursor<?> untyped(Saying saying) {
        return saying.of(Pipette.cursor("at"), this::text);
    }

    /** A lag of so many points. */
    Optional<Lag> lag(int points) {
        return switch (this) {
            case INTEGER -> Optional.of(new Lag.Distance(BigDecimal.valueOf(10L * points)));
            case DECIMAL -> Optional.of(new Lag.Distance(BigDecimal.valueOf(points)));
            case DATE -> Optional.of(new Lag.Calendar(Period.ofDays(points)));
            case INSTANT -> Optional.of(new Lag.Time(Duration.ofHours(points)));
            case LOCAL_TIMESTAMP -> Optional.of(new Lag.Time(Duration.ofMinutes(60L * points)));
            case TEXT, ZONED -> Optional.empty();
        };
    }

    private static BigDecimal decimal(int point) {
        return new BigDecimal(point + ".5");
    }

    private static LocalDate date(int point) {
        return LocalDate.of(2025, 12, 29).plusDays(point);
    }

    private static Instant instant(int point) {
        return Instant.parse("2025-12-24T21:00:00Z").plus(Duration.ofHours(point));
    }

    private static LocalDateTime local(int point) {
        return LocalDateTime.parse("2025-12-24T21:00:30").plusHours(point);
    }

    /** The night in which New York's clocks go back: the hour from 1 comes twice. */
    private static LocalDateTime inNewYork(int point) {
        return LocalDateTime.parse("2025-11-02T00:30:00").plusHours(point);
    }

    private static Instant zoned(int point) {
        return point == 0
                ? Instant.parse("2025-11-02T04:30:00Z")
                : Instant.parse("2025-11-02T05:30:00Z").plus(Duration.ofHours(point));
    }

    /** The value in a row of Java. */
    Object value(int point) {
        return switch (this) {
            case INTEGER -> 10L * point;
            case DECIMAL -> decimal(point);
            case DATE -> date(point);
            case INSTANT -> instant(point);
            case LOCAL_TIMESTAMP -> local(point);
            case TEXT -> text(point);
            case ZONED -> inNewYork(point);
        };
    }

    /** The value in a file. */
    String text(int point) {
        return switch (this) {
            case INTEGER, DECIMAL, DATE, INSTANT -> value(point).toString();
            case LOCAL_TIMESTAMP -> local(point).toString();
            case TEXT -> String.valueOf((char) ('a' + point));
            case ZONED -> inNewYork(point) + ":00";
        };
    }

    /** The value in a line of JSON. */
    String json(int point) {
        return this == INTEGER || this == DECIMAL ? text(point) : '"' + text(point) + '"';
    }

    /** The value in the state. */
    String state(int point) {
        return this == ZONED ? zoned(point).toString() : text(point);
    }

    /** The value that the state has, as {@link #state(int)} writes it: the state keeps a time as the source wrote it. */
    String inState(Object kept) {
        String text = kept.toString();
        return this == ZONED && !text.endsWith("Z")
                ? LocalDateTime.parse(text)
                        .atZone(NEW_YORK)
                        .withLaterOffsetAtOverlap()
                        .toInstant()
                        .toString()
                : text;
    }

    /** The value in the table, as {@link #stored()} writes it. */
    String stored(int point) {
        return switch (this) {
            case INSTANT, LOCAL_TIMESTAMP, ZONED ->
                text(point).replace('T', ' ').replace("Z", "");
            case INTEGER, DECIMAL, DATE, TEXT -> text(point);
        };
    }

    /** Writes the column of a table. */
    String stored() {
        String value = switch (this) {
            case INTEGER, DATE, TEXT -> "\"at\"";
            case DECIMAL -> "CAST(\"at\" AS DOUBLE)";
            case INSTANT -> "timezone('UTC', CAST(\"at\" AS TIMESTAMPTZ))";
            case LOCAL_TIMESTAMP, ZONED -> "CAST(\"at\" AS TIMESTAMP)";
        };
        return "CAST(" + value + " AS VARCHAR)";
    }

    /** The type of the column in a Parquet file. */
    String parquetFormat() {
        return switch (this) {
            case INTEGER -> "BIGINT";
            case DECIMAL -> "DOUBLE";
            case DATE -> "DATE";
            case INSTANT -> "TIMESTAMPTZ";
            case LOCAL_TIMESTAMP, ZONED -> "TIMESTAMP";
            case TEXT -> "VARCHAR";
        };
    }
}
