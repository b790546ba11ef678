package dev.pipette.spi;

import java.util.List;

/**
 * How delimited text in UTF-8 is written. A quote inside a quoted field is written twice.
 *
 * <pre>{@code
 * CsvDialect.usual(";").withNulls(List.of("NA", "-"));
 * }</pre>
 *
 * @param delimiter between fields
 * @param quote around fields, one ASCII character; empty where no field is quoted
 * @param headed whether the first line names the columns
 * @param names of the columns of a file without such a line; empty for {@code column0}, {@code column1} and so on
 * @param nulls texts that are NULL like the empty one, quoted or not
 * @param decimalComma whether numbers are written with a comma: {@code 3,5}
 */
public record CsvDialect(
        String delimiter, String quote, boolean headed, List<String> names, List<String> nulls, boolean decimalComma) {
    private static final String USUAL_QUOTE = "\"";

    /** Copies the lists. */
    public CsvDialect {
        names = List.copyOf(names);
        nulls = List.copyOf(nulls);
    }

    /** RFC 4180 with a line of names. */
    public static CsvDialect usual(String delimiter) {
        return new CsvDialect(delimiter, USUAL_QUOTE, true, List.of(), List.of(), false);
    }

    /** Whether it is RFC 4180 with a line of names, whatever the delimiter. */
    public boolean isUsual() {
        return equals(usual(delimiter));
    }

    /** Sets the quote. */
    public CsvDialect withQuote(String newQuote) {
        return new CsvDialect(delimiter, newQuote, headed, names, nulls, decimalComma);
    }

    /** The same for files whose first line is a row. */
    public CsvDialect withoutHeader(List<String> newNames) {
        return new CsvDialect(delimiter, quote, false, newNames, nulls, decimalComma);
    }

    /** Sets the texts that are NULL. */
    public CsvDialect withNulls(List<String> newNulls) {
        return new CsvDialect(delimiter, quote, headed, names, newNulls, decimalComma);
    }

    /** The same with numbers that are written with a comma, or with a point. */
    public CsvDialect withDecimalComma(boolean comma) {
        return new CsvDialect(delimiter, quote, headed, names, nulls, comma);
    }

    /** The byte of the quote; -1 where no field is quoted. */
    public int quoteByte() {
        return quote.isEmpty() ? -1 : quote.charAt(0);
    }
}
