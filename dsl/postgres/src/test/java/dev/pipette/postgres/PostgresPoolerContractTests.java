package dev.pipette.postgres;

/**
 * PostgreSQL behind a pooler in transaction mode does what every destination must do with sessions, transactions and locks.
 * {@link PostgresPoolerContractCampaign} runs the rest, which {@link PostgresContractTests} runs without the pooler.
 */
final class PostgresPoolerContractTests extends PoolerContract {}
