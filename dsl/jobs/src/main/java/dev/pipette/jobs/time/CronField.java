package dev.pipette.jobs.time;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/**
 * One field of a cron expression: which numbers it means.
 *
 * @param kind which of the five it is
 * @param text as it was written
 * @param bits the numbers, one bit each
 */
record CronField(Kind kind, String text, long bits) {
    private static final Pattern PART =
            Pattern.compile("(?:(?<all>\\*)|(?<low>\\w+)(?:-(?<high>\\w+))?)(?:/(?<step>\\d{1,4}))?");

    /** The five fields, in their order. */
    enum Kind {
        MINUTE("minute", 0, 59, List.of(), "0-59, like 15, */10 or 0,30"),
        HOUR("hour", 0, 23, List.of(), "0-23, like 6, 7-23 or */2"),
        DAY("day of month", 1, 31, List.of(), "1-31, like 1 or 1,15"),
        MONTH(
                "month",
                1,
                12,
                List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"),
                "1-12 or JAN-DEC, like 1 or MAR-OCT"),
        /** 0 and 7 are Sunday. */
        WEEKDAY(
                "day of week",
                0,
                7,
                List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"),
                "0-7 or SUN-SAT, where 0 and 7 are Sunday, like MON-FRI or 6,7");

        private final String title;
        private final int low;
        private final int high;
        private final List<String> names;
        private final String allowed;

        Kind(String title, int low, int high, List<String> names, String allowed) {
            this.title = title;
            this.low = low;
            this.high = high;
            this.names = names;
            this.allowed = allowed;
        }

        private int number(String word) {
            int named = names.indexOf(word.toUpperCase(Locale.ROOT));
            if (named >= 0) {
                return named + low;
            }
            return word.matches("\\d{1,4}") ? Integer.parseInt(word) : -1;
        }
    }

    static CronField parse(Kind kind, String text, String expression) {
        long bits = 0;
        for (String part : text.split(",", -1)) {
            bits |= part(kind, part, expression);
        }
        if (kind == Kind.WEEKDAY && (bits & (1L << 7)) != 0) {
            bits = (bits | 1L) & ~(1L << 7);
        }
        return new CronField(kind, text, bits);
    }

    private static long part(Kind kind, String part, String expression) {
        Matcher parts = PART.matcher(part);
        if (!parts.matches()) {
            throw refused(kind, part, expression, "");
        }
        boolean all = parts.group("all") != null;
        int low = all ? kind.low : kind.number(parts.group("low"));
        int high = high(kind, parts, low);
        int step = parts.group("step") == null ? 1 : Integer.parseInt(parts.group("step"));
        if (low < kind.low || high < kind.low || low > kind.high || high > kind.high) {
            throw refused(kind, part, expression, "");
        }
        if (high < low) {
            throw refused(
                    kind,
                    part,
                    expression,
                    " A range goes upwards: write " + part.replaceFirst("^(\\w+)-(\\w+).*", "$1") + "-" + turn(kind)
                            + "," + start(kind) + "-" + part.replaceFirst("^(\\w+)-(\\w+).*", "$2") + ".");
        }
        if (step < 1) {
            throw refused(kind, part, expression, " A step is 1 or more.");
        }
        long bits = 0;
        for (int number = low; number <= high; number += step) {
            bits |= 1L << number;
        }
        return bits;
    }

    /** {@code 5/15} means from 5 to the end of the field. */
    private static int high(Kind kind, Matcher parts, int low) {
        if (parts.group("high") != null) {
            return kind.number(parts.group("high"));
        }
        boolean open = parts.group("all") != null || parts.group("step") != null;
        return open ? (kind == Kind.WEEKDAY ? 6 : kind.high) : low;
    }

    private static String turn(Kind kind) {
        return kind == Kind.WEEKDAY ? "SAT" : Integer.toString(kind.high);
    }

    private static String start(Kind kind) {
        return kind == Kind.WEEKDAY ? "SUN" : Integer.toString(kind.low);
    }

    private static PipetteException refused(Kind kind, String part, String expression, String more) {
        return new PipetteException(
                ErrorCode.BAD_USAGE,
                "'" + part + "' is not a value of the field " + kind.title + " in the cron expression '" + expression
                        + "'." + more + " It takes " + kind.allowed + ". " + CronExpression.EXAMPLE);
    }

    boolean has(int number) {
        return (bits >> number & 1) != 0;
    }

    /** Whether it was written as {@code *} or {@code *}{@code /n}; cron treats days so. */
    boolean isOpen() {
        return text.startsWith("*");
    }

    /** Whether it means each number that its field can have. */
    boolean isEach() {
        int last = kind == Kind.WEEKDAY ? 6 : kind.high;
        return bits == (1L << last + 1) - (1L << kind.low);
    }

    /** The smallest number from this one on; -1 where there is none. */
    int from(int number) {
        long rest = number > 63 ? 0 : bits & -1L << number;
        return rest == 0 ? -1 : Long.numberOfTrailingZeros(rest);
    }

    /** The largest number up to this one; -1 where there is none. */
    int upTo(int number) {
        long rest = number < 0 ? 0 : bits & ~(-1L << number + 1);
        return rest == 0 ? -1 : 63 - Long.numberOfLeadingZeros(rest);
    }

    /** Its numbers, the smallest first. */
    List<Integer> numbers() {
        return LongStream.range(0, 60)
                .mapToInt(number -> (int) number)
                .filter(this::has)
                .boxed()
                .toList();
    }
}
