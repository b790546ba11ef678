package dev.pipette.postgres;

import dev.pipette.spi.DestinationClient;
import dev.pipette.spi.DestinationConfig;
import dev.pipette.spi.DestinationConfig.Setting;
import dev.pipette.spi.DestinationProvider;
import java.util.Set;

/** Makes {@code postgres://host/database} a destination. */
public final class PostgresProvider implements DestinationProvider {
    private static final String SCHEME = "postgres";

    @Override
    public String scheme() {
        return SCHEME;
    }

    @Override
    public DestinationClient connect(DestinationConfig config) {
        config.allow(
                SCHEME,
                Set.of(
                        Setting.USER,
                        Setting.PASSWORD,
                        Setting.TRANSACTION_POOLER,
                        Setting.STATEMENT_TIMEOUT,
                        Setting.OVERRIDING_SYSTEM_VALUE));
        return new PostgresClient(config);
    }
}
