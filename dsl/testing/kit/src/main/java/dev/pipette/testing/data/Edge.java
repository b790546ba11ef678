package dev.pipette.testing.data;

/**
 * A kind of value at which loads break; a {@link RowGenerator} makes all of them.
 *
 * <pre>{@code
 * RowGenerator tame = orders.without(Edge.LONG_TEXT).without(Edge.NOT_A_NUMBER);
 * }</pre>
 */
public enum Edge {
    /** No value, in columns that may have none. */
    NULL,
    /** True and false. */
    TRUTH,
    /** 0, 1 and -1. */
    SMALL_INTEGER,
    /** The ends of 16, 32 and 64 bits, and the last integer that a double distinguishes from the next. */
    INTEGER_END,
    /** A decimal of all its digits, in both signs; 0; the smallest step from it, in both signs. */
    DECIMAL_END,
    /** 0, 0.1, the largest finite doubles and the smallest normal one. */
    DOUBLE_END,
    /** {@code NaN}. */
    NOT_A_NUMBER,
    /** Both infinities. */
    INFINITY,
    /** {@code -0.0}, which databases hold to be equal to 0; not in keys. */
    NEGATIVE_ZERO,
    /** The smallest double that is not 0, in both signs. */
    SUBNORMAL,
    /** Text of no characters, and of one space. */
    EMPTY_TEXT,
    /** Quotes of both kinds, backslashes, separators of CSV, fragments of SQL. */
    QUOTES,
    /** Lines that end as on Unix, on Windows and on old Macs, and tabs. */
    LINE_BREAK,
    /** Every control character but U+0000, which PostgreSQL cannot hold. */
    CONTROL_CHARACTER,
    /** Emoji of several code points, text from right to left, combining accents, a byte order mark, U+FFFD, the last code point. */
    UNICODE,
    /** Text that a guess would take for something else: {@code NULL}, {@code true}, {@code 1e3}, {@code 05446}, a date. */
    LOOKS_LIKE_ANOTHER_TYPE,
    /** 100,000 characters. */
    LONG_TEXT,
    /** The first day of year 1 and the last of 9999. */
    FAR_DATE,
    /** 1970-01-01T00:00, and what comes before it. */
    EPOCH,
    /** 29 February, of 2000 too, and the 28th of 1900. */
    LEAP_DAY,
    /** The first and the last microsecond of a second, before and after 1970. */
    MICROSECOND,
    /** Times that clocks in Berlin and New York skip or have twice. */
    DAYLIGHT_SAVING,
    /** The first and the last microsecond of a day, and noon. */
    END_OF_DAY,
    /** No bytes. */
    EMPTY_BYTES,
    /** Each of the 256 bytes, 0 alone, and only {@code 0xFF}. */
    ALL_BYTES,
    /** 100,000 bytes. */
    LONG_BYTES,
    /** An object and a list without content. */
    EMPTY_JSON,
    /** Objects and lists in each other, 50 deep. */
    DEEP_JSON,
    /** A document whose text has quotes, line breaks and emoji, and whose names are empty or have dots. */
    ODD_JSON
}
