package dev.pipette.postgres;

import dev.pipette.testing.campaign.SystemCallCampaign;

/** A fault at a system call of a load, in the working folder or on the way to the server, loses and doubles nothing. */
final class PostgresSystemCallTests extends SystemCallCampaign {
    PostgresSystemCallTests() {
        super(new PostgresPlaces(), 1);
    }
}
