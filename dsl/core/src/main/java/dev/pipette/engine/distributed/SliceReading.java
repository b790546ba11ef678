package dev.pipette.engine.distributed;

import dev.pipette.dlt.TypedText;
import dev.pipette.engine.columnar.DuckEngine;
import dev.pipette.engine.disk.FolderDocument;
import dev.pipette.engine.extract.BoundaryRows;
import dev.pipette.engine.extract.ExtractTools;
import dev.pipette.engine.extract.Extraction;
import dev.pipette.engine.extract.ExtractionStart;
import dev.pipette.engine.extract.FileSelection;
import dev.pipette.engine.extract.FileSlices;
import dev.pipette.engine.extract.InputFile;
import dev.pipette.engine.extract.InputFiles;
import dev.pipette.engine.extract.ResourcePlan;
import dev.pipette.engine.extract.SliceLimits;
import dev.pipette.engine.normalize.Intakes;
import dev.pipette.engine.normalize.NormalizeRules;
import dev.pipette.engine.pack.ResourceSlices;
import dev.pipette.engine.slice.ReceiptText;
import dev.pipette.engine.slice.Slice;
import dev.pipette.engine.slice.SliceReceipt;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.incremental.ResourceState;
import dev.pipette.schema.Naming;
import dev.pipette.slices.SliceBounds;
import dev.pipette.slices.SliceTask;
import dev.pipette.slices.SlicedRows;
import dev.pipette.spi.RowSource;
import dev.pipette.spi.StepListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;

/**
 * Reads one slice as the process would that loads, without a destination, and leaves in the stage what was found: the files of an
 * attempt first, the receipt last. Where another attempt has left a receipt, this one is taken away.
 */
public final class SliceReading {
    private final SliceTask task;
    private final SliceDocument document;

    private SliceReading(SliceTask task, SliceDocument document) {
        this.task = task;
        this.document = document;
    }

    /**
     * The reading of a task.
     *
     * @throws PipetteException WRITTEN_BY_NEWER_VERSION for the task of a newer version
     */
    public static SliceReading of(SliceTask task) {
        try {
            SliceDocument document = FolderDocument.JSON.readValue(task.document(), SliceDocument.class);
            if (document.format() != SliceDocument.FORMAT) {
                throw otherVersion(
                        "its format is " + document.format() + ", and this version knows " + SliceDocument.FORMAT,
                        null);
            }
            return new SliceReading(task, document);
        } catch (JacksonException failed) {
            throw otherVersion(FolderDocument.reason(failed), failed);
        }
    }

    private static PipetteException otherVersion(String why, @org.jspecify.annotations.Nullable Exception cause) {
        return new PipetteException(
                ErrorCode.WRITTEN_BY_NEWER_VERSION,
                "the slice cannot be read by this process: " + why
                        + ". Let all processes of the load have the same version of Pipette.",
                cause);
    }

    /** What has to be known to make the resource. */
    public SliceDocument document() {
        return document;
    }

    /** Whether there is a receipt, so that nothing is left to do. */
    public boolean isDone(SharedStage stage) {
        return stage.reading(() -> stage.read(StageKeys.receipt(task.id()), StagedReceipt.class))
                .isPresent();
    }

    /**
     * Reads the slice.
     *
     * @param resource as this process makes it
     * @param folder an empty folder for what is written on the way
     * @param engineMemory of DuckDB, beside the heap
     * @throws PipetteException BAD_USAGE where this process makes another resource than the one that loads
     */
    public void into(SharedStage stage, ResourcePlan resource, Path folder, String engineMemory) {
        if (!StepText.of(resource).equals(document.steps())) {
            throw otherResource();
        }
        List<SliceBounds> slices =
                document.slices().stream().map(SliceBounds::parse).toList();
        ResourcePlan named =
                ResourcePlan.builder().from(resource).name(document.resource()).build();
        switch (resource.source()) {
            case RowSource.Supplied(SlicedRows sliced) ->
                into(
                        stage,
                        ResourcePlan.builder()
                                .from(named)
                                .source(new RowSource.Supplied(context -> sliced.open(slices, context)))
                                .build(),
                        List.of(),
                        folder,
                        engineMemory);
            case RowSource.Files files -> {
                try (InputFiles here = new InputFiles()) {
                    into(
                            stage,
                            named,
                            FileSlices.find(named, files, here, FileSlices.keys(slices)),
                            folder,
                            engineMemory);
                }
            }
            case RowSource.Supplied _, RowSource.Derived _, RowSource.Streamed _ -> throw otherResource();
        }
    }

    private PipetteException otherResource() {
        return new PipetteException(
                ErrorCode.BAD_USAGE,
                "source " + document.origin().provider() + " of this process has another resource "
                        + document.origin().resource()
                        + " than that of the process that loads. Give both the same version of it.");
    }

    private void into(SharedStage stage, ResourcePlan part, List<InputFile> input, Path folder, String engineMemory) {
        long begun = System.nanoTime();
        Naming naming = Naming.snakeCase(document.nameLength());
        ResourceState state = new ResourceState(state());
        Slice slice = new Slice(document.position(), document.of(), new Slice.Whole());
        try (DuckEngine engine = new DuckEngine(folder.resolve("spill"), engineMemory)) {
            ResourceSlices tables = ResourceSlices.elsewhere(engine, files(folder), document.tables());
            Intakes intakes = new Intakes(
                    tables,
                    new NormalizeRules(naming, document.maxNesting(), document.documents(), document.declared()));
            ExtractTools tools = new ExtractTools(
                    naming,
                    engine,
                    Clock.fixed(Instant.parse(document.now()), ZoneOffset.UTC),
                    StepListener.NONE,
                    SliceLimits.of(1, 1));
            try (Extraction extraction = new Extraction(part, slice, start(part, input, state, folder), tools)) {
                Extraction.StepEnd end = extraction.into(intakes);
                tables.close();
                checkState(state);
                put(stage, files(folder), end.receipt(), extraction, (System.nanoTime() - begun) / 1_000_000);
            } catch (RuntimeException failed) {
                tables.abandon();
                throw failed;
            }
        }
    }

    private static Path files(Path folder) {
        try {
            return Files.createDirectories(folder.resolve("files"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private ExtractionStart start(ResourcePlan part, List<InputFile> input, ResourceState state, Path folder) {
        Map<Integer, Object> constants = new LinkedHashMap<>();
        document.constants().forEach((index, value) -> constants.put(index, TypedText.read(value)));
        return ExtractionStart.builder()
                .files(input)
                .archives(List.of())
                .selection(part.fileState()
                        .map(remembers -> FileSelection.of(part.name(), remembers, document.ledger(), state)))
                .folder(folder.resolve("fetched"))
                .state(state)
                .cursor(document.cursor())
                .boundary(BoundaryRows.builder()
                        .digests(document.digests())
                        .loadedByDlt(Set.of())
                        .loadedKeys((count, key) -> count.accept(0)) // the destination compares them
                        .firstNames(document.firstNames())
                        .forDlt(false)
                        .build())
                .feeds(false)
                .keepsPlaces(part.mayReject())
                .constants(constants)
                .build();
    }

    private Map<String, Object> state() {
        Map<String, Object> state = new LinkedHashMap<>();
        document.state().forEach((name, value) -> state.put(name, TypedText.read(value)));
        return state;
    }

    private void checkState(ResourceState state) {
        if (!state.changes().isEmpty()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "resource " + document.resource() + ": the code that opens a slice put '"
                            + state.changes().keySet().iterator().next()
                            + "' into the state, and no other slice would know it. Put it where the slices are cut.");
        }
    }

    private void put(SharedStage stage, Path folder, SliceReceipt receipt, Extraction extraction, long millis) {
        String attempt = UUID.randomUUID().toString();
        List<StagedReceipt.StagedFile> files = new ArrayList<>();
        stage.reading(() -> {
            for (Path file : written(folder)) {
                stage.put(StageKeys.file(task.id(), attempt, file.getFileName().toString()), file);
                files.add(described(file));
            }
            StagedReceipt staged = new StagedReceipt(
                    StagedReceipt.FORMAT,
                    attempt,
                    ReceiptText.of(receipt),
                    files,
                    extraction.columnsMet(),
                    extraction.takeNotes(),
                    HostName.here(),
                    millis);
            if (!stage.putIfAbsent(StageKeys.receipt(task.id()), staged)) {
                stage.delete(files.stream()
                        .map(file -> StageKeys.file(task.id(), attempt, file.name()))
                        .toList());
            }
            return true;
        });
    }

    private static List<Path> written(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static StagedReceipt.StagedFile described(Path file) {
        try {
            return StagedFiles.of(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
