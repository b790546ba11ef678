package dev.pipette.files;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the delimiter of a text whose first line has no comma: the one of {@code ; | tab} that cuts the first lines into
 * equally many fields, at least two.
 */
final class DelimiterGuess {
    private static final List<String> CANDIDATES = List.of(";", "\t", "|");
    private static final int LINES = 20;

    private DelimiterGuess() {}

    /**
     * The delimiter; empty where the first line has a comma, and where no candidate or more than one fits.
     *
     * @param begin of the text
     * @param whole whether it is the whole text, so that its last line is not cut
     */
    static Optional<String> of(String begin, boolean whole, TextOptions options) {
        String quote = options.quote();
        List<String> first = lines(begin, whole, options, 1);
        if (first.isEmpty() || fields(first.getFirst(), ",", options) > 1) {
            return Optional.empty();
        }
        List<String> lines = lines(begin, whole, options, LINES);
        List<String> fitting = CANDIDATES.stream()
                .filter(candidate -> !candidate.equals(quote) && !candidate.equals(options.escape()))
                .filter(candidate -> {
                    int fields = fields(lines.getFirst(), candidate, options);
                    return fields > 1 && lines.stream().allMatch(line -> fields(line, candidate, options) == fields);
                })
                .toList();
        return fitting.size() == 1 ? Optional.of(fitting.getFirst()) : Optional.empty();
    }

    /** How often the first line has a comma between fields, where it lacks the named delimiter; 0 where it has it. */
    static int commasInstead(String begin, boolean whole, String delimiter, TextOptions options) {
        List<String> lines = lines(begin, whole, options, 1);
        return lines.isEmpty() || fields(lines.getFirst(), delimiter, options) > 1
                ? 0
                : fields(lines.getFirst(), ",", options) - 1;
    }

    /** The first records that are whole, without blank lines and comments. */
    private static List<String> lines(String begin, boolean whole, TextOptions options, int most) {
        String comment = options.comment();
        List<String> lines = new ArrayList<>();
        boolean quoted = false;
        int from = 0;
        for (int at = 0; at < begin.length() && lines.size() < most; at++) {
            char next = begin.charAt(at);
            if (isComment(begin, from, comment)) {
                if (next == '\n' || next == '\r') {
                    from = at + 1;
                }
            } else if (is(next, options.escape())) {
                at++;
            } else if (is(next, options.quote())) {
                quoted = !quoted;
            } else if (!quoted && (next == '\n' || next == '\r')) {
                add(lines, begin.substring(from, at), comment);
                from = at + 1;
            }
        }
        if (whole && !quoted && lines.size() < most) {
            add(lines, begin.substring(from), comment);
        }
        return lines;
    }

    private static boolean is(char next, String mark) {
        return !mark.isEmpty() && next == mark.charAt(0);
    }

    private static boolean isComment(String begin, int from, String comment) {
        return !comment.isEmpty() && begin.startsWith(comment, from);
    }

    private static void add(List<String> lines, String line, String comment) {
        if (!line.isEmpty() && !isComment(line, 0, comment)) {
            lines.add(line);
        }
    }

    private static int fields(String line, String delimiter, TextOptions options) {
        int fields = 1;
        boolean quoted = false;
        for (int at = 0; at < line.length(); at++) {
            char next = line.charAt(at);
            if (is(next, options.escape())) {
                at++;
            } else if (is(next, options.quote())) {
                quoted = !quoted;
            } else if (!quoted && next == delimiter.charAt(0)) {
                fields++;
            }
        }
        return fields;
    }
}
