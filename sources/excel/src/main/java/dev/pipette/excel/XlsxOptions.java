package dev.pipette.excel;

import dev.pipette.FileFormat;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.FormatOptions;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The options of a workbook.
 *
 * @param sheet name or number from 1; empty for the first one that is not hidden
 * @param names of the columns where the first row is a row, also an empty list; empty where the first row names them
 * @param nulls texts of cells that are NULL
 */
record XlsxOptions(Optional<String> sheet, CellRange range, Optional<List<String>> names, Set<String> nulls) {
    static final List<String> NAMES = List.of(FileFormat.HEADER, FileFormat.NULLS, FileFormat.RANGE, FileFormat.SHEET);

    static XlsxOptions of(Map<String, String> options) {
        FormatOptions.check("xlsx", options, NAMES);
        return new XlsxOptions(
                Optional.ofNullable(options.get(FileFormat.SHEET)),
                options.containsKey(FileFormat.RANGE) ? CellRange.of(options.get(FileFormat.RANGE)) : CellRange.ALL,
                Optional.ofNullable(options.get(FileFormat.HEADER)).map(XlsxOptions::names),
                options.containsKey(FileFormat.NULLS)
                        ? Set.copyOf(List.of(options.get(FileFormat.NULLS).split("\n", -1)))
                        : Set.of());
    }

    private static List<String> names(String given) {
        List<String> names = given.isEmpty() ? List.of() : List.of(given.split("\n", -1));
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (name.isBlank() || !seen.add(name)) {
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "the name '" + name + "' of a column is empty or given twice among " + String.join(",", names)
                                + ". Give each column a name of its own, or none of them.");
            }
        }
        return names;
    }
}
