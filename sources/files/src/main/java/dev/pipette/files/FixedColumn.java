package dev.pipette.files;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A column of text of fixed width.
 *
 * @param from the first character, from 0
 * @param to the character behind the last one; {@link #OPEN} for the end of the line
 */
record FixedColumn(String name, int from, int to) {
    static final int OPEN = Integer.MAX_VALUE;

    private static final Pattern WRITTEN = Pattern.compile("(.+)=([0-9]{1,7})(?:(-)([0-9]{1,7})?)?");

    /** Where fields lose their spaces. */
    enum Trim {
        BOTH,
        RIGHT,
        NONE;

        static Trim of(String text) {
            return switch (text) {
                case "both" -> BOTH;
                case "right" -> RIGHT;
                case "none" -> NONE;
                default ->
                    throw new PipetteException(
                            ErrorCode.BAD_USAGE,
                            "fields cannot be trimmed at '" + text + "'. Give .trim(..) (--trim) both, right or none.");
            };
        }

        /** The field without these spaces. */
        String trimmed(String field) {
            return switch (this) {
                case BOTH -> field.strip();
                case RIGHT -> field.stripTrailing();
                case NONE -> field;
            };
        }
    }

    /**
     * Reads columns, one in each line.
     *
     * @throws PipetteException BAD_USAGE for one that cannot be
     */
    static List<FixedColumn> all(String positions) {
        List<FixedColumn> columns = new ArrayList<>();
        int next = 0;
        for (String line : positions.split("\n", -1)) {
            FixedColumn column = of(line, next);
            columns.add(column);
            next = column.to;
        }
        return columns;
    }

    private static FixedColumn of(String line, int next) {
        Matcher matcher = WRITTEN.matcher(line);
        if (matcher.matches()) {
            int first = Integer.parseInt(matcher.group(2));
            String name = matcher.group(1);
            if (matcher.group(3) == null && first > 0 && next != OPEN) {
                return new FixedColumn(name, next, next + first);
            }
            int last = matcher.group(4) == null ? OPEN : Integer.parseInt(matcher.group(4));
            if (matcher.group(3) != null && first > 0 && last >= first) {
                return new FixedColumn(name, first - 1, last);
            }
        }
        throw new PipetteException(
                ErrorCode.BAD_USAGE,
                "'" + line + "' is not the place of a column. Give its first and last character, from 1, or its width"
                        + " behind the column before: id=1-5, note=41-, name=20.");
    }
}
