package dev.pipette;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/**
 * How files are read.
 *
 * <pre>{@code
 * resource("orders").files("exports/*.csv", csvFormat().delimiter(";").allText());
 * resource("stations").files("dwd/*.txt",
 *     csvFormat().withoutHeader("id", "name", "height").encoding("windows-1252").skipLines(2).nulls("-999", "n/a"));
 * }</pre>
 *
 * <p>Most methods are for delimited text, csv and tsv; a format refuses an option that it does not have.
 *
 * @param name csv, tsv, json, jsonl, parquet, xlsx, xml or fixed; empty to take it from the files' names
 * @param options by name
 */
@CheckReturnValue
public record FileFormat(String name, Map<String, String> options) {
    /** The name of the option that {@link #allText()} sets. */
    public static final String ALL_TEXT = "all_text";

    /** The name of the option that {@link #comment} sets. */
    public static final String COMMENT = "comment";

    /** The name of the option that {@link #dateFormat} sets: a column, {@code =} and a pattern in each line. */
    public static final String DATE_FORMATS = "date_format";

    /** The name of the option that {@link #decimalComma} sets. */
    public static final String DECIMAL_COMMA = "decimal_comma";

    /** The name of the option that {@link #delimiter} sets. */
    public static final String DELIMITER = "delimiter";

    /** The name of the option that {@link #encoding} sets. */
    public static final String ENCODING = "encoding";

    /** The name of the option that {@link #escape} sets. */
    public static final String ESCAPE = "escape";

    /** The name of the option that {@link #withoutHeader} sets: names, one in each line, or nothing. */
    public static final String HEADER = "header";

    /** The name of the option that {@link #nulls} sets: texts, one in each line. */
    public static final String NULLS = "null";

    /** The name of the option that {@link #quote} sets. */
    public static final String QUOTE = "quote";

    /** The name of the option that {@link #range} sets. */
    public static final String RANGE = "range";

    /** The name of the option that {@link #attributePrefix} sets. */
    public static final String ATTRIBUTE_PREFIX = "attribute_prefix";

    /** The name of the option that {@link #lists} sets: names or paths, one in each line. */
    public static final String LISTS = "lists";

    /** The name of the option that {@link #positions} sets: a column, {@code =} and its place in each line. */
    public static final String POSITIONS = "positions";

    /** The name of the option that {@link #record} sets. */
    public static final String RECORD = "record";

    /** The name of the option that {@link #sheet} sets. */
    public static final String SHEET = "sheet";

    /** The name of the option that {@link #skipLines} sets. */
    public static final String SKIP_LINES = "skip_lines";

    /** The name of the option that {@link #trim} sets. */
    public static final String TRIM = "trim";

    /** The name of the option that {@link #thousands} sets: a column, {@code =} and a separator in each line. */
    public static final String THOUSANDS = "thousands";

    /** Copies the options. */
    public FileFormat {
        options = Map.copyOf(options);
    }

    /** A format by its word: csv, tsv, json, jsonl, parquet; empty to take it from the names of the files. */
    public static FileFormat of(String name) {
        return new FileFormat(name, Map.of());
    }

    /** Sets an option of the format. */
    public FileFormat option(String option, String value) {
        Map<String, String> more = new LinkedHashMap<>(options);
        more.put(option, value);
        return new FileFormat(name, more);
    }

    /** Keeps every column of delimited text as text: no value is taken for a number, a date or a boolean. */
    public FileFormat allText() {
        return option(ALL_TEXT, "true");
    }

    /**
     * Sets the character between the fields. By default csv has a comma, or what the first lines show where they
     * have none.
     */
    public FileFormat delimiter(String delimiter) {
        return option(DELIMITER, delimiter);
    }

    /**
     * Sets the character around fields, by default {@code "}. Inside a field it is written twice.
     *
     * @param quote one character of ASCII; {@code ""} where no field is quoted
     */
    public FileFormat quote(String quote) {
        return option(QUOTE, quote);
    }

    /**
     * Sets the character that takes the meaning from a delimiter, a quote, a line break or itself after it. Before any
     * other character it is text, so {@code \N} and {@code C:\dir} stay as they are.
     *
     * @param escape one character of ASCII
     */
    public FileFormat escape(String escape) {
        return option(ESCAPE, escape);
    }

    /**
     * Reads the first line, or the first row of a sheet, as a row.
     *
     * @param names of all columns, in the order of the file; without any they are {@code column0}, {@code column1} and so on
     */
    public FileFormat withoutHeader(String... names) {
        for (String name : names) {
            if (name.isBlank() || name.contains("\n")) {
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "'" + name.replace("\n", "\\n") + "' cannot be the name of a column. Give a"
                                + " name of one line for each column.");
            }
        }
        return option(HEADER, String.join("\n", names));
    }

    /**
     * Leaves out lines at the beginning of each file, before the line of names.
     *
     * @param lines how many, 0 or more
     */
    public FileFormat skipLines(int lines) {
        return option(SKIP_LINES, String.valueOf(lines));
    }

    /**
     * Leaves out lines that begin with a mark; in the middle of a line it is text.
     *
     * @param mark for instance {@code #} or {@code //}
     */
    public FileFormat comment(String mark) {
        return option(COMMENT, mark);
    }

    /**
     * Sets the encoding of the text, by default UTF-8.
     *
     * @param charset a name that Java knows: {@code windows-1252}, {@code utf-16}, {@code shift_jis}
     */
    public FileFormat encoding(String charset) {
        return option(ENCODING, charset);
    }

    /**
     * Reads fields of exactly these texts as NULL, quoted or not; the empty field is NULL in any case.
     *
     * @param texts for instance {@code "NA", "-"}
     */
    public FileFormat nulls(String... texts) {
        for (String text : texts) {
            if (text.contains("\n")) {
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "'" + text.replace("\n", "\\n")
                                + "' holds a line break, so that it cannot stand for NULL. Give texts of one line.");
            }
        }
        return option(NULLS, String.join("\n", texts));
    }

    /**
     * Reads numbers with a comma: {@code 3,5} is 3.5. Text with a point or with separators of thousands, like {@code 1.234} or
     * {@code 1.234,56}, is not a number then, except in columns with {@link #thousands}.
     */
    public FileFormat decimalComma() {
        return option(DECIMAL_COMMA, "true");
    }

    /**
     * Reads numbers of some columns with a separator of thousands: with {@code ","}, {@code 1,234.5} is 1234.5. A text in which
     * the groups are not of three digits stays as it is.
     *
     * <pre>{@code
     * csvFormat().delimiter(";").decimalComma().thousands(".", "amount", "balance");  // 1.234,56
     * }</pre>
     *
     * @param separator {@code ,}, {@code .}, {@code '}, {@code _} or a space, which may be a no-break space in the file
     * @param columns names in the file
     */
    public FileFormat thousands(String separator, String... columns) {
        return written(THOUSANDS, separator, columns);
    }

    /**
     * Reads dates, times or timestamps of some columns in a format of their own. A text that does not have it stays as it
     * is.
     *
     * <pre>{@code
     * csvFormat().dateFormat("dd.MM.yyyy", "born", "joined").dateFormat("d MMM yyyy HH:mm", "sold_at");
     * }</pre>
     *
     * @param pattern of {@link java.time.format.DateTimeFormatter}, with English names of months
     * @param columns names in the file
     */
    public FileFormat dateFormat(String pattern, String... columns) {
        return written(DATE_FORMATS, pattern, columns);
    }

    /** Adds how some columns are written to an option that has a line for each. */
    private FileFormat written(String option, String how, String... columns) {
        if (columns.length == 0) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "'" + how + "' is given for no column. Name the columns that are written so: a text of another"
                            + " column may only look so.");
        }
        StringJoiner lines = new StringJoiner("\n");
        if (options.containsKey(option)) {
            lines.add(options.get(option));
        }
        for (String column : columns) {
            lines.add(column + "=" + how);
        }
        return option(option, lines.toString());
    }

    /**
     * Sets the sheet of a workbook; by default the first one that is not hidden.
     *
     * @param nameOrNumber its name, or its number from 1
     */
    public FileFormat sheet(String nameOrNumber) {
        return option(SHEET, nameOrNumber);
    }

    /**
     * Sets the cells of a sheet that hold the table, its names included.
     *
     * @param cells {@code B3:F100}; {@code B3:F} and {@code B3} reach to the last row, {@code B:F} has all rows
     */
    public FileFormat range(String cells) {
        return option(RANGE, cells);
    }

    /**
     * Sets the element of XML that is a row; by default the elements in the root element, if they have one name.
     *
     * @param element a name, wherever the element is, or a path from the root element: {@code orders/order}
     */
    public FileFormat record(String element) {
        return option(RECORD, element);
    }

    /**
     * Reads elements of XML as lists also where a file has each of them once in its parent. Without it, that is a list which is
     * repeated anywhere in the file.
     *
     * @param elements names, or paths in the row: {@code items/item}
     */
    public FileFormat lists(String... elements) {
        return option(LISTS, String.join("\n", elements));
    }

    /**
     * Sets what the names of columns begin with that are attributes of XML; by default nothing.
     *
     * @param prefix for instance {@code attr_}
     */
    public FileFormat attributePrefix(String prefix) {
        return option(ATTRIBUTE_PREFIX, prefix);
    }

    /**
     * Names the columns of text of fixed width, and where they are in a line: {@code id=1-5} from the first character to the fifth,
     * {@code note=41-} to the end of the line, {@code name=20} the twenty characters behind the column before.
     *
     * <pre>{@code
     * fixedFormat().positions("id=5", "name=20", "amount=10").decimalComma();
     * }</pre>
     *
     * @param columns in the order of the table
     */
    public FileFormat positions(String... columns) {
        return option(POSITIONS, String.join("\n", columns));
    }

    /**
     * Sets at which ends the fields of text of fixed width lose their spaces: {@code both}, the default, {@code right} or {@code
     * none}.
     */
    public FileFormat trim(String ends) {
        return option(TRIM, ends);
    }
}
