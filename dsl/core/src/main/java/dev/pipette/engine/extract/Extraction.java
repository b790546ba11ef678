package dev.pipette.engine.extract;

import dev.pipette.dlt.TypedText;
import dev.pipette.engine.disk.FolderProblem;
import dev.pipette.engine.files.ColumnarRows;
import dev.pipette.engine.manifest.CursorLoad;
import dev.pipette.engine.manifest.FilesLoad;
import dev.pipette.engine.manifest.MadeColumn;
import dev.pipette.engine.normalize.Intake;
import dev.pipette.engine.slice.CursorEnd;
import dev.pipette.engine.slice.Slice;
import dev.pipette.engine.slice.SliceReceipt;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.incremental.Cursor;
import dev.pipette.incremental.ResourceState;
import dev.pipette.incremental.StoredFile;
import dev.pipette.schema.Naming;
import dev.pipette.spi.FileContent;
import dev.pipette.spi.RowSource;
import dev.pipette.spi.RowStep;
import dev.pipette.spi.StepListener;
import java.io.IOException;
import java.nio.file.Files;
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
    private final ExtractTools tools;
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
     * What a step ended with.
     *
     * @param hasMore whether there may be rows left for another step
     * @param cursor the resource's cursor where the step left it, by the rows that Java read; empty where it declares none
     * @param files those of the step, where it is remembered which of them are loaded
     * @param receipt of all slices
     * @param state what the resource's code remembers
     */
    public record StepEnd(
            boolean hasMore,
            Optional<CursorLoad> cursor,
            Optional<FilesLoad> files,
            SliceReceipt receipt,
            ResourceState state) {}

    /** An extraction; nothing is opened yet. */
    public Extraction(ResourcePlan resource, ExtractionStart start, ExtractTools tools) {
        this.resource = resource;
        this.tools = tools;
        this.naming = tools.naming();
        this.files = new FileFeed(resource, start.files(), start.folder());
        this.selection = start.selection().orElse(null);
        this.columns = new ColumnSteps(resource, naming);
        this.columnsOfFiles = new ColumnsOfFiles(resource, naming, start, columns);
        this.state = start.state();
        this.dltRows = start.boundary().ofDlt(resource);
        this.begun = start.cursor();
        this.listener = tools.listener();
        this.count = new RowCount(listener, resource.name(), System::nanoTime);
        this.blank = new BlankFiles(resource);
        this.step = new StepLimit(resource.commitInterval(), System::nanoTime);
        this.walk = new RowWalk(
                resource, start, columns, dltRows, tools.clock().withZone(resource.timeZone()), step, count);
    }

    /** The resource. */
    public ResourcePlan resource() {
        return resource;
    }

    /** Where the next step begins: at the committed value of the cursor, or at the one that the steps before left. */
    private @Nullable Object stepStart() {
        return begun == null
                ? null
                : steps == 0 ? begun.start() : walk.cursorEnd().orElse(null);
    }

    private Optional<CursorLoad> cursor(@Nullable Object start, SliceReceipt receipt) {
        if (begun == null) {
            return Optional.empty();
        }
        Optional<CursorEnd> reached = receipt.cursor();
        CursorLoad ended = CursorLoad.builder()
                .from(begun)
                .start(start)
                .build()
                .withEnd(
                        reached.map(CursorEnd::kind).or(walk::cursorKind).orElse(null),
                        reached.map(found -> found.state(begun.start())).orElse(start),
                        reached.map(CursorEnd::written).map(TypedText::of).orElse(null));
        return Optional.of(dltRows.rows().map(ended::withDltRows).orElse(ended));
    }

    private Optional<FilesLoad> loadedFiles(SliceReceipt receipt) {
        return Optional.ofNullable(selection)
                .map(found -> new FilesLoad(
                        found.isLedger(),
                        naming.key(FileColumns.FILE_NAME),
                        receipt.filesInOrder(),
                        receipt.ledgerChange()));
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
     * @throws PipetteException RESOURCE_FAILED when the resource's own code fails; its exception is the cause
     */
    public StepEnd into(Intake intake) {
        Object start = stepStart();
        steps++;
        step.begin();
        walk.stepBegins();
        loaded.clear();
        ledgerChange = 0;
        ColumnarRows columnarRows = new ColumnarRows(tools.engine(), naming, resource.declaredTypes(naming), columns);
        boolean more = readOrFail(intake, columnarRows);
        columnarRows.notes().forEach(this::noteOfFiles);
        SliceReceipt receipt = SliceReceipt.NONE.join(SliceReceipt.builder()
                .tables(intake.filled())
                .read(walk.rows())
                .rejects(0)
                .cursor(walk.cursorReached())
                .files(Map.of(Slice.WHOLE.position(), List.copyOf(loaded)))
                .ledgerChange(ledgerChange)
                .documents(columnarRows.documents())
                .build());
        return new StepEnd(more, cursor(start, receipt), loadedFiles(receipt), receipt, state);
    }

    private boolean readOrFail(Intake intake, ColumnarRows columnarRows) {
        try {
            boolean more = read(intake, columnarRows);
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

    private boolean read(Intake intake, ColumnarRows columnarRows) throws Exception {
        return switch (resource.source()) {
            case RowSource.Supplied supplied -> {
                if (rows == null) {
                    stream = supplied.rows().open(walk.context());
                    rows = stream.spliterator();
                }
                yield walk.over(rows, intake) == RowWalk.End.STEP_ENDED;
            }
            case RowSource.Files _, RowSource.Streamed _ ->
                step.exists() ? filesOfStep(intake, columnarRows) : allFiles(files.rest(), intake, columnarRows);
        };
    }

    private boolean allFiles(List<InputFile> all, Intake intake, ColumnarRows columnarRows) throws IOException {
        List<Manner> manners =
                all.stream().map(file -> manner(file, columnarRows)).distinct().toList();
        Manner manner = manners.size() == 1 ? manners.getFirst() : Manner.ROWS;
        for (InputFile file : all) {
            if (!file(file, manner, intake, columnarRows)) {
                break;
            }
        }
        notes.addAll(blank.check());
        return false;
    }

    private boolean filesOfStep(Intake intake, ColumnarRows columnarRows) throws IOException {
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
            if (!file(file, manner, intake, columnarRows)) {
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

    private boolean file(InputFile file, Manner manner, Intake intake, ColumnarRows columnarRows) throws IOException {
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
                    FileContent.Columnar plain = intake.readable(columnar);
                    blank.read(columnar, plain.file());
                    if (columnar.allText()) {
                        intake.keepText();
                    }
                    try (Stream<Map<String, Object>> rowsOfFile = columnarRows.open(plain)) {
                        goesOn = walk.over(rowsOfFile.spliterator(), intake) != RowWalk.End.OVER;
                        walk.cursorEndInFile((path, value) -> columnarRows.text(plain, path, value));
                    } finally {
                        intake.discard(columnar, plain);
                    }
                } else {
                    dltRows.passesFile();
                    FileContent.Columnar taken = intake.asItIs(columnar, this.columns, madeColumns(columns));
                    blank.read(columnar, taken.file());
                    if (step.countsRows()) {
                        step.added(columnarRows.count(taken));
                    }
                }
            }
            case FileContent.Rows rowFile -> {
                blank.read(rowFile, rowFile.file());
                try (Stream<Map<String, Object>> rowsOfFile = rowFile.opener().open()) {
                    goesOn = walk.over(rowsOfFile.spliterator(), intake) != RowWalk.End.OVER;
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
        String named = named(note);
        if (noted.add(named)) {
            notes.add(named);
        }
    }

    private void noteOfFiles(String note) {
        notes.add(named(note));
    }

    private String named(String note) {
        return "resource " + resource.name() + ": " + note;
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
