package dev.pipette.extract;

import dev.pipette.ErrorCode;
import dev.pipette.PipetteException;
import dev.pipette.Resource;
import dev.pipette.WriteDisposition;
import dev.pipette.incremental.Cursor;
import dev.pipette.incremental.CursorKind;
import dev.pipette.incremental.ExtractContext;
import dev.pipette.incremental.ResourceState;
import dev.pipette.normalize.JsonText;
import dev.pipette.normalize.Normalizer;
import dev.pipette.normalize.RecordRows;
import dev.pipette.pack.ColumnarRows;
import dev.pipette.pack.CursorLoad;
import dev.pipette.pack.FilesLoad;
import dev.pipette.pack.MadeColumn;
import dev.pipette.pack.ResourceTables;
import dev.pipette.schema.Naming;
import dev.pipette.spi.FileContent;
import dev.pipette.spi.FileStore.OpenLocation;
import dev.pipette.spi.LoadListener;
import dev.pipette.spi.RowSource;
import dev.pipette.spi.RowStep;
import dev.pipette.spi.StoredFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.Spliterator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Walks one resource once, in one step or several; for one thread at a time. Between two steps the rows that were read
 * are committed, and the stream stays where it is.
 */
public final class Extraction implements AutoCloseable {
    /** Hidden key under which a whole row's digest travels to pack. */
    public static final String ROW_KEY = "_pipette_row_key";

    private static final String FILE_NAME = "_file_name";
    private static final String ROW_ID = "_row_id";
    private static final String FILE_DATE = "_file_date";

    private final Resource resource;
    private final Naming naming;
    private final FileFeed files;
    private final @Nullable FileSelection selection;
    private final ResourceState state;
    private final Clock clock;
    private final @Nullable CursorLoad begun;
    private final @Nullable CursorFilter cursor;
    private final boolean digests;
    private final DltBoundary boundary;
    private final LoadListener listener;
    private final RowCount count;
    private final StepLimit step;
    private final List<FilesLoad.FileLoad> loaded = new ArrayList<>();
    private final Map<Integer, Object> constants = new LinkedHashMap<>();

    /** Whether nothing on the way to the normalizer wants to see a row, so that a record need not become a map. */
    private final boolean untouched;

    private @Nullable Stream<?> stream;
    private @Nullable Spliterator<?> rows;
    private @Nullable Map<String, Object> heldRow;
    private @Nullable InputFile heldFile;
    private Map<String, Object> fileColumns = Map.of();
    private long ledgerChange;
    private int steps;
    private boolean stepEnded;
    private boolean limitReached;
    private long rowNumber;
    private long fileRow;

    /**
     * What an extraction begins with.
     *
     * @param files of a resource of files, those that are due
     * @param store where they are that are not on this machine
     * @param folder for what is fetched
     * @param selection which files are loaded, where that is remembered
     * @param state the committed state, which the resource's code may change
     * @param cursor what the package knows of the resource's cursor before a row was read
     * @param digests whether each row is given a digest of all its values
     * @param loadedByDlt dlt's digests of the rows at the committed value that are loaded already
     */
    public record Beginning(
            List<InputFile> files,
            Optional<OpenLocation> store,
            Path folder,
            Optional<FileSelection> selection,
            ResourceState state,
            @Nullable CursorLoad cursor,
            boolean digests,
            Set<String> loadedByDlt) {}

    /**
     * An extraction; nothing is opened yet.
     *
     * @param listener is told which file is read, and how many rows were
     */
    public Extraction(Resource resource, Naming naming, Beginning beginning, Clock clock, LoadListener listener) {
        this.resource = resource;
        this.naming = naming;
        this.files = new FileFeed(resource, beginning.files(), beginning.store(), beginning.folder());
        this.selection = beginning.selection().orElse(null);
        this.state = beginning.state();
        this.clock = clock.withZone(resource.timeZone());
        this.boundary = new DltBoundary(
                beginning.loadedByDlt(),
                resource.cursor().flatMap(Cursor::deduplicationKey).orElse(resource.primaryKey()));
        this.begun = beginning.cursor();
        this.cursor = begun == null
                ? null
                : new CursorFilter(resource.name(), resource.cursor().orElseThrow(), begun, boundary);
        this.digests = beginning.digests();
        this.untouched = resource.steps().isEmpty() && cursor == null && !digests;
        this.listener = listener;
        this.count = new RowCount(listener, resource.name(), System::nanoTime);
        this.step = new StepLimit(resource.commitInterval(), System::nanoTime);
    }

    /** The resource. */
    public Resource resource() {
        return resource;
    }

    /** The value of the cursor that the next step begins at, as it is committed by then; null before the first load. */
    public @Nullable Object stepStart() {
        return begun == null || cursor == null
                ? null
                : steps == 0 ? begun.start() : cursor.end().orElse(null);
    }

    /** The value of the cursor that the next load goes on from, by the rows that Java read, as the state keeps it. */
    public Optional<Object> cursorEnd() {
        return cursor == null ? Optional.empty() : cursor.end();
    }

    /** How the cursor's values were compared, where Java read rows. */
    public Optional<CursorKind> cursorKind() {
        return cursor == null ? Optional.empty() : cursor.kind();
    }

    /** The state that the resource's code changes. */
    public ResourceState state() {
        return state;
    }

    /** The files of the last step, where it is remembered which of them are loaded. */
    public Optional<FilesLoad> loadedFiles() {
        return Optional.ofNullable(selection)
                .map(found ->
                        new FilesLoad(found.isLedger(), naming.key(FILE_NAME), List.copyOf(loaded), ledgerChange));
    }

    /** What happened since it was asked last that people want to know. */
    public List<String> takeNotes() {
        return files.takeNotes();
    }

    /**
     * Reads one step, or everything where the resource is not committed in steps.
     *
     * @return whether there may be rows left for another step
     * @throws PipetteException RESOURCE_FAILED when the resource's own code fails; its exception is the cause
     */
    public boolean into(ResourceTables tables, Normalizer normalizer, ColumnarRows columnarRows) {
        steps++;
        step.begin();
        stepEnded = false;
        loaded.clear();
        ledgerChange = 0;
        try {
            boolean more = read(tables, normalizer, columnarRows);
            if (rowNumber > 0) {
                count.ended(rowNumber);
            }
            return more;
        } catch (PipetteException failed) {
            throw failed;
        } catch (StackOverflowError failed) {
            throw new PipetteException(
                    ErrorCode.RESOURCE_FAILED,
                    "resource " + resource.name() + ", row " + rowNumber
                            + ": a value is nested too deep, or holds itself. " + outcome(),
                    failed);
        } catch (Exception failed) {
            throw new PipetteException(
                    ErrorCode.RESOURCE_FAILED,
                    "resource " + resource.name() + " failed after " + rowNumber + " rows: "
                            + failed.getClass().getSimpleName() + ": " + failed.getMessage() + ". " + outcome(),
                    failed);
        }
    }

    private String outcome() {
        return steps == 1
                ? "Nothing of the run was loaded."
                : steps - 1 + (steps == 2 ? " step of it is" : " steps of it are")
                        + " committed; the next run goes on after them.";
    }

    private boolean read(ResourceTables tables, Normalizer normalizer, ColumnarRows columnarRows) throws Exception {
        return switch (resource.source()) {
            case RowSource.Supplied supplied -> {
                if (rows == null) {
                    stream = supplied.rows().open(context());
                    rows = stream.spliterator();
                }
                yield walk(rows, normalizer) == Walk.STEP_ENDED;
            }
            case RowSource.Files _, RowSource.Streamed _ ->
                step.exists()
                        ? filesOfStep(tables, normalizer, columnarRows)
                        : allFiles(files.rest(), tables, normalizer, columnarRows);
        };
    }

    private ExtractContext context() {
        return new ExtractContext(
                state,
                cursor == null ? Optional.empty() : cursor.start(),
                cursor == null ? Optional.empty() : cursor.before(),
                clock);
    }

    private boolean allFiles(
            List<InputFile> all, ResourceTables tables, Normalizer normalizer, ColumnarRows columnarRows)
            throws IOException {
        List<Manner> manners =
                all.stream().map(file -> manner(file, columnarRows)).distinct().toList();
        Manner manner = manners.size() == 1 ? manners.getFirst() : Manner.ROWS;
        for (InputFile file : all) {
            if (!file(file, manner, tables, normalizer, columnarRows)) {
                break;
            }
        }
        return false;
    }

    private boolean filesOfStep(ResourceTables tables, Normalizer normalizer, ColumnarRows columnarRows)
            throws IOException {
        Manner manner = null;
        while (heldFile != null || !files.isEmpty()) {
            InputFile file = heldFile != null ? heldFile : files.next().orElse(null);
            heldFile = null;
            if (file == null) {
                continue;
            }
            Manner here = manner(file, columnarRows);
            if (manner != null && manner != here) {
                heldFile = file;
                return true;
            }
            manner = here;
            if (!file(file, manner, tables, normalizer, columnarRows)) {
                return false;
            }
            if (step.isReached()) {
                return !files.isEmpty();
            }
        }
        return false;
    }

    /** How files are read. A column has one form for each type only where pack takes files of one kind. */
    private enum Manner {
        DELIMITED_AS_IT_IS,
        PARQUET_AS_IT_IS,
        ROWS
    }

    private Manner manner(InputFile file, ColumnarRows columnarRows) {
        boolean asItIs = resource.steps().stream().allMatch(RowStep.Constant.class::isInstance)
                && !boundary.hasKeys()
                && resource.cursor().flatMap(Cursor::function).isEmpty()
                && file.content().orElseThrow() instanceof FileContent.Columnar columnar
                && columnarRows.isFlat(columnar);
        if (!asItIs) {
            return Manner.ROWS;
        }
        return switch (((FileContent.Columnar) file.content().orElseThrow()).kind()) {
            case DELIMITED -> Manner.DELIMITED_AS_IT_IS;
            case PARQUET -> Manner.PARQUET_AS_IT_IS;
        };
    }

    private boolean file(
            InputFile file, Manner manner, ResourceTables tables, Normalizer normalizer, ColumnarRows columnarRows)
            throws IOException {
        FileContent content = file.content().orElseThrow();
        listener.reading(resource.name(), content.source().named().toString());
        fileRow = 0;
        fileColumns = columnsOf(file);
        boolean goesOn = true;
        switch (content) {
            case FileContent.Columnar columnar -> {
                if (manner == Manner.ROWS) {
                    FileContent.Columnar plain = tables.plain(columnar);
                    if (columnar.allText()) {
                        tables.rootTable().keepText();
                    }
                    try (Stream<Map<String, Object>> rowsOfFile = columnarRows.open(plain)) {
                        goesOn = walk(rowsOfFile.spliterator(), normalizer) != Walk.OVER;
                    } finally {
                        tables.discard(columnar, plain);
                    }
                } else {
                    FileContent.Columnar taken = tables.columnar(columnar, madeColumns());
                    if (step.countsRows()) {
                        step.added(columnarRows.count(taken));
                    }
                }
            }
            case FileContent.Rows rowFile -> {
                try (Stream<Map<String, Object>> rowsOfFile = rowFile.opener().open()) {
                    goesOn = walk(rowsOfFile.spliterator(), normalizer) != Walk.OVER;
                }
                if (content.source().movable()) {
                    Files.deleteIfExists(content.file());
                }
            }
        }
        if (selection != null) {
            loaded.add(load(selection, file.stored()));
            ledgerChange ^= selection.change(file.stored());
        }
        return goesOn;
    }

    private FilesLoad.FileLoad load(FileSelection from, StoredFile file) {
        return new FilesLoad.FileLoad(
                file.key(),
                file.etag(),
                file.size(),
                file.lastModified().toString(),
                from.date(file.key()).map(LocalDate::toString).orElse(null),
                fileRow,
                from.mayBeLoaded(file));
    }

    private Map<String, Object> columnsOf(InputFile file) {
        if (selection == null) {
            return Map.of();
        }
        Map<String, Object> columns = new LinkedHashMap<>();
        columns.put(FILE_NAME, file.stored().key());
        selection.date(file.stored().key()).ifPresent(date -> columns.put(FILE_DATE, date));
        return columns;
    }

    private List<MadeColumn> madeColumns() {
        List<MadeColumn> made = new ArrayList<>();
        fileColumns.forEach((name, value) -> made.add(MadeColumn.constant(naming.key(name), value, false)));
        if (selection != null) {
            made.add(MadeColumn.rowNumber(naming.key(ROW_ID)));
        }
        for (int index = 0; index < resource.steps().size(); index++) {
            if (resource.steps().get(index) instanceof RowStep.Constant constant) {
                made.add(MadeColumn.constant(naming.key(constant.column()), constant(index, constant), true));
            }
        }
        return made;
    }

    private Object constant(int index, RowStep.Constant constant) {
        return constants.computeIfAbsent(index, step -> {
            Object value = constant.value().apply(context());
            if (value == null) {
                throw new PipetteException(
                        ErrorCode.RESOURCE_FAILED,
                        "resource " + resource.name() + ": .withColumn(\"" + constant.column()
                                + "\", ..) made null. Leave the column out, or give it a value.");
            }
            return value;
        });
    }

    private Map<String, Object> row(@Nullable Object item) {
        return switch (item) {
            case Map<?, ?> map -> strings(map);
            case Record javaRecord -> RecordRows.row(javaRecord);
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

    /** Gives a row what is known of its file. */
    private Map<String, Object> withFileColumns(Map<String, Object> row) {
        Map<String, Object> more = new LinkedHashMap<>(row);
        fileColumns.forEach((name, value) -> put(more, name, value));
        put(more, ROW_ID, fileRow);
        return more;
    }

    private void put(Map<String, Object> row, String name, Object value) {
        if (row.put(name, value) != null) {
            throw new PipetteException(
                    ErrorCode.NAME_COLLISION,
                    "resource " + resource.name() + ", row " + rowNumber + ": the row has a value for '" + name
                            + "', which is the name of a column that Pipette adds to the rows of files. Rename it in the"
                            + " file.");
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> strings(Map<?, ?> map) {
        return (Map<String, Object>) map;
    }

    private enum Walk {
        ENDED,
        OVER,
        STEP_ENDED
    }

    /** Walks rows until they end, a limit is reached, no other is in the cursor's range, or the step is long enough. */
    private Walk walk(Spliterator<?> items, Normalizer normalizer) {
        boolean limited = step.exists()
                || resource.steps().stream().anyMatch(RowStep.Limit.class::isInstance)
                || resource.cursor().flatMap(Cursor::rowOrder).isPresent();
        if (!limited) {
            items.forEachRemaining(item -> take(item, normalizer));
            return Walk.ENDED;
        }
        if (heldRow != null) {
            Map<String, Object> held = heldRow;
            heldRow = null;
            accept(held, normalizer);
        }
        while (!isOver() && !stepEnded) {
            if (!items.tryAdvance(item -> take(item, normalizer))) {
                return Walk.ENDED;
            }
        }
        return isOver() ? Walk.OVER : Walk.STEP_ENDED;
    }

    private boolean isOver() {
        return limitReached || (cursor != null && cursor.outOfRange());
    }

    private void take(@Nullable Object item, Normalizer normalizer) {
        rowNumber++;
        count.counted(rowNumber);
        if (untouched && selection == null && item instanceof Record javaRecord) {
            normalizer.add(javaRecord);
            return;
        }
        Map<String, Object> row = row(item);
        if (selection != null) {
            row = withFileColumns(row);
            fileRow++;
        }
        boolean kept = true;
        for (int index = 0; kept && index < resource.steps().size(); index++) {
            RowStep rowStep = resource.steps().get(index);
            switch (rowStep) {
                case RowStep.Change change -> row = changed(change, row);
                case RowStep.Constant constant -> {
                    row = row instanceof LinkedHashMap ? row : new LinkedHashMap<>(row);
                    row.put(constant.column(), constant(index, constant));
                }
                case RowStep.Keep keep -> kept = keep.keep().test(row);
                case RowStep.Limit limit -> {
                    kept = passed(index) < limit.rows();
                    limitReached = !kept;
                    count(index);
                }
            }
        }
        if (!kept) {
            return;
        }
        if (selection == null && step.isReached() && mayCutBefore(row)) {
            heldRow = row;
            stepEnded = true;
            return;
        }
        accept(row, normalizer);
    }

    private void accept(Map<String, Object> row, Normalizer normalizer) {
        if (cursor == null || cursor.keeps(row, rowNumber)) {
            add(row, normalizer);
            step.added(1);
        }
    }

    /**
     * Whether the rows before this one may be committed without it: where it has another value of the cursor, or where a
     * key tells the rows of its value that are loaded already from the others.
     */
    private boolean mayCutBefore(Map<String, Object> row) {
        return resource.writeDisposition() instanceof WriteDisposition.Merge
                || (java.util.Objects.requireNonNull(begun).deduplicated() && !digests)
                || java.util.Objects.requireNonNull(cursor).hasOtherValue(row, rowNumber);
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

    private void add(Map<String, Object> row, Normalizer normalizer) {
        if (digests) {
            Map<String, Object> withKey = new LinkedHashMap<>(row);
            withKey.put(ROW_KEY, digest(row));
            normalizer.add(withKey);
        } else {
            normalizer.add(row);
        }
    }

    private String digest(Map<String, Object> row) {
        try {
            return JsonText.digest(row);
        } catch (JacksonException failed) {
            throw new PipetteException(
                    ErrorCode.TYPE_MISMATCH,
                    "resource " + resource.name() + ", row " + rowNumber + ": the row cannot be told from others at the"
                            + " cursor's boundary: " + JsonText.reason(failed)
                            + ". Change it with .map(..), or name a primary key.",
                    failed);
        }
    }

    private final Map<Integer, Long> passed = new LinkedHashMap<>();

    private long passed(int step) {
        return passed.getOrDefault(step, 0L);
    }

    private void count(int step) {
        passed.merge(step, 1L, Long::sum);
    }

    @Override
    public void close() {
        try (files;
                Stream<?> open = stream) {
            rows = null;
        }
    }
}
