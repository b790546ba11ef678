package dev.pipette.postgres;

import dev.pipette.testing.contract.TableContract;

/** PostgreSQL does what every destination must do. {@link PostgresResourceContractCampaign} runs the part without it. */
final class PostgresContractTests extends DirectContract implements TableContract {
    @Override
    public boolean holdsNul() {
        return false;
    }

    @Override
    public boolean viewsPinTypes() {
        return true;
    }
}
