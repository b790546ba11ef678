package dev.pipette;

import dev.pipette.extract.Extraction;
import dev.pipette.extract.FileSelection;
import dev.pipette.extract.InputFile;
import dev.pipette.incremental.Cursor;
import dev.pipette.incremental.CursorKind;
import dev.pipette.incremental.Lag;
import dev.pipette.incremental.ResourceState;
import dev.pipette.load.CommittedState;
import dev.pipette.load.ResourceStates;
import dev.pipette.load.RetryingClient;
import dev.pipette.normalize.Normalizer;
import dev.pipette.pack.ColumnarRows;
import dev.pipette.pack.CursorLoad;
import dev.pipette.pack.CursorRules;
import dev.pipette.pack.DuckEngine;
import dev.pipette.pack.FilesLoad;
import dev.pipette.pack.Manifest;
import dev.pipette.pack.OpenPackage;
import dev.pipette.pack.ResourceLoad;
import dev.pipette.pack.ResourceTables;
import dev.pipette.pack.SealedPackage;
import dev.pipette.pack.WorkingFolder;
import dev.pipette.schema.Naming;
import dev.pipette.schema.StateDocument;
import dev.pipette.schema.ValueType;
import dev.pipette.spi.FileStore.OpenLocation;
import dev.pipette.spi.LoadStep;
import dev.pipette.spi.RowSource;
import dev.pipette.spi.RowStep;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes one load package: extracts the resources side by side, and seals what they yielded. */
final class PackageMaker {
    /** Levels of nesting that become tables where nothing was said; dlt's default. */
    private static final int MAX_NESTING = 1000;

    /** So many keys of loaded rows are held in memory at most, about 64 MB outside the heap, for each resource. */
    private static final long MOST_LOADED_KEYS = 1L << 21;

    private final Pipeline pipeline;
    private final WorkingFolder working;
    private final RetryingClient client;
    private final Naming naming;
    private final String dataset;
    private final String schemaName;
    private final DuckEngine engine;

    PackageMaker(RunPlace place) {
        this.pipeline = place.pipeline();
        this.working = place.working();
        this.client = place.client();
        this.naming = place.naming();
        this.dataset = place.dataset();
        this.schemaName = place.schemaName();
        this.engine = place.engine();
    }

    /** The memory of the columnar engine, beside the heap: {@code PIPETTE_ENGINE_MEMORY}, or 1 GB. */
    static String engineMemory() {
        String memory = System.getenv("PIPETTE_ENGINE_MEMORY");
        return memory == null || memory.isBlank() ? "1GB" : memory;
    }

    /** What a step of a load became, and what else there is to know of it. */
    record Made(SealedPackage sealed, boolean hasMore, List<String> notes) {}

    /** Prepares the walk of a resource; nothing of it is opened yet. */
    Extraction extraction(
            Resource resource, List<InputFile> files, Optional<OpenLocation> store, CommittedState committed) {
        String source = source(committed);
        StateDocument state =
                committed.state().filter(found -> !replaces(resource)).orElse(null);
        Map<String, @Nullable Object> own =
                state == null ? Map.of() : ResourceStates.own(state, source, resource.name());
        Object start = resource.cursor()
                .filter(cursor -> cursor.window().isEmpty())
                .flatMap(cursor -> state == null
                        ? Optional.empty()
                        : ResourceStates.cursor(state, source, resource.name(), cursor.path()))
                .orElse(null);
        CursorLoad cursor = resource.cursor()
                .map(declared -> cursor(resource, declared, start))
                .orElse(null);
        boolean deduplicates = cursor != null && cursor.deduplicated();
        Set<String> loadedByDlt = state != null && cursor != null && deduplicates
                ? ResourceStates.boundaryDigests(state, source, resource.name(), cursor.path())
                : Set.of();
        ResourceState resourceState = new ResourceState(own);
        Optional<FileSelection> selection = resource.fileState()
                .map(fileState ->
                        FileSelection.of(resource.name(), fileState, committed.ledger(resource.name()), resourceState));
        return new Extraction(
                resource,
                naming,
                new Extraction.Beginning(
                        selection.map(found -> found.due(files)).orElse(files),
                        store,
                        working.fetched(),
                        selection,
                        resourceState,
                        cursor,
                        (deduplicates || resource.deduplicatesWithinRun())
                                && key(resource).isEmpty(),
                        loadedByDlt,
                        (count, key) -> CommittedState.boundaryKeys(
                                client,
                                dataset,
                                pipeline.name(),
                                resource.name(),
                                cursor == null ? "" : cursor.path(),
                                MOST_LOADED_KEYS,
                                count,
                                key)),
                pipeline.clockUsed(),
                pipeline.listener());
    }

    private static boolean replaces(Resource resource) {
        return resource.writeDisposition() instanceof WriteDisposition.Replace;
    }

    private String source(CommittedState committed) {
        return committed.state().flatMap(StateDocument::defaultSchemaName).orElse(schemaName);
    }

    /**
     * Extracts a step of each, all of it where a resource has no steps, and seals.
     *
     * @param inputs what the input of each resource is
     */
    Made make(List<Extraction> extractions, Map<String, String> inputs, CommittedState committed) {
        String loadId = LoadIds.next(
                Instant.now(pipeline.clockUsed()),
                committed.newestLoadId(),
                working.newestLoadId(client.identity(), dataset));
        OpenPackage open = working.open(engine, loadId, naming);
        try {
            pipeline.listener().reached(LoadStep.PACKAGE_OPENED, loadId);
            Queue<String> notes = new ConcurrentLinkedQueue<>();
            List<Extracted> extracted = extract(extractions, inputs, committed, open, notes);
            pipeline.listener().reached(LoadStep.EXTRACTED, loadId);
            SealedPackage sealed = open.seal(
                    new Manifest(
                            Manifest.FORMAT,
                            loadId,
                            pipeline.name(),
                            client.identity(),
                            dataset,
                            source(committed),
                            committed.stateVersion(),
                            Instant.now(pipeline.clockUsed()).toString(),
                            extracted.stream().map(Extracted::load).toList(),
                            List.of()),
                    pipeline.listener(),
                    notes::add);
            pipeline.listener().reached(LoadStep.SEALED, loadId);
            return new Made(sealed, extracted.stream().anyMatch(Extracted::hasMore), List.copyOf(notes));
        } catch (IOException failed) {
            open.abandon();
            throw new PipetteException(
                    ErrorCode.WORKING_FOLDER_FAILED,
                    "could not write package " + loadId + " in " + working.path() + ": " + failed.getMessage()
                            + ". Is the disk full? Nothing was loaded.",
                    failed);
        } catch (RuntimeException failed) {
            open.abandon();
            throw failed;
        }
    }

    /** A resource whose step was extracted. */
    private record Extracted(ResourceLoad load, boolean hasMore) {}

    private List<Extracted> extract(
            List<Extraction> extractions,
            Map<String, String> inputs,
            CommittedState committed,
            OpenPackage open,
            Queue<String> notes) {
        int atOnce =
                Math.max(1, Math.min(extractions.size(), Runtime.getRuntime().availableProcessors()));
        List<Future<Extracted>> running = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(
                atOnce, Thread.ofVirtual().name("pipette-extract-", 0).factory())) {
            for (Extraction extraction : extractions) {
                running.add(executor.submit(() -> extract(
                        extraction,
                        java.util.Objects.requireNonNull(
                                inputs.get(extraction.resource().name())),
                        committed,
                        open,
                        notes)));
            }
            List<Extracted> extracted = new ArrayList<>();
            try {
                for (Future<Extracted> future : running) {
                    extracted.add(future.get());
                }
                return extracted;
            } catch (ExecutionException failed) {
                running.forEach(future -> future.cancel(true));
                if (failed.getCause() instanceof RuntimeException cause) {
                    throw cause;
                }
                if (failed.getCause() instanceof Error cause) {
                    throw cause;
                }
                throw new IllegalStateException(failed.getCause());
            } catch (InterruptedException interrupted) {
                running.forEach(future -> future.cancel(true));
                Thread.currentThread().interrupt();
                throw new PipetteException(
                        ErrorCode.RESOURCE_FAILED,
                        "the run was interrupted during extract. Nothing was loaded.",
                        interrupted);
            }
        }
    }

    private Extracted extract(
            Extraction extraction, String input, CommittedState committed, OpenPackage open, Queue<String> notes) {
        Resource resource = extraction.resource();
        Object start = extraction.stepStart();
        String table = naming.identifier(resource.tableName());
        ResourceTables tables = open.tables(resource.name(), table);
        ColumnarRows columnarRows = new ColumnarRows(engine, naming, said(resource));
        boolean hasMore = extraction.into(
                tables,
                new Normalizer(
                        tables,
                        naming,
                        resource.maxNesting().orElse(MAX_NESTING),
                        declared(resource, ValueType.JSON),
                        declared(resource, ValueType.TEXT)),
                columnarRows);
        columnarRows.notes().forEach(note -> notes.add("resource " + resource.name() + ": " + note));
        open.filled(resource.name());

        CursorLoad cursor = resource.cursor()
                .map(declared -> cursor(resource, declared, start)
                        .withEnd(
                                extraction.cursorKind().orElse(null),
                                extraction.cursorEnd().orElse(start)))
                .orElse(null);
        Optional<FilesLoad> files = extraction.loadedFiles();
        // what the resource's own code remembers may be ahead of the rows of a step
        Map<String, @Nullable Object> state =
                hasMore ? new LinkedHashMap<>() : extraction.state().changes();
        files.ifPresent(found -> state.putAll(found.stateChanges(committed
                .state()
                .map(known -> ResourceStates.own(known, source(committed), resource.name()))
                .orElse(Map.of()))));
        return new Extracted(
                new ResourceLoad(
                        resource.name(),
                        table,
                        resource.writeDisposition().dltName(),
                        resource.writeDisposition() instanceof WriteDisposition.Merge merge
                                ? columns(merge.keys())
                                : List.of(),
                        columns(resource.primaryKey()),
                        hints(resource, columnarRows.documents()),
                        hasMore ? null : pipeline.runKeyName().orElse(null),
                        input,
                        !(resource.source() instanceof RowSource.Supplied),
                        replaces(resource),
                        state,
                        cursor,
                        resource.deduplicatesWithinRun() ? columns(key(resource)) : null,
                        files.orElse(null)),
                hasMore);
    }

    /** Source names of the columns by which rows are known again; none for the whole row. */
    private static List<String> key(Resource resource) {
        return resource.cursor()
                .flatMap(Cursor::deduplicationKey)
                .filter(key -> !key.isEmpty())
                .orElse(resource.primaryKey());
    }

    /** What is known of a cursor before a row was read. */
    private CursorLoad cursor(Resource resource, Cursor<?> declared, @Nullable Object start) {
        Object initial = declared.start()
                .map(value -> declared.kind().orElse(CursorKind.TEXT).toState(value))
                .orElse(null);
        return new CursorLoad(
                declared.path(),
                column(declared.path().replace(".", Naming.SEPARATOR)),
                declared.kind().orElse(null),
                initial,
                start,
                start,
                deduplicates(resource, declared),
                declared.window().map(window -> window.text()).orElse(null),
                new CursorRules(
                        declared.lastValue(),
                        declared.excludesStart(),
                        declared.includesEnd(),
                        declared.missing(),
                        declared.rowOrder().orElse(null),
                        declared.lag().map(Lag::toString).orElse(null),
                        resource.saidZone().map(ZoneId::getId).orElse(null),
                        columns(key(resource))));
    }

    /**
     * Whether rows at the committed value are compared with those that were loaded before: not where none is loaded
     * again, nor where all are to be, as in a merge, which takes restated rows.
     */
    private static boolean deduplicates(Resource resource, Cursor<?> cursor) {
        boolean asked = cursor.deduplicationKey()
                .map(key -> !key.isEmpty())
                .orElse(resource.writeDisposition() instanceof WriteDisposition.Append);
        return asked
                && !(resource.writeDisposition() instanceof WriteDisposition.Replace)
                && cursor.window().isEmpty()
                && cursor.lag().isEmpty()
                && !cursor.excludesStart();
    }

    private String column(String source) {
        return naming.key(source);
    }

    private List<String> columns(List<String> sources) {
        return sources.stream().map(this::column).toList();
    }

    /**
     * The types that columns are declared to have.
     *
     * @param documents columns that a file's own type declares to be JSON, where no code changes the rows
     */
    private List<ResourceLoad.Hint> hints(Resource resource, Set<String> documents) {
        Map<String, ResourceLoad.Hint> hints = new LinkedHashMap<>();
        if (resource.steps().stream().noneMatch(RowStep.Change.class::isInstance)) {
            documents.forEach(
                    column -> hints.put(column, new ResourceLoad.Hint(column, ValueType.JSON, 0, 0)));
        }
        resource.columnHints()
                .forEach((name, hint) -> hints.put(
                        column(name),
                        new ResourceLoad.Hint(
                                column(name),
                                hint.type(),
                                hint.precision().orElse(0),
                                hint.scale().orElse(0))));
        return List.copyOf(hints.values());
    }

    private Set<String> declared(Resource resource, ValueType type) {
        return resource.columnHints().entrySet().stream()
                .filter(entry -> entry.getValue().type() == type)
                .map(entry -> column(entry.getKey()))
                .collect(Collectors.toSet());
    }

    private Map<String, ValueType> said(Resource resource) {
        Map<String, ValueType> said = new LinkedHashMap<>();
        resource.columnHints().forEach((name, hint) -> said.put(column(name), hint.type()));
        return said;
    }
}
