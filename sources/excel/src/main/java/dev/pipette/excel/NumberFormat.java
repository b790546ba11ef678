package dev.pipette.excel;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a cell's number means by the format in which it is shown: ECMA-376, part 1, 18.8.30 and 18.8.31. A duration like
 * {@code [h]:mm} stays a number.
 */
enum NumberFormat {
    NUMBER,
    DATE,
    TIME,
    DATE_AND_TIME;

    /** Quoted text, escaped characters, fillers, and colours, languages and conditions in brackets. */
    private static final Pattern NO_CODE =
            Pattern.compile("\"[^\"]*\"|\\\\.|[_*].|\\[(?!h+\\]|m+\\]|s+\\])[^\\]]*\\]", Pattern.CASE_INSENSITIVE);

    private static final Pattern DURATION = Pattern.compile("\\[(?:h+|m+|s+)\\]");
    private static final Set<Integer> DATES =
            Set.of(14, 15, 16, 17, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58);
    private static final Set<Integer> TIMES = Set.of(18, 19, 20, 21, 32, 33, 34, 35, 45, 47, 55, 56);
    private static final int DATE_TIME = 22;

    /**
     * The meaning of a format.
     *
     * @param id of a built-in format, where it has no code
     */
    static NumberFormat of(@Nullable Integer id, @Nullable String code) {
        if (code == null || code.isEmpty()) {
            return id == null
                    ? NUMBER
                    : DATES.contains(id) ? DATE : TIMES.contains(id) ? TIME : id == DATE_TIME ? DATE_AND_TIME : NUMBER;
        }
        String plain = NO_CODE.matcher(code.toLowerCase(Locale.ROOT)).replaceAll("");
        String positive = plain.indexOf(';') < 0 ? plain : plain.substring(0, plain.indexOf(';'));
        if (positive.equals("general") || DURATION.matcher(positive).find()) {
            return NUMBER;
        }
        boolean time = positive.indexOf('h') >= 0 || positive.indexOf('s') >= 0;
        boolean date =
                positive.indexOf('y') >= 0 || positive.indexOf('d') >= 0 || (!time && positive.indexOf('m') >= 0);
        return date ? (time ? DATE_AND_TIME : DATE) : time ? TIME : NUMBER;
    }
}
