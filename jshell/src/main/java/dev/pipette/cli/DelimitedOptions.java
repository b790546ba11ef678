package dev.pipette.cli;

import dev.pipette.FileFormat;
import dev.pipette.Resource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How csv and tsv are written. For another format, each of these options is refused by the format. */
final class DelimitedOptions {
    @Option(
            names = "--delimiter",
            paramLabel = "CHARACTER",
            description = "Between the fields of csv and tsv; \\t is a tab. Default for csv: what the first lines show"
                    + " where they have no comma.")
    private @Nullable String delimiter;

    @Option(
            names = "--quote",
            paramLabel = "CHARACTER",
            description = "Around the fields of csv and tsv; written twice inside. '' for no quotes. Default: \".")
    private @Nullable String quote;

    @Option(
            names = "--escape",
            paramLabel = "CHARACTER",
            description = "Takes the meaning from a delimiter, a quote, a line break or itself behind it: '\\'.")
    private @Nullable String escape;

    @Option(
            names = "--no-header",
            description =
                    "The first line of csv and tsv, or row of xlsx, is a row of the table. The columns are column0, column1 and so on.")
    private boolean noHeader;

    @Option(
            names = "--header",
            split = ",",
            paramLabel = "NAME",
            description = "Names all columns of csv, tsv and xlsx without a header: id,name,amount.")
    private @Nullable List<String> header;

    @Option(
            names = "--skip-lines",
            paramLabel = "LINES",
            description = "Leaves out the first LINES lines of each file of csv and tsv.")
    private @Nullable String skipLines;

    @Option(
            names = "--comment",
            paramLabel = "MARK",
            description = "Leaves out lines of csv and tsv that begin with MARK: '#'.")
    private @Nullable String comment;

    @Option(
            names = "--encoding",
            paramLabel = "NAME",
            description = "Encoding of csv and tsv: windows-1252, utf-16, .. Default: utf-8.")
    private @Nullable String encoding;

    @Option(
            names = "--null",
            paramLabel = "TEXT",
            description =
                    "A text that is NULL in csv, tsv and xlsx like the empty field, quoted or not: NA. May be repeated.")
    private @Nullable List<String> nulls;

    @Option(
            names = "--decimal-comma",
            description = "Reads 3,5 as a number in csv and tsv. Text with a point stays text, except in columns with"
                    + " --thousands.")
    private boolean decimalComma;

    @Option(
            names = "--thousands",
            paramLabel = "COLUMN=SEPARATOR",
            description =
                    "Separator of thousands in a column of csv and tsv: amount=. reads 1.234 as 1234. May be repeated.")
    private @Nullable List<String> thousands;

    @Option(
            names = "--date-format",
            paramLabel = "COLUMN=FORMAT",
            description = "Format of the dates or times in a column of csv and tsv: day=dd.MM.yyyy. May be repeated.")
    private @Nullable List<String> dateFormats;

    @Option(
            names = "--all-text",
            description = "Keeps every column of csv and tsv as text, those without any value too.")
    private boolean allText;

    /** The resource with what was typed. */
    Resource applied(Resource resource) {
        Resource read = resource;
        for (Map.Entry<String, String> option : values().entrySet()) {
            read = read.option(option.getKey(), option.getValue());
        }
        return read;
    }

    private Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        put(values, FileFormat.DELIMITER, "\\t".equals(delimiter) ? "\t" : delimiter);
        put(values, FileFormat.QUOTE, quote);
        put(values, FileFormat.ESCAPE, escape);
        put(values, FileFormat.HEADER, header != null ? String.join("\n", header) : noHeader ? "" : null);
        put(values, FileFormat.SKIP_LINES, skipLines);
        put(values, FileFormat.COMMENT, comment);
        put(values, FileFormat.ENCODING, encoding);
        put(values, FileFormat.NULLS, nulls == null ? null : String.join("\n", nulls));
        put(values, FileFormat.DECIMAL_COMMA, decimalComma ? "true" : null);
        put(values, FileFormat.THOUSANDS, thousands == null ? null : String.join("\n", thousands));
        put(values, FileFormat.DATE_FORMATS, dateFormats == null ? null : String.join("\n", dateFormats));
        put(values, FileFormat.ALL_TEXT, allText ? "true" : null);
        return values;
    }

    private static void put(Map<String, String> values, String option, @Nullable String value) {
        if (value != null) {
            values.put(option, value);
        }
    }
}
