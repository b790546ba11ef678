package dev.pipette.engine.columnar;

import dev.pipette.engine.slice.TimeWriting;

/**
 * Watches whether all texts of a column are written as timestamps are: ISO 8601 with date and time of day, at most
 * microseconds, with an offset or without, and beside these the infinities. It looks at the writing only; whether there is such a day, DuckDB tells.
 */
public final class TimeTexts {
    private static final int CLOCK_END = "2025-01-01T00:00:00".length();
    private static final int HOUR = "2025-01-01T".length();
    private static final int MICROSECOND_DIGITS = 6;

    private boolean zoned = true;
    private boolean local = true;

    public void see(String text) {
        if ((zoned || local) && !isEndless(text)) {
            int end = clockEnd(text);
            zoned = zoned && end > 0 && isOffset(text, end);
            local = local && end == text.length();
        }
    }

    private static boolean isEndless(String text) {
        return text.equals("infinity") || text.equals("-infinity");
    }

    /** How the texts that were seen write times. */
    public TimeWriting writing() {
        return new TimeWriting(zoned, local);
    }

    /** The place behind date, time of day and fraction; -1 where the text does not begin with these. */
    private static int clockEnd(String text) {
        if (text.length() < CLOCK_END || !beginsWithClock(text)) {
            return -1;
        }
        if (text.length() == CLOCK_END || text.charAt(CLOCK_END) != '.') {
            return CLOCK_END;
        }
        int end = CLOCK_END + 1;
        while (end < text.length() && isDigit(text.charAt(end))) {
            if (end > CLOCK_END + MICROSECOND_DIGITS && text.charAt(end) != '0') {
                return -1;
            }
            end++;
        }
        return end == CLOCK_END + 1 ? -1 : end;
    }

    private static boolean beginsWithClock(String text) {
        for (int at = 0; at < CLOCK_END; at++) {
            char character = text.charAt(at);
            boolean fits = switch (at) {
                case 4, 7 -> character == '-';
                case 10 -> character == 'T' || character == ' ';
                case 13, 16 -> character == ':';
                default -> isDigit(character);
            };
            if (!fits) {
                return false;
            }
        }
        return text.charAt(HOUR) < '2'
                || (text.charAt(HOUR) == '2' && text.charAt(HOUR + 1) <= '3'); // DuckDB has a 24:00:00
    }

    private static boolean isOffset(String text, int from) {
        int length = text.length() - from;
        if (length == 1) {
            return text.charAt(from) == 'Z';
        }
        boolean signed = length > 0 && (text.charAt(from) == '+' || text.charAt(from) == '-');
        return signed
                && switch (length) {
                    case 3 -> areDigits(text, from + 1, from + 3);
                    case 5 -> areDigits(text, from + 1, from + 5);
                    case 6 ->
                        areDigits(text, from + 1, from + 3)
                                && text.charAt(from + 3) == ':'
                                && areDigits(text, from + 4, from + 6);
                    default -> false;
                };
    }

    private static boolean areDigits(String text, int from, int to) {
        for (int at = from; at < to; at++) {
            if (!isDigit(text.charAt(at))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }
}
