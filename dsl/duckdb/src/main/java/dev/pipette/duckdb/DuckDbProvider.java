package dev.pipette.duckdb;

import dev.pipette.spi.DestinationClient;
import dev.pipette.spi.DestinationConfig;
import dev.pipette.spi.DestinationProvider;

/** Makes {@code duckdb:FILE} a destination. */
public final class DuckDbProvider implements DestinationProvider {
    @Override
    public String scheme() {
        return "duckdb";
    }

    @Override
    public DestinationClient connect(DestinationConfig config) {
        return new DuckDbClient(config);
    }
}
