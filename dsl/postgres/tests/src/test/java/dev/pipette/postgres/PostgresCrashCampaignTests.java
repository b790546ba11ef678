package dev.pipette.postgres;

import dev.pipette.testing.campaign.CrashCampaign;

/** A PostgreSQL database holds what it would hold if no process had been killed and no connection ended. */
final class PostgresCrashCampaignTests extends CrashCampaign {
    PostgresCrashCampaignTests() {
        super(new PostgresPlaces(), 2);
    }
}
