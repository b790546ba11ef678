package dev.pipette.postgres;

import dev.pipette.testing.contract.DestinationContract;

/** PostgreSQL behind a pooler in transaction mode does what every destination must do; {@code -Pcampaign} runs it. */
final class PostgresPoolerContractCampaign extends PoolerContract implements DestinationContract {
    @Override
    public boolean holdsNul() {
        return false;
    }

    @Override
    public boolean viewsPinTypes() {
        return true;
    }
}
