package dev.pipette.postgres;

import dev.pipette.spi.LoadStep;
import dev.pipette.testing.contract.Trial;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * PostgreSQL behind a pooler in transaction mode does what every destination must do with sessions, transactions and locks.
 * {@link PostgresPoolerContractCampaign} runs the rest, which {@link PostgresContractTests} runs without the pooler, and
 * {@link PostgresHistoryTests} goes through the pooler with a third of its random steps.
 */
final class PostgresPoolerContractTests extends PoolerContract {
    /** One step: what a failure leaves of the transaction is the same at each, and only the pooler is another. */
    @ParameterizedTest
    @EnumSource(names = "ROWS_APPLIED")
    @Override
    public void a_failure_while_publishing_leaves_nothing_and_the_next_run_finishes_the_package(
            LoadStep step, Trial trial) {
        super.a_failure_while_publishing_leaves_nothing_and_the_next_run_finishes_the_package(step, trial);
    }
}
