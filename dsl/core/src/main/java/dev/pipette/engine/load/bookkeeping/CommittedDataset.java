package dev.pipette.engine.load.bookkeeping;

import dev.pipette.engine.manifest.Manifest;
import dev.pipette.schema.StateDocument;
import dev.pipette.schema.TableColumn;
import dev.pipette.spi.DestinationSession;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is committed in the dataset of a package, read once its locks are held.
 *
 * @param isMade whether there is such a dataset
 * @param tables its tables as the catalogue has them, by name
 * @param state of the package's pipeline
 * @param datasetId the dataset's own id; empty where no load of Pipette wrote one yet
 */
public record CommittedDataset(
        boolean isMade,
        Map<String, List<TableColumn>> tables,
        Bookkeeping bookkeeping,
        Optional<StateDocument> state,
        Optional<String> datasetId) {
    public static CommittedDataset read(DestinationSession session, Manifest manifest) {
        boolean isMade = session.hasDataset(manifest.dataset());
        Map<String, List<TableColumn>> tables = isMade ? session.tables(manifest.dataset()) : Map.of();
        Bookkeeping bookkeeping = new Bookkeeping(session, manifest.dataset(), tables);
        return new CommittedDataset(
                isMade,
                tables,
                bookkeeping,
                bookkeeping.newestState(manifest.pipeline()),
                new DatasetTable(session, manifest.dataset(), tables.keySet()).id());
    }

    /** The version of the committed state; 0 where there is none. */
    public long version() {
        return state.map(StateDocument::version).orElse(0L);
    }
}
