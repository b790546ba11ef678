package dev.pipette.engine.extract;

import dev.pipette.engine.files.FileIdentity;
import dev.pipette.engine.files.FileRow;
import dev.pipette.engine.manifest.CursorLoad;
import dev.pipette.engine.normalize.Intake;
import dev.pipette.engine.normalize.JsonNodes;
import dev.pipette.engine.normalize.RecordRows;
import dev.pipette.engine.slice.CursorEnd;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.incremental.Cursor;
import dev.pipette.incremental.CursorKind;
import dev.pipette.incremental.ExtractContext;
import dev.pipette.schema.WriteDisposition;
import dev.pipette.slices.SlicedRows;
import dev.pipette.spi.RowSource;
import dev.pipette.spi.RowStep;
import dev.pipette.spi.Sampling;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Spliterator;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Walks the rows of one resource: applies its steps and its cursor, leaves out rows that are known to be loaded, and
 * passes the others to normalize. Continues where it stopped, in one or more than one run of rows; for one thread at a
 * time.
 */
final class RowWalk {
    /** How a walk of rows ended. */
    enum End {
        /** There are no more. */
        ROWS_ENDED,

        /** No other row is needed: a limit is reached, or none is in the cursor's range. */
        OVER,

        /** The step is long enough. */
        STEP_ENDED
    }

    private final ResourcePlan resource;
    private final WalkRules rules;
    private final @Nullable CursorLoad begun;
    private final @Nullable CursorFilter cursor;
    private final @Nullable RowIdentity identity;
    private final @Nullable RowTables tables;
    private final ColumnSteps columns;
    private final StepLimit step;
    private final RowCount count;
    private final @Nullable Sampling sampling;
    private final Feeds feeds;
    private final Map<Integer, Long> passed = new HashMap<>();
    private final ResourceNotes notes;

    /** Whether the walk may end before the rows do. */
    private final boolean limited;

    private @Nullable AddedColumns file;
    private final @Nullable RowPlace place;
    private Map<String, Object> parentColumns = Map.of();
    private @Nullable Map<String, Object> heldRow;
    private String heldIdentity = "";
    private Map<String, String> heldPlace = Map.of();
    private boolean hasRow;
    private boolean stepEnded;
    private boolean limitReached;
    private long rowNumber;
    private long taken;
    private final long begunAt = System.nanoTime();

    /**
     * A walk that has not begun.
     *
     * @param slice position of the slice whose rows it walks
     * @param dltRows the rows at the committed value that dlt loaded
     * @param feeds what is made of the rows
     */
    RowWalk(
            WalkRules rules,
            int slice,
            ColumnSteps columns,
            DltBoundary dltRows,
            StepLimit step,
            RowCount count,
            Feeds feeds) {
        this.resource = rules.resource();
        this.notes = new ResourceNotes(resource.name());
        this.rules = rules;
        this.begun = rules.start().cursor();
        this.cursor = begun == null
                ? null
                : new CursorFilter(resource.name(), resource.cursor().orElseThrow(), begun, slice, dltRows);
        this.identity = RowIdentity.of(rules, columns.naming());
        this.tables = resource.tableChoice()
                .map(choice -> new RowTables(resource.name(), choice, columns.naming()))
                .orElse(null);
        this.columns = columns;
        this.step = step;
        this.count = count;
        this.sampling = rules.start().sampling().orElse(null);
        this.place = rules.start().keepsPlaces() ? new RowPlace() : null;
        this.feeds = feeds;
        this.limited = sampling != null
                || rules.start().feeds()
                || step.exists()
                || resource.steps().stream()
                        .anyMatch(one -> one instanceof RowStep.Limit || one instanceof RowStep.TimeLimit)
                || resource.cursor().flatMap(Cursor::rowOrder).isPresent();
    }

    ExtractContext context() {
        return new ExtractContext(
                rules.start().state(),
                cursor == null ? Optional.empty() : cursor.start(),
                cursor == null ? Optional.empty() : cursor.before(),
                rules.clock(),
                resource.cursor(),
                resource.columnHints(),
                notes::add,
                isReadHere() ? this::placeBegins : ignored -> {});
    }

    /** Other rows are made ahead, by several threads, and are not at the place that the code is at. */
    private boolean isReadHere() {
        return resource.source() instanceof RowSource.Supplied(var opener) && !(opener instanceof SlicedRows);
    }

    ResourceNotes notes() {
        return notes;
    }

    /** The value of the cursor that the next load continues from, by the rows so far, as the state keeps it. */
    Optional<Object> cursorEnd() {
        return cursor == null ? Optional.empty() : cursor.end();
    }

    /** How far the cursor came, by the rows so far; empty while no row has shown it. */
    Optional<CursorEnd> cursorReached() {
        return cursor == null ? Optional.empty() : cursor.reached();
    }

    /** Asks how a file that was walked writes it, where Java saw it typed. */
    void cursorEndInFile(BiFunction<String, Object, Optional<String>> text) {
        if (cursor != null) {
            cursor.endInFile(text);
        }
    }

    Optional<CursorKind> cursorKind() {
        return cursor == null ? Optional.empty() : cursor.kind();
    }

    /** Looks at the values of the cursor of all rows that were read. */
    void checkCursor() {
        if (cursor != null) {
            cursor.ended();
        }
    }

    /** How many rows were read, those that were left out among them, but not the one behind a limit. */
    long rows() {
        return rowNumber;
    }

    /** How many rows were passed to the package. */
    long taken() {
        return taken;
    }

    void stepBegins() {
        stepEnded = false;
    }

    /** Gives the rows that follow what is known of their file. */
    void fileBegins(AddedColumns columns) {
        file = columns;
    }

    /**
     * Says which file the rows that follow are in.
     *
     * @param file as the table of rejects names it
     */
    void placeBegins(String file) {
        if (place != null) {
            place.begins(file);
        }
    }

    /** Says that a line of the file is left out of its rows, so that their numbers are not those of the file. */
    void lineLeftOut() {
        if (place != null) {
            place.lineLeftOut();
        }
    }

    /** Gives the rows that follow columns of the row that they are made of. */
    void madeOf(Map<String, Object> columns) {
        parentColumns = columns;
    }

    /** What identifies the rows of a file, for later runs to know them. */
    FileIdentity fileIdentity(@Nullable AddedColumns added) {
        return identity == null ? FileIdentity.NONE : identity.ofFile(columns.naming(), added, this::constant);
    }

    /** Walks rows until they end, no other is needed, or the step is long enough. */
    End over(Spliterator<?> items, Intake intake) {
        if (!limited) {
            items.forEachRemaining(item -> take(item, intake));
            return End.ROWS_ENDED;
        }
        if (heldRow != null) {
            Map<String, Object> held = heldRow;
            heldRow = null;
            accept(held, heldIdentity, heldPlace, intake);
        }
        while (!isOver() && !stepEnded) {
            if (!items.tryAdvance(item -> take(item, intake))) {
                return End.ROWS_ENDED;
            }
        }
        return isOver() ? End.OVER : End.STEP_ENDED;
    }

    private boolean isOver() {
        return limitReached
                || feeds.isOver()
                || (sampling != null && sampling.isOver())
                || (cursor != null && cursor.outOfRange());
    }

    private void take(@Nullable Object item, Intake intake) {
        rowNumber++;
        if (place != null) {
            place.row();
        }
        count.counted(rowNumber);
        if (file == null
                && cursor == null
                && identity == null
                && tables == null
                && sampling == null
                && feeds.isEmpty()
                && parentColumns.isEmpty()
                && item instanceof Record javaRecord
                && resource.steps().isEmpty()) {
            intake.add(javaRecord);
            return;
        }
        Map<String, Object> row = row(item);
        String inFile = item instanceof FileRow fileRow ? fileRow.identity() : "";
        if (file != null) {
            row = file.in(row, rowNumber);
        }
        if (!parentColumns.isEmpty()) {
            row = new LinkedHashMap<>(row);
            row.putAll(parentColumns);
        }
        boolean kept = true;
        for (int index = 0; kept && index < resource.steps().size(); index++) {
            RowStep rowStep = resource.steps().get(index);
            switch (rowStep) {
                case RowStep.Change change -> {
                    Map<String, Object> before = inFile.isEmpty() ? row : part(row);
                    row = changed(change, row);
                    inFile = inFile.isEmpty() || before.equals(part(row)) ? inFile : "";
                }
                case RowStep.Constant constant -> {
                    row = row instanceof LinkedHashMap ? row : new LinkedHashMap<>(row);
                    row.put(constant.column(), constant(index, constant));
                }
                case RowStep.OfColumns _ -> row = columns.applied(index, row, file);
                case RowStep.Keep keep -> kept = keep.keep().test(row);
                case RowStep.Limit limit -> {
                    kept = passed.merge(index, 1L, Long::sum) <= limit.rows();
                    limitReached = !kept;
                }
                case RowStep.TimeLimit limit -> {
                    // each run loads a row, so that runs one after the other come to an end
                    kept = !hasRow || System.nanoTime() - begunAt < limit.time().toNanos();
                    limitReached = !kept;
                }
            }
        }
        if (!kept) {
            rowNumber -= limitReached ? 1 : 0;
            return;
        }
        if (file == null && step.isReached() && mayCutBefore(row)) {
            heldRow = row;
            heldIdentity = inFile;
            heldPlace = place();
            stepEnded = true;
            return;
        }
        accept(row, inFile, place(), intake);
    }

    private Map<String, String> place() {
        return place == null ? Map.of() : place.hidden();
    }

    private Map<String, Object> part(Map<String, Object> row) {
        return java.util.Objects.requireNonNull(identity).part(row, columns.naming());
    }

    private Map<String, Object> row(@Nullable Object item) {
        return switch (item) {
            case Map<?, ?> map -> strings(map);
            case FileRow fileRow -> fileRow.values();
            case Record javaRecord -> RecordRows.row(javaRecord);
            case ObjectNode object -> JsonNodes.row(object);
            case null ->
                throw new PipetteException(
                        ErrorCode.RESOURCE_FAILED,
                        "resource " + resource.name() + ", row " + rowNumber
                                + ": the row is null. Drop it with stream.filter(Objects::nonNull).");
            default -> {
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("value", item);
                yield row;
            }
        };
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> strings(Map<?, ?> map) {
        return (Map<String, Object>) map;
    }

    private Map<String, Object> changed(RowStep.Change change, Map<String, Object> row) {
        Map<String, Object> mutable = row instanceof LinkedHashMap ? row : new LinkedHashMap<>(row);
        Map<String, Object> changed = change.change().apply(mutable);
        if (changed == null) {
            throw new PipetteException(
                    ErrorCode.RESOURCE_FAILED,
                    "resource " + resource.name() + ", row " + rowNumber
                            + ": .map(..) returned null. Return a row, and drop rows with .filter(..).");
        }
        return changed;
    }

    /** The value of a column that all rows of the run have. */
    Object constant(int index, RowStep.Constant constant) {
        return rules.constants().of(index, constant, this::context);
    }

    /**
     * Whether the rows before this one may be committed without it: where it has another value of the cursor, or where
     * a key distinguishes the rows of its value that are loaded already from the others.
     */
    private boolean mayCutBefore(Map<String, Object> row) {
        return resource.writeDisposition().kind() == WriteDisposition.Kind.MERGE
                || (java.util.Objects.requireNonNull(begun).deduplicated()
                        && !rules.start().boundary().digests())
                || java.util.Objects.requireNonNull(cursor).hasOtherValue(row, rowNumber);
    }

    private void accept(Map<String, Object> row, String inFile, Map<String, String> from, Intake intake) {
        if (sampling != null && sampling.isFull()) {
            return;
        }
        if (cursor != null && !cursor.keeps(row, rowNumber)) {
            return;
        }
        if (identity != null) {
            identity.begin(row, rowNumber, inFile);
            if (cursor != null && cursor.mayBeLoaded() && identity.isLoaded()) {
                return;
            }
        }
        Map<String, String> hidden = joined(identity == null ? Map.of() : identity.hidden(), from);
        if (tables == null) {
            intake.add(row, hidden);
        } else {
            intake.add(tables.of(row, rowNumber), row, hidden);
        }
        hasRow = true;
        taken++;
        step.added(1);
        if (sampling != null) {
            sampling.took();
        }
        if (!feeds.isEmpty()) {
            feeds.row(row);
        }
    }

    private static Map<String, String> joined(Map<String, String> one, Map<String, String> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isEmpty() ? other : one;
        }
        Map<String, String> all = new HashMap<>(one);
        all.putAll(other);
        return all;
    }
}
