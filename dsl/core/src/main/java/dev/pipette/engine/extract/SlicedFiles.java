package dev.pipette.engine.extract;

import dev.pipette.engine.SideBySide;
import dev.pipette.engine.disk.FolderProblem;
import dev.pipette.engine.files.ColumnarRows;
import dev.pipette.engine.manifest.FilesLoad;
import dev.pipette.engine.normalize.Intake;
import dev.pipette.engine.normalize.Intakes;
import dev.pipette.engine.slice.Slice;
import dev.pipette.engine.slice.SliceReceipt;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.incremental.StoredFile;
import dev.pipette.spi.FileContent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the files of one resource in slices, side by side, and joins what was found in them. Where a slice fails, what all of
 * them wrote is deleted: one walk over all files then finds the first row that is at fault, with its number among all rows.
 */
final class SlicedFiles {
    private final ResourcePlan resource;
    private final WalkRules rules;
    private final ExtractTools tools;
    private final ColumnSteps columns;
    private final ColumnsOfFiles columnsOfFiles;
    private final HeardListener listener;
    private final RowCount count;

    /**
     * A reader of files.
     *
     * @param columns of the resource; takes in what the slices met
     * @param listener is called with each file, by the thread that reads it
     * @param count of the rows of all slices, which reports to the same listener
     */
    SlicedFiles(
            WalkRules rules,
            ExtractTools tools,
            ColumnSteps columns,
            ColumnsOfFiles columnsOfFiles,
            HeardListener listener,
            RowCount count) {
        this.resource = rules.resource();
        this.rules = rules;
        this.tools = tools;
        this.columns = columns;
        this.columnsOfFiles = columnsOfFiles;
        this.listener = listener;
        this.count = count;
    }

    /** What a slice ended with. */
    private record Ended(SliceReceipt receipt, ColumnSteps columns) {}

    /**
     * Reads all slices.
     *
     * @param files on this machine, all of them read row by row
     * @return the receipt of all slices; empty where the files have to be read in one
     */
    Optional<SliceReceipt> read(List<InputFile> files, List<Slice> slices, Intakes intakes) throws IOException {
        Map<InputFile, @Nullable AddedColumns> given = columnsOf(files);
        List<Callable<Ended>> walks = new ArrayList<>();
        for (Slice slice : slices) {
            Intake intake = intakes.of(slice);
            walks.add(() -> slice(slice, filesOf(slice, files), given, intake));
        }
        try {
            List<Ended> ended = new SideBySide("pipette-slice-", slices.size(), this::interrupted).all(walks);
            SliceReceipt joined = ended.stream().map(Ended::receipt).reduce(SliceReceipt.NONE, SliceReceipt::join);
            if (intakes.fit(joined)) {
                ended.forEach(one -> columns.join(one.columns()));
                return Optional.of(joined);
            }
        } catch (RuntimeException | StackOverflowError failed) {
            if (FolderProblem.isInterrupt(failed) || isOfFolder(failed)) {
                throw failed;
            }
            listener.rethrow();
            // one walk over all files says better what is wrong, and where
        }
        intakes.discard();
        count.restart();
        return Optional.empty();
    }

    /** Whether the disk is at fault, and not a row. */
    private static boolean isOfFolder(Throwable failed) {
        return failed instanceof PipetteException known && known.code() == ErrorCode.WORKING_FOLDER_FAILED;
    }

    private RuntimeException interrupted(InterruptedException failed) {
        return FolderProblem.interrupted(
                "resource " + resource.name() + ": the run was interrupted while rows were read. Nothing of the run was"
                        + " loaded.",
                failed);
    }

    /** The columns that the rows of each file are given; their values are found by one thread. */
    private Map<InputFile, @Nullable AddedColumns> columnsOf(List<InputFile> files) {
        ColumnarRows types =
                new ColumnarRows(tools.engine(), tools.naming(), resource.declaredTypes(tools.naming()), columns);
        Map<InputFile, @Nullable AddedColumns> given = new IdentityHashMap<>();
        files.forEach(file -> given.put(file, columnsOfFiles.of(file.stored().key(), types)));
        return given;
    }

    private static List<InputFile> filesOf(Slice slice, List<InputFile> files) {
        return switch (slice.part()) {
            case Slice.Whole _ -> files;
            case Slice.FileRun run -> files.subList(run.from(), run.to());
        };
    }

    private Ended slice(Slice slice, List<InputFile> files, Map<InputFile, @Nullable AddedColumns> given, Intake intake)
            throws IOException {
        ColumnSteps met = new ColumnSteps(resource, tools.naming());
        RowCount counted = count.ofSlice();
        RowWalk walk = new RowWalk(
                rules,
                slice.position(),
                met,
                rules.start().boundary().ofDlt(resource),
                new StepLimit(Optional.empty(), System::nanoTime),
                counted,
                new Feeds(true));
        FileSelection selection = rules.start().selection().orElse(null);
        List<FilesLoad.FileLoad> loaded = new ArrayList<>();
        long ledgerChange = 0;
        for (InputFile file : files) {
            AddedColumns own = given.get(file);
            StoredFile stored = selection == null ? file.stored() : selection.remembered(file);
            rows(file, own, walk, intake);
            if (selection != null) {
                loaded.add(selection.load(stored, own == null ? 0 : own.rows()));
                ledgerChange ^= selection.change(stored);
            }
        }
        if (walk.rows() > 0) {
            counted.ended(walk.rows());
        }
        SliceReceipt receipt = SliceReceipt.builder()
                .tables(intake.filled())
                .read(walk.rows())
                .rejects(Map.of(slice.position(), intake.rejectedLines()))
                .cursor(walk.cursorReached())
                .files(Map.of(slice.position(), loaded))
                .ledgerChange(ledgerChange)
                .documents(Set.of())
                .build();
        return new Ended(receipt, met);
    }

    private void rows(InputFile file, @Nullable AddedColumns given, RowWalk walk, Intake intake) throws IOException {
        FileContent.Rows content = (FileContent.Rows) file.content().orElseThrow();
        listener.reading(resource.name(), content.source().named().toString());
        if (given != null) {
            walk.fileBegins(given);
        }
        walk.placeBegins(content.source().place());
        try (Stream<Map<String, Object>> open = FileReading.opened(content, resource, intake, walk)) {
            var _ = walk.over(open.spliterator(), intake);
        }
    }
}
