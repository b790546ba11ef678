package dev.pipette.engine.run;

import dev.pipette.engine.folder.CommittedNotes;
import dev.pipette.engine.folder.DatasetPlace;
import dev.pipette.engine.folder.DatasetPlace.Relation;
import dev.pipette.engine.folder.SealedPackage;
import dev.pipette.engine.folder.WorkingFolder;
import dev.pipette.engine.load.bookkeeping.CommittedState;
import dev.pipette.engine.load.bookkeeping.RetryingClient;
import dev.pipette.engine.manifest.DatasetIdentity;
import java.util.Optional;

/** What this machine knows of the dataset that it works with, under whatever name it reaches the destination. */
public final class KnownDataset {
    private final WorkingFolder working;
    private final RetryingClient client;
    private DatasetPlace place;

    public KnownDataset(WorkingFolder working, RetryingClient client, String dataset) {
        this.working = working;
        this.client = client;
        this.place = new DatasetPlace(client, dataset, DatasetIdentity.UNKNOWN);
    }

    /** Asks the destination which dataset it is. Only where something depends on it: it takes a connection. */
    public KnownDataset identified() {
        return found(CommittedState.identity(client, place.dataset()));
    }

    /** The destination reported which dataset it is. */
    public KnownDataset found(DatasetIdentity identity) {
        place = new DatasetPlace(client, place.dataset(), identity);
        return this;
    }

    /** How the dataset that a package was made for relates to this one. */
    public Relation relation(SealedPackage sealed) {
        return place.relation(sealed.manifest());
    }

    public boolean holds(SealedPackage sealed) {
        return relation(sealed) == Relation.SAME;
    }

    /** The version of the state that this machine knows to be committed; 0 for none. */
    public long version() {
        return working.committed()
                .of(place)
                .map(CommittedNotes.Note::stateVersion)
                .orElse(0L);
    }

    /** The highest load id that this machine knows of the dataset. */
    public Optional<String> newestLoadId() {
        return working.newestLoadId(place);
    }

    /**
     * A load was committed.
     *
     * @param datasetId the dataset's own id, which this load may have written
     */
    public void committed(long stateVersion, String loadId, String datasetId) {
        found(place.identity().committedAs(datasetId)).committed(stateVersion, loadId);
    }

    /** A load was committed, perhaps one with a lower load id than another that is committed. */
    public void committed(long stateVersion, String loadId) {
        String newest = working.committed()
                .of(place)
                .map(CommittedNotes.Note::loadId)
                .filter(known -> known.compareTo(loadId) > 0)
                .orElse(loadId);
        working.committed().remember(place, new CommittedNotes.Note(stateVersion, newest, place.identity()));
    }

    /**
     * Whether the whole destination, a file, was deleted since this machine loaded into it: it is gone, or another one is in
     * its place.
     */
    boolean wasDeleted() {
        return client.isMadeByLoads()
                && version() > 0
                && (!client.exists()
                        || working.committed()
                                .of(place)
                                .map(CommittedNotes.Note::dataset)
                                .filter(noted -> noted.isOfAnotherThan(place.identity()))
                                .isPresent());
    }

    /** Nothing is committed there. */
    public void forget() {
        working.committed().forget(place);
    }
}
