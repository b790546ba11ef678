package dev.pipette.cli;

import dev.pipette.Destination;
import dev.pipette.Pipeline;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.incremental.Cursor;
import dev.pipette.spi.FolderAdvice;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How files become rows of a table: the options that commands for files have in common. */
final class FileOptions {
    private static final String STANDARD_INPUT = "-";

    @Option(
            names = "--source",
            paramLabel = "NAME",
            description =
                    "The source of the resource. Needed only in a dataset that dlt made, if several of its sources have a"
                            + " resource of this name.")
    private @Nullable String sourceName;

    @Option(
            names = "--table",
            paramLabel = "NAME",
            description = "The table. Default: the file's name without its extensions; for a glob, the part of the name"
                    + " before the first *, or the folder. Of a database, the table to read, or a pattern: 'public.*'.")
    private @Nullable String table;

    @Option(
            names = "--table-by",
            paramLabel = "COLUMN",
            description = "Loads each row into the table whose name it has in this column. --table, or the file's name,"
                    + " is then the name under which state is kept.")
    private @Nullable String tableBy;

    @Option(
            names = "--pipeline",
            paramLabel = "NAME",
            description = "The pipeline, whose state remembers what is loaded. Default: the database's name.")
    private @Nullable String pipelineName;

    @ArgGroup
    private @Nullable DispositionOptions disposition;

    @Mixin
    private final MergeOptions merging = new MergeOptions();

    @Option(
            names = "--skip",
            description = "Reads and checks the rows, and loads none of them. The cursor stays where it is.")
    private boolean skip;

    @Option(
            names = "--primary-key",
            split = ",",
            hideParamSyntax = true,
            paramLabel = "COLUMN,..",
            description = "Columns that identify a row, for --append and --replace; they become NOT NULL.")
    private List<String> primaryKey = List.of();

    @Option(
            names = "--cursor",
            paramLabel = "COLUMN[:TYPE]",
            description =
                    "Loads only rows whose value of this column is new: an update time or a growing number. Values are"
                            + " compared by their own type, or by the one after the colon: integer, decimal, timestamp,"
                            + " local_timestamp, date or text.")
    private @Nullable String cursor;

    @Option(
            names = "--from",
            paramLabel = "VALUE",
            description =
                    "With --cursor and --to, a backfill: loads only rows from this value of the cursor on, and does"
                            + " not move the cursor. A date means its midnight; for timestamps, midnight in UTC or --zone.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "VALUE", description = "The end of a backfill, exclusive.")
    private @Nullable String to;

    @Option(
            names = "--lag",
            paramLabel = "SPAN",
            description =
                    "With --cursor: starts this far before the cursor's last value and reads that range again: P3D or"
                            + " P1M for dates, PT2H for timestamps, 1000 for numbers.")
    private @Nullable String lag;

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            description =
                    "The time zone, like Europe/Berlin, of times without an offset: for a cursor of timestamps, and for"
                            + " --from, --to and the bounds of --replace-where. Default: UTC. The rows keep their times as they are, except in timestamp"
                            + " columns that dlt made.")
    private @Nullable String zone;

    @Option(
            names = "--missing",
            paramLabel = "WHAT",
            completionCandidates = Missing.class,
            description =
                    "With --cursor, what to do with rows that have no value: raise an error (the default), include or"
                            + " exclude them.")
    private @Nullable String missing;

    @Option(
            names = "--type",
            paramLabel = "COLUMN=TYPE",
            description = "Sets the type of a column: text, bigint, double, decimal, decimal(P,S), bool, timestamp,"
                    + " local_timestamp, date, time, binary or json. May be repeated.")
    private List<String> types = List.of();

    @Mixin
    private final ColumnOptions columns = new ColumnOptions();

    @Mixin
    private final CheckOptions checks = new CheckOptions();

    @Option(
            names = "--at",
            paramLabel = "PATH",
            description = "The path of the rows in a JSON document, with dots between its parts.")
    private @Nullable String at;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            completionCandidates = Formats.class,
            description = "csv, tsv, json, jsonl, parquet, avro, xlsx, xml or fixed. Default: by the file's extension.")
    private String format = "";

    @Option(names = "--folder-keys", description = "Makes columns of folders like year=2024/month=05.")
    private boolean folderKeys;

    @Mixin
    private final OtherFormatOptions others = new OtherFormatOptions();

    @Mixin
    private final DelimitedOptions delimited = new DelimitedOptions();

    @Option(
            names = "--max-nesting",
            paramLabel = "LEVELS",
            description =
                    "How many levels of objects and lists become columns and tables. Deeper ones are kept as JSON; 0"
                            + " keeps all as JSON.")
    private @Nullable Integer maxNesting;

    @Option(
            names = "--whole-rows",
            paramLabel = "COLUMN",
            description =
                    "Keeps each row as one JSON document in this column, for rows whose keys are data. The columns of"
                            + " --merge, --primary-key, --cursor and --type stay columns of their own.")
    private @Nullable String wholeRows;

    @Option(names = "--limit", paramLabel = "ROWS", description = "Loads at most ROWS rows.")
    private @Nullable Long limit;

    /** For completion. */
    static final class Formats implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of("csv", "tsv", "json", "jsonl", "parquet", "avro", "xlsx", "xml", "fixed")
                    .iterator();
        }
    }

    /** For completion. */
    static final class Missing implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of("raise", "include", "exclude").iterator();
        }
    }

    private Resource source(List<String> paths, String into) {
        if (!paths.equals(List.of(STANDARD_INPUT))) {
            return files(paths);
        }
        if (format.isEmpty() || table == null) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "standard input has no name from which to take its format and its table: give both, for instance"
                            + " pipette load - --format csv --table orders --into " + into
                            + ".");
        }
        return Pipette.resource(table).bytes("standard input", format, () -> System.in);
    }

    /** Where a backfill begins, where --from gives it. */
    @Nullable
    String from() {
        return from;
    }

    /** Where it ends, where --to gives it. */
    @Nullable
    String to() {
        return to;
    }

    /**
     * The resources that the options describe: one for files, and one for each table of a database.
     *
     * @param paths the files, or the address of the database
     * @param into the destination, for an error that gives an example
     */
    List<Resource> resources(List<String> paths, String into) {
        if (!DatabaseInput.isMeant(paths)) {
            return List.of(described(source(paths, into)));
        }
        if (!format.isEmpty()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "--format " + format + " is for files, and a database is given. Leave it out.");
        }
        // a column that has another name in the rows is not the database's
        String column = cursor == null || columns.renames() ? null : cursor.replaceFirst(":[a-z_]+$", "");
        return DatabaseInput.of(paths).resources(table, column).stream()
                .map(this::described)
                .toList();
    }

    /** The cursor with the type that the database's column has, where the option does not say one. */
    private @Nullable String cursorOf(Resource resource) {
        return cursor == null || cursor.contains(":")
                ? cursor
                : resource.cursor()
                        .flatMap(Cursor::kind)
                        .map(kind -> cursor + ":" + kind.word())
                        .orElse(cursor);
    }

    private Resource described(Resource source) {
        Resource resource = columns.applied(source);
        if (disposition == null) {
            merging.refuseWithoutMerge();
        } else {
            resource = resource.write(disposition.value(merging));
        }
        if (tableBy != null) {
            resource = resource.tableBy(tableBy);
        }
        if (skip) {
            resource = resource.skip();
        }
        if (sourceName != null) {
            resource = resource.inSource(sourceName);
        }
        if (!primaryKey.isEmpty()) {
            List<String> keys = ColumnOptions.names("--primary-key", primaryKey);
            resource = resource.primaryKey(
                    keys.getFirst(), keys.subList(1, keys.size()).toArray(String[]::new));
        }
        for (String type : types) {
            int equals = type.lastIndexOf('=');
            if (equals < 1) {
                throw new PipetteException(
                        ErrorCode.BAD_USAGE, "--type " + type + " has no type. Write it like --type zip=text.");
            }
            resource = resource.column(type.substring(0, equals), Pipette.columnType(type.substring(equals + 1)));
        }
        if (at != null) {
            resource = resource.at(at);
        }
        resource = others.applied(delimited.applied(resource));
        if (folderKeys) {
            resource = resource.folderKeys();
        }
        if (zone != null) {
            resource = resource.zone(Zones.of(zone));
        }
        resource = Backfill.incremental(resource, cursorOf(resource), from, to, lag, missing);
        if (maxNesting != null) {
            if (maxNesting < 0) {
                throw new PipetteException(
                        ErrorCode.BAD_USAGE, "--max-nesting " + maxNesting + ": levels are 0 or more.");
            }
            resource = resource.maxNesting(maxNesting);
        }
        resource = checks.applied(resource);
        if (wholeRows != null) {
            resource = WholeRows.applied(resource, wholeRows);
        }
        return limit == null ? resource : resource.limit(limit);
    }

    private Resource files(List<String> paths) {
        paths.forEach(FileOptions::checkFile);
        return Pipette.resource(table == null ? TableNames.of(paths) : table).files(paths, format);
    }

    private static void checkFile(String pattern) {
        if (pattern.equals(STANDARD_INPUT)) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE, "standard input (-) is given together with files. Load them in two commands.");
        }
        try {
            if (Files.isDirectory(Path.of(pattern))) {
                throw new PipetteException(ErrorCode.BAD_USAGE, FolderAdvice.of(pattern));
            }
        } catch (InvalidPathException glob) {
            // only Windows knows names that cannot be: a * in them, so this is a glob and no folder
        }
    }

    /** The pipeline that the options name, into a destination. */
    Pipeline pipeline(String into) {
        Destination destination = Destinations.of(into);
        return Pipette.pipeline(
                pipelineName == null ? PipelineNames.of(destination.location()) : pipelineName, destination);
    }
}
