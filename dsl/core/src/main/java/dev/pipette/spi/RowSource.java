package dev.pipette.spi;

import dev.pipette.incremental.ExtractContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Where the rows of a resource come from; can be opened again and again. */
public sealed interface RowSource {
    /** Says where, for people. */
    String describe();

    /**
     * Rows that Java code makes: maps, records, or JSON text.
     *
     * @param rows opens them
     */
    record Supplied(Opener rows) implements RowSource {
        @Override
        public String describe() {
            return "rows";
        }
    }

    /**
     * Files.
     *
     * @param pattern a path or a glob
     * @param format name of a {@link SourceFormat}; empty to tell it from the files' names
     * @param options of the format
     */
    record Files(String pattern, String format, Map<String, String> options) implements RowSource {
        /** Copies the options. */
        public Files {
            options = Map.copyOf(options);
        }

        /** Sets one option. */
        public Files with(String option, String value) {
            Map<String, String> more = new LinkedHashMap<>(options);
            more.put(option, value);
            return new Files(pattern, format, more);
        }

        @Override
        public String describe() {
            return pattern;
        }
    }

    /** Opens the rows of a resource for one run. */
    @FunctionalInterface
    interface Opener {
        /**
         * Opens the rows; the stream is closed by the engine.
         *
         * @throws Exception any; the run fails with it and loads nothing of the resource
         */
        Stream<?> open(ExtractContext context) throws Exception;
    }
}
