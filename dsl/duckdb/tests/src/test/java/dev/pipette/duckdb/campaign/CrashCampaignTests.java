package dev.pipette.duckdb.campaign;

import dev.pipette.testing.campaign.CrashCampaign;

/** A DuckDB file holds what it would hold if no process had been killed. */
final class CrashCampaignTests extends CrashCampaign {
    CrashCampaignTests() {
        super(new DuckDbPlaces(), 3);
    }
}
