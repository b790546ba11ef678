package dev.pipette.engine.normalize;

import dev.pipette.engine.pack.ColumnBuffer;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.ValueType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.HexFormat;
import java.util.UUID;
import tools.jackson.core.JacksonException;

/** Puts one value of a row into the buffer of its column, in the type that it has in Java. */
final class ScalarValues {
    private static final int MOST_DIGITS = 1_000;

    private ScalarValues() {}

    /** Where a value is. */
    interface Spot {
        String table();

        /** The number of the row, from 1. */
        long row();

        String key();

        /** Whether times keep the digits that a column of times does not have. */
        boolean keepsDigits();
    }

    /** Sets a value that is neither an object nor a list; false for what has to be unwrapped first. */
    static boolean set(ColumnBuffer column, Object value, Spot spot) {
        switch (value) {
            case String text -> column.set(ValueType.TEXT, whole(spot, text));
            case Long number -> column.set(ValueType.BIGINT, number);
            case Integer number -> column.set(ValueType.BIGINT, number);
            case Double number -> column.set(number);
            case Boolean truth -> column.set(ValueType.BOOL, truth ? 1 : 0);
            case BigDecimal number -> decimal(column, number);
            case BigInteger number -> integer(column, number);
            case Instant instant -> TimeRange.set(column, ValueType.TIMESTAMP, instant, instant, spot.keepsDigits());
            case OffsetDateTime time ->
                TimeRange.set(column, ValueType.TIMESTAMP, time.toInstant(), time, spot.keepsDigits());
            case ZonedDateTime time ->
                TimeRange.set(column, ValueType.TIMESTAMP, time.toInstant(), time, spot.keepsDigits());
            case LocalDateTime time ->
                TimeRange.set(
                        column, ValueType.LOCAL_TIMESTAMP, time.toInstant(ZoneOffset.UTC), time, spot.keepsDigits());
            case LocalDate date -> TimeRange.set(column, date);
            case LocalTime time -> TimeRange.set(column, time, spot.keepsDigits());
            case byte[] bytes -> column.set(ValueType.BINARY, HexFormat.of().formatHex(bytes));
            case Float number -> column.set(Double.parseDouble(number.toString()));
            case Short number -> column.set(ValueType.BIGINT, number);
            case Byte number -> column.set(ValueType.BIGINT, number);
            case java.sql.Date date -> TimeRange.set(column, date.toLocalDate());
            case java.sql.Time time ->
                column.set(ValueType.TIME, time.toLocalTime().toNanoOfDay() / 1_000);
            case java.util.Date date ->
                TimeRange.set(column, ValueType.TIMESTAMP, date.toInstant(), date.toInstant(), spot.keepsDigits());
            case UUID uuid -> column.set(ValueType.TEXT, uuid.toString());
            case CharSequence text -> column.set(ValueType.TEXT, whole(spot, text.toString()));
            case Character character -> column.set(ValueType.TEXT, whole(spot, character.toString()));
            case Enum<?> constant -> column.set(ValueType.TEXT, constant.name());
            default -> {
                return false;
            }
        }
        return true;
    }

    /** A map or list as a JSON document. */
    static String document(Object value, Spot spot) {
        try {
            return whole(spot, JsonText.of(value));
        } catch (JacksonException failed) {
            throw new PipetteException(
                    ErrorCode.TYPE_MISMATCH,
                    "table " + cut(spot.table()) + ", row " + spot.row() + ", '"
                            + cut(spot.key()) + "': the value cannot be kept as a JSON document: "
                            + JsonText.reason(failed)
                            + ". Change it with .map(..).",
                    failed);
        }
    }

    /** Half a character has no UTF-8 form: Java would put a question mark in its place. */
    private static String whole(Spot spot, String text) {
        for (int at = 0; at < text.length(); at++) {
            char unit = text.charAt(at);
            if (Character.isSurrogate(unit)) {
                boolean pair = Character.isHighSurrogate(unit)
                        && at + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(at + 1));
                if (!pair) {
                    throw new PipetteException(
                            ErrorCode.TYPE_MISMATCH,
                            "table " + spot.table() + ", row " + spot.row() + ", '"
                                    + spot.key() + "': the text holds half of a surrogate pair (\\u"
                                    + String.format(java.util.Locale.ROOT, "%04x", (int) unit) + " at character " + at
                                    + "), which UTF-8 cannot hold. Fix it with .map(..).");
                }
                at++;
            }
        }
        return text;
    }

    private static void integer(ColumnBuffer column, BigInteger number) {
        if (number.bitLength() < 64) {
            column.set(ValueType.BIGINT, number.longValue());
        } else {
            decimal(column, new BigDecimal(number));
        }
    }

    /** A number with very many digits is kept as it is written: written in full, it could fill the memory. */
    private static void decimal(ColumnBuffer column, BigDecimal number) {
        boolean writable = Math.abs((long) number.precision() - number.scale()) <= MOST_DIGITS
                && Math.abs((long) number.scale()) <= MOST_DIGITS;
        if (writable) {
            column.set(number);
        } else {
            column.set(ValueType.TEXT, number.toString());
        }
    }

    /** The begin of a long text, for errors. */
    static String cut(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
