package dev.pipette.engine.manifest;

import dev.pipette.engine.sql.DecimalComma;
import dev.pipette.engine.sql.Sql;
import dev.pipette.spi.CsvDialect;
import java.util.Collection;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a delimited file is written.
 *
 * @param text what people say of it
 * @param longestLine in bytes; null for DuckDB's usual 2 million
 */
public record Dialect(CsvDialect text, @Nullable Long longestLine) {
    /** As long as the longest text of JSON may be, and some more. */
    private static final long LONG = 128L << 20;

    public static Dialect usual(CsvDialect text) {
        return new Dialect(text, null);
    }

    /** The same for lines of any length that Pipette reads; DuckDB then reads larger pieces, which costs memory. */
    public Dialect withLongLines() {
        return new Dialect(text, LONG);
    }

    /** The arguments of {@code read_csv} that say so. */
    public String arguments() {
        String sizes =
                longestLine == null ? "" : ", max_line_size = " + longestLine + ", buffer_size = " + 2 * longestLine;
        String nulls = Stream.concat(Stream.of(""), text.nulls().stream())
                .map(Sql::literal)
                .collect(Collectors.joining(", ", "[", "]"));
        String quote = Sql.literal(text.quote());
        // the names of folders like year=2024 are not columns, and must not win over those of the file
        return "auto_detect = false, hive_partitioning = false, delim = " + Sql.literal(text.delimiter())
                + ", quote = " + quote + ", escape = " + quote + ", nullstr = " + nulls
                + ", allow_quoted_nulls = true, strict_mode = true, header = " + text.headed()
                + (text.decimalComma() ? ", decimal_separator = ','" : "") + sizes;
    }

    /** A call that reads columns as text, with points in the numbers of some of them. */
    public String withPoints(String call, Collection<String> fields) {
        return text.decimalComma() ? DecimalComma.withPoints(call, fields) : call;
    }
}
