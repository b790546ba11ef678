package dev.pipette.duckdb.campaign;

import dev.pipette.testing.campaign.SystemCallCampaign;

/** A fault at a system call of a load, in the working folder or in the DuckDB file, loses and doubles nothing. */
final class DuckDbSystemCallTests extends SystemCallCampaign {
    DuckDbSystemCallTests() {
        super(new DuckDbPlaces(), 4);
    }
}
