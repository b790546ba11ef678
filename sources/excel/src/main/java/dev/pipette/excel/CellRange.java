package dev.pipette.excel;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cells of a sheet.
 *
 * @param firstRow from 1
 * @param lastRow included
 * @param firstColumn from 0
 * @param lastColumn included
 */
record CellRange(int firstRow, int lastRow, int firstColumn, int lastColumn) {
    static final CellRange ALL = new CellRange(1, Integer.MAX_VALUE, 0, Integer.MAX_VALUE);

    private static final Pattern WRITTEN =
            Pattern.compile("([A-Z]{1,3})?([1-9][0-9]{0,6})?(?::([A-Z]{1,3})?([1-9][0-9]{0,6})?)?");

    /**
     * Reads a range.
     *
     * @throws PipetteException BAD_USAGE for what is not one
     */
    static CellRange of(String text) {
        Matcher matcher = WRITTEN.matcher(text.replace("$", "").toUpperCase(Locale.ROOT));
        if (!text.isEmpty() && !text.endsWith(":") && !text.startsWith(":") && matcher.matches()) {
            CellRange range = new CellRange(
                    number(matcher.group(2), 1),
                    number(matcher.group(4), Integer.MAX_VALUE),
                    column(matcher.group(1), 0),
                    column(matcher.group(3), Integer.MAX_VALUE));
            if (range.firstRow <= range.lastRow && range.firstColumn <= range.lastColumn) {
                return range;
            }
        }
        throw new PipetteException(
                ErrorCode.BAD_USAGE,
                "'" + text + "' is not a range of cells. Give the first and the last cell, or leave out what is open:"
                        + " B3:F100, B3:F, B3, B:F.");
    }

    private static int number(@org.jspecify.annotations.Nullable String digits, int open) {
        return digits == null ? open : Integer.parseInt(digits);
    }

    private static int column(@org.jspecify.annotations.Nullable String letters, int open) {
        if (letters == null) {
            return open;
        }
        int column = 0;
        for (char letter : letters.toCharArray()) {
            column = column * 26 + letter - 'A' + 1;
        }
        return column - 1;
    }

    /** The letters of a column that is counted from 0. */
    static String letters(int column) {
        StringBuilder letters = new StringBuilder();
        for (int rest = column + 1; rest > 0; rest = (rest - 1) / 26) {
            letters.insert(0, (char) ('A' + (rest - 1) % 26));
        }
        return letters.toString();
    }
}
