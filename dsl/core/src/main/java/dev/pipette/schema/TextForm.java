package dev.pipette.schema;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Tells what a text is written as: an integer, a number, a boolean, a date, a time, or just text.
 *
 * <pre>{@code
 * TextForm.of("42");                           // BIGINT
 * TextForm.of("007");                          // TEXT: as a number it would lose its zeros
 * TextForm.of("2025-12-24T15:00:00+01:00");    // TIMESTAMP
 * }</pre>
 *
 * <p>A form other than text means that the text is that value and no other, and that the type keeps
 * the value exactly:
 *
 * <ul>
 *   <li>{@link #BIGINT}: an integer without plus or leading zeros, of 64 bits; a longer one is a
 *       {@link #DECIMAL}.
 *   <li>{@link #DOUBLE}: a decimal point with digits on both sides, or an exponent, or minus zero;
 *       and some double is written in these digits. Otherwise it is a {@link #DECIMAL}.
 *   <li>{@link #BOOL}: true or false in any case.
 *   <li>{@link #DATE}: {@code 2025-12-24}, of the years 0001 to 9999.
 *   <li>{@link #TIME}: {@code 15:00:00}, seconds included, with or without a fraction.
 *   <li>{@link #TIMESTAMP}: a date, {@code T} or a blank, a time with or without seconds and
 *       fraction, and {@code Z}, {@code +01:00}, {@code +0100} or {@code +01}. {@link
 *       #LOCAL_TIMESTAMP}: the same without a zone.
 * </ul>
 *
 * <p>A fraction of a second has up to nine digits, those after the sixth zero, because microseconds
 * are what is stored. A number beyond 10<sup>±1000</sup> is text. Nothing is trimmed. No method
 * allocates, but for numbers of 16 and 17 digits.
 */
public final class TextForm {
    /** Text, and whatever is none of the others. */
    public static final int TEXT = 0;

    /** An integer of 64 bits. */
    public static final int BIGINT = 1;

    /** A number that a double would change, or an integer of more than 64 bits. */
    public static final int DECIMAL = 2;

    /** A number that a double holds. */
    public static final int DOUBLE = 3;

    /** True or false. */
    public static final int BOOL = 4;

    /** A calendar date. */
    public static final int DATE = 5;

    /** A time of day. */
    public static final int TIME = 6;

    /** A date and time without a zone. */
    public static final int LOCAL_TIMESTAMP = 7;

    /** An instant: a date and time with a zone. */
    public static final int TIMESTAMP = 8;

    private static final int BIGGEST_EXPONENT = 1000;

    /** Every decimal number of so many digits survives a double; {@code DBL_DIG} of C. */
    private static final int DIGITS_ALWAYS_KEPT = 15;

    /** No double needs more digits than these to be written. */
    private static final int DIGITS_EVER_KEPT = 17;

    /** Decimal exponents at which doubles have their full precision. */
    private static final int FULL_PRECISION = 290;

    private static final ValueType[] TYPES = {
        ValueType.TEXT,
        ValueType.BIGINT,
        ValueType.DECIMAL,
        ValueType.DOUBLE,
        ValueType.BOOL,
        ValueType.DATE,
        ValueType.TIME,
        ValueType.LOCAL_TIMESTAMP,
        ValueType.TIMESTAMP
    };

    private TextForm() {}

    /** Returns the type of the values that {@code text} is the written form of. */
    public static ValueType of(CharSequence text) {
        return type(classify(text));
    }

    /** Returns the type for a code that {@code classify} gave. */
    public static ValueType type(int code) {
        return TYPES[code];
    }

    /** Returns the code of the form of {@code text}. */
    public static int classify(CharSequence text) {
        return classify(null, text, 0, text.length());
    }

    /** Returns the code of the form of the ASCII or UTF-8 text from {@code from} up to {@code to}. */
    public static int classify(byte[] buffer, int from, int to) {
        return classify(buffer, "", from, to);
    }

    /** The text is {@code bytes} or, where they are null, {@code chars}. */
    private static int classify(byte @Nullable [] bytes, CharSequence chars, int from, int to) {
        if (from >= to) {
            return TEXT;
        }
        int first = at(bytes, chars, from);
        if (isDigit(first)) {
            int length = to - from;
            if (length >= 8 && at(bytes, chars, from + 2) == ':') {
                return time(bytes, chars, from, to);
            }
            if (length >= 10 && at(bytes, chars, from + 4) == '-') {
                return dateOrTimestamp(bytes, chars, from, to);
            }
            return number(bytes, chars, from, from, to);
        }
        if (first == '-') {
            return number(bytes, chars, from, from + 1, to);
        }
        int lower = first | 0x20;
        if (lower == 't' || lower == 'f') {
            return bool(bytes, chars, from, to);
        }
        return TEXT;
    }

    private static int bool(byte @Nullable [] bytes, CharSequence chars, int from, int to) {
        int length = to - from;
        String word = length == 4 ? "true" : length == 5 ? "false" : "";
        if (word.isEmpty()) {
            return TEXT;
        }
        for (int index = 0; index < length; index++) {
            int character = at(bytes, chars, from + index);
            int lower = character >= 'A' && character <= 'Z' ? character + 32 : character;
            if (lower != word.charAt(index)) {
                return TEXT;
            }
        }
        return BOOL;
    }

    private static int number(byte @Nullable [] bytes, CharSequence chars, int from, int firstDigit, int to) {
        int position = firstDigit;
        while (position < to && isDigit(at(bytes, chars, position))) {
            position++;
        }
        int integerDigits = position - firstDigit;
        boolean leadingZero = integerDigits > 0 && at(bytes, chars, firstDigit) == '0';
        if (integerDigits == 0 || integerDigits > BIGGEST_EXPONENT || (leadingZero && integerDigits > 1)) {
            return TEXT;
        }
        if (position == to) {
            return leadingZero && firstDigit > from
                    ? DOUBLE // minus zero, which only a double has
                    : integer(bytes, chars, firstDigit, to, firstDigit > from);
        }
        return fractional(bytes, chars, from, firstDigit, position, to);
    }

    private static int integer(byte @Nullable [] bytes, CharSequence chars, int firstDigit, int to, boolean negative) {
        int digits = to - firstDigit;
        if (digits != 19) {
            return digits < 19 ? BIGINT : DECIMAL;
        }
        String limit = negative ? "9223372036854775808" : "9223372036854775807";
        for (int index = 0; index < 19; index++) {
            int difference = at(bytes, chars, firstDigit + index) - limit.charAt(index);
            if (difference != 0) {
                return difference < 0 ? BIGINT : DECIMAL;
            }
        }
        return BIGINT;
    }

    /** Reads on after the integer digits, at a point, an exponent, or at what makes it text. */
    private static int fractional(
            byte @Nullable [] bytes, CharSequence chars, int from, int firstDigit, int point, int to) {
        int position = point;
        if (at(bytes, chars, position) == '.') {
            position++;
            while (position < to && isDigit(at(bytes, chars, position))) {
                position++;
            }
            if (position == point + 1 || position - point > BIGGEST_EXPONENT) {
                return TEXT;
            }
        }
        int mantissaEnd = position;
        int exponent = 0;
        if (position < to) {
            if ((at(bytes, chars, position) | 0x20) != 'e' || ++position == to) {
                return TEXT;
            }
            int sign = at(bytes, chars, position);
            if ((sign == '-' || sign == '+') && ++position == to) {
                return TEXT;
            }
            for (; position < to; position++) {
                int digit = at(bytes, chars, position);
                if (!isDigit(digit) || exponent > BIGGEST_EXPONENT) {
                    return TEXT;
                }
                exponent = exponent * 10 + digit - '0';
            }
            exponent = sign == '-' ? -exponent : exponent;
        }
        return doubleOrDecimal(bytes, chars, from, firstDigit, point, mantissaEnd, exponent, to);
    }

    private static int doubleOrDecimal(
            byte @Nullable [] bytes,
            CharSequence chars,
            int from,
            int firstDigit,
            int point,
            int mantissaEnd,
            int exponent,
            int to) {
        int firstSignificant = firstDigit;
        while (firstSignificant < mantissaEnd && isZeroOrPoint(at(bytes, chars, firstSignificant))) {
            firstSignificant++;
        }
        if (firstSignificant == mantissaEnd) {
            return DOUBLE; // zero, in any spelling
        }
        int lastSignificant = mantissaEnd - 1;
        while (isZeroOrPoint(at(bytes, chars, lastSignificant))) {
            lastSignificant--;
        }
        boolean spansPoint = firstSignificant < point && lastSignificant > point;
        int digits = lastSignificant - firstSignificant + (spansPoint ? 0 : 1);
        int magnitude = // the exponent that the number has with one digit before its point
                exponent + point - firstSignificant - (firstSignificant < point ? 1 : 0);
        if (magnitude > BIGGEST_EXPONENT || magnitude < -BIGGEST_EXPONENT) {
            return TEXT;
        }
        if (digits > DIGITS_EVER_KEPT) {
            return DECIMAL;
        }
        if (digits <= DIGITS_ALWAYS_KEPT && magnitude < FULL_PRECISION && magnitude > -FULL_PRECISION) {
            return DOUBLE;
        }
        return keptByDouble(text(bytes, chars, from, to)) ? DOUBLE : DECIMAL;
    }

    private static boolean keptByDouble(String number) {
        double value = Double.parseDouble(number);
        return !Double.isInfinite(value)
                && new BigDecimal(Double.toString(value)).compareTo(new BigDecimal(number)) == 0;
    }

    private static String text(byte @Nullable [] bytes, CharSequence chars, int from, int to) {
        return bytes == null
                ? chars.subSequence(from, to).toString()
                : new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private static int dateOrTimestamp(byte @Nullable [] bytes, CharSequence chars, int from, int to) {
        int year = digits(bytes, chars, from, 4);
        int month = digits(bytes, chars, from + 5, 2);
        int day = digits(bytes, chars, from + 8, 2);
        if (at(bytes, chars, from + 7) != '-'
                || year < 1
                || month < 1
                || month > 12
                || day < 1
                || day > daysIn(year, month)) {
            return TEXT;
        }
        int position = from + 10;
        if (position == to) {
            return DATE;
        }
        int separator = at(bytes, chars, position);
        if (separator != 'T' && separator != ' ') {
            return TEXT;
        }
        return clock(bytes, chars, position + 1, to);
    }

    /** Reads the time and the zone of a timestamp. */
    private static int clock(byte @Nullable [] bytes, CharSequence chars, int from, int to) {
        if (to - from < 5 || !isHourAndMinute(bytes, chars, from)) {
            return TEXT;
        }
        int position = from + 5;
        if (position < to && at(bytes, chars, position) == ':') {
            position = afterSeconds(bytes, chars, position + 1, to);
            if (position < 0) {
                return TEXT;
            }
        }
        if (position == to) {
            return LOCAL_TIMESTAMP;
        }
        return isZone(bytes, chars, position, to) ? TIMESTAMP : TEXT;
    }

    private static int time(byte @Nullable [] bytes, CharSequence chars, int from, int to) {
        boolean valid = isHourAndMinute(bytes, chars, from)
                && at(bytes, chars, from + 5) == ':'
                && afterSeconds(bytes, chars, from + 6, to) == to;
        return valid ? TIME : TEXT;
    }

    private static boolean isHourAndMinute(byte @Nullable [] bytes, CharSequence chars, int from) {
        int hour = digits(bytes, chars, from, 2);
        int minute = digits(bytes, chars, from + 3, 2);
        return hour >= 0 && hour < 24 && at(bytes, chars, from + 2) == ':' && minute >= 0 && minute < 60;
    }

    /** Returns the position after the seconds and their fraction, or -1. */
    private static int afterSeconds(byte @Nullable [] bytes, CharSequence chars, int from, int to) {
        int position = from + 2;
        if (position > to) {
            return -1;
        }
        int second = digits(bytes, chars, from, 2);
        if (second < 0 || second > 59) {
            return -1;
        }
        if (position == to || at(bytes, chars, position) != '.') {
            return position;
        }
        int firstDigit = ++position;
        while (position < to && isDigit(at(bytes, chars, position))) {
            boolean belowMicros = position - firstDigit >= 6;
            if (belowMicros && at(bytes, chars, position) != '0') {
                return -1;
            }
            position++;
        }
        int digits = position - firstDigit;
        return digits >= 1 && digits <= 9 ? position : -1;
    }

    private static boolean isZone(byte @Nullable [] bytes, CharSequence chars, int from, int to) {
        int sign = at(bytes, chars, from);
        if (sign == 'Z') {
            return to == from + 1;
        }
        int length = to - from;
        if ((sign != '+' && sign != '-') || (length != 3 && length != 5 && length != 6)) {
            return false;
        }
        if (length == 6 && at(bytes, chars, from + 3) != ':') {
            return false;
        }
        int hours = digits(bytes, chars, from + 1, 2);
        int minutes = length == 3 ? 0 : digits(bytes, chars, to - 2, 2);
        return hours >= 0 && minutes >= 0 && minutes < 60 && hours * 60 + minutes <= 18 * 60;
    }

    private static int daysIn(int year, int month) {
        return switch (month) {
            case 2 -> year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            default -> 31;
        };
    }

    /** Returns the number that {@code count} digits make, or -1 when one is no digit. */
    private static int digits(byte @Nullable [] bytes, CharSequence chars, int from, int count) {
        int number = 0;
        for (int position = from; position < from + count; position++) {
            int digit = at(bytes, chars, position);
            if (!isDigit(digit)) {
                return -1;
            }
            number = number * 10 + digit - '0';
        }
        return number;
    }

    private static boolean isDigit(int character) {
        return character >= '0' && character <= '9';
    }

    private static boolean isZeroOrPoint(int character) {
        return character == '0' || character == '.';
    }

    private static int at(byte @Nullable [] bytes, CharSequence chars, int position) {
        return bytes == null ? chars.charAt(position) : bytes[position];
    }
}
