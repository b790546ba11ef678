package dev.pipette.admin;

import dev.pipette.Pipeline;
import dev.pipette.engine.folder.RunLock;
import dev.pipette.engine.folder.SealedPackage;
import dev.pipette.engine.folder.WorkingFolder;
import dev.pipette.engine.load.RowsAboveState;
import dev.pipette.engine.load.bookkeeping.CommittedState;
import dev.pipette.engine.load.bookkeeping.RetryingClient;
import dev.pipette.engine.run.KnownDataset;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.text.Units;
import java.util.Map;
import java.util.stream.Collectors;

/** Takes what is committed at the destination as the truth, also where it is older than this machine knows it to be. */
final class StateSync {
    private final AdminPlace place;
    private final Pipeline pipeline;
    private final WorkingFolder working;
    private final RetryingClient client;
    private final KnownDataset known;

    StateSync(AdminPlace place) {
        this.place = place;
        this.pipeline = place.pipeline();
        this.working = place.working();
        this.client = place.client();
        this.known = place.known();
    }

    /**
     * Syncs, under the lock.
     *
     * @param committed what is committed
     * @param accepting whether rows that are there may be loaded again
     */
    void to(CommittedState committed, boolean accepting) {
        try (RunLock lock = place.lock()) {
            working.prepare();
            known.found(committed.identity());
            if (!accepting && known.version() > committed.stateVersion()) {
                refuseRepeatedRows(committed.stateVersion());
            }
            working.bind(new WorkingFolder.Binding(
                    client.address(),
                    place.dataset(),
                    pipeline.destination().settingsName().orElse(null)));
            for (SealedPackage sealed : working.packages().waiting()) {
                if (known.holds(sealed) && sealed.manifest().baseStateVersion() > committed.stateVersion()) {
                    working.packages()
                            .quarantine(
                                    sealed,
                                    "extracted from state version "
                                            + sealed.manifest().baseStateVersion()
                                            + ", and the destination, which was dropped or"
                                            + " restored from an older copy, has version " + committed.stateVersion()
                                            + ". The next run of its resources extracts them again.");
                }
            }
            known.forget();
            committed.newestLoadId().ifPresent(loadId -> known.committed(committed.stateVersion(), loadId));
        }
    }

    /** The rows are there and their state is not: a cursor would begin before them. */
    private void refuseRepeatedRows(long found) {
        Map<String, Long> rows = RowsAboveState.count(client, place.dataset(), pipeline.name(), place.schemaName());
        if (rows.isEmpty()) {
            return;
        }
        String command = "pipette pipeline " + pipeline.name();
        String home = Commands.home(pipeline.home());
        throw new PipetteException(
                ErrorCode.DATASET_REWOUND,
                client.describe() + (found == 0 ? " has no state" : " has state version " + found) + " of pipeline "
                        + pipeline.name() + ", version " + known.version()
                        + " was committed there before, and rows that were loaded after it are still there: "
                        + rows.entrySet().stream()
                                .map(table -> table.getKey() + " " + Units.rows(table.getValue()))
                                .collect(Collectors.joining(", "))
                        + ". If their resources have a cursor, the next run after a sync would load such rows again."
                        + " Nothing was changed. To load none twice, restore the deleted rows of _dlt_pipeline_state; or"
                        + " run '" + command + " sync --accept" + home + "' and, before the next run, '" + command
                        + " cursor RESOURCE --set VALUE" + home + "' for each cursor, with the highest value in its"
                        + " table. Where rows may be loaded again, '" + command + " sync --accept" + home
                        + "' is enough.");
    }
}
