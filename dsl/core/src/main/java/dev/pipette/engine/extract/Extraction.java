package dev.pipette.engine.extract;

import dev.pipette.engine.disk.FolderProblem;
import dev.pipette.engine.files.ColumnarRows;
import dev.pipette.engine.files.TakenColumns;
import dev.pipette.engine.manifest.CursorLoad;
import dev.pipette.engine.manifest.DltRows;
import dev.pipette.engine.manifest.FilesLoad;
import dev.pipette.engine.manifest.MadeColumn;
import dev.pipette.engine.normalize.Normalizer;
import dev.pipette.engine.pack.ResourceTables;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.incremental.Cursor;
import dev.pipette.incremental.CursorKind;
import dev.pipette.incremental.ResourceState;
import dev.pipette.incremental.StoredFile;
import dev.pipette.schema.Naming;
import dev.pipette.spi.FileContent;
import dev.pipette.spi.RowSource;
import dev.pipette.spi.RowStep;
import dev.pipette.spi.StepListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.Spliterator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Walks one resource once, in one step or several; for one thread at a time. Between two steps the rows that were read
 * are committed, and the stream stays where it is.
 */
public final class Extraction implements AutoCloseable {
    /** Hidden key under which a whole row's digest travels to pack. */
    public static final String ROW_KEY = "_pipette_row_key";

    private final ResourcePlan resource;
    private final Naming naming;
    private final FileFeed files;
    private final @Nullable FileSelection selection;
    private final ResourceState state;
    private final @Nullable CursorLoad begun;
    private final DltBoundary dltRows;
    private final StepListener listener;
    private final RowCount count;
    private final ColumnSteps columns;
    private final StepLimit step;
    private final RowWalk walk;
    private final List<FilesLoad.FileLoad> loaded = new ArrayList<>();
    private final BlankFiles blank;
    private final List<String> notes = new ArrayList<>();
    private final Set<String> noted = new HashSet<>();
    private final ColumnsOfFiles columnsOfFiles;

    private @Nullable Stream<?> stream;
    private @Nullable Spliterator<?> rows;
    private @Nullable InputFile heldFile;
    private long ledgerChange;
    private int steps;

    /**
     * What an extraction begins with.
     *
     * @param files of a resource of files, those that are due
     * @param folder for what is fetched
     * @param selection which files are loaded, where that is remembered
     * @param state the committed state, which the resource's code may change
     * @param cursor what the package knows of the resource's cursor before a row was read
     * @param digests whether each row is given a digest of all its values
     * @param loadedByDlt dlt's digests of the rows at the committed value that are loaded already
     * @param loadedKeys the digests of those that Pipette loaded
     * @param forDlt whether dlt goes on with the dataset, and has to know the rows at the cursor's new value
     */
    public record Beginning(
            List<InputFile> files,
            Path folder,
            Optional<FileSelection> selection,
            ResourceState state,
            @Nullable CursorLoad cursor,
            boolean digests,
            Set<String> loadedByDlt,
            LoadedKeys loadedKeys,
            boolean forDlt) {}

    /**
     * An extraction; nothing is opened yet.
     *
     * @param listener is told which file is read, and how many rows were
     */
    public Extraction(ResourcePlan resource, Naming naming, Beginning beginning, Clock clock, StepListener listener) {
        this.resource = resource;
        this.naming = naming;
        this.files = new FileFeed(resource, beginning.files(), beginning.folder());
        this.selection = beginning.selection().orElse(null);
        this.columns = new ColumnSteps(resource, naming);
        this.columnsOfFiles = new ColumnsOfFiles(resource, naming, beginning, columns);
        this.state = beginning.state();
        this.dltRows = new DltBoundary(
                beginning.loadedByDlt(),
                resource.cursor().flatMap(Cursor::deduplicationKey).orElse(resource.primaryKey()),
                beginning.forDlt());
        this.begun = beginning.cursor();
        this.listener = listener;
        this.count = new RowCount(listener, resource.name(), System::nanoTime);
        this.blank = new BlankFiles(resource);
        this.step = new StepLimit(resource.commitInterval(), System::nanoTime);
        this.walk =
                new RowWalk(resource, beginning, columns, dltRows, clock.withZone(resource.timeZone()), step, count);
    }

    /** The resource. */
    public ResourcePlan resource() {
        return resource;
    }

    /** The value of the cursor that the next step begins at, as it is committed by then; null before the first load. */
    public @Nullable Object stepStart() {
        return begun == null
                ? null
                : steps == 0 ? begun.start() : walk.cursorEnd().orElse(null);
    }

    /** Where the kept keys of loaded rows began when the walk did, as the state keeps it; null for those of all rows. */
    public @Nullable Object known() {
        return begun == null ? null : begun.known();
    }

    /** The value of the cursor that the next load goes on from, by the rows that Java read, as the state keeps it. */
    public Optional<Object> cursorEnd() {
        return walk.cursorEnd();
    }

    /** How the source wrote that value, where Java read a row that has it. */
    public Optional<Object> cursorEndAsWritten() {
        return walk.cursorEndAsWritten();
    }

    /** What dlt has to know of the rows at the cursor's value; empty where it does not go on with the dataset. */
    public Optional<DltRows> dltRows() {
        return dltRows.rows();
    }

    /** How the cursor's values were compared, where Java read rows. */
    public Optional<CursorKind> cursorKind() {
        return walk.cursorKind();
    }

    /** The state that the resource's code changes. */
    public ResourceState state() {
        return state;
    }

    /** The files of the last step, where it is remembered which of them are loaded. */
    public Optional<FilesLoad> loadedFiles() {
        return Optional.ofNullable(selection)
                .map(found -> new FilesLoad(
                        found.isLedger(), naming.key(FileColumns.FILE_NAME), List.copyOf(loaded), ledgerChange));
    }

    /** Which columns of files are loaded, and under which names, by the steps that come before all others. */
    public TakenColumns takenColumns() {
        return columns;
    }

    /** What happened since it was asked last that people want to know. */
    public List<String> takeNotes() {
        List<String> taken = new ArrayList<>(files.takeNotes());
        taken.addAll(notes);
        notes.clear();
        return taken;
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
        walk.stepBegins();
        loaded.clear();
        ledgerChange = 0;
        try {
            boolean more = read(tables, normalizer, columnarRows);
            notes.addAll(columns.check());
            walk.checkCursor();
            if (walk.rows() > 0) {
                count.ended(walk.rows());
            }
            return more;
        } catch (PipetteException failed) {
            throw failed;
        } catch (StackOverflowError failed) {
            throw new PipetteException(
                    ErrorCode.RESOURCE_FAILED,
                    "resource " + resource.name() + ", row " + walk.rows()
                            + ": a value is nested too deep, or holds itself. " + outcome(),
                    failed);
        } catch (Exception failed) {
            if (FolderProblem.isInterrupt(failed)) {
                throw FolderProblem.interrupted(
                        "resource " + resource.name() + ": the run was interrupted after " + walk.rows()
                                + (walk.rows() == 1 ? " row. " : " rows. ") + outcome(),
                        failed);
            }
            throw new PipetteException(
                    ErrorCode.RESOURCE_FAILED,
                    "resource " + resource.name() + " failed after " + walk.rows()
                            + (walk.rows() == 1 ? " row: " : " rows: ")
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
                    stream = supplied.rows().open(walk.context());
                    rows = stream.spliterator();
                }
                yield walk.over(rows, normalizer) == RowWalk.End.STEP_ENDED;
            }
            case RowSource.Files _, RowSource.Streamed _ ->
                step.exists()
                        ? filesOfStep(tables, normalizer, columnarRows)
                        : allFiles(files.rest(), tables, normalizer, columnarRows);
        };
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
        notes.addAll(blank.check());
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
        boolean asItIs = columns.canBeColumnar()
                && !dltRows.hasKeys()
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
        StoredFile stored = selection == null || !file.stored().etag().isEmpty()
                ? file.stored()
                : LocalContent.remembered(file.stored(), content.file());
        FileColumns columns = columnsOfFiles.of(file.stored().key(), columnarRows);
        if (columns != null) {
            walk.fileBegins(columns);
        }
        boolean goesOn = true;
        switch (content) {
            case FileContent.Columnar columnar -> {
                columnar.notes().forEach(this::note);
                if (manner == Manner.ROWS) {
                    dltRows.readsFile();
                    FileContent.Columnar plain = tables.plain(columnar);
                    blank.read(columnar, plain.file());
                    if (columnar.allText()) {
                        tables.rootTable().keepText();
                    }
                    try (Stream<Map<String, Object>> rowsOfFile = columnarRows.open(plain)) {
                        goesOn = walk.over(rowsOfFile.spliterator(), normalizer) != RowWalk.End.OVER;
                        walk.cursorEndInFile((path, value) -> columnarRows.text(plain, path, value));
                    } finally {
                        tables.discard(columnar, plain);
                    }
                } else {
                    dltRows.passesFile();
                    FileContent.Columnar taken = tables.columnar(columnar, this.columns, madeColumns(columns));
                    blank.read(columnar, taken.file());
                    if (step.countsRows()) {
                        step.added(columnarRows.count(taken));
                    }
                }
            }
            case FileContent.Rows rowFile -> {
                blank.read(rowFile, rowFile.file());
                try (Stream<Map<String, Object>> rowsOfFile = rowFile.opener().open()) {
                    goesOn = walk.over(rowsOfFile.spliterator(), normalizer) != RowWalk.End.OVER;
                }
                if (content.source().movable()) {
                    Files.deleteIfExists(content.file());
                }
            }
        }
        if (selection != null) {
            loaded.add(load(selection, stored, columns == null ? 0 : columns.rows()));
            ledgerChange ^= selection.change(stored);
        }
        return goesOn;
    }

    private void note(String note) {
        String named = "resource " + resource.name() + ": " + note;
        if (noted.add(named)) {
            notes.add(named);
        }
    }

    private FilesLoad.FileLoad load(FileSelection from, StoredFile file, long rowsOfFile) {
        return new FilesLoad.FileLoad(
                file.key(),
                file.etag(),
                file.size(),
                file.lastModified().toString(),
                from.date(file.key()).map(LocalDate::toString).orElse(null),
                rowsOfFile,
                from.mayBeLoaded(file));
    }

    private List<MadeColumn> madeColumns(@Nullable FileColumns columns) {
        List<MadeColumn> made = new ArrayList<>(columns == null ? List.of() : columns.made(naming, this.columns));
        for (int index = 0; index < resource.steps().size(); index++) {
            if (resource.steps().get(index) instanceof RowStep.Constant constant) {
                String column = naming.key(constant.column());
                made.removeIf(other ->
                        other.column().equals(column) && !other.folder().isEmpty());
                made.add(MadeColumn.constant(column, walk.constant(index, constant), true));
            }
        }
        return made;
    }

    @Override
    public void close() {
        try (files;
                walk;
                Stream<?> open = stream) {
            rows = null;
        }
    }
}
