package dev.pipette.engine.load.bookkeeping;

import static dev.pipette.bookkeeping.Tables.PIPETTE_DATASET;

import dev.pipette.bookkeeping.tables.records.PipetteDatasetRecord;
import dev.pipette.engine.manifest.DatasetIdentity;
import dev.pipette.spi.DestinationSession;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import org.jooq.DSLContext;

/** The one row in which a dataset keeps its own identity, read and written inside a session's transaction. */
public final class DatasetTable {
    private final DestinationSession session;
    private final DSLContext dsl;
    private final boolean exists;

    /** @param existing the tables that the dataset has, by name */
    public DatasetTable(DestinationSession session, String dataset, Set<String> existing) {
        this.session = session;
        this.dsl = DatasetMapping.of(session, dataset);
        this.exists = existing.contains(PIPETTE_DATASET.getName());
    }

    /** The dataset's id; empty where no load of Pipette wrote one yet. */
    Optional<String> id() {
        return exists ? stored() : Optional.empty();
    }

    /** Which dataset it is. */
    DatasetIdentity identity() {
        return new DatasetIdentity(
                id().orElse(null), false, session.databaseId().orElse(null));
    }

    /**
     * Gives the dataset an id where it has none. The table is there, and the caller holds the dataset's lock.
     *
     * @param proposed the id, unless another process was faster
     * @return the dataset's id
     */
    public String write(String proposed, OffsetDateTime now) {
        Optional<String> stored = stored();
        if (stored.isPresent()) {
            return stored.get();
        }
        PipetteDatasetRecord row = dsl.newRecord(PIPETTE_DATASET);
        row.setDatasetId(proposed);
        row.setCreatedAt(now);
        row.insert();
        return proposed;
    }

    /** There is one row; DuckDB plans an ORDER BY for longer than it needs to read it. */
    private Optional<String> stored() {
        return dsl.select(PIPETTE_DATASET.DATASET_ID, PIPETTE_DATASET.CREATED_AT).from(PIPETTE_DATASET).fetch().stream()
                .min(Comparator.comparing(row -> row.get(PIPETTE_DATASET.CREATED_AT)))
                .map(row -> row.get(PIPETTE_DATASET.DATASET_ID));
    }
}
