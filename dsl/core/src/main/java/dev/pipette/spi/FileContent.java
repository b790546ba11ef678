package dev.pipette.spi;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** What is in a file: columns that DuckDB's readers can move, or rows that Java reads. */
public sealed interface FileContent {
    /** The file. */
    Path file();

    /**
     * A file that is read as columns. The engine reads it; the format only says how.
     *
     * @param kind which reader
     * @param gzip whether the text is compressed; Parquet files never are
     * @param delimiter between fields, for {@link Kind#DELIMITED}
     */
    record Columnar(Path file, Kind kind, boolean gzip, String delimiter) implements FileContent {}

    /** The readers of columnar files. */
    enum Kind {
        /** Text with one line of names, fields in RFC 4180 quotes. */
        DELIMITED,
        /** Apache Parquet. */
        PARQUET
    }

    /** A file that is read row by row. */
    record Rows(Path file, Opener opener) implements FileContent {}

    /** Opens the rows of a file; the stream is closed by the reader. */
    @FunctionalInterface
    interface Opener {
        /**
         * Opens the rows.
         *
         * @throws IOException when the file cannot be read
         */
        Stream<Map<String, Object>> open() throws IOException;
    }
}
