package dev.pipette.spi;

import dev.pipette.FileFormat;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.text.NearestName;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Reads the options that a format was given.
 *
 * <pre>{@code
 * FormatOptions.check("json", options, List.of("at"));
 * }</pre>
 */
public final class FormatOptions {
    private static final String DELIMITED = "csv and tsv";

    /** The formats that have an option, for those that do not have it. */
    private static final Map<String, String> FORMATS = Map.ofEntries(
            Map.entry(FileFormat.ALL_TEXT, DELIMITED),
            Map.entry(FileFormat.ATTRIBUTE_PREFIX, "xml"),
            Map.entry(FileFormat.COMMENT, DELIMITED),
            Map.entry(FileFormat.DATE_FORMATS, DELIMITED),
            Map.entry(FileFormat.DECIMAL_COMMA, DELIMITED),
            Map.entry(FileFormat.DELIMITER, DELIMITED),
            Map.entry(FileFormat.ENCODING, DELIMITED),
            Map.entry(FileFormat.ESCAPE, DELIMITED),
            Map.entry(FileFormat.HEADER, "csv, tsv and xlsx"),
            Map.entry(FileFormat.NULLS, "csv, tsv and xlsx"),
            Map.entry(FileFormat.LISTS, "xml"),
            Map.entry(FileFormat.POSITIONS, "fixed"),
            Map.entry(FileFormat.QUOTE, DELIMITED),
            Map.entry(FileFormat.RANGE, "xlsx"),
            Map.entry(FileFormat.RECORD, "xml"),
            Map.entry(FileFormat.SHEET, "xlsx"),
            Map.entry(FileFormat.SKIP_LINES, DELIMITED),
            Map.entry(FileFormat.THOUSANDS, DELIMITED),
            Map.entry(FileFormat.TRIM, "fixed"));

    private FormatOptions() {}

    /**
     * Returns whether an option is {@code true}; {@code false} where it is not given.
     *
     * @throws PipetteException BAD_USAGE for another value
     */
    public static boolean isTrue(String format, Map<String, String> options, String option) {
        String value = options.getOrDefault(option, "false");
        if (!value.equals("true") && !value.equals("false")) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "the option '" + option + "' of the format " + format + " is true or false, and not '" + value
                            + "'.");
        }
        return value.equals("true");
    }

    /**
     * Refuses options that the format does not have.
     *
     * @throws PipetteException BAD_USAGE for the first of them
     */
    public static void check(String format, Map<String, String> options, List<String> known) {
        for (String option : new TreeSet<>(options.keySet())) {
            if (!known.contains(option)) {
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "the format " + format + " has no option '" + option + "'"
                                + (FORMATS.containsKey(option) ? ", which is for " + FORMATS.get(option) + ". " : ". ")
                                + (known.isEmpty()
                                        ? "It has no options."
                                        : "It has: " + String.join(", ", known) + "."
                                                + NearestName.question(option, known)));
            }
        }
    }
}
