package dev.pipette.engine.extract;

import dev.pipette.check.BadRows;
import dev.pipette.engine.columnar.DuckEngine;
import dev.pipette.engine.files.ColumnarRows;
import dev.pipette.engine.files.FileColumns;
import dev.pipette.engine.files.FileRow;
import dev.pipette.engine.files.MaskedFile;
import dev.pipette.engine.manifest.FilesLoad;
import dev.pipette.engine.manifest.MadeColumn;
import dev.pipette.engine.normalize.Intake;
import dev.pipette.incremental.StoredFile;
import dev.pipette.schema.Naming;
import dev.pipette.spi.BadLines;
import dev.pipette.spi.FileContent;
import dev.pipette.spi.RowStep;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the files of one resource one after the other: row by row, or by passing them to the package as they are. */
final class FileReading implements AutoCloseable {
    private final DuckEngine engine;
    private final ResourcePlan resource;
    private final Naming naming;
    private final FileFeed feed;
    private final @Nullable FileSelection selection;
    private final ColumnSteps columns;
    private final ColumnsOfFiles addedColumns;
    private final DltBoundary dltRows;
    private final FileManner.Choice manners;
    private final HeardListener listener;
    private final StepLimit step;
    private final RowWalk walk;
    private final BlankFiles blank;
    private final List<FilesLoad.FileLoad> loaded = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final Set<String> noted = new HashSet<>();
    private @Nullable InputFile heldFile;
    private long ledgerChange;

    /**
     * A reader of files.
     *
     * @param engine that masks columns of files
     * @param whole whether these are all files of the resource
     */
    FileReading(
            DuckEngine engine,
            boolean whole,
            WalkRules rules,
            Naming naming,
            ColumnSteps columns,
            DltBoundary dltRows,
            HeardListener listener,
            StepLimit step,
            RowWalk walk) {
        ExtractionStart start = rules.start();
        this.engine = engine;
        this.resource = rules.resource();
        this.naming = naming;
        this.feed = new FileFeed(resource, start.files(), start.folder());
        this.selection = start.selection().orElse(null);
        this.columns = columns;
        this.addedColumns = new ColumnsOfFiles(resource, naming, start, columns);
        this.dltRows = dltRows;
        this.manners = new FileManner.Choice(
                resource, columns, dltRows, start.sampling().isPresent(), start.feeds());
        this.listener = listener;
        this.step = step;
        this.walk = walk;
        this.blank = new BlankFiles(resource, whole);
    }

    /** Which columns the rows of the files are given. */
    ColumnsOfFiles addedColumns() {
        return addedColumns;
    }

    /** The files that are left, all of them on this machine. */
    List<InputFile> rest() {
        return feed.rest();
    }

    void stepBegins() {
        loaded.clear();
        ledgerChange = 0;
    }

    /** The files of the step, where it is remembered which files are loaded. */
    List<FilesLoad.FileLoad> loaded() {
        return List.copyOf(loaded);
    }

    /** How the step changes the digest of the ledger. */
    long ledgerChange() {
        return ledgerChange;
    }

    /** Notes for people on what happened since the last call. */
    List<String> takeNotes() {
        List<String> taken = new ArrayList<>(feed.takeNotes());
        taken.addAll(notes);
        notes.clear();
        return taken;
    }

    /** Ends files whose rows other walks have read. */
    void readElsewhere(List<InputFile> all) throws IOException {
        for (InputFile file : all) {
            readWhole(file);
        }
        notes.addAll(blank.check());
    }

    private void readWhole(InputFile file) throws IOException {
        FileContent content = file.content().orElseThrow();
        blank.read(content, content.file());
        if (content.source().movable()) {
            Files.deleteIfExists(content.file());
        }
    }

    /** Reads all files, all in one manner, because a column has one form for each type in one manner only; no step is left. */
    boolean readAll(List<InputFile> all, Intake intake, ColumnarRows columnarRows) throws IOException {
        List<FileManner> found = all.stream()
                .map(file -> manners.of(file, columnarRows))
                .distinct()
                .toList();
        FileManner manner = found.size() == 1 ? found.getFirst() : FileManner.ROWS;
        for (InputFile file : all) {
            if (!file(file, manner, intake, columnarRows)) {
                break;
            }
        }
        notes.addAll(blank.check());
        return false;
    }

    /** Reads files until the step ends, or one comes that is read in another manner; returns whether files are left. */
    boolean readStep(Intake intake, ColumnarRows columnarRows) throws IOException {
        FileManner manner = null;
        while (heldFile != null || !feed.isEmpty()) {
            InputFile file = heldFile != null ? heldFile : feed.next().orElse(null);
            heldFile = null;
            if (file == null) {
                continue;
            }
            FileManner here = manners.of(file, columnarRows);
            if (manner != null && manner != here) {
                heldFile = file;
                return true;
            }
            manner = here;
            if (!file(file, manner, intake, columnarRows)) {
                return false;
            }
            if (step.isReached()) {
                return !feed.isEmpty();
            }
        }
        notes.addAll(blank.check());
        return false;
    }

    private boolean file(InputFile file, FileManner manner, Intake intake, ColumnarRows columnarRows)
            throws IOException {
        FileContent content = file.content().orElseThrow();
        listener.reading(resource.name(), content.source().named().toString());
        StoredFile stored = selection == null ? file.stored() : selection.remembered(file);
        AddedColumns added = addedColumns.of(file.stored().key(), columnarRows);
        if (added != null) {
            walk.fileBegins(added);
        }
        boolean goesOn = true;
        long takenBefore = walk.taken();
        switch (content) {
            case FileContent.Columnar original -> {
                original.notes().forEach(this::note);
                if (original.kind() == FileContent.Kind.DELIMITED
                        && original.dialect().headed()) {
                    columns.namesAreText();
                }
                FileContent.Columnar columnar = masked(original, intake, columnarRows);
                columns.maskedBefore(columnar != original);
                walk.placeBegins(columnar.source().place());
                BadLines bad =
                        keepsApart() ? counted(intake.badLines(columnar.source().place()), walk) : null;
                if (manner == FileManner.ROWS) {
                    dltRows.readsFile();
                    FileContent.Columnar plain = intake.readable(columnar, bad);
                    blank.read(columnar, plain.file());
                    if (columnar.allText()) {
                        intake.keepText();
                    }
                    try (Stream<FileRow> rowsOfFile = columnarRows.open(plain, walk.fileIdentity(added), bad)) {
                        goesOn = walk.over(rowsOfFile.spliterator(), intake) != RowWalk.End.OVER;
                        walk.cursorEndInFile((path, value) -> columnarRows.text(plain, path, value));
                    } finally {
                        intake.discard(columnar, plain);
                    }
                } else {
                    dltRows.passesFile();
                    FileContent.Columnar taken = intake.asItIs(columnar, columns, madeColumns(added), bad);
                    blank.read(columnar, taken.file());
                    if (step.countsRows()) {
                        step.added(columnarRows.count(taken, keepsApart()));
                    }
                }
            }
            case FileContent.Rows rowFile -> {
                blank.read(rowFile, rowFile.file());
                walk.placeBegins(rowFile.source().place());
                try (Stream<Map<String, Object>> rowsOfFile = opened(rowFile, resource, intake, walk)) {
                    goesOn = walk.over(rowsOfFile.spliterator(), intake) != RowWalk.End.OVER;
                }
                if (content.source().movable()) {
                    Files.deleteIfExists(content.file());
                }
            }
        }
        columns.maskedBefore(false);
        if (goesOn) {
            remember(stored, added == null ? 0 : added.rows());
        } else if (selection != null) {
            rememberPart(stored, walk.taken() - takenBefore);
        }
        return goesOn;
    }

    private void remember(StoredFile file, long rowsOfFile) {
        if (selection != null) {
            loaded.add(selection.load(file, rowsOfFile));
            ledgerChange ^= selection.change(file);
        }
    }

    /**
     * Remembers a file whose rows were not read to their end as one that the next run reads again, and whose rows that run
     * replaces. A file of which no row was taken is not remembered.
     */
    private void rememberPart(StoredFile file, long rowsTaken) {
        if (rowsTaken > 0) {
            remember(FileSelection.inPart(file), rowsTaken);
        }
    }

    /** The file with the masks of the steps before all others; itself where there are none, or Java reads only some rows or those with lists and objects. */
    private FileContent.Columnar masked(FileContent.Columnar file, Intake intake, ColumnarRows columnarRows)
            throws IOException {
        if (!columns.masksFirst() || manners.sampled()) {
            return file;
        }
        FileContent.Columnar plain = intake.readable(file, null);
        boolean isEmpty = false;
        try {
            if (!columnarRows.isFlat(plain)) {
                return file; // Java reads its rows, and masks them
            }
            MaskedFile unmasked = new MaskedFile(engine, plain);
            checkNames(plain, unmasked.header());
            FileContent.Columnar masked = unmasked.masked(columns::masks);
            isEmpty = masked == plain;
            return masked;
        } finally {
            if (!isEmpty) {
                intake.discard(file, plain);
            }
        }
    }

    /** Names that cannot be told apart are found here, where no error shows the first line of what is to be masked. */
    private void checkNames(FileContent.Columnar plain, List<String> header) {
        if (plain.kind() == FileContent.Kind.DELIMITED) {
            Map<String, String> _ =
                    FileColumns.of(plain.source().named(), header, columns, columns.naming(), FileColumns.FIRST_LINE);
        }
    }

    private boolean keepsApart() {
        return resource.badRows() == BadRows.REJECT;
    }

    /** Opens the rows of a file; lines that cannot be read are kept apart, where the resource asks for it. */
    static Stream<Map<String, Object>> opened(FileContent.Rows file, ResourcePlan resource, Intake intake, RowWalk walk)
            throws IOException {
        return resource.badRows() == BadRows.REJECT && file.lines().isPresent()
                ? file.lines().get().open(counted(intake.badLines(file.source().place()), walk))
                : file.opener().open();
    }

    /** The walk counts the rows of a file without the lines that are kept apart. */
    private static BadLines counted(BadLines bad, RowWalk walk) {
        return (line, text, problem) -> {
            walk.lineLeftOut();
            bad.add(line, text, problem);
        };
    }

    private void note(String note) {
        String named = "resource " + resource.name() + ": " + note;
        if (noted.add(named)) {
            notes.add(named);
        }
    }

    private List<MadeColumn> madeColumns(@Nullable AddedColumns added) {
        List<MadeColumn> made = new ArrayList<>(added == null ? List.of() : added.made(naming, columns));
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
        feed.close();
    }
}
