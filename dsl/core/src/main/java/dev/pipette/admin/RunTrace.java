package dev.pipette.admin;

import dev.pipette.LoadInfo.TableLoad;
import dev.pipette.RunInterval;
import dev.pipette.check.CheckResult;
import dev.pipette.error.ErrorCode;
import dev.pipette.spi.LoadStep;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What one run did, step by step, also when it failed. Each run leaves one in the working folder, without secrets and
 * without rows; the newest {@value #KEPT} are kept. A run that was killed leaves none: the next one reports its
 * package.
 *
 * <pre>{@code
 * RunTrace trace = pipeline.admin().trace();   // of the last run
 * trace.outcome();                             // FAILED
 * trace.failure().orElseThrow().code();        // TYPE_MISMATCH
 * System.out.println(trace);                   // steps with their times, tables with their rows
 * trace.toJson();                              // the same for programs
 * }</pre>
 *
 * @param runId a random UUID, also of the events that observers send
 * @param pipeline the pipeline
 * @param destination the destination for people, without secrets
 * @param address the destination as {@code --into} takes it, without secrets
 * @param dataset the dataset
 * @param startedAt when it began
 * @param script the script that ran it
 * @param job the job whose work it was
 * @param interval the part of time that it loaded, where its context decided that
 * @param duration how long it took
 * @param outcome how it ended
 * @param inputs where the rows of its resources came from
 * @param steps what was done, in order
 * @param packages the load packages that it committed; of a failed run also those that it did not
 * @param notes what else there is to know, one sentence each
 * @param failure why it failed
 */
public record RunTrace(
        String runId,
        String pipeline,
        String destination,
        String address,
        String dataset,
        Instant startedAt,
        Optional<RunningScript> script,
        Optional<RunningJob> job,
        Optional<RunInterval> interval,
        Duration duration,
        Outcome outcome,
        List<Input> inputs,
        List<Step> steps,
        List<LoadPackage> packages,
        List<String> notes,
        Optional<Failure> failure) {
    /** How many runs are kept. */
    public static final int KEPT = 50;

    /** Copies the lists. */
    public RunTrace {
        inputs = List.copyOf(inputs);
        steps = List.copyOf(steps);
        packages = List.copyOf(packages);
        notes = List.copyOf(notes);
    }

    /** How a run ended. */
    public enum Outcome {
        /** It loaded something. */
        LOADED,
        /** There was nothing new. */
        NOTHING_NEW,
        /** It failed. */
        FAILED
    }

    /**
     * Where rows of a resource come from.
     *
     * @param resource its name
     * @param kind what is there
     * @param location a path, a glob, or {@code scheme://container/glob} of files; the name of a stream; empty for rows. Without
     *     secrets
     */
    public record Input(String resource, Kind kind, String location) {
        /** What is read. */
        public enum Kind {
            /** Files. */
            FILES,
            /** Bytes that are read once, such as standard input. */
            STREAM,
            /** Rows that Java code makes, such as those of a web API. */
            ROWS
        }
    }

    /**
     * The columns of a table.
     *
     * @param table its name
     * @param columns in their order
     */
    public record TableColumns(String table, List<ColumnType> columns) {
        /** Copies the list. */
        public TableColumns {
            columns = List.copyOf(columns);
        }
    }

    /**
     * A column.
     *
     * @param name its name
     * @param type its type in the words of the schema: {@code decimal(10,2)}
     */
    public record ColumnType(String name, String type) {}

    /**
     * One step.
     *
     * @param step which
     * @param loadId the load package; empty before there is one
     * @param duration since the step before it
     */
    public record Step(LoadStep step, String loadId, Duration duration) {}

    /**
     * One load package.
     *
     * @param loadId its load id
     * @param committed whether it is committed
     * @param recovered whether an earlier run had extracted it
     * @param files how many files it has, those that it refers to included
     * @param bytes their size
     * @param tables its tables: what happened to each, or what would have
     * @param columns the columns of its tables, as they were committed; empty for a package that is not committed
     * @param schemaChanges what was changed at the destination, one sentence each
     * @param checks how its checks ended; of a package that is not committed, in the last attempt
     */
    public record LoadPackage(
            String loadId,
            boolean committed,
            boolean recovered,
            long files,
            long bytes,
            List<TableLoad> tables,
            List<TableColumns> columns,
            List<String> schemaChanges,
            List<CheckResult> checks) {
        /** Copies the lists. */
        public LoadPackage {
            checks = List.copyOf(checks);
            tables = List.copyOf(tables);
            columns = List.copyOf(columns);
            schemaChanges = List.copyOf(schemaChanges);
        }
    }

    /**
     * Why a run failed.
     *
     * @param code the {@link ErrorCode}, or INTERNAL_ERROR
     * @param message the message, without secrets
     */
    public record Failure(String code, String message) {}

    /** The rows of a table in all packages; 0 for a table that was not touched. */
    public long rows(String table) {
        return packages.stream()
                .flatMap(load -> load.tables().stream())
                .filter(load -> load.table().equals(table))
                .mapToLong(TableLoad::rows)
                .sum();
    }

    /**
     * The trace as one JSON document: names and words in snake_case, times in UTC, durations in milliseconds. Its {@code version}
     * is {@value TraceDocument#VERSION}; a later version may add names, and changes no meaning without a higher number.
     */
    public String toJson() {
        return TraceDocument.write(this);
    }

    @Override
    public String toString() {
        return TraceText.of(this);
    }

    /** The same as HTML, for notebooks. */
    public String toHtml() {
        return TraceHtml.of(this);
    }
}
