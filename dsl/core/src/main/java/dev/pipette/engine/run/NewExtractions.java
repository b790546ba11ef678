package dev.pipette.engine.run;

import dev.pipette.Pipeline;
import dev.pipette.engine.columnar.DuckEngine;
import dev.pipette.engine.extract.BoundaryRows;
import dev.pipette.engine.extract.ExtractTools;
import dev.pipette.engine.extract.Extraction;
import dev.pipette.engine.extract.ExtractionStart;
import dev.pipette.engine.extract.ExtractionStartBuilder;
import dev.pipette.engine.extract.FileSelection;
import dev.pipette.engine.extract.InputFile;
import dev.pipette.engine.extract.InputFiles;
import dev.pipette.engine.extract.ResourcePlan;
import dev.pipette.engine.extract.SliceLimits;
import dev.pipette.engine.folder.WorkingFolder;
import dev.pipette.engine.load.bookkeeping.CommittedState;
import dev.pipette.engine.load.bookkeeping.DltTableRules;
import dev.pipette.engine.load.bookkeeping.ResourceStates;
import dev.pipette.engine.load.bookkeeping.RetryingClient;
import dev.pipette.engine.manifest.CursorLoad;
import dev.pipette.incremental.ResourceState;
import dev.pipette.schema.ColumnMemory;
import dev.pipette.schema.Naming;
import dev.pipette.schema.Refresh;
import dev.pipette.schema.Schema;
import dev.pipette.schema.StateDocument;
import dev.pipette.schema.WriteDisposition;
import dev.pipette.spi.Sampling;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Prepares the extraction of resources: decides where each begins, by what is committed. Nothing is opened by it. */
final class NewExtractions {
    /** Keys of loaded rows that are held in memory at most, about 64 MB outside the heap, for each resource. */
    private static final long MOST_LOADED_KEYS = 1L << 21;

    private final Pipeline pipeline;
    private final WorkingFolder working;
    private final RetryingClient client;
    private final RunSchema schema;
    private final Naming naming;
    private final String dataset;
    private final DuckEngine engine;
    private final CursorLoads cursors;
    private final SliceLimits slices;
    private final Families families;

    /** @param resources that are extracted side by side */
    NewExtractions(RunPlace place, RunSchema schema, List<ResourcePlan> resources) {
        this.families = new Families(resources);
        this.slices = SliceLimits.of(Runtime.getRuntime().availableProcessors(), resources.size());
        this.pipeline = place.pipeline();
        this.working = place.working();
        this.client = place.client();
        this.schema = schema;
        this.naming = schema.naming();
        this.dataset = place.dataset();
        this.engine = place.engine();
        this.cursors = new CursorLoads(schema);
    }

    /**
     * Where a resource begins.
     *
     * @param files of a resource of files, all that are there
     */
    ExtractionStart startOf(ResourcePlan resource, List<InputFile> files, CommittedState committed) {
        return start(resource, files, committed).build();
    }

    /** The extraction of a resource from where it begins. */
    Extraction of(ResourcePlan resource, ExtractionStart start) {
        return new Extraction(resource, start, tools());
    }

    /** The extraction of a sample, for a plan. */
    Extraction sampled(ResourcePlan resource, List<InputFile> files, CommittedState committed, Sampling sampling) {
        return new Extraction(
                resource,
                start(resource, files, committed)
                        .sampling(Optional.of(sampling))
                        .build(),
                tools());
    }

    private ExtractTools tools() {
        return new ExtractTools(naming, engine, pipeline.clock(), pipeline.listener(), slices);
    }

    private ExtractionStartBuilder start(ResourcePlan resource, List<InputFile> files, CommittedState committed) {
        schema.origin()
                .schema()
                // which tables a refresh drops, or rows choose, is known when the package is published; they are
                // checked there
                .filter(found -> resource.tableChoice().isEmpty()
                        && pipeline.refresh().filter(Refresh::dropsTables).isEmpty())
                .ifPresent(found -> new DltTableRules(found, dataset)
                        .check(
                                naming.identifier(resource.tableName()),
                                resource.writeDisposition().named(naming::key)));
        boolean refreshed = pipeline.refresh().isPresent();
        StateDocument state = refreshed || resource.writeDisposition().kind() == WriteDisposition.Kind.REPLACE
                ? null
                : committed.state().orElse(null);
        ResourceState own =
                new ResourceState(state == null ? Map.of() : ResourceStates.own(state, schema.name(), resource.name()));
        CursorLoad cursor = cursors.declared(resource, state).orElse(null);
        Optional<FileSelection> selection = resource.fileState()
                .map(fileState -> FileSelection.of(
                        resource.name(), fileState, refreshed ? Map.of() : committed.ledger(resource.name()), own));
        Path folder = working.packages().fetched();
        List<InputFile> listed = selection.map(found -> found.due(files)).orElse(files);
        List<InputFile> opened = InputFiles.opened(resource, listed, folder);
        return ExtractionStart.builder()
                .files(selection.map(found -> found.due(opened)).orElse(opened))
                .archives(listed.stream()
                        .flatMap(file -> file.archive().stream())
                        .flatMap(archive -> archive.remembered().stream())
                        .toList())
                .folder(folder)
                .selection(selection)
                .feeds(families.feeds(resource))
                .keepsPlaces(mayReject(resource))
                .constants(Map.of())
                .state(own)
                .cursor(cursor)
                .boundary(boundary(resource, cursor, state, committed));
    }

    /** Whether a row may be rejected, by what is declared and by what the schema remembers. */
    private boolean mayReject(ResourcePlan resource) {
        return resource.mayReject()
                || pipeline.contract().isPresent()
                || schema.origin().schema().filter(Schema::hasContract).isPresent();
    }

    private BoundaryRows boundary(
            ResourcePlan resource,
            @Nullable CursorLoad cursor,
            @Nullable StateDocument state,
            CommittedState committed) {
        String path = cursor == null ? "" : cursor.path();
        boolean deduplicates = (cursor != null && cursor.deduplicated())
                || cursors.adopted(resource, committed).isPresent();
        return BoundaryRows.builder()
                .digests((deduplicates || resource.deduplicatesWithinRun())
                        && CursorLoads.key(resource).isEmpty())
                .loadedByDlt(
                        state != null && cursor != null && deduplicates
                                ? ResourceStates.boundaryDigests(state, schema.name(), resource.name(), path)
                                : Set.of())
                .loadedKeys((count, key) -> CommittedState.boundaryKeys(
                        client, dataset, pipeline.name(), resource.name(), path, MOST_LOADED_KEYS, count, key))
                .firstNames(firstNames(resource, committed))
                .forDlt(deduplicates && isSharedWithDlt(committed))
                .build();
    }

    /** Those of the table of the resource, or of all tables that its rows choose. */
    private Map<String, String> firstNames(ResourcePlan resource, CommittedState committed) {
        Map<String, String> names = new LinkedHashMap<>();
        committed.schema(schema.name()).stream()
                .flatMap(known -> known.dataTables().stream())
                .filter(table -> resource.tableChoice().isPresent()
                        ? !table.isNested() && table.resources().contains(resource.name())
                        : table.name().equals(naming.identifier(resource.tableName())))
                .forEach(table -> ColumnMemory.firstNames(table).forEach(names::putIfAbsent));
        return names;
    }

    /** Whether dlt made the tables, or has left its mark on the state: then it may continue with them after any load. */
    private boolean isSharedWithDlt(CommittedState committed) {
        return schema.origin().isDlts()
                || committed.state().filter(ResourceStates::hasDltRows).isPresent();
    }
}
