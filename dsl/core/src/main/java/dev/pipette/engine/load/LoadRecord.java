package dev.pipette.engine.load;

import dev.pipette.engine.load.apply.TableResult;
import dev.pipette.engine.load.bookkeeping.Bookkeeping;
import dev.pipette.engine.load.bookkeeping.CommittedDataset;
import dev.pipette.engine.load.bookkeeping.DatasetTable;
import dev.pipette.engine.load.bookkeeping.LoadedInput;
import dev.pipette.engine.load.bookkeeping.ResourceStates;
import dev.pipette.engine.load.bookkeeping.RuleRows;
import dev.pipette.engine.load.bookkeeping.StateRows;
import dev.pipette.engine.load.bookkeeping.UntracedChange;
import dev.pipette.engine.manifest.FilesLoad;
import dev.pipette.engine.manifest.Manifest;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.schema.Schema;
import dev.pipette.schema.StateDocument;
import dev.pipette.schema.SystemTables;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a load leaves in the bookkeeping beside its rows: state, schema, run keys, files, the load itself.
 *
 * @param state the state document after the load
 * @param newState whether it differs from the committed one
 * @param hasNews whether there is anything to commit
 * @param untraced what the load changes in a way that no row shows
 * @param givenUp whether its rows are rejected, whatever its resources declare
 */
record LoadRecord(
        Manifest manifest,
        StateDocument state,
        boolean newState,
        boolean hasNews,
        Set<UntracedChange> untraced,
        boolean givenUp) {
    /**
     * Decides what is written; nothing is written yet.
     *
     * @param schemaChanged whether the load changes the tables
     * @param dltType what dlt calls the kind of destination
     */
    static LoadRecord of(
            CommittedDataset committed,
            Manifest manifest,
            List<TableResult> results,
            Refreshing refreshing,
            boolean schemaChanged,
            String dltType) {
        return of(
                committed,
                manifest,
                results,
                refreshing,
                schemaChanged,
                UntracedChanges.of(manifest, results, refreshing),
                false,
                dltType);
    }

    /** The same for a package whose rows are rejected as they are: no table changes. */
    static LoadRecord ofGivenUp(
            CommittedDataset committed,
            Manifest manifest,
            List<TableResult> results,
            Refreshing refreshing,
            String dltType) {
        return of(committed, manifest, results, refreshing, false, Set.of(), true, dltType);
    }

    private static LoadRecord of(
            CommittedDataset committed,
            Manifest manifest,
            List<TableResult> results,
            Refreshing refreshing,
            boolean schemaChanged,
            Set<UntracedChange> untraced,
            boolean givenUp,
            String dltType) {
        StateDocument before = committed
                .state()
                .orElseGet(() -> StateDocument.create(manifest.pipeline(), manifest.dataset(), dltType)
                        .withVersion(0));
        StateDocument after = ResourceStates.applied(
                        refreshing.forgetting(before.withSchema(manifest.schemaName())), manifest)
                .bumped();
        boolean differs = !after.hash().equals(before.hash());
        boolean stateChanged = committed.state().isPresent() ? differs : ResourceStates.changes(before, manifest);
        boolean rows = results.stream()
                .anyMatch(result ->
                        result.rows() > 0 || result.deleted() > 0 || result.unchanged() > 0 || result.rejected() > 0);
        boolean replacedOrKeyed = manifest.resources().stream()
                .anyMatch(resource -> resource.replaces() || resource.refresh() != null || resource.runKey() != null);
        return new LoadRecord(
                manifest,
                after,
                committed.state().isEmpty() || differs,
                rows || replacedOrKeyed || stateChanged || schemaChanged || !untraced.isEmpty(),
                untraced,
                givenUp);
    }

    /** The version of the state that is committed after the load. */
    long version(CommittedDataset committed) {
        return newState ? state.version() : committed.version();
    }

    /**
     * Writes it.
     *
     * @param stored the newest committed schema
     * @param changed the schema after the load
     * @return the dataset's id
     */
    String write(
            CommittedDataset committed, Optional<Schema> stored, Schema changed, DatasetTable identity, Clock clock) {
        Bookkeeping bookkeeping = committed.bookkeeping();
        OffsetDateTime now = OffsetDateTime.now(clock).withOffsetSameInstant(ZoneOffset.UTC);
        Schema schema = (newState && changed.table(SystemTables.PIPELINE_STATE).isEmpty()
                        ? changed.withTable(SystemTables.pipelineState())
                        : changed)
                .bumped();
        boolean known = stored.filter(last -> last.versionHash().equals(schema.versionHash()))
                .isPresent();
        if (!known) {
            bookkeeping.addSchema(schema, schemaTime(bookkeeping, now));
        }
        if (newState) {
            bookkeeping.addState(state, manifest.loadId(), StateRows.id(manifest.loadId()), now);
        }
        manifest.resources().forEach(resource -> writeResource(bookkeeping, resource));
        new RuleRows(bookkeeping).add(manifest, givenUp);
        untraced.forEach(change -> bookkeeping.addChange(change, manifest.loadId()));
        String datasetId = committed
                .datasetId()
                .orElseGet(() -> identity.write(manifest.identity().idToWrite(), now));
        bookkeeping.addLoad(manifest.loadId(), schema, now);
        return datasetId;
    }

    /** Later than that of every schema that is there: dlt takes the newest by its time. */
    private OffsetDateTime schemaTime(Bookkeeping bookkeeping, OffsetDateTime now) {
        return bookkeeping
                .newestSchemaTime(manifest.schemaName())
                .map(newest -> newest.plus(1, ChronoUnit.MICROS))
                .filter(above -> above.isAfter(now))
                .orElse(now);
    }

    private void writeResource(Bookkeeping bookkeeping, ResourceLoad resource) {
        LoadedInput input = bookkeeping.of(manifest.pipeline(), resource.name());
        String runKey = resource.runKey();
        if (runKey != null) {
            input.addRunKey(runKey, manifest.loadId());
        }
        FilesLoad files = resource.files();
        if (files != null && files.ledger()) {
            input.addFiles(files.files(), manifest.loadId());
        }
    }
}
