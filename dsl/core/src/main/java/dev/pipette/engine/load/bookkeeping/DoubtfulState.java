package dev.pipette.engine.load.bookkeeping;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;

/**
 * State of dlt of which the destination does not show whether it was committed.
 *
 * @param loadId the load that wrote it, which has no row in {@code _dlt_loads}
 */
public record DoubtfulState(long version, String loadId) {
    /** An error with the two statements of which one decides. */
    public PipetteException problem(String pipeline, String destination, String dataset) {
        String state = dataset + "._dlt_pipeline_state WHERE pipeline_name = '" + pipeline + "' AND _dlt_load_id = '"
                + loadId + "'";
        return new PipetteException(
                ErrorCode.DATASET_REWOUND,
                destination + ": dlt wrote state version " + version + " of pipeline " + pipeline + " with load "
                        + loadId
                        + ", and _dlt_loads has no row of that load. Either that row was deleted later, or the load never"
                        + " came to its end. Nothing was loaded. If the row was deleted, write it again: INSERT INTO "
                        + dataset
                        + "._dlt_loads (load_id, status, inserted_at) SELECT _dlt_load_id, 0, created_at FROM "
                        + state + "; if the load failed, delete its state: DELETE FROM " + state + ";");
    }
}
