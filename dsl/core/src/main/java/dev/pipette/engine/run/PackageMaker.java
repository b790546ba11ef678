package dev.pipette.engine.run;

import dev.pipette.Pipeline;
import dev.pipette.dlt.TypedText;
import dev.pipette.engine.columnar.DuckEngine;
import dev.pipette.engine.disk.FolderProblem;
import dev.pipette.engine.extract.Extraction;
import dev.pipette.engine.extract.FileSelection;
import dev.pipette.engine.extract.InputFile;
import dev.pipette.engine.extract.ResourcePlan;
import dev.pipette.engine.files.ColumnarRows;
import dev.pipette.engine.folder.DatasetPlace;
import dev.pipette.engine.folder.SealedPackage;
import dev.pipette.engine.folder.WorkingFolder;
import dev.pipette.engine.load.bookkeeping.CommittedState;
import dev.pipette.engine.load.bookkeeping.DltTableRules;
import dev.pipette.engine.load.bookkeeping.ResourceStates;
import dev.pipette.engine.load.bookkeeping.RetryingClient;
import dev.pipette.engine.load.bookkeeping.StoredCursor;
import dev.pipette.engine.manifest.CursorLoad;
import dev.pipette.engine.manifest.CursorRules;
import dev.pipette.engine.manifest.FilesLoad;
import dev.pipette.engine.manifest.Manifest;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.engine.normalize.Normalizer;
import dev.pipette.engine.pack.OpenPackage;
import dev.pipette.engine.pack.ResourceTables;
import dev.pipette.engine.query.ResourceRows;
import dev.pipette.incremental.Cursor;
import dev.pipette.incremental.CursorKind;
import dev.pipette.incremental.Lag;
import dev.pipette.incremental.LastValue;
import dev.pipette.incremental.ResourceState;
import dev.pipette.schema.Naming;
import dev.pipette.schema.StateDocument;
import dev.pipette.schema.ValueType;
import dev.pipette.schema.WriteDisposition;
import dev.pipette.spi.LoadStep;
import dev.pipette.spi.RowSource;
import dev.pipette.spi.RowStep;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
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
import java.util.function.Predicate;
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
    private final RunSchema schema;
    private final Naming naming;
    private final String dataset;
    private final DuckEngine engine;

    /** @param schema that all resources of the package belong to */
    PackageMaker(RunPlace place, RunSchema schema) {
        this.pipeline = place.pipeline();
        this.working = place.working();
        this.client = place.client();
        this.schema = schema;
        this.naming = schema.naming();
        this.dataset = place.dataset();
        this.engine = place.engine();
    }

    /** What a step of a load became, and what else there is to know of it. */
    record Made(SealedPackage sealed, boolean hasMore, List<String> notes) {}

    /** Prepares the walk of a resource; nothing of it is opened yet. */
    Extraction extraction(ResourcePlan resource, List<InputFile> files, CommittedState committed) {
        schema.origin()
                .schema()
                .ifPresent(found -> new DltTableRules(found, dataset)
                        .check(
                                naming.identifier(resource.tableName()),
                                resource.writeDisposition().kind() == WriteDisposition.Kind.MERGE));
        String source = schema.name();
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
        Object known = start == null || state == null
                ? start
                : ResourceStates.knownFrom(
                                state,
                                source,
                                resource.name(),
                                resource.cursor().orElseThrow().path())
                        .orElse(start);
        CursorLoad cursor = resource.cursor()
                .map(declared -> cursor(resource, declared, start, known))
                .map(begun -> begun.kind() != null || start == null || state == null
                        ? begun
                        : begun.withKind(ResourceStates.committedKind(state, source, resource.name(), begun.path())
                                .orElse(null)))
                .orElse(null);
        boolean deduplicates = (cursor != null && cursor.deduplicated())
                || adopted(resource, committed).isPresent();
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
                                key),
                        deduplicates && isSharedWithDlt(committed)),
                pipeline.clockUsed(),
                pipeline.listener());
    }

    /** The one cursor of the state that a replace goes on with, where the resource declares none. */
    private Optional<CursorLoad> adopted(ResourcePlan resource, CommittedState committed) {
        if (!replaces(resource) || resource.cursor().isPresent()) {
            return Optional.empty();
        }
        List<StoredCursor> known = committed
                .state()
                .map(state -> ResourceStates.storedCursors(state, schema.name(), resource.name()))
                .orElse(List.of());
        if (known.size() != 1 || known.getFirst().lastValue() == LastValue.CUSTOM) {
            return Optional.empty();
        }
        StoredCursor only = known.getFirst();
        return Optional.of(CursorLoad.adopted(
                only.path(),
                column(only.path().replace(".", Naming.SEPARATOR)),
                only.kind(),
                only.lastValue(),
                resource.declaredZone().orElse(null),
                only.key().isEmpty() ? columns(key(resource)) : only.key()));
    }

    /** Whether dlt made the tables, or has left its mark on the state: then it may go on with them after any load. */
    private boolean isSharedWithDlt(CommittedState committed) {
        return schema.origin().isDlts()
                || committed.state().filter(ResourceStates::hasDltRows).isPresent();
    }

    private static boolean replaces(ResourcePlan resource) {
        return resource.writeDisposition().kind() == WriteDisposition.Kind.REPLACE;
    }

    /**
     * Extracts a step of each, all of it where a resource has no steps, and seals.
     *
     * @param inputs what the input of each resource is
     * @param leftOut asked for each resource whether its rows are left out
     */
    Made make(
            List<Extraction> extractions,
            Map<String, String> inputs,
            CommittedState committed,
            Predicate<ResourceRows> leftOut) {
        String loadId = LoadIds.next(
                Instant.now(pipeline.clockUsed()),
                committed.newestLoadId(),
                working.newestLoadId(new DatasetPlace(client, dataset, committed.identity())));
        OpenPackage open = OpenPackage.in(working, engine, loadId, naming);
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
                            schema.name(),
                            committed.stateVersion(),
                            Instant.now(pipeline.clockUsed()).toString(),
                            extracted.stream().map(Extracted::load).toList(),
                            List.of(),
                            committed.identity().orProposed()),
                    leftOut,
                    pipeline.listener(),
                    notes::add);
            pipeline.listener().reached(LoadStep.SEALED, loadId);
            return new Made(sealed, extracted.stream().anyMatch(Extracted::hasMore), List.copyOf(notes));
        } catch (IOException failed) {
            open.abandon();
            throw FolderProblem.of(
                    "could not write package " + loadId + " in " + working.path(),
                    working.path(),
                    failed,
                    "Nothing of it was loaded.");
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
                running.add(executor.submit(LogContext.handedOver(() -> extract(
                        extraction,
                        java.util.Objects.requireNonNull(
                                inputs.get(extraction.resource().name())),
                        committed,
                        open,
                        notes))));
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
                throw FolderProblem.interrupted(
                        "the run was interrupted while rows were read. Nothing of them was loaded.", interrupted);
            }
        }
    }

    private Extracted extract(
            Extraction extraction, String input, CommittedState committed, OpenPackage open, Queue<String> notes) {
        ResourcePlan resource = extraction.resource();
        Object start = extraction.stepStart();
        String table = naming.identifier(resource.tableName());
        ResourceTables tables = open.tables(resource.name(), table);
        ColumnarRows columnarRows = new ColumnarRows(engine, naming, said(resource), extraction.takenColumns());
        boolean hasMore = extraction.into(
                tables,
                new Normalizer(tables, naming, maxNesting(resource, table), documents(resource, table), said(resource)),
                columnarRows);
        columnarRows.notes().forEach(note -> notes.add("resource " + resource.name() + ": " + note));
        open.filled(resource.name());

        CursorLoad cursor = resource.cursor()
                .map(declared -> cursor(resource, declared, start, extraction.known())
                        .withEnd(
                                extraction.cursorKind().orElse(null),
                                extraction.cursorEnd().orElse(start),
                                extraction
                                        .cursorEndAsWritten()
                                        .map(TypedText::of)
                                        .orElse(null)))
                .map(ended -> extraction.dltRows().map(ended::withDltRows).orElse(ended))
                .or(() -> adopted(resource, committed))
                .orElse(null);
        Optional<FilesLoad> files = extraction.loadedFiles();
        // what the resource's own code remembers may be ahead of the rows of a step
        Map<String, @Nullable Object> state =
                hasMore ? new LinkedHashMap<>() : extraction.state().changes();
        files.ifPresent(found -> state.putAll(found.stateChanges(committed
                .state()
                .map(known -> ResourceStates.own(known, schema.name(), resource.name()))
                .orElse(Map.of()))));
        return new Extracted(
                new ResourceLoad(
                        resource.name(),
                        table,
                        resource.writeDisposition().named(this::column),
                        columns(resource.primaryKey()),
                        hints(resource, columnarRows.documents()),
                        hasMore ? null : pipeline.runKeyName().orElse(null),
                        input,
                        !(resource.source() instanceof RowSource.Supplied),
                        replaces(resource),
                        state,
                        cursor,
                        resource.deduplicatesWithinRun() ? columns(key(resource)) : null,
                        files.orElse(null),
                        naiveZone(resource),
                        committed
                                .state()
                                .map(known -> known.resourceDigest(schema.name(), resource.name()))
                                .orElse("")),
                hasMore);
    }

    /** Source names of the columns by which rows are known again; none for the whole row. */
    private static List<String> key(ResourcePlan resource) {
        return resource.cursor()
                .flatMap(Cursor::deduplicationKey)
                .filter(key -> !key.isEmpty())
                .orElse(resource.primaryKey());
    }

    /** What is known of a cursor before a row was read. */
    private CursorLoad cursor(
            ResourcePlan resource, Cursor<?> declared, @Nullable Object start, @Nullable Object known) {
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
                known,
                deduplicates(resource, declared),
                declared.window().map(window -> window.text()).orElse(null),
                null,
                new CursorRules(
                        declared.lastValue(),
                        declared.excludesStart(),
                        declared.includesEnd(),
                        declared.missing(),
                        declared.rowOrder().orElse(null),
                        declared.lag().map(Lag::toString).orElse(null),
                        zone(resource),
                        columns(key(resource))),
                null,
                null);
    }

    /** The zone of times without an offset where a cursor compares instants. */
    private @Nullable String zone(ResourcePlan resource) {
        return resource.declaredZone().map(ZoneId::getId).orElse(naiveZone(resource));
    }

    /** The zone in which times without an offset become instants: dlt takes them as UTC, in the schemas that it made. */
    private @Nullable String naiveZone(ResourcePlan resource) {
        return schema.origin().isDlts()
                ? resource.declaredZone().map(ZoneId::getId).orElse("UTC")
                : null;
    }

    /**
     * Whether rows at the committed value, and those that a lag reads again, are compared with those that were loaded
     * before: not where none is loaded again, nor where all are to be, as in a merge, which takes restated rows. A replace
     * compares with nothing, and keeps the keys for the appends after it.
     */
    private static boolean deduplicates(ResourcePlan resource, Cursor<?> cursor) {
        boolean asked = cursor.deduplicationKey()
                .map(key -> !key.isEmpty())
                .orElse(resource.writeDisposition().kind() != WriteDisposition.Kind.MERGE);
        return asked && cursor.window().isEmpty() && (cursor.lag().isPresent() || !cursor.excludesStart());
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
    private List<ResourceLoad.Hint> hints(ResourcePlan resource, Set<String> documents) {
        Map<String, ResourceLoad.Hint> hints = new LinkedHashMap<>();
        if (resource.steps().stream().noneMatch(RowStep.Change.class::isInstance)) {
            documents.forEach(column -> hints.put(column, new ResourceLoad.Hint(column, ValueType.JSON, 0, 0)));
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

    private int maxNesting(ResourcePlan resource, String table) {
        return resource.maxNesting().orElse(schema.origin().maxNesting(table).orElse(MAX_NESTING));
    }

    /** The columns that hold JSON documents, by table: declared ones, and those that dlt keeps so. */
    private Map<String, Set<String>> documents(ResourcePlan resource, String table) {
        Map<String, Set<String>> documents = new LinkedHashMap<>(schema.origin().documents());
        Set<String> declared = declared(resource, ValueType.JSON);
        declared.addAll(documents.getOrDefault(table, Set.of()));
        documents.put(table, declared);
        return documents;
    }

    private Set<String> declared(ResourcePlan resource, ValueType type) {
        return resource.columnHints().entrySet().stream()
                .filter(entry -> entry.getValue().type() == type)
                .map(entry -> column(entry.getKey()))
                .collect(Collectors.toCollection(HashSet::new));
    }

    private Map<String, ValueType> said(ResourcePlan resource) {
        Map<String, ValueType> said = new LinkedHashMap<>();
        resource.columnHints().forEach((name, hint) -> said.put(column(name), hint.type()));
        return said;
    }
}
