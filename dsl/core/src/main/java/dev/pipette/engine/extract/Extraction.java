package dev.pipette.engine.extract;

import dev.pipette.dlt.TypedText;
import dev.pipette.engine.files.ColumnarRows;
import dev.pipette.engine.manifest.CursorLoad;
import dev.pipette.engine.manifest.FilesLoad;
import dev.pipette.engine.normalize.Intake;
import dev.pipette.engine.normalize.Intakes;
import dev.pipette.engine.slice.CursorEnd;
import dev.pipette.engine.slice.Slice;
import dev.pipette.engine.slice.SliceReceipt;
import dev.pipette.error.PipetteException;
import dev.pipette.incremental.ResourceState;
import dev.pipette.incremental.StoredFile;
import dev.pipette.schema.Naming;
import dev.pipette.slices.SliceBounds;
import dev.pipette.slices.SlicedRows;
import dev.pipette.spi.RowSource;
import dev.pipette.spi.RowStep;
import dev.pipette.spi.Sampling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Spliterator;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Walks one resource once, in one step or several; for one thread at a time. Between two steps the rows that were read
 * are committed, and the stream stays where it is.
 */
public final class Extraction implements AutoCloseable {
    private final ResourcePlan resource;
    private final Slice slice;
    private final ExtractTools tools;
    private final Naming naming;
    private final FileReading files;
    private final ExtractionStart start;
    private final WalkRules rules;
    private final @Nullable CursorLoad begun;
    private final DltBoundary dltRows;
    private final HeardListener listener;
    private final RowCount count;
    private final ColumnSteps columns;
    private final StepLimit step;
    private final RowWalk walk;
    private final Feeds feeds;
    private final @Nullable FedRows fedRows;
    private final List<String> notes = new ArrayList<>();

    private @Nullable Stream<?> stream;
    private @Nullable Spliterator<?> rows;
    private @Nullable Intake fedIntake;
    private @Nullable Object begin;
    private int steps;
    private int filesRead;

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
        this(resource, Slice.WHOLE, start, tools);
    }

    /** The extraction of one slice of a resource, whose source opens the rows of that slice alone. */
    public Extraction(ResourcePlan resource, Slice slice, ExtractionStart start, ExtractTools tools) {
        this.resource = resource;
        this.slice = slice;
        this.tools = tools;
        this.naming = tools.naming();
        this.columns = new ColumnSteps(resource, naming);
        this.dltRows = start.boundary().ofDlt(resource);
        this.begun = start.cursor();
        this.listener = new HeardListener(tools.listener());
        this.count = new RowCount(listener, resource.name(), System::nanoTime);
        this.step = new StepLimit(resource.commitInterval(), System::nanoTime);
        this.start = start;
        this.rules = WalkRules.of(resource, start, tools.clock());
        this.feeds = new Feeds(!resource.isSkipped());
        this.walk = new RowWalk(rules, slice.position(), columns, dltRows, step, count, feeds);
        this.fedRows = resource.source() instanceof RowSource.Derived derived
                ? new FedRows(resource, derived, walk, start.sampling().isPresent())
                : null;
        this.files =
                new FileReading(tools.engine(), slice.of() == 1, rules, naming, columns, dltRows, listener, step, walk);
    }

    /** The resource. */
    public ResourcePlan resource() {
        return resource;
    }

    /**
     * Lets the rows of the resources of a list feed those of it that are made of them.
     *
     * @param all with the extraction of each resource that another one is made of
     */
    public static void connect(List<Extraction> all) {
        for (Extraction made : all) {
            made.resource.parent().ifPresent(name -> {
                Extraction parent = all.stream()
                        .filter(other -> other.resource.name().equals(name))
                        .findFirst()
                        .orElseThrow();
                parent.feeds.add(made);
                made.fed().parentKey(parent.resource.primaryKey());
            });
        }
    }

    /** This one, and behind it those that are made of its rows, each behind the one that it is made of. */
    public List<Extraction> family() {
        List<Extraction> family = new ArrayList<>(List.of(this));
        feeds.made().forEach(child -> family.addAll(child.family()));
        return family;
    }

    private FedRows fed() {
        return Objects.requireNonNull(fedRows);
    }

    /** How many files of it are due. */
    public int filesDue() {
        return start.files().size();
    }

    /** Where the next step begins: at the committed value of the cursor, or at the one that the steps before left. */
    private @Nullable Object stepStart() {
        return begun == null
                ? null
                : steps == 0 ? begun.start() : walk.cursorEnd().orElse(null);
    }

    /** The cursor where the slices left it. */
    private Optional<CursorLoad> cursor(@Nullable Object stepStart, SliceReceipt receipt) {
        CursorLoad declared = begun;
        if (declared == null) {
            return Optional.empty();
        }
        Object committed = declared.start();
        Optional<CursorEnd> reached = receipt.cursor();
        CursorLoad ended = CursorLoad.builder()
                .from(declared)
                .start(stepStart)
                .build()
                .withEnd(
                        reached.map(CursorEnd::kind).or(walk::cursorKind).orElse(null),
                        reached.map(found -> found.state(committed)).orElse(stepStart),
                        reached.map(CursorEnd::written).map(TypedText::of).orElse(null));
        return Optional.of(dltRows.rows().map(ended::withDltRows).orElse(ended));
    }

    private Optional<FilesLoad> loadedFiles(SliceReceipt receipt, boolean hasMore) {
        return start.selection().map(found -> {
            List<FilesLoad.FileLoad> loaded = new ArrayList<>(receipt.filesInOrder());
            long change = receipt.ledgerChange();
            filesRead += (int) loaded.stream()
                    .filter(file -> !FileSelection.isInPart(file))
                    .count();
            // a limit may have left files out, or rows of one
            boolean all = !hasMore && filesRead == start.files().size();
            for (StoredFile archive : all ? start.archives() : List.<StoredFile>of()) {
                loaded.add(found.load(archive, 0));
                change ^= found.change(archive);
            }
            return new FilesLoad(found.isLedger(), naming.key(AddedColumns.FILE_NAME), loaded, change);
        });
    }

    /** What the steps that choose columns met, for the process that looks at all slices. */
    public ColumnSteps.Met columnsMet() {
        return columns.met();
    }

    /** Notes for people on what happened since the last call. */
    public List<String> takeNotes() {
        List<String> taken = new ArrayList<>(files.takeNotes());
        taken.addAll(notes);
        taken.addAll(walk.notes().take());
        notes.clear();
        return taken;
    }

    /**
     * Reads one step, or everything where the resource is not committed in steps.
     *
     * @throws PipetteException RESOURCE_FAILED when the resource's own code fails; its exception is the cause
     */
    public StepEnd into(Intakes intakes) {
        begin();
        return end(readOrFail(() ->
                start.sampling().isPresent() ? start.sampling().get().during(() -> read(intakes)) : read(intakes)));
    }

    /**
     * Begins a step of a resource whose rows are made of another's: from now on it is fed by the extraction of that one.
     */
    public void beginFed(Intakes intakes) {
        begin();
        fedIntake = intakes.of(slice);
        fed().into(fedIntake);
    }

    /** Makes rows of one of the other resource. */
    void feed(Map<String, Object> row) {
        try {
            guarded(() -> during(() -> {
                fed().feed(row);
                return null;
            }));
        } catch (PipetteException failed) {
            throw failed.inResource(resource.name());
        }
    }

    /** Whether the resource needs no other row to be made of. */
    boolean isFull() {
        return fed().isOver();
    }

    /**
     * Ends a step of a resource whose rows are made of another's.
     *
     * @param hasMore whether the other resource has another step
     */
    public StepEnd endFed(boolean hasMore) {
        Intake intake = Objects.requireNonNull(fedIntake);
        return end(readOrFail(() -> {
            during(() -> {
                fed().drain();
                return null;
            });
            fed().checkColumns();
            fed().takeNote().ifPresent(notes::add);
            return new ReadEnd(hasMore, () -> receipt(intake, columnarRows()));
        }));
    }

    /** Does it in the sample, where a plan reads one; the sample ends where it may send no other request. */
    private @Nullable Object during(Callable<@Nullable Object> reading) throws Exception {
        if (start.sampling().isEmpty()) {
            return reading.call();
        }
        try {
            return start.sampling().get().during(reading);
        } catch (Exception failed) {
            if (!Sampling.Ended.caused(failed)) {
                throw failed;
            }
            fed().end();
            return null;
        }
    }

    private void begin() {
        begin = stepStart();
        steps++;
        step.begin();
        walk.stepBegins();
        files.stepBegins();
    }

    private StepEnd end(ReadEnd end) {
        SliceReceipt receipt = SliceReceipt.NONE.join(end.receipt().get());
        return new StepEnd(
                end.hasMore(), cursor(begin, receipt), loadedFiles(receipt, end.hasMore()), receipt, start.state());
    }

    /**
     * What reading ended with.
     *
     * @param receipt writes what still waits, and returns the receipt of what was read
     */
    private record ReadEnd(boolean hasMore, Supplier<SliceReceipt> receipt) {}

    private ReadEnd readOrFail(Callable<ReadEnd> reading) {
        return guarded(() -> {
            ReadEnd end = reading.call();
            if (slice.of() == 1) {
                notes.addAll(columns.check());
            }
            walk.checkCursor();
            if (walk.rows() > 0) {
                count.ended(walk.rows());
            }
            return end;
        });
    }

    private <R extends @Nullable Object> R guarded(Callable<R> reading) {
        try {
            return reading.call();
        } catch (PipetteException failed) {
            throw MaskedProblem.of(resource, columns, failed);
        } catch (StackOverflowError failed) {
            throw failure().tooDeep(failed);
        } catch (Exception failed) {
            throw failure().of(failed);
        }
    }

    private ResourceFailure failure() {
        return new ResourceFailure(resource.name(), Math.max(walk.rows(), count.rowsReported()), steps);
    }

    private ReadEnd read(Intakes intakes) throws Exception {
        return switch (resource.source()) {
            case RowSource.Supplied(SlicedRows sliced)
            when start.elsewhere().isPresent() ->
                elsewhere(start.elsewhere().get(), () -> sliced.slices(walk.context()), intakes);
            case RowSource.Files _
            when start.elsewhere().isPresent() ->
                elsewhere(start.elsewhere().get(), () -> FileSlices.of(start.files()), intakes);
            case RowSource.Supplied supplied ->
                uncut(intakes, (intake, _) -> walk.over(opened(supplied), intake) == RowWalk.End.STEP_ENDED);
            case RowSource.Derived _ -> throw new IllegalStateException(resource.name() + " is fed, and not read");
            case RowSource.Files _, RowSource.Streamed _ ->
                step.exists() || start.sampling().isPresent()
                        ? uncut(intakes, files::readStep)
                        : allFiles(files.rest(), intakes);
        };
    }

    private ReadEnd elsewhere(Elsewhere others, Callable<List<SliceBounds>> cut, Intakes intakes) throws Exception {
        Map<Integer, Object> constants = new LinkedHashMap<>();
        for (int index = 0; index < resource.steps().size(); index++) {
            if (resource.steps().get(index) instanceof RowStep.Constant constant) {
                constants.put(index, walk.constant(index, constant));
            }
        }
        Optional<Elsewhere.Read> read = others.read(new Elsewhere.Asked(
                resource, start, cut, constants, intakes, rules.clock().instant(), new SumOf(count)));
        if (read.isEmpty()) {
            return uncut(intakes, (_, _) -> false);
        }
        read.get().columns().forEach(columns::join);
        notes.addAll(read.get().notes());
        SliceReceipt receipt = read.get().receipt();
        return new ReadEnd(false, () -> receipt);
    }

    /** Reports the rows of parts that ended, each with those that ended before. */
    private static final class SumOf implements Consumer<Long> {
        private final RowCount count;
        private long rows;

        SumOf(RowCount count) {
            this.count = count;
        }

        @Override
        public synchronized void accept(Long more) {
            rows += more;
            count.ended(rows);
        }
    }

    private Spliterator<?> opened(RowSource.Supplied supplied) throws Exception {
        Spliterator<?> open = rows;
        if (open == null) {
            stream = supplied.rows().open(walk.context());
            open = stream.spliterator();
            rows = open;
        }
        return open;
    }

    /** Reads rows of the one slice of an input that is not cut. */
    @FunctionalInterface
    private interface Reading {
        /** Returns whether there may be rows left for another step. */
        boolean read(Intake intake, ColumnarRows columnarRows) throws Exception;
    }

    private ReadEnd uncut(Intakes intakes, Reading reading) throws Exception {
        Intake intake = intakes.of(slice);
        ColumnarRows columnarRows = columnarRows();
        boolean more = start.sampling().isPresent()
                ? sampled(reading, intake, columnarRows)
                : reading.read(intake, columnarRows);
        return new ReadEnd(more, () -> receipt(intake, columnarRows));
    }

    private ColumnarRows columnarRows() {
        return new ColumnarRows(tools.engine(), naming, resource.declaredTypes(naming), columns);
    }

    /** Reads a sample, which ends with its rows or where its source may send no other request. */
    private static boolean sampled(Reading reading, Intake intake, ColumnarRows columnarRows) throws Exception {
        try {
            reading.read(intake, columnarRows);
        } catch (Exception failed) {
            if (!Sampling.Ended.caused(failed)) {
                throw failed;
            }
        }
        return false;
    }

    private SliceReceipt receipt(Intake intake, ColumnarRows columnarRows) {
        columnarRows.notes().forEach(note -> notes.add("resource " + resource.name() + ": " + note));
        return SliceReceipt.builder()
                .tables(intake.filled())
                .read(walk.rows())
                .rejects(Map.of(slice.position(), intake.rejectedLines()))
                .cursor(walk.cursorReached())
                .files(Map.of(slice.position(), files.loaded()))
                .ledgerChange(files.ledgerChange())
                .documents(columnarRows.documents())
                .build();
    }

    private ReadEnd allFiles(List<InputFile> all, Intakes intakes) throws Exception {
        List<Slice> slices = new Slicing(resource, start).of(all, tools.slices());
        Optional<SliceReceipt> joined = slices.size() == 1
                ? Optional.empty()
                : new SlicedFiles(rules, tools, columns, files.addedColumns(), listener, count)
                        .read(all, slices, intakes);
        if (joined.isPresent()) {
            files.readElsewhere(all);
            return new ReadEnd(false, joined::get);
        }
        return uncut(intakes, (intake, columnarRows) -> files.readAll(all, intake, columnarRows));
    }

    @Override
    public void close() {
        try (files;
                rules;
                Stream<?> open = stream;
                FedRows made = fedRows) {
            rows = null;
        }
    }
}
