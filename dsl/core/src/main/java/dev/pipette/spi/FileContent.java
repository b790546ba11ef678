package dev.pipette.spi;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What is in a file: columns that DuckDB's readers can move, or rows that Java reads. */
public sealed interface FileContent {
    /** The file, and how people know it. */
    SourceFile source();

    /** Where the file is. */
    default Path file() {
        return source().path();
    }

    /**
     * A file that is read as columns. The engine reads it; the format only says how.
     *
     * @param kind which reader
     * @param dialect how {@link Kind#DELIMITED} text is written
     * @param allText whether every column of {@link Kind#DELIMITED} text stays text, and one without any value is a
     *     column all the same
     * @param plain opens the bytes to read, where the file cannot be read as it is: it is compressed, or will be
     *     gone before the package is loaded. They are copied into the package.
     * @param notes notes for people on how it is read
     * @param linesBefore how many lines of the file {@code plain} leaves out at its beginning, for errors that name a
     *     line
     */
    record Columnar(
            SourceFile source,
            Kind kind,
            CsvDialect dialect,
            boolean allText,
            Optional<Bytes> plain,
            int linesBefore,
            List<String> notes)
            implements FileContent {
        /** Copies the notes. */
        public Columnar {
            notes = List.copyOf(notes);
        }

        /** A file that is read from its first line on, with nothing to note. */
        public Columnar(SourceFile source, Kind kind, CsvDialect dialect, boolean allText, Optional<Bytes> plain) {
            this(source, kind, dialect, allText, plain, 0, List.of());
        }

        /** The same, read from these bytes. */
        public Columnar withPlain(Bytes bytes) {
            return new Columnar(source, kind, dialect, allText, Optional.of(bytes), linesBefore, notes);
        }

        /** The same in a file that is read as it is. */
        public Columnar in(SourceFile copy) {
            return new Columnar(copy, kind, dialect, allText, Optional.empty(), linesBefore, notes);
        }
    }

    /** The readers of columnar files. */
    enum Kind {
        /** Text in UTF-8, of a {@link CsvDialect}. */
        DELIMITED,
        /** Apache Parquet. */
        PARQUET
    }

    /**
     * A file that is read row by row.
     *
     * @param opener opens the rows of a file in which everything can be read
     * @param lines opens those of lines that can be read; empty where a file is read whole or not at all
     */
    record Rows(SourceFile source, Opener opener, Optional<LineOpener> lines) implements FileContent {
        /** A file that is read whole or not at all. */
        public Rows(SourceFile source, Opener opener) {
            this(source, opener, Optional.empty());
        }
    }

    /** Opens the rows of a file whose lines are read each on its own; the stream is closed by the reader. */
    @FunctionalInterface
    interface LineOpener {
        /**
         * Opens the rows.
         *
         * @param bad takes the lines that cannot be read
         * @throws IOException when the file cannot be read
         */
        Stream<Map<String, Object>> open(BadLines bad) throws IOException;
    }

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

    /** Opens bytes; the stream is closed by the reader. */
    @FunctionalInterface
    interface Bytes {
        /**
         * Opens the bytes.
         *
         * @throws IOException when they cannot be read
         */
        InputStream open() throws IOException;

        /**
         * Opens the bytes without those lines that cannot be read as text of their form. Where a form is not looked at, they are all.
         *
         * @param bad takes these lines
         * @throws IOException when the bytes cannot be read
         */
        default InputStream open(BadLines bad) throws IOException {
            return open();
        }
    }
}
