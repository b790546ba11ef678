package dev.pipette.postgres;

import dev.pipette.testing.contract.ResourceContract;

/** What Pipette does before it asks the destination, which DuckDB's tests show in each build; {@code -Pcampaign} runs it. */
final class PostgresResourceContractCampaign extends DirectContract implements ResourceContract {}
