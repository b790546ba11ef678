package dev.pipette.spi;

import dev.pipette.incremental.ExtractContext;
import dev.pipette.incremental.FileState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
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
     * @param locations where they are, in the order in which they are read
     * @param format name of a {@link SourceFormat}; empty to take it from the files' names
     * @param options of the format
     * @param state how it is known which of them are loaded; empty to load all of them in every run
     * @param folderKeys whether folders like {@code year=2024} are columns
     */
    record Files(
            List<FileLocation> locations,
            String format,
            Map<String, String> options,
            Optional<FileState> state,
            boolean folderKeys)
            implements RowSource {
        /** Copies the lists. */
        public Files {
            locations = List.copyOf(locations);
            options = Map.copyOf(options);
        }

        /** Sets one option. */
        public Files with(String option, String value) {
            return new Files(locations, format, more(options, option, value), state, folderKeys);
        }

        /** The same files, whose folders are columns. */
        public Files withFolderKeys() {
            return new Files(locations, format, options, state, true);
        }

        @Override
        public String describe() {
            return locations.stream().map(FileLocation::pattern).collect(Collectors.joining(", "));
        }
    }

    /**
     * Bytes in a file format that are not in a file: standard input, or the answer to a request. They are read once
     * in a run.
     *
     * @param named for people: {@code standard input}
     * @param format name of a {@link SourceFormat}
     * @param options of the format
     * @param bytes opens them
     */
    record Streamed(String named, String format, Map<String, String> options, FileContent.Bytes bytes)
            implements RowSource {
        /** Copies the options. */
        public Streamed {
            options = Map.copyOf(options);
        }

        /** Sets one option. */
        public Streamed with(String option, String value) {
            return new Streamed(named, format, more(options, option, value), bytes);
        }

        @Override
        public String describe() {
            return named;
        }
    }

    /**
     * Rows that are made of those of another resource, as these are read.
     *
     * @param parent name of the resource whose rows they are made of
     * @param rows opens what is made of one of them
     * @param parallel how many are opened at the same time
     * @param parentColumns of the parent's row, which each row made of it is given under the name {@code _parent_column}
     * @param mostFailed how many of them may fail and are left out; at 0 the first one fails the run
     */
    record Derived(String parent, ItemOpener rows, int parallel, List<String> parentColumns, long mostFailed)
            implements RowSource {
        /** Copies the list. */
        public Derived {
            parentColumns = List.copyOf(parentColumns);
        }

        /** Rows that are made of one row at a time. */
        public static Derived of(String parent, ItemOpener rows) {
            return new Derived(parent, rows, 1, List.of(), 0);
        }

        /** The same of another resource. */
        public Derived withParent(String name) {
            return new Derived(name, rows, parallel, parentColumns, mostFailed);
        }

        /** The same, several opened at the same time. */
        public Derived withParallel(int parallel) {
            return new Derived(parent, rows, parallel, parentColumns, mostFailed);
        }

        /** The same with columns of the parent's rows. */
        public Derived withParentColumns(List<String> columns) {
            return new Derived(parent, rows, parallel, columns, mostFailed);
        }

        /** The same, of which some may fail. */
        public Derived withMostFailed(long most) {
            return new Derived(parent, rows, parallel, parentColumns, most);
        }

        @Override
        public String describe() {
            return "rows of " + parent;
        }
    }

    /** Whether its rows are those of files, or of bytes in the format of one. */
    default boolean readsFiles() {
        return switch (this) {
            case Files _, Streamed _ -> true;
            case Supplied _, Derived _ -> false;
        };
    }

    private static Map<String, String> more(Map<String, String> options, String option, String value) {
        Map<String, String> more = new LinkedHashMap<>(options);
        more.put(option, value);
        return more;
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

        /**
         * Whether no rows may mean that nothing has changed, so that they must not be taken for all that there are: a resource
         * that replaces its table then is refused.
         */
        default boolean isConditional() {
            return false;
        }
    }

    /** Opens the rows that are made of one row of another resource. */
    @FunctionalInterface
    interface ItemOpener {
        /**
         * Opens the rows; the stream is closed by the engine.
         *
         * @param row of the other resource, after its steps; it cannot be changed
         * @throws Exception any; the run fails with it, unless rows may fail
         */
        Stream<?> open(Map<String, Object> row, ExtractContext context) throws Exception;
    }

    /** Opens the rows that are made of one row of another resource, by this row alone. */
    @FunctionalInterface
    interface ItemFunction {
        /**
         * Opens the rows; the stream is closed by the engine.
         *
         * @param row of the other resource, after its steps; it cannot be changed
         * @throws Exception any; the run fails with it, unless rows may fail
         */
        Stream<?> open(Map<String, Object> row) throws Exception;
    }
}
