package dev.pipette.pack;

import org.jspecify.annotations.Nullable;

/**
 * How a delimited file is written.
 *
 * @param delimiter between fields
 * @param longestLine in bytes; null for DuckDB's usual 2 million
 */
record Dialect(String delimiter, @Nullable Long longestLine) {
    /** As long as the longest text of JSON may be, and some more. */
    private static final long LONG = 128L << 20;

    static Dialect usual(String delimiter) {
        return new Dialect(delimiter, null);
    }

    /** The same for lines of any length that Pipette reads; DuckDB then reads larger pieces, which costs memory. */
    Dialect withLongLines() {
        return new Dialect(delimiter, LONG);
    }

    /** The arguments of {@code read_csv} that say so. */
    String arguments() {
        String sizes =
                longestLine == null ? "" : ", max_line_size = " + longestLine + ", buffer_size = " + 2 * longestLine;
        // the names of folders like year=2024 are no columns, and must not win over those of the file
        return "auto_detect = false, hive_partitioning = false, delim = " + Sql.literal(delimiter)
                + ", quote = '\"', escape = '\"', nullstr = '', allow_quoted_nulls = true, strict_mode = true" + sizes;
    }
}
